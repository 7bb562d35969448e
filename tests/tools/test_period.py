# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The periods that are reported on (R140)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from odoo.tools.date_utils import end_of, start_of

from odoo.addons.complaint_management.tools.insight import period

# A busy machine is no fault of theirs.
patient = settings(deadline=None)
KINDS = st.sampled_from(period.KINDS)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    "kind, day, start, end, before",
    [
        ("week", "2026-03-01", "2026-02-23", "2026-03-01", "2026-02-16"),
        ("week", "2026-03-02", "2026-03-02", "2026-03-08", "2026-02-23"),
        ("month", "2028-02-29", "2028-02-01", "2028-02-29", "2028-01-01"),
        ("month", "2026-01-31", "2026-01-01", "2026-01-31", "2025-12-01"),
        ("quarter", "2026-06-30", "2026-04-01", "2026-06-30", "2026-01-01"),
        ("year", "2024-12-31", "2024-01-01", "2024-12-31", "2023-01-01"),
    ],
)
def test_periods(kind, day, start, end, before):
    first = start_of(date.fromisoformat(day), kind)
    assert first == date.fromisoformat(start)
    assert end_of(first, kind) == date.fromisoformat(end)
    assert period.get_before(kind, first) == (
        date.fromisoformat(before),
        first - timedelta(days=1),
    )


@patient
@given(KINDS, DAYS)
def test_each_day_lies_in_one_period(kind, day):
    start = start_of(day, kind)
    end = end_of(start, kind)
    assert start <= day <= end
    assert start_of(end, kind) == start
    assert start_of(end + period.DAY, kind) == end + period.DAY
    assert end_of(period.get_before(kind, start)[0], kind) < start


@patient
@given(KINDS, DAYS, st.integers(0, 60))
def test_nothing_is_missing_after_missed_nights(kind, today, nights):
    """However many nights were missed, each period that ended is made once."""
    made = period.find_missing(kind, None, today)
    assert len(made) == 1
    assert end_of(made[0], kind) < today
    later = today + timedelta(days=nights)
    made += period.find_missing(kind, made[-1], later, most=99)
    for earlier, following in zip(made[:-1], made[1:], strict=True):
        assert end_of(earlier, kind) + period.DAY == following
    assert end_of(made[-1], kind) < later
    assert not period.find_missing(kind, made[-1], later)


def test_a_long_pause_brings_the_newest():
    starts = period.find_missing("week", date(2020, 1, 6), date(2026, 3, 4), most=3)
    assert [str(start) for start in starts] == [
        "2026-02-09",
        "2026-02-16",
        "2026-02-23",
    ]


@patient
@given(KINDS, DAYS, st.integers(0, 60))
def test_steps_follow_each_other_to_the_end(kind, day, earlier):
    start = start_of(day, kind)
    steps, own = period.get_steps(kind, start, earlier)
    assert len(steps) == own + earlier and own
    assert steps[-1][1] == end_of(start, kind)
    for former, later in zip(steps[:-1], steps[1:], strict=True):
        assert former[1] + period.DAY == later[0]
    assert steps[earlier][0] >= start
