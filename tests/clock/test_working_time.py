# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Working time: what laws say, what users asked for, and bad input.

Needs neither Odoo nor a database: ``pytest -p no:odoo`` with this file.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from .working_time_plain import HOUR, NoWorkingTimeError, WorkingTime, at, closed

NINE_TO_FIVE = [(day, 9, 17, None) for day in range(5)]
WITH_LUNCH = [(day, *span, None) for day in range(5) for span in ((8, 12), (13, 17))]

# ----------------------------------------------------------------------
# Laws
# ----------------------------------------------------------------------

CHINA = "Asia/Shanghai"
# What the State Council announced for the National Day of each year.
GOLDEN_WEEKS = [
    closed("2024-10-01", "2024-10-07", CHINA),
    closed("2025-10-01", "2025-10-08", CHINA),
]
MAKEUP_DAYS = {
    date(2024, 9, 29): 0,  # a Sunday
    date(2024, 10, 12): 4,  # a Saturday
    date(2025, 9, 28): 0,  # a Sunday
    date(2025, 10, 11): 4,  # a Saturday
}
ENGLAND = "Europe/London"
EASTER = [closed("2026-04-03", "2026-04-03", ENGLAND)] + [
    closed("2026-04-06", "2026-04-06", ENGLAND)
]


@pytest.fixture(scope="module")
def china():
    hours = [(day, *span, None) for day in range(5) for span in ((9, 12), (13.5, 18))]
    return WorkingTime(CHINA, hours, GOLDEN_WEEKS, MAKEUP_DAYS)


@pytest.fixture(scope="module")
def england():
    return WorkingTime(ENGLAND, NINE_TO_FIVE, EASTER)


@pytest.mark.parametrize(
    ("received", "n", "cutoff", "due"),
    [
        # In time on a Friday: Monday is the first day.
        ("2025-06-13 16:59", 3, 17, "2025-06-18 18:00"),
        # Friday 17:30, cut-off 17:00: received on Monday.
        ("2025-06-13 17:30", 3, 17, "2025-06-19 18:00"),
        ("2025-06-13 17:00", 3, 17, "2025-06-19 18:00"),
        ("2025-06-13 17:30", 3, None, "2025-06-18 18:00"),
        ("2025-06-13 17:30", 3, 0, "2025-06-18 18:00"),
        # On a Saturday: received on Monday.
        ("2025-06-14 10:00", 3, 17, "2025-06-19 18:00"),
        # The make-up Sunday is the first day, and one to receive on.
        ("2025-09-26 10:00", 3, 17, "2025-09-30 18:00"),
        ("2025-09-28 10:00", 1, 17, "2025-09-29 18:00"),
        ("2024-09-27 17:30", 1, 17, "2024-09-30 18:00"),
        # Over the Golden Week, up to the make-up Saturday.
        ("2025-09-30 10:00", 3, 17, "2025-10-11 18:00"),
        ("2024-09-30 10:00", 5, 17, "2024-10-12 18:00"),
        # In the middle of the Golden Week.
        ("2025-10-03 10:00", 0, 17, "2025-10-09 18:00"),
        ("2025-10-03 10:00", 3, 17, "2025-10-13 18:00"),
        # Late on the last day before it.
        ("2025-09-30 17:30", 3, 17, "2025-10-13 18:00"),
        # The cap of seven.
        ("2025-09-26 10:00", 7, 17, "2025-10-13 18:00"),
    ],
)
def test_working_days_in_china(china, received, n, cutoff, due):
    """Civil Code 201-203: the first day not counted, make-up workdays are (R48)."""
    found = china.add_business_days(at(received, CHINA), n, cutoff)
    assert found == at(due, CHINA)


def test_hours_of_a_makeup_sunday(china):
    """A Sunday that works like a Monday has its hours, lunch break and all."""
    start, end = at("2025-09-28 00:00", CHINA), at("2025-09-29 00:00", CHINA)
    assert china.elapsed(start, end) == 7.5 * HOUR
    assert china.add(start, 4 * HOUR) == at("2025-09-28 14:30", CHINA)
    assert china.next_open(at("2025-09-27 12:00", CHINA)) == at(
        "2025-09-28 09:00", CHINA
    )


def test_leave_wins_over_makeup_day():
    """Who closes on an announced workday is closed."""
    leave = closed("2025-09-28", "2025-09-28", CHINA)
    clock = WorkingTime(CHINA, NINE_TO_FIVE, [leave], MAKEUP_DAYS)
    assert clock.elapsed(*leave) == 0
    due = clock.add_business_days(at("2025-09-26 10:00", CHINA), 1)
    assert due == at("2025-09-29 17:00", CHINA)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-04-02 10:00", "2026-04-09 17:00"),
        # On a bank holiday, and at the weekend after it.
        ("2026-04-03 10:00", "2026-04-10 17:00"),
        ("2026-04-05 10:00", "2026-04-10 17:00"),
        ("2026-04-07 00:00", "2026-04-10 17:00"),
        # Over the end of summer time.
        ("2026-10-23 23:00", "2026-10-28 17:00"),
    ],
)
def test_third_business_day_in_england(england, received, due):
    """DISP 1.5: "close of business on the third business day following the day on
    which it is received"."""
    assert england.add_business_days(at(received, ENGLAND), 3) == at(due, ENGLAND)


def test_business_day_of_receipt(england):
    """No deadline lies before its beginning."""
    assert england.add_business_days(at("2026-06-05 10:00"), 0) == at(
        "2026-06-05 17:00", ENGLAND
    )
    assert england.add_business_days(at("2026-06-05 20:00"), 0) == at(
        "2026-06-08 17:00", ENGLAND
    )
    with pytest.raises(ValueError, match="forward"):
        england.add_business_days(at("2026-06-05 10:00"), -1)


def test_half_day():
    """On Christmas Eve, business closes at noon; a leave of all hours is no day."""
    clock = WorkingTime(
        "UTC",
        NINE_TO_FIVE,
        [
            (at("2026-12-24 12:00"), at("2026-12-24 23:59:59")),
            closed("2026-12-25", "2026-12-26"),
        ],
    )
    assert clock.close_of(date(2026, 12, 24)) == at("2026-12-24 12:00")
    assert clock.close_of(date(2026, 12, 25)) == at("2026-12-28 17:00")


def test_close_of_a_day_without_end():
    """Open around the clock, a day ends at 23:59:59; a leave leaves no second."""
    clock = WorkingTime(
        ENGLAND,
        [(day, 0, 24, None) for day in range(7)],
        [closed("2026-06-03", "2026-06-03", ENGLAND)],
    )
    assert clock.add_business_days(at("2026-06-01 10:00"), 2) == at(
        "2026-06-04 23:59:59", ENGLAND
    )
    assert clock.close_of(date(2026, 10, 25)) == at("2026-10-25 23:59:59", ENGLAND)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-03-28 23:30", 1, "2026-03-29 23:59:59"),
        ("2026-03-29 00:30", 1, "2026-03-30 23:59:59"),
        ("2026-10-24 12:00", 56, "2026-12-19 23:59:59"),
        ("2026-12-31 12:00", 0, "2026-12-31 23:59:59"),
        ("2026-01-01 12:00", -1, "2025-12-31 23:59:59"),
    ],
)
def test_calendar_days(start, n, end):
    """Days of the wall, with or without any hours of work."""
    for hours in (NINE_TO_FIVE, []):
        clock = WorkingTime(ENGLAND, hours)
        assert clock.calendar_days(at(start, ENGLAND), n) == at(end, ENGLAND)


# ----------------------------------------------------------------------
# What users of other products asked for
# ----------------------------------------------------------------------


def test_friday_evening():
    """chatwoot#14009: an hour from Friday 16:30 is over on Monday at 9:30."""
    clock = WorkingTime("UTC", NINE_TO_FIVE)
    assert clock.add(at("2026-06-05 16:30"), HOUR) == at("2026-06-08 09:30")


def test_lunch():
    """frappe/helpdesk#2212: no time runs while people eat."""
    clock = WorkingTime("UTC", WITH_LUNCH)
    assert clock.add(at("2026-06-05 11:30"), HOUR) == at("2026-06-05 13:30")
    assert clock.elapsed(at("2026-06-05 11:30"), at("2026-06-05 13:30")) == HOUR
    assert clock.add(at("2026-06-05 12:30"), -HOUR) == at("2026-06-05 11:00")


def test_pause_over_a_weekend():
    """glpi#10594: what is given back after a pause is what was taken."""
    clock = WorkingTime("UTC", WITH_LUNCH)
    due, held = at("2026-06-08 10:00"), at("2026-06-05 16:00")
    left = clock.elapsed(held, due)
    assert left == 3 * HOUR
    assert clock.add(at("2026-06-09 14:00"), left) == at("2026-06-09 17:00")


@pytest.mark.parametrize(
    ("day", "hours"),
    # In New York clocks jump from 2 to 3, and back from 2 to 1.
    [("2026-03-08", 3), ("2026-11-01", 5), ("2026-06-07", 4)],
)
def test_night_of_the_clock_change(day, hours):
    """From midnight to 4 are three hours in spring, and five in autumn."""
    tz = "America/New_York"
    clock = WorkingTime(tz, [(6, 0, 4, None)])
    start, end = at(f"{day} 00:00", tz), at(f"{day} 04:00", tz)
    assert clock.elapsed(start, end) == hours * HOUR
    assert clock.add(start, hours * HOUR) == end
    assert clock.add(end, -hours * HOUR) == start


@pytest.mark.parametrize("day", ["2026-03-27", "2026-10-23"])
def test_weekend_of_the_clock_change(day):
    """Office hours stay office hours over a change of the clocks."""
    clock = WorkingTime(ENGLAND, NINE_TO_FIVE)
    friday = at(f"{day} 16:30", ENGLAND)
    monday = date.fromisoformat(day) + timedelta(3)
    assert clock.add(friday, HOUR) == at(f"{monday} 09:30", ENGLAND)
    assert clock.elapsed(friday, at(f"{monday} 09:30", ENGLAND)) == HOUR


def test_two_weeks():
    """A week of Mondays, a week of Fridays; the first began with the year 1."""
    clock = WorkingTime("UTC", [(0, 9, 17, 0), (4, 9, 17, 1)])
    assert clock.add(at("2026-06-01 09:00"), HOUR) == at("2026-06-05 10:00")
    assert clock.add(at("2026-06-05 17:00"), HOUR) == at("2026-06-08 10:00")
    assert clock.add(at("2026-06-08 17:00"), HOUR) == at("2026-06-19 10:00")


# ----------------------------------------------------------------------
# Bad input
# ----------------------------------------------------------------------


@pytest.mark.parametrize("hours", [[], [(0, 9, 9, None)], [(0, 17, 9, None)]])
def test_nobody_ever_works(hours):
    """A calendar without hours is told, at once."""
    clock = WorkingTime(ENGLAND, hours)
    start = at("2026-06-05 10:00")
    assert not clock.has_hours
    assert clock.elapsed(start, at("2027-06-05 10:00")) == 0
    for question in (
        lambda: clock.add(start, 1),
        lambda: clock.add(start, 0),
        lambda: clock.add(start, -1),
        lambda: clock.next_open(start),
        lambda: clock.add_business_days(start, 0),
        lambda: clock.close_of(date(2026, 6, 5)),
    ):
        with pytest.raises(NoWorkingTimeError, match="no working hours"):
            question()


def test_closed_for_good():
    """A closing of years ends the search, whatever was asked before."""
    clock = WorkingTime("UTC", NINE_TO_FIVE, [closed("2026-06-01", "2029-05-31")])
    before, after = at("2026-05-29 16:00"), at("2029-06-01 10:00")

    def ask():
        assert clock.has_hours
        assert clock.add(before, HOUR) == at("2026-05-29 17:00")
        assert clock.add(after, -HOUR) == at("2029-06-01 09:00")
        assert clock.elapsed(before, after) == 2 * HOUR
        assert clock.next_open(at("2029-05-01 10:00")) == at("2029-06-01 09:00")
        for question in (
            lambda: clock.add(before, HOUR + 1),
            lambda: clock.add(after, -HOUR - 1),
            lambda: clock.next_open(at("2027-05-01 10:00")),
            lambda: clock.add_business_days(before, 1),
            lambda: clock.close_of(date(2026, 6, 5)),
        ):
            with pytest.raises(NoWorkingTimeError, match="over a year"):
                question()

    ask()
    clock.elapsed(at("2020-01-01 00:00"), at("2035-01-01 00:00"))
    ask()


def test_out_of_this_time():
    """A mistyped year, and an amount without end, are refused, not laid out."""
    clock = WorkingTime("UTC", [(day, 0, 24, None) for day in range(7)])
    with pytest.raises(NoWorkingTimeError, match="1900 to 2200"):
        clock.add(at("9026-06-05 10:00"), 1)
    with pytest.raises(NoWorkingTimeError, match="1900 to 2200"):
        clock.elapsed(at("0026-06-05 10:00"), at("2026-06-05 10:00"))
    with pytest.raises(NoWorkingTimeError, match="1900 to 2200"):
        clock.calendar_days(at("2026-06-05 10:00"), 10**9)
    short = WorkingTime("UTC", [(0, 9, 9.5, None)])
    with pytest.raises(NoWorkingTimeError, match="1900 to 2200"):
        short.add(at("2190-06-05 10:00"), 10**9)


def test_leaves_in_any_order():
    """Leaves that overlap, touch, are empty or cover half an hour count once."""
    leaves = [
        (at("2026-06-02 10:00"), at("2026-06-02 12:00")),
        (at("2026-06-02 11:00"), at("2026-06-02 11:30")),
        (at("2026-06-02 12:00"), at("2026-06-02 12:30")),
        (at("2026-06-01 16:30"), at("2026-06-02 09:30")),
        (at("2026-06-02 15:00"), at("2026-06-02 15:00")),
    ]
    clock = WorkingTime("UTC", NINE_TO_FIVE, leaves)
    assert clock.elapsed(at("2026-06-01 00:00"), at("2026-06-03 00:00")) == 12.5 * HOUR
    assert clock.add(at("2026-06-01 16:00"), 1.5 * HOUR) == at("2026-06-02 13:00")


def test_threads():
    """Threads that need other years of one calendar don't disturb each other."""
    hours = [at(f"{year}-06-15 10:00") for year in range(1990, 2060)]
    expected = [WorkingTime(ENGLAND, WITH_LUNCH).add(hour, 90000) for hour in hours]
    clock = WorkingTime(ENGLAND, WITH_LUNCH)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda hour: clock.add(hour, 90000), hours)) == expected
