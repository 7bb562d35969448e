# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Working time: what always holds, for whatever calendar and moment.

Needs neither Odoo nor a database, as ``test_working_time.py``.
"""

from datetime import date, datetime, timedelta

import pytz
from hypothesis import assume, given, settings, strategies as st

from .working_time_plain import WorkingTime

ZONES = [
    "UTC",
    "Asia/Shanghai",
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Asuncion",
    "America/Havana",
    "Africa/Cairo",
    "Asia/Kathmandu",
    "Pacific/Auckland",
]
TRUE = settings(deadline=None, database=None, derandomize=True, max_examples=80)
QUARTERS = st.integers(0, 96).map(lambda quarter: quarter / 4)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0)
)
ATTENDANCES = st.lists(
    st.tuples(
        st.integers(0, 6), QUARTERS, QUARTERS, st.sampled_from([None, None, 0, 1])
    ),
    min_size=1,
    max_size=12,
)
LEAVES = st.lists(
    st.tuples(MOMENTS, st.integers(0, 20 * 86400)).map(
        lambda leave: (leave[0], leave[0] + timedelta(0, leave[1]))
    ),
    max_size=6,
)
MAKEUPS = st.dictionaries(
    st.dates(date(2024, 1, 1), date(2029, 1, 1)), st.integers(0, 6), max_size=5
)
CALENDARS = st.builds(
    WorkingTime, st.sampled_from(ZONES), ATTENDANCES, LEAVES, MAKEUPS
).filter(lambda clock: clock.has_hours)
AMOUNTS = st.integers(-2_000_000, 2_000_000)


@TRUE
@given(CALENDARS, MOMENTS, AMOUNTS)
def test_elapsed_undoes_add(clock, start, seconds):
    """However much is added, that much has passed."""
    assert clock.elapsed(start, clock.add(start, seconds)) == seconds


@TRUE
@given(CALENDARS, MOMENTS, st.integers(0, 10**8))
def test_add_undoes_elapsed(clock, start, later):
    """However much has passed, adding it leads back; not a second before."""
    end = start + timedelta(0, later)
    passed = clock.elapsed(start, end)
    assume(passed)
    found = clock.add(start, passed)
    assert found <= end
    assert clock.elapsed(found, end) == 0
    assert clock.elapsed(start, found - timedelta(0, 1)) == passed - 1
    back = clock.add(end, -passed)
    assert back >= start
    assert clock.elapsed(start, back) == 0


@TRUE
@given(CALENDARS, MOMENTS, MOMENTS, MOMENTS)
def test_elapsed_adds_up(clock, first, second, third):
    """Two parts make the whole, in any order of the three moments."""
    parts = clock.elapsed(first, second) + clock.elapsed(second, third)
    assert parts == clock.elapsed(first, third)
    assert clock.elapsed(first, second) == -clock.elapsed(second, first)


@TRUE
@given(CALENDARS, MOMENTS, AMOUNTS, AMOUNTS)
def test_add_adds_up(clock, start, first, second):
    """In two steps one comes to the same working time as in one."""
    steps = clock.add(clock.add(start, first), second)
    assert clock.elapsed(steps, clock.add(start, first + second)) == 0


@TRUE
@given(CALENDARS, MOMENTS, MOMENTS, AMOUNTS, st.integers(0, 10**6))
def test_more_is_not_earlier(clock, first, second, seconds, more):
    """Later starts and larger amounts don't end earlier."""
    low, high = min(first, second), max(first, second)
    assert clock.add(low, seconds) <= clock.add(high, seconds)
    assert clock.add(low, seconds) <= clock.add(low, seconds + more)
    assert clock.next_open(low) <= clock.next_open(high)


@TRUE
@given(CALENDARS, MOMENTS, st.integers(1, 15), st.sampled_from([None, 9.0, 17.5]))
def test_business_days_add_up(clock, start, n, cutoff):
    """Each day is later than the one before, and is one of work."""
    before = clock.add_business_days(start, n - 1, cutoff)
    due = clock.add_business_days(start, n, cutoff)
    # Day 0 is the next one when the day of receipt is over: the same as day 1.
    assert start <= before <= due
    assert before < due or n == 1
    assert clock.elapsed(due - timedelta(0, 60), due) > 0
    following = clock.add_business_days(start + timedelta(1), n, cutoff)
    assert due <= following


@TRUE
@given(CALENDARS, MOMENTS)
def test_next_open_is_open(clock, moment):
    """It is the moment itself, or nobody worked until then."""
    opening = clock.next_open(moment)
    assert clock.elapsed(opening, opening + timedelta(0, 1)) == 1
    assert opening == moment or clock.elapsed(moment, opening) == 0
    assert clock.next_open(opening) == opening


@TRUE
@given(st.sampled_from(ZONES), MOMENTS, st.integers(-40, 400))
def test_calendar_days_are_those_of_the_wall(tz, start, n):
    """As the time zone database has it, in every zone."""
    clock = WorkingTime(tz, [])
    end = clock.calendar_days(start, n)

    def local_day(moment):
        return pytz.utc.localize(moment).astimezone(pytz.timezone(tz)).date()

    day = local_day(start) + timedelta(n)
    assert local_day(end) == day
    assert local_day(end + timedelta(0, 1)) == day + timedelta(1)


@TRUE
@given(CALENDARS, MOMENTS, AMOUNTS)
def test_answers_do_not_hang_on_what_was_asked_before(clock, start, seconds):
    """A horizon that has grown says the same."""
    before = clock.add(start, seconds), clock.add_business_days(start, 3)
    clock.elapsed(datetime(2020, 1, 1), datetime(2033, 1, 1))
    assert before == (clock.add(start, seconds), clock.add_business_days(start, 3))
