# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The engine of a working calendar says what Odoo says, and hears of every change."""

import random
from datetime import date, datetime, timedelta
from unittest.mock import patch

import pytz

from odoo import Command
from odoo.tests import tagged

from odoo.addons.complaint_management.models.clock.calendar import ResourceCalendar

from .working_calendar_common import WorkingCalendarCase

HOUR = 3600
ZONES = [
    "UTC",
    "Asia/Shanghai",
    "Asia/Ho_Chi_Minh",
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Havana",
    "Africa/Cairo",
    "Pacific/Auckland",
]
# Mondays before a change of the clocks in some of these zones, and an ordinary one.
WEEKS = [date(2026, 3, 2), date(2026, 3, 23), date(2026, 10, 19), date(2026, 6, 1)]
CALENDARS = 30


@tagged("post_install", "-at_install")
class TestSameAsOdoo(WorkingCalendarCase):
    """``add`` and ``elapsed`` against ``plan_hours`` and ``get_work_hours_count``."""

    def setUp(self):
        super().setUp()
        self.random = random.Random(20261122)

    def _draw_hours(self, weeks):
        """Up to three periods a day that do not overlap; some are breaks."""
        draw = self.random
        for week in weeks:
            for weekday in draw.sample(range(7), draw.randint(1, 7)):
                bounds = sorted(
                    draw.sample(range(0, 24 * 12 + 1), 2 * draw.randint(1, 3))
                )
                for start, end in zip(bounds[::2], bounds[1::2], strict=True):
                    period = draw.choice(["morning", "afternoon", "full_day", "lunch"])
                    yield str(weekday), start / 12, end / 12, week, period

    def _draw_calendar(self):
        two_weeks = self.random.random() < 0.4
        weeks = ["0", "1"] if two_weeks else [False]
        calendar = self._create_calendar(
            list(self._draw_hours(weeks)),
            tz=self.random.choice(ZONES),
            two_weeks_calendar=two_weeks,
            company_id=self.random.choice([False, self.company.id]),
        )
        for _leave in range(self.random.randint(0, 6)):
            start = self._draw_moment()
            company = self.random.choice([self.company, self.other_company])
            mine = calendar.company_id in (company, company.browse())
            self._close(
                self.random.choice([calendar, False]) if mine else False,
                start,
                start + timedelta(0, self.random.randint(0, 6 * 86400)),
                company=company,
                time_type=self.random.choice(["leave", "leave", "other"]),
            )
        return calendar

    def _draw_moment(self):
        week = datetime.combine(self.random.choice(WEEKS), datetime.min.time())
        return week + timedelta(0, self.random.randint(0, 14 * 86400))

    def _get_domain(self):
        """What Odoo must be told to leave other companies' closings out."""
        companies = [False, self.company.id]
        return [("time_type", "=", "leave"), ("company_id", "in", companies)]

    def _count(self, calendar, start, end):
        hours = calendar.get_work_hours_count(start, end, domain=self._get_domain())
        return hours * HOUR

    def _plan(self, calendar, seconds, start):
        return calendar.plan_hours(
            seconds / HOUR, start, compute_leaves=True, domain=self._get_domain()
        )

    def _assert_same_moment(self, clock, found, odoo):
        """Equal to the second; or the same working time, closing or opening.

        There, a rounding error of Odoo's floats decides for one or the other.
        """
        if abs((found - odoo).total_seconds()) >= 1:
            self.assertLessEqual(abs(clock.elapsed(found, odoo)), 1)

    def test_random_calendars(self):
        """Breaks, two weeks, leaves of two companies, clock changes, any zone."""
        for number in range(CALENDARS):
            calendar = self._draw_calendar()
            clock = calendar._get_working_time(self.company)
            for _question in range(8):
                start, end = sorted([self._draw_moment(), self._draw_moment()])
                with self.subTest(number=number, tz=calendar.tz, start=start, end=end):
                    self.assertAlmostEqual(
                        clock.elapsed(start, end),
                        self._count(calendar, start, end),
                        delta=0.01,
                    )
                seconds = self.random.choice([0, 1, -1]) * self.random.randint(
                    0, 40 * HOUR
                )
                odoo = self._plan(calendar, seconds, start)
                with self.subTest(number=number, start=start, seconds=seconds):
                    if odoo is False:
                        self.assertFalse(clock.has_hours)
                        continue
                    found = clock.add(start, seconds)
                    self._assert_same_moment(clock, found, odoo)

    def test_days_of_the_clock_change(self):
        """Open around the clock, and in the hour that is skipped or comes twice."""
        for tz in ZONES:
            calendar = self._create_calendar(
                [
                    (str(day), *span)
                    for day in range(7)
                    for span in ((0, 1.5), (1.5, 2.25), (2.5, 3.25), (3.5, 24))
                ],
                tz=tz,
            )
            clock = calendar._get_working_time(self.company)
            for week in WEEKS:
                for day in range(7):
                    start = datetime.combine(week, datetime.min.time())
                    start += timedelta(day, self.random.randint(0, 86399))
                    end = start + timedelta(1)
                    with self.subTest(tz=tz, start=start):
                        self.assertAlmostEqual(
                            clock.elapsed(start, end),
                            self._count(calendar, start, end),
                            delta=0.01,
                        )

    def test_flexible_hours(self):
        """Whole weeks from Monday on, where Odoo's answer has no other beginning."""
        for per_day, per_week in ((8, 40), (7.6, 38), (10, 35), (24, 168), (6, 0)):
            for tz in ZONES:
                calendar = self._create_calendar(
                    schedule_type="flexible",
                    hours_per_day=per_day,
                    full_time_required_hours=per_week,
                    tz=tz,
                )
                zone = pytz.timezone(tz)
                clock = calendar._get_working_time(self.company)
                self.assertEqual(clock.has_hours, bool(per_week))
                # Summer or winter for the whole of two weeks.
                for monday in (datetime(2026, 1, 12), datetime(2026, 6, 1)):
                    start, end = (
                        zone.localize(day).astimezone(pytz.utc).replace(tzinfo=None)
                        for day in (monday, monday + timedelta(14))
                    )
                    leave = self._close(
                        calendar, start + timedelta(hours=36), start + timedelta(2)
                    )
                    clock = calendar._get_working_time(self.company)
                    with self.subTest(hours=per_day, tz=tz, monday=monday):
                        self.assertAlmostEqual(
                            clock.elapsed(start, end),
                            self._count(calendar, start, end),
                            delta=0.01,
                        )
                        if per_week:
                            self._assert_same_moment(
                                clock,
                                clock.add(start, 20 * HOUR + 77),
                                self._plan(calendar, 20 * HOUR + 77, start),
                            )
                    leave.unlink()

    def test_hours_based_on_duration(self):
        """A calendar that only knows how long a day is."""
        calendar = self._create_calendar(
            [(str(day), 8, 16, False, "full_day") for day in range(5)],
            duration_based=True,
        )
        clock = calendar._get_working_time(self.company)
        calendar.attendance_ids.duration_hours = 6
        self.assertEqual(calendar.attendance_ids[0].hour_from, 9)
        clock = calendar._get_working_time(self.company)
        start, end = datetime(2026, 6, 1), datetime(2026, 6, 8)
        self.assertEqual(clock.elapsed(start, end), 30 * HOUR)
        self.assertEqual(self._count(calendar, start, end), 30 * HOUR)


@tagged("post_install", "-at_install")
class TestWorkingTimeCache(WorkingCalendarCase):
    """An engine is made once, and again when something changed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls._create_calendar([("0", 9, 17), ("1", 9, 17)])
        cls.monday = datetime(2026, 6, 1)
        cls.makeup = cls.env["complaint.makeup.day"].create(
            {"name": "Sunday", "date": "2026-06-14"}
        )
        cls.leave = cls._close(
            cls.calendar, datetime(2026, 6, 8, 9), datetime(2026, 6, 8, 12)
        )

    def _hours(self, company=None):
        """Working hours of June 1st to 21st."""
        clock = self.calendar._get_working_time(company or self.company)
        return clock.elapsed(self.monday, self.monday + timedelta(20)) / HOUR

    def test_made_once(self):
        """Asking again costs no query, and is the same engine."""
        clock = self.calendar._get_working_time(self.company)
        self.env.invalidate_all()
        with self.assertQueryCount(0):
            self.assertIs(self.calendar._get_working_time(self.company), clock)
        self.assertEqual(self._hours(), 6 * 8 - 3 + 8)

    def test_every_change_is_heard(self):
        """Hours, zone, leaves, make-up days: created, changed and deleted."""
        calendar, leave, makeup = self.calendar, self.leave, self.makeup
        tuesday = calendar.attendance_ids[1]
        self.assertEqual(self._hours(), 53)
        for change, hours in (
            (lambda: tuesday.write({"hour_to": 16}), 50),
            (lambda: tuesday.write({"day_period": "lunch"}), 29),
            (lambda: tuesday.copy({"day_period": "morning", "dayofweek": "2"}), 50),
            (lambda: tuesday.unlink(), 50),
            (lambda: leave.write({"date_to": datetime(2026, 6, 8, 13)}), 49),
            (lambda: leave.write({"time_type": "other"}), 53),
            (lambda: leave.write({"time_type": "leave"}), 49),
            (lambda: makeup.write({"works_like": "5"}), 41),
            (lambda: makeup.write({"works_like": "2"}), 48),
            (lambda: makeup.write({"date": "2027-06-13"}), 41),
            (lambda: makeup.copy({"date": "2026-06-13", "works_like": "0"}), 49),
            (lambda: makeup.search([]).unlink(), 41),
            (lambda: leave.unlink(), 45),
            (lambda: leave.create(self._leave_vals()), 41),
            # In New York on June 1st to 20th: Monday and Wednesday from 13:00 UTC.
            (lambda: calendar.write({"tz": "America/New_York"}), 45),
            (lambda: calendar.write({"attendance_ids": [Command.clear()]}), 0),
        ):
            change()
            self.assertEqual(self._hours(), hours)

    def _leave_vals(self):
        return {
            "calendar_id": self.calendar.id,
            "date_from": datetime(2026, 6, 8, 9),
            "date_to": datetime(2026, 6, 8, 13),
        }

    def test_flexible_hours_are_heard(self):
        """So are the hours that a flexible calendar has from another one."""
        standard = self._create_calendar([("0", 9, 15)])
        self.calendar.write(
            {
                "schedule_type": "flexible",
                "hours_per_day": 5,
                "full_time_required_hours": 10,
            }
        )
        # Two days a week, the make-up Sunday like a Monday, less a short leave.
        self.assertEqual(self._hours(), 3 * 10 + 5 - 2.5)
        self.calendar.hours_per_day = 2
        self.assertEqual(self._hours(), 3 * 10 + 2 - 1)
        self.company.resource_calendar_id = standard
        self.env.flush_all()
        self.assertEqual(self._hours(), 3 * 6 + 2 - 1)
        standard.attendance_ids.hour_to = 13
        self.assertEqual(self._hours(), 3 * 4 + 2 - 1)

    def test_time_off_of_a_person_drops_nothing(self):
        """People take time off every day; clocks don't depend on it."""
        resource = self.env["resource.resource"].create(
            {"name": "Ann", "calendar_id": self.calendar.id}
        )
        clock = self.calendar._get_working_time(self.company)
        with patch.object(
            ResourceCalendar, "_prepare_working_time", side_effect=AssertionError
        ):
            leave = self._close(
                self.calendar,
                datetime(2026, 6, 2),
                datetime(2026, 6, 3),
                resource_id=resource.id,
            )
            leave.date_to = datetime(2026, 6, 4)
            self.assertIs(self.calendar._get_working_time(self.company), clock)
            self.assertEqual(self._hours(), 53)
            leave.unlink()
            self.assertIs(self.calendar._get_working_time(self.company), clock)

    def test_time_off_that_becomes_a_closing(self):
        """And the other way round."""
        resource = self.env["resource.resource"].create(
            {"name": "Ann", "calendar_id": self.calendar.id}
        )
        self.assertEqual(self._hours(), 53)
        self.leave.resource_id = resource
        self.assertEqual(self._hours(), 56)
        self.leave.resource_id = False
        self.assertEqual(self._hours(), 53)

    def test_closings_of_another_company(self):
        """They close nothing here, in sudo either (odoo19.md 1.16)."""
        self.calendar.company_id = False
        start, end = datetime(2026, 6, 15), datetime(2026, 6, 17)
        self._close(False, start, end, company=self.other_company)
        self.assertEqual(self._hours(), 53)
        self.assertEqual(self._hours(self.other_company), 53 - 16 - 8 + 3)

    def test_closing_of_all_companies(self):
        """A leave without a company counts for each."""
        leave = self._close(False, datetime(2026, 6, 15), datetime(2026, 6, 16))
        leave.company_id = False
        self.assertEqual(self._hours(), 45)

    def test_no_hours(self):
        """An empty calendar is no error; who needs hours asks for them."""
        clock = self._create_calendar()._get_working_time(self.company)
        self.assertFalse(clock.has_hours)
        with self.assertRaisesRegex(ValueError, "no working hours"):
            clock.add(self.monday, HOUR)
        with self.assertRaisesRegex(ValueError, "singleton"):
            self.env["resource.calendar"]._get_working_time(self.company)

    def test_anybody_may_ask(self):
        """Deadlines don't depend on who looks."""
        calendar = self.calendar.with_user(self.employee)
        self.env.registry.clear_cache()
        clock = calendar._get_working_time(self.company)
        self.assertEqual(clock.elapsed(self.monday, datetime(2026, 6, 21)), 53 * HOUR)
