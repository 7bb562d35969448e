# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""When a promise is due, and how its time is measured; no ORM, no clock.

A deadline is a number of units after a start. Units that count working time are
measured by a ``WorkingTime``, the others by the clock on the wall; both offer
``add(start, seconds)`` and ``elapsed(start, end)``, which undo each other.
"""

from datetime import timedelta

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
