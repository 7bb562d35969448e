# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Weeks, months, quarters and years: those before, those missing, steps to the end.

When they begin and end Odoo says: weeks on Monday (ISO 8601). Days are days where the
company is.
"""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.tools.date_utils import end_of, start_of

KINDS = ("week", "month", "quarter", "year")
DAY = timedelta(days=1)
LENGTHS = {
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
    "quarter": relativedelta(months=3),
    "year": relativedelta(years=1),
}


def get_before(kind, start):
    """The first and the last day of the period before.

    :return: pair of dates
    """
    return start - LENGTHS[kind], start - DAY


def find_missing(kind, last, today, most=12):
    """The first days of the periods that ended and are not there yet, oldest first.

    Without any there is only the last that ended: nobody asked for earlier ones. After
    nights that were missed there are several, at most ``most``, the newest.

    :param str kind: one of ``KINDS``
    :param last: first day of the newest that is there, or None
    :param date today: today, where the company is
    """
    starts = []
    start = get_before(kind, start_of(today, kind))[0]
    while len(starts) < most and (last is None or start > last):
        starts.append(start)
        if last is None:
            break
        start = get_before(kind, start)[0]
    return starts[::-1]


def get_steps(kind, start, earlier):
    """Times of the same length up to the end of the period: for a line over time.

    They are seven days each, counted back from the last day, so that none is cut off;
    of a year they are its months.

    :param str kind: of the period
    :param date start: its first day
    :param int earlier: how many come before those of the period
    :return: list of pairs of first and last day, oldest first, and how many of them
        lie within the period
    """
    end = end_of(start, kind)
    if kind == "year":
        first = [start + relativedelta(months=number) for number in range(-earlier, 12)]
        return [(day, end_of(day, "month")) for day in first], 12
    own = ((end - start).days + 1) // 7
    last = [end - timedelta(weeks=number) for number in range(own + earlier)]
    return [(day - timedelta(days=6), day) for day in reversed(last)], own
