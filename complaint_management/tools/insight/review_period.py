# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Periods that are looked back at, and the ones before them."""

from datetime import date, timedelta

# How many months a period has.
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def find_last_period(every, today):
    """The last period that is over.

    :param str every: a key of ``MONTHS``
    :param date today: the day on which one looks back
    :return: pair of its first and its last day
    """
    length = MONTHS[every]
    first_month = (today.month - 1) // length * length
    end = date(today.year, first_month + 1, 1)
    return _add_months(end, -length), end - timedelta(days=1)


def find_period_before(date_from, date_to):
    """The period of the same length right before: months, where it is whole months.

    :return: pair of its first and its last day
    """
    last = date_from - timedelta(days=1)
    after = date_to + timedelta(days=1)
    if date_from.day == after.day == 1:
        months = 12 * (after.year - date_from.year) + after.month - date_from.month
        return _add_months(date_from, -months), last
    return last - (date_to - date_from), last


def _add_months(day, months):
    """A first day of a month, some months later."""
    count = 12 * day.year + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
