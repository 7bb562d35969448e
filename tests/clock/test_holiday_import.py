# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Public holidays and make-up workdays of a country, loaded into a calendar."""

from datetime import date, datetime
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged

from .holiday_common import HolidayImportCase

# The State Council's notice for 2025: the weekend days on which China works, and
# the weekday off for which each stands.
CHINA_2025 = {
    date(2025, 1, 26): date(2025, 2, 3),
    date(2025, 2, 8): date(2025, 2, 4),
    date(2025, 4, 27): date(2025, 5, 5),
    date(2025, 9, 28): date(2025, 10, 7),
    date(2025, 10, 11): date(2025, 10, 8),
}
# National Day and Mid-Autumn Festival; 4 and 5 October are a weekend anyway.
GOLDEN_WEEK_2025 = {date(2025, 10, day) for day in (1, 2, 3, 6, 7, 8)}


@tagged("post_install", "-at_install")
class TestHolidayImport(HolidayImportCase):
    def test_china(self):
        """Golden Week is closed, the Sunday and Saturday around it are worked."""
        self._load()
        leaves = self._get_leaves()
        self.assertEqual(leaves.company_id, self.company)
        # A whole day in Shanghai, eight hours ahead of UTC.
        found = {
            leave.date_to.date()
            for leave in leaves
            if (leave.date_from.hour, leave.date_to.hour) == (16, 15)
        }
        self.assertEqual(len(leaves), len(found))
        october = {day for day in found if day.month == 10}
        self.assertEqual(october, GOLDEN_WEEK_2025)
        national_day = leaves.filtered(
            lambda leave: leave.date_from == datetime(2025, 9, 30, 16)
        )
        self.assertEqual(national_day.date_to, datetime(2025, 10, 1, 15, 59, 59))
        self.assertEqual(national_day.name, "National Day")
        days = self._get_makeup_days()
        self.assertEqual(set(days.mapped("date")), set(CHINA_2025))
        self.assertEqual(days.company_id, self.company)

    def test_makeup_day_works_like_the_day_it_replaces(self):
        """Sunday 28 September is worked for Tuesday 7 October: like a Tuesday."""
        self._load()
        self.assertEqual(
            {day.date: int(day.works_like) for day in self._get_makeup_days()},
            {worked: closed.weekday() for worked, closed in CHINA_2025.items()},
        )

    def test_deadlines_know(self):
        """Golden Week is no working time, and the Sunday before it is."""
        before = self.calendar._get_working_time(self.company)
        sunday = (datetime(2025, 9, 27, 16), datetime(2025, 9, 28, 16))
        golden_week = (datetime(2025, 9, 30, 16), datetime(2025, 10, 8, 16))
        self.assertEqual(before.elapsed(*sunday), 0)
        self.assertEqual(before.elapsed(*golden_week), 6 * 8 * 3600)
        self._load()
        after = self.calendar._get_working_time(self.company)
        self.assertEqual(after.elapsed(*sunday), 8 * 3600)
        self.assertEqual(after.elapsed(*golden_week), 0)
        # Received on Friday 26 September: Sunday, Monday, Tuesday.
        received = datetime(2025, 9, 26, 2)
        due = after.add_business_days(received, 3)
        self.assertEqual(due, datetime(2025, 9, 30, 9))
        # Two more: Thursday and Friday after Golden Week; three: the Saturday.
        self.assertEqual(
            after.add_business_days(received, 5), datetime(2025, 10, 10, 9)
        )
        self.assertEqual(
            after.add_business_days(received, 6), datetime(2025, 10, 11, 9)
        )

    def test_vietnam(self):
        """Tết, and a Monday in April for which a Saturday is worked."""
        calendar = self._create_calendar("Hanoi", "Asia/Ho_Chi_Minh")
        self._load("vn", 2024, calendar_id=calendar.id)
        leaves = self._get_leaves(calendar)
        self.assertIn(datetime(2024, 2, 9, 17), leaves.mapped("date_from"))
        day = self._get_makeup_days(calendar)
        self.assertRecordValues(day, [{"date": date(2024, 5, 4), "works_like": "0"}])

    def test_state(self):
        """Bavaria has Epiphany, Germany as a whole has not."""
        calendar = self._create_calendar("Munich", "Europe/Berlin")
        germany = self._create_wizard("de", 2026, calendar_id=calendar.id)
        bavaria = self._create_wizard(
            "de", 2026, calendar_id=calendar.id, region="DE-BY"
        )
        epiphany = date(2026, 1, 6)
        self.assertNotIn(epiphany, germany.line_ids.mapped("date"))
        self.assertIn(epiphany, bavaria.line_ids.mapped("date"))
        bavaria.action_confirm()
        starts = self._get_leaves(calendar).mapped("date_from")
        # Midnight in Berlin: in winter one hour before UTC's, in summer two.
        self.assertIn(datetime(2026, 1, 5, 23), starts)
        self.assertIn(datetime(2026, 4, 30, 22), starts)

    def test_states_of_the_country(self):
        """Only states of the chosen country are offered, and refused otherwise."""
        wizard = self._create_wizard("de", region="DE-BY")
        self.assertIn("DE-SN", wizard.available_regions)
        self.assertNotIn("US-CA", wizard.available_regions)
        self.assertEqual(self._create_wizard("vn").available_regions, False)
        wizard.region = "US-CA"
        self.assertIn("not one of this country", wizard.problem)

    def test_state_of_the_company(self):
        """The wizard starts with where the company is, and with this year."""
        germany = self.env.ref("base.de")
        state = self.env.ref("base.state_de_by")
        self.company.write({"country_id": germany.id, "state_id": state.id})
        self.company.complaint_calendar_id = self.calendar
        wizards = self.env["complaint.holiday.import"].with_user(self.manager)
        with freeze_time("2026-06-01"), Form(wizards) as form:
            self.assertEqual(form.country_id, germany)
            self.assertEqual(form.region, "DE-BY")
            self.assertEqual(form.year, 2026)
            self.assertEqual(form.calendar_id, self.calendar)
            form.country_id = self.env.ref("base.at")
            self.assertFalse(form.region)
        self.company.complaint_calendar_id = False
        wizard = wizards.create({})
        self.assertEqual(wizard.calendar_id, self.company.resource_calendar_id)

    def test_twice(self):
        """Loading a year again adds nothing, and says so beforehand."""
        first = self._load()
        leaves, days = self._get_leaves(), self._get_makeup_days()
        first.action_confirm()
        again = self._create_wizard()
        self.assertEqual(set(again.line_ids.mapped("state")), {"present"})
        self.assertFalse(self._get_selected(again))
        # Not even when somebody insists.
        again.line_ids.selected = True
        again.action_confirm()
        self.assertEqual(self._get_leaves(), leaves)
        self.assertEqual(self._get_makeup_days(), days)

    def test_preview(self):
        """What would be added is shown, and nothing is added by looking."""
        wizard = self._create_wizard()
        self.assertFalse(wizard.problem)
        self.assertFalse(wizard.notice)
        self.assertEqual(wizard.line_ids, self._get_selected(wizard))
        self.assertEqual(set(wizard.line_ids.mapped("state")), {"new"})
        makeup = wizard.line_ids.filtered(lambda line: line.kind == "makeup")
        self.assertEqual(set(makeup.mapped("date")), set(CHINA_2025))
        self.assertEqual(makeup[-1].weekday, "Saturday")
        self.assertEqual(makeup[-1].name, "Make-up workday for 10/08/2025")
        self.assertFalse(self._get_leaves() or self._get_makeup_days())

    def test_form(self):
        """What a person ticks off in the dialog is left out."""
        wizards = self.env["complaint.holiday.import"].with_user(self.manager)
        form = Form(wizards)
        form.calendar_id = self.calendar
        form.country_id = self.env.ref("base.cn")
        form.year = 2025
        for index in range(len(form.line_ids)):
            with form.line_ids.edit(index) as row:
                row.selected = row.date.month == 10
        form.save().action_confirm()
        self.assertEqual(len(self._get_leaves()), len(GOLDEN_WEEK_2025))
        self.assertEqual(self._get_makeup_days().date, date(2025, 10, 11))

    def test_left_out(self):
        """A day that was left out can be added later."""
        wizard = self._create_wizard()
        wizard.line_ids[0].selected = False
        wizard.action_confirm()
        again = self._create_wizard()
        self.assertEqual(self._get_selected(again).date, date(2025, 1, 1))
        again.action_confirm()
        self.assertEqual(
            len(self._get_leaves()) + len(self._get_makeup_days()),
            len(wizard.line_ids),
        )

    def test_lines_only_choose(self):
        """A day that is no holiday cannot be slipped in."""
        wizard = self._create_wizard()
        wizard.line_ids[1:].selected = False
        wizard.line_ids[0].write({"date": date(2025, 3, 3), "name": "Holiday of mine"})
        wizard.action_confirm()
        self.assertFalse(self._get_leaves())

    def test_closing_that_is_there(self):
        """A closing of all calendars, over several days, counts for each of them."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Moving house",
                "company_id": self.company.id,
                "calendar_id": False,
                "date_from": datetime(2025, 9, 30, 16),
                "date_to": datetime(2025, 10, 2, 16),
            }
        )
        wizard = self._create_wizard()
        present = wizard.line_ids.filtered(lambda line: line.state == "present")
        self.assertEqual(present.mapped("date"), [date(2025, 10, 1), date(2025, 10, 2)])

    def test_personal_time_off_does_not_count(self):
        """Somebody's holiday in Golden Week closes nothing for the others."""
        self.env["resource.calendar.leaves"].create(
            {
                "calendar_id": self.calendar.id,
                "resource_id": self.staff[self.handler].resource_id.id,
                "date_from": datetime(2025, 9, 30, 16),
                "date_to": datetime(2025, 10, 8, 15),
            }
        )
        self.assertEqual(set(self._create_wizard().line_ids.mapped("state")), {"new"})

    def test_time_zones(self):
        """A day is a day where the calendar is, whoever loads it from wherever."""
        self.manager.tz = "Pacific/Auckland"
        for tz, start in (
            ("America/New_York", datetime(2025, 10, 1, 4)),
            ("Asia/Kolkata", datetime(2025, 9, 30, 18, 30)),
            ("Pacific/Kiritimati", datetime(2025, 9, 30, 10)),
        ):
            calendar = self._create_calendar(tz, tz)
            self._load(calendar_id=calendar.id)
            with self.subTest(tz=tz):
                self.assertIn(start, self._get_leaves(calendar).mapped("date_from"))
                again = self._create_wizard(calendar_id=calendar.id)
                self.assertEqual(set(again.line_ids.mapped("state")), {"present"})

    def test_app_time_off(self):
        """Time Off moves new closings from the user's zone to the calendar's."""
        self.manager.tz = "America/New_York"
        leaves = self.env.registry["resource.calendar.leaves"]
        with patch.object(leaves, "_prepare_public_holidays_values", create=True):
            vals = self._create_wizard()._prepare_leave(
                {"name": "National Day", "date": date(2025, 10, 1)}
            )
        self.assertEqual(vals["date_from"], datetime(2025, 10, 1, 4))
        self.assertEqual(vals["date_to"], datetime(2025, 10, 2, 3, 59, 59))

    def test_names_in_the_language_of_the_user(self):
        """Chinese for a Chinese user, English where a language is missing."""
        for lang, name in (("zh_CN", "国庆节"), ("fr_FR", "National Day")):
            self.env["res.lang"]._activate_lang(lang)
            wizard = self._create_wizard().with_context(lang=lang)
            wizard.year = 2026
            with self.subTest(lang=lang):
                self.assertIn(name, wizard.line_ids.mapped("name"))


@tagged("post_install", "-at_install")
class TestHolidayImportCompanies(HolidayImportCase):
    def setUp(self):
        super().setUp()
        self.other = self.env["res.company"].create({"name": "Elsewhere"})
        self.shared = self._create_calendar("Shared", "UTC", company_id=False)

    def test_shared_calendar(self):
        """A calendar of all companies gets the holidays of one of them."""
        self._load(calendar_id=self.shared.id)
        for found in self._get_found_companies():
            self.assertEqual(found, self.company)
        national_day = datetime(2025, 10, 1), datetime(2025, 10, 2)
        for company, seconds in ((self.company, 0), (self.other, 8 * 3600)):
            working_time = self.shared._get_working_time(company)
            self.assertEqual(working_time.elapsed(*national_day), seconds)

    def _get_found_companies(self):
        leaves, days = self._get_leaves(self.shared), self._get_makeup_days(self.shared)
        return leaves.company_id, days.company_id

    def test_another_company(self):
        """What one company has loaded is not there for the other."""
        self._load(calendar_id=self.shared.id)
        self.manager.company_ids |= self.other
        wizard = self._create_wizard(
            company_id=self.other.id, calendar_id=self.shared.id
        )
        self.assertEqual(set(wizard.line_ids.mapped("state")), {"new"})
        wizard.action_confirm()
        for found in self._get_found_companies():
            self.assertEqual(found, self.company | self.other)

    def test_company_of_somebody_else(self):
        """Nobody loads holidays for a company that they do not work for."""
        wizard = self._create_wizard(
            company_id=self.other.id, calendar_id=self.shared.id
        )
        self.assertFalse(wizard.line_ids)
        with self._assert_refused("a company that you work for"):
            wizard.action_confirm()

    def test_calendar_of_another_company(self):
        """The calendar belongs to the company, or to all."""
        theirs = self._create_calendar("Theirs", "UTC", company_id=self.other.id)
        with self.assertRaises(UserError):
            self._create_wizard(calendar_id=theirs.id)
