# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is refused, left open or hidden when public holidays are loaded."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from odoo.addons.complaint_management.tools.clock import public_holidays

from .holiday_common import HolidayImportCase


@tagged("post_install", "-at_install")
class TestHolidayImportRefusals(HolidayImportCase):
    def _assert_problem(self, words, **vals):
        wizard = self._create_wizard(**vals)
        self.assertIn(words, wizard.problem)
        self.assertFalse(wizard.line_ids)
        with self._assert_refused(words):
            wizard.action_confirm()

    def test_country_that_is_not_known(self):
        """The package does not know every country of Odoo."""
        self._assert_problem("not known here", country="xi")
        self.company.country_id = self.env.ref("base.xi")
        wizard = self.env["complaint.holiday.import"].create({})
        self.assertFalse(wizard.country_id)

    def test_country_calendar_or_year_missing(self):
        """What is missing is asked for."""
        self._assert_problem("Choose the country", country_id=False)
        self._assert_problem("Choose the working calendar", calendar_id=False)
        for year in (0, -1, 1800, 2500, 99999):
            self._assert_problem("No public holidays are known", year=year)

    def test_calendar_without_hours(self):
        """A holiday in a calendar without hours would change nothing."""
        empty = self._create_calendar("Empty", "UTC", attendance_ids=False)
        self._assert_problem("no working hours", calendar_id=empty.id)
        empty.flexible_hours = True
        self.assertFalse(self._create_wizard(calendar_id=empty.id).problem)

    @freeze_time("2025-06-01")
    def test_year_that_is_not_announced(self):
        """China decrees the make-up days year by year; nothing is pretended."""
        wizard = self._create_wizard(year=2040)
        self.assertFalse(wizard.problem)
        self.assertIn("not announced yet", wizard.notice)
        self.assertFalse(self._get_selected(wizard))
        wizard.action_confirm()
        self.assertFalse(self._get_leaves() or self._get_makeup_days())
        # Who is certain of one ticks it.
        wizard.line_ids[0].selected = True
        wizard.action_confirm()
        self.assertEqual(len(self._get_leaves()), 1)

    def test_makeup_day_of_which_nothing_more_is_known(self):
        """It works like a Monday, and says no day for which it stands."""
        with patch.object(public_holidays, "_get_substitutions", return_value={}):
            wizard = self._create_wizard()
            makeup = wizard.line_ids.filtered(lambda line: line.kind == "makeup")
            self.assertEqual(set(makeup.mapped("works_like")), {"0"})
            self.assertEqual(set(makeup.mapped("name")), {"Make-up workday"})

    def test_only_managers(self):
        """Officers, handlers and employees cannot load, nor use a manager's dialog."""
        wizard = self._create_wizard()
        for user in (self.officer, self.handler, self.employee):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self._create_wizard(user=user)
                with self.assertRaises(AccessError):
                    wizard.with_user(user).action_confirm()
        self.assertFalse(self._get_leaves())
