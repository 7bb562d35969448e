# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which period is looked back at, on whatever day one looks."""

from datetime import date, timedelta

from hypothesis import given, strategies as st

from odoo.addons.complaint_management.tools.insight.review_period import (
    MONTHS,
    find_last_period,
    find_period_before,
)

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@given(st.sampled_from(sorted(MONTHS)), DAYS)
def test_last_period_is_over_and_the_newest(every, today):
    begin, end = find_last_period(every, today)
    assert end < today
    assert begin.day == 1
    assert (end + timedelta(days=1)).day == 1
    following = find_last_period(every, end + timedelta(days=1))
    assert following == (begin, end)
    # The one after it is not over yet.
    days = (end - begin).days
    assert today <= end + timedelta(days=days + 4)


@given(st.sampled_from(sorted(MONTHS)), DAYS)
def test_period_before_is_the_one_of_the_calendar(every, today):
    begin, end = find_last_period(every, today)
    assert find_period_before(begin, end) == find_last_period(every, begin)


@given(DAYS, st.integers(0, 400))
def test_period_before_touches_it(begin, days):
    end = begin + timedelta(days=days)
    first, last = find_period_before(begin, end)
    assert last == begin - timedelta(days=1)
    assert first <= last


def test_by_hand():
    assert find_last_period("quarter", date(2026, 1, 1)) == (
        date(2025, 10, 1),
        date(2025, 12, 31),
    )
    assert find_period_before(date(2026, 3, 5), date(2026, 3, 11)) == (
        date(2026, 2, 26),
        date(2026, 3, 4),
    )
