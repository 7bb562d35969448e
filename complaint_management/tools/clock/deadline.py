# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""When a promise is due, and how its time is measured; no ORM, no clock.

A deadline is a number of units after a start. Units that count working time are
measured by a ``WorkingTime``, the others by the clock on the wall; both offer
``add(start, seconds)`` and ``elapsed(start, end)``, which undo each other.
"""

from bisect import bisect_left
from datetime import timedelta
from functools import lru_cache

from .working_time import NoWorkingTimeError, WorkingTime

WORKING_UNITS = frozenset({"working_hours", "business_days", "promised_date"})


class WallClock:
    """Time as it passes, day and night."""

    def add(self, start, seconds):
        """The moment ``seconds`` after ``start``."""
        return start + timedelta(seconds=seconds)

    def elapsed(self, start, end):
        """Seconds from ``start`` to ``end``; negative when it is before."""
        return (end - start).total_seconds()


WALL_CLOCK = WallClock()


@lru_cache
def get_day_and_night(tz):
    """A ``WorkingTime`` of a time zone that is never closed.

    :param str tz: name of the time zone
    """
    return WorkingTime(tz, [(weekday, 0, 24, None) for weekday in range(7)])


class DependableWorkingTime:
    """A working time that always has an answer.

    Where nobody works for longer than a year, as when a calendar was emptied or a
    closing has a mistyped end, day and night count: a promise to a complainant is
    due some day, and a case is registered all the same.

    :param working_time: a ``WorkingTime``
    """

    def __init__(self, working_time):
        self._spare = get_day_and_night(working_time.tz)
        self._first = working_time if working_time.has_hours else self._spare

    def _ask(self, question, *args):
        try:
            return getattr(self._first, question)(*args)
        except NoWorkingTimeError:
            return getattr(self._spare, question)(*args)

    def add(self, start, seconds):
        """See ``WorkingTime.add``."""
        return self._ask("add", start, seconds)

    def elapsed(self, start, end):
        """See ``WorkingTime.elapsed``."""
        return self._ask("elapsed", start, end)

    def add_business_days(self, start, n, cutoff=None):
        """See ``WorkingTime.add_business_days``."""
        return self._ask("add_business_days", start, n, cutoff)

    def calendar_days(self, start, n):
        """See ``WorkingTime.calendar_days``."""
        return self._ask("calendar_days", start, n)

    def next_open(self, moment):
        """See ``WorkingTime.next_open``."""
        return self._ask("next_open", moment)

    def close_of(self, day):
        """See ``WorkingTime.close_of``."""
        return self._ask("close_of", day)


def get_measure(unit, working_time):
    """What measures the time of a unit.

    :param str unit: a unit of ``complaint.sla.target``
    :param working_time: the ``WorkingTime`` of the case
    """
    return working_time if unit in WORKING_UNITS else WALL_CLOCK


def get_due(unit, amount, start, working_time, cutoff=None, promised=None):
    """When something is due that started at ``start``.

    :param str unit: a unit of ``complaint.sla.target``
    :param float amount: how many units; whole days for the units in days
    :param datetime start: naive, in UTC
    :param working_time: the ``WorkingTime`` that business days and hours follow
    :param float cutoff: local hour from which a receipt counts as the next
        business day; None or 0 for none
    :param date promised: the day for the unit ``promised_date``
    :return: datetime, naive, in UTC
    :raises KeyError: the unit is unknown
    """
    if unit == "elapsed_hours":
        return WALL_CLOCK.add(start, amount * 3600)
    if unit == "working_hours":
        return working_time.add(start, amount * 3600)
    if unit == "business_days":
        return working_time.add_business_days(start, int(amount), cutoff or None)
    if unit == "calendar_days":
        return working_time.calendar_days(start, int(amount))
    if unit == "promised_date":
        return working_time.close_of(promised)
    raise KeyError(unit)


def count_business_days(start, end, working_time):
    """By the close of which business day after that of receipt something happened.

    :param datetime start: when it was received; naive, in UTC, as ``end``
    :param working_time: the ``WorkingTime`` that says which days are business days
    :return: int, 0 on the day of receipt
    """
    longest = max((end - start).days, 0) + 3
    return bisect_left(
        range(longest),
        end,
        key=lambda days: working_time.add_business_days(start, days),
    )
