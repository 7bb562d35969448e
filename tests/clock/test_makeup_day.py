# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Make-up workdays: whose they are, what hours they have."""

from datetime import date, datetime, timedelta

import psycopg2

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .working_calendar_common import WorkingCalendarCase


@tagged("post_install", "-at_install")
class TestMakeupDay(WorkingCalendarCase):
    """Days off that are worked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Day = cls.env["complaint.makeup.day"]
        cls.calendar = cls._create_calendar([("0", 9, 17), ("4", 9, 12)])
        cls.sunday = date(2026, 6, 14)

    def _create_day(self, **vals):
        return self.Day.create({"name": "Make-up", "date": self.sunday, **vals})

    def _hours(self, company=None):
        clock = self.calendar._get_working_time(company or self.company)
        start = datetime.combine(self.sunday, datetime.min.time())
        return clock.elapsed(start, start + timedelta(1)) / 3600

    def test_of_the_company(self):
        """A day of this company, on all of its calendars, like a Monday."""
        day = self._create_day()
        self.assertEqual(day.company_id, self.company)
        self.assertEqual(self._hours(), 8)
        self.assertEqual(self._hours(self.other_company), 0)

    def test_of_all_companies(self):
        """A day of the country."""
        self._create_day(company_id=False, works_like="4")
        self.assertEqual(self._hours(), 3)
        self.assertEqual(self._hours(self.other_company), 3)

    def test_the_exact_one_counts(self):
        """What is said of this calendar goes before what is said of all."""
        self._create_day(calendar_id=self.calendar.id, works_like="4")
        self._create_day()
        self._create_day(company_id=False)
        self.assertEqual(self._hours(), 3)

    def test_of_another_calendar(self):
        """A day of another calendar counts there."""
        other = self._create_calendar([("0", 9, 17)])
        self._create_day(calendar_id=other.id)
        self.assertEqual(self._hours(), 0)

    def test_leave_wins(self):
        """A closing on the same day was meant."""
        self._create_day()
        self._close(self.calendar, datetime(2026, 6, 14), datetime(2026, 6, 14, 12))
        self.assertEqual(self._hours(), 5)

    def test_once(self):
        """The same day cannot be entered twice, with or without calendar, company."""
        for vals in (
            {},
            {"calendar_id": self.calendar.id},
            {"company_id": False},
        ):
            self._create_day(**vals)
            with (
                self.subTest(vals=vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.UniqueViolation),
            ):
                self._create_day(works_like="1", **vals)

    def test_of_one_company(self):
        """A calendar of another company is refused."""
        calendar = self._create_calendar(company_id=self.other_company.id)
        with self.assertRaises(UserError):
            self._create_day(calendar_id=calendar.id)

    def test_goes_with_its_calendar(self):
        """A deleted calendar leaves no days behind."""
        day = self._create_day(calendar_id=self.calendar.id)
        self.calendar.unlink()
        self.assertFalse(day.exists())

    def test_weekdays_are_named(self):
        """As in the hours of a calendar, in the user's language."""
        names = dict(self.Day.fields_get(["works_like"])["works_like"]["selection"])
        self.assertEqual(names["6"], "Sunday")
        self.assertEqual(len(names), 7)

    def test_other_companies_see_nothing(self):
        """Days of a company are hidden from others; shared ones are not."""
        mine, shared = self._create_day(), self._create_day(company_id=False)
        stranger = self._create_user(
            "stranger",
            "base.group_user",
            company_id=self.other_company.id,
            company_ids=[Command.set(self.other_company.ids)],
        )
        found = self.Day.with_user(stranger).search([("date", "=", self.sunday)])
        self.assertEqual(found, shared)
        self.assertTrue(mine.exists())
