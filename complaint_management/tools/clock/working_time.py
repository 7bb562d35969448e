# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Working time as people and laws count it, in plain Python.

What is open when is laid out once, year by year as it is needed, in sorted lists
of whole seconds since 1970. After that a deadline is two bisections away. Nothing
here knows a database, or what time it is now.

All moments are naive datetimes in UTC, as Odoo stores them, and whole seconds:
microseconds are cut off. A *day* is a day on the wall of the calendar's time zone.
"""

from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta
from itertools import chain

import pytz

MINUTE = 60
HOUR = 3600
DAY = 86400
# Seconds. Who is closed for longer than this has no working time to count.
LONGEST_CLOSING = 366 * DAY
# Mistyped dates outside of these years are refused, not laid out.
FIRST_YEAR = 1900
LAST_YEAR = 2200

_EPOCH = datetime(1970, 1, 1)
_EPOCH_DAY = _EPOCH.toordinal()
_LONG_AGO = -(10**15)


class NoWorkingTimeError(ValueError):
    """The calendar has no working time where some was looked for."""


class WorkingTime:
    """The working time of one calendar.

    ``add`` and ``elapsed`` say what Odoo's ``plan_hours`` and
    ``get_work_hours_count`` say with leaves. 24:00 is midnight here, though, not a
    microsecond earlier. A nonexistent hour of a daylight-saving day is read in
    standard time, and so is an hour that comes twice: as Odoo does.

    :param str tz: name of the time zone that the hours are in
    :param attendances: ``(weekday, hour_from, hour_to, week)`` tuples. Weekdays are
        0 (Monday) to 6; hours are floats, 0.0 to 24.0; week is 0 or 1 in a calendar
        of two weeks (parity of the weeks since the year 1), ``None`` for both.
        Breaks are what lies between: leave them out.
    :param leaves: ``(start, end)`` pairs of naive UTC datetimes: closed, whatever
        else is said
    :param dict makeup_days: ``{date: weekday}``: local dates that have the hours of
        another weekday instead of their own, such as a Sunday worked like a Monday
        in China. That is announced work on a day usually off. A leave on the same
        day was entered on purpose too, and later as a rule, so it still wins.
    """

    def __init__(self, tz, attendances, leaves=(), makeup_days=None):
        self._tz = pytz.timezone(tz)
        self._hours = self._sort_hours(attendances)
        self._makeup = {
            day.toordinal(): int(weekday)
            for day, weekday in (makeup_days or {}).items()
        }
        closings = _union(
            sorted((_to_seconds(start), _to_seconds(end)) for start, end in leaves)
        )
        self._closing_starts = [start for start, _end in closings]
        self._closing_ends = [end for _start, end in closings]
        self._years = {}
        # Replaced by a new one when it is too short, never changed: threads may read.
        self._tables = None

    @staticmethod
    def _sort_hours(attendances):
        """Hours by weekday, seven of the even weeks and then seven of the odd."""
        hours = [[] for _day in range(14)]
        for weekday, hour_from, hour_to, week in attendances:
            start = max(0, round(hour_from * HOUR))
            stop = min(DAY, round(hour_to * HOUR))
            if start < stop:
                for parity in (0, 1) if week is None else (int(week),):
                    hours[7 * parity + int(weekday)].append((start, stop))
        return tuple(tuple(sorted(day)) for day in hours)

    @property
    def tz(self):
        """Name of the time zone that the hours are in."""
        return self._tz.zone

    @property
    def has_hours(self):
        """Whether anybody ever works. If not, most of the rest raises."""
        return any(self._hours)

    def add(self, start, seconds):
        """The moment when some working time has passed.

        :param datetime start: open or not
        :param seconds: working time, rounded to whole seconds; back when negative
        :return: the earliest such moment, or the latest when going back; for 0,
            ``next_open(start)``
        :raises NoWorkingTimeError: there is not that much working time
        """
        seconds = round(seconds)
        if not seconds:
            return self.next_open(start)
        moment = _to_seconds(start)
        tables = self._cover(moment, moment)
        while True:
            total = tables.worked(moment) + seconds
            sums = tables.sums
            if seconds > 0 and total <= sums[-1]:
                index = bisect_left(sums, total)
                found = tables.stops[index] - sums[index] + total
                break
            if seconds < 0 and total >= 0:
                index = bisect_right(sums, total)
                found = tables.stops[index] - sums[index] + total
                break
            tables = self._grow(tables, moment, 1 if seconds > 0 else -1)
        return self._answer(tables, moment, found)

    def elapsed(self, start, end):
        """The working time between two moments.

        :return: whole seconds; negative when ``end`` is before ``start``
        """
        low, high = _to_seconds(start), _to_seconds(end)
        if low > high:
            return -self.elapsed(end, start)
        tables = self._cover(low, high)
        return tables.worked(high) - tables.worked(low)

    def next_open(self, moment):
        """The moment itself when it is working time, else the next opening.

        :raises NoWorkingTimeError: there is none within a year
        """
        seconds = _to_seconds(moment)
        tables = self._cover(seconds, seconds)
        while tables.stops[-1] <= seconds:
            tables = self._grow(tables, seconds, 1)
        opening = tables.starts[bisect_right(tables.stops, seconds)]
        return self._answer(tables, seconds, max(seconds, opening))

    def add_business_days(self, start, n, cutoff=None):
        """Close of business of the Nth business day after the day of receipt.

        A business day is a local day with at least a minute of working time. The day
        of receipt is not counted. What comes in on any other day, or at the cut-off
        hour or later, is received on the next business day.

        :param datetime start: when it was received
        :param int n: how many; 0 is close of business of the day of receipt itself,
            or of the next business day if that is over
        :param float cutoff: local hour, such as 17.0 or 17.5; none when 0 or ``None``
        :raises NoWorkingTimeError: there are not that many business days
        """
        if n < 0:
            raise ValueError("Business days are counted forward only.")
        moment = _to_seconds(start)
        tables = self._cover(moment, moment)
        while True:
            index = self._find_receipt(tables, moment, cutoff) + n
            closes = tables.closes
            if not n and index < len(closes) and closes[index] < moment:
                index += 1
            if index < len(closes):
                return self._answer(tables, moment, closes[index])
            tables = self._grow(tables, moment, 1)

    def _find_receipt(self, tables, moment, cutoff):
        """Index of the business day on which something counts as received."""
        day = tables.day_of(moment)
        index = bisect_left(tables.days, day)
        if not cutoff or index == len(tables.days) or tables.days[index] != day:
            return index
        position = day - tables.first_day
        midnight = tables.midnights[position]
        limit = midnight + round(cutoff * HOUR)
        if tables.midnights[position + 1] - midnight != DAY:
            limit = self._locate(day, round(cutoff * HOUR))
        return index + (moment >= limit)

    def calendar_days(self, start, n):
        """The last second (23:59:59) of the Nth local day after that of ``start``."""
        moment = _to_seconds(start)
        target = moment + (n + 1) * DAY
        tables = self._cover(min(moment, target), max(moment, target))
        following = tables.day_of(moment) + n + 1 - tables.first_day
        return _to_datetime(tables.midnights[following] - 1)

    def close_of(self, day):
        """Close of business of a day, or of the first business day after it.

        :param date day: a local date
        :return: the end of its last working time, at the latest 23:59:59 local
        :raises NoWorkingTimeError: there is no business day within a year
        """
        number = day.toordinal()
        moment = (number - _EPOCH_DAY) * DAY
        tables = self._cover(moment, moment)
        while not tables.days or tables.days[-1] < number:
            tables = self._grow(tables, moment, 1)
        close = tables.closes[bisect_left(tables.days, number)]
        return self._answer(tables, moment, close)

    def _answer(self, tables, moment, found):
        """Refuse an answer from the other side of a very long closing."""
        low, high = (moment, found) if moment < found else (found, moment)
        for start, end in tables.gaps:
            if min(end, high) - max(start, low) > LONGEST_CLOSING:
                raise NoWorkingTimeError(_describe_gap(max(start, low)))
        return _to_datetime(found)

    def _cover(self, low, high):
        """Tables that have all that happens from ``low`` to ``high``, and nearby."""
        tables = self._tables
        if tables and tables.first <= low and high <= tables.last:
            return tables
        # A day of margin at both ends, and time zones are at most a day off.
        years = _year_of(low - 2 * DAY), _year_of(high + 2 * DAY)
        if tables:
            years = min(years[0], tables.years[0]), max(years[1], tables.years[-1])
        return self._assemble(range(years[0], years[1] + 1))

    def _grow(self, tables, moment, step):
        """Tables of one more year, later (step 1) or earlier (step -1)."""
        if not self.has_hours:
            raise NoWorkingTimeError("The working calendar has no working hours.")
        if step > 0:
            reached = max(moment, tables.stops[-1])
            closed = tables.last - reached
        else:
            reached = min(moment, *tables.starts[1:2])
            closed = reached - tables.first
        if closed > LONGEST_CLOSING:
            raise NoWorkingTimeError(_describe_gap(reached))
        years = tables.years
        return self._assemble(range(years[0] - (step < 0), years[-1] + 1 + (step > 0)))

    def _assemble(self, years):
        if years[0] < FIRST_YEAR or years[-1] > LAST_YEAR:
            raise NoWorkingTimeError(_OUT_OF_RANGE)
        for year in years:
            if year not in self._years:
                self._years[year] = self._lay_out(year)
        tables = _Tables(years, [self._years[year] for year in years])
        self._tables = tables
        return tables

    def _lay_out(self, year):
        """One year: its working intervals, midnights, business days and closes."""
        first = date(year, 1, 1).toordinal()
        last = date(year + 1, 1, 1).toordinal()
        intervals, midnights, days, closes = [], [], [], []
        offsets = [self._get_offset(day) for day in range(first - 1, last + 2)]
        for index, day in enumerate(range(first, last)):
            if len(set(offsets[index : index + 4])) == 1:
                midnight = (day - _EPOCH_DAY) * DAY - offsets[index]
                end = midnight + DAY
                spans = [
                    (midnight + start, midnight + stop)
                    for start, stop in self._get_hours(day)
                ]
            else:  # the clocks change, or do so nearby
                midnight, end = self._find_midnight(day), self._find_midnight(day + 1)
                spans = [
                    (self._locate(day, start), self._locate(day, stop))
                    for start, stop in self._get_hours(day)
                ]
            midnights.append(midnight)
            spans = self._without_closings(spans)
            intervals += spans
            # Leaves end at 23:59:59: the second that is left is no business.
            close = max(
                (stop for start, stop in spans if stop - start >= MINUTE), default=None
            )
            if close is not None:
                days.append(day)
                closes.append(min(close, end - 1))
        return intervals, [*midnights, end], days, closes

    def _get_hours(self, day):
        parity = (day - 1) // 7 % 2
        return self._hours[7 * parity + self._makeup.get(day, (day - 1) % 7)]

    def _without_closings(self, spans):
        """What is left of intervals when the calendar's leaves are taken out."""
        starts, ends = self._closing_starts, self._closing_ends
        left = []
        for start, stop in spans:
            index = bisect_right(ends, start)
            while start < stop and index < len(starts) and starts[index] < stop:
                if start < starts[index]:
                    left.append((start, starts[index]))
                start = ends[index]
                index += 1
            if start < stop:
                left.append((start, stop))
        return left

    def _get_offset(self, day):
        """Seconds that the wall clock is ahead of UTC, at the midnight of UTC."""
        midnight = datetime.fromordinal(day).replace(tzinfo=pytz.utc)
        return int(midnight.astimezone(self._tz).utcoffset().total_seconds())

    def _locate(self, day, seconds):
        """The moment of a time on the wall, on a day when the clocks change."""
        # 24:00 ends this day, even where the next one starts twice or late.
        last = int(seconds == DAY)
        wall = datetime.fromordinal(day) + timedelta(0, seconds - last)
        return _to_utc(self._tz.localize(wall)) + last

    def _find_midnight(self, day):
        """When a local day starts: the first of two midnights, or without one."""
        midnight = datetime.fromordinal(day)
        first = self._tz.localize(midnight, is_dst=True)
        if self._tz.normalize(first).replace(tzinfo=None) == midnight:
            return _to_utc(first)
        return self._locate(day, 0)


class _Tables:
    """What happens in some whole years. Written once, then only read.

    ``starts``, ``stops`` and ``sums`` belong together: working intervals, and the
    working time up to the end of each. The first one is empty, and long ago.
    """

    def __init__(self, years, layouts):
        spans, midnights, days, closes = zip(*layouts, strict=True)
        self.years = years
        self._sum_up(_union(sorted(chain.from_iterable(spans))))
        self.first_day = date(years[0], 1, 1).toordinal()
        # Each year ends with the midnight that the next one starts with.
        self.midnights = [*chain.from_iterable(m[:-1] for m in midnights)]
        self.midnights.append(midnights[-1][-1])
        self.days = [*chain.from_iterable(days)]
        self.closes = [*chain.from_iterable(closes)]
        self.first = self.midnights[0] + DAY
        self.last = self.midnights[-1] - DAY

    def _sum_up(self, intervals):
        self.starts, self.stops, self.sums = [_LONG_AGO], [_LONG_AGO], [0]
        self.gaps = []
        total = 0
        for start, stop in intervals:
            if total and start - self.stops[-1] > LONGEST_CLOSING:
                self.gaps.append((self.stops[-1], start))
            total += stop - start
            self.starts.append(start)
            self.stops.append(stop)
            self.sums.append(total)

    def worked(self, moment):
        """Working time up to a moment, since the tables begin."""
        index = bisect_right(self.starts, moment) - 1
        left = self.stops[index] - moment
        return self.sums[index] - left if left > 0 else self.sums[index]

    def day_of(self, moment):
        """The number of the local day of a moment."""
        return self.first_day + bisect_right(self.midnights, moment) - 1


def _union(intervals):
    """Join sorted intervals that overlap or touch."""
    joined = []
    for start, stop in intervals:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined


def _to_seconds(moment):
    delta = moment - _EPOCH
    return delta.days * DAY + delta.seconds


def _to_utc(moment):
    """Seconds of a moment in a time zone."""
    return _to_seconds(moment.replace(tzinfo=None) - moment.utcoffset())


def _to_datetime(seconds):
    return _EPOCH + timedelta(0, seconds)


def _year_of(seconds):
    if not _FIRST <= seconds <= _LAST:
        raise NoWorkingTimeError(_OUT_OF_RANGE)
    return _to_datetime(seconds).year


def _describe_gap(seconds):
    since = _to_datetime(seconds).date()
    return f"The working calendar has no working time for over a year from {since} on."


_FIRST = _to_seconds(datetime(FIRST_YEAR, 1, 1))
_LAST = _to_seconds(datetime(LAST_YEAR, 12, 31))
_OUT_OF_RANGE = f"Working time is known from {FIRST_YEAR} to {LAST_YEAR} only."
