# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How long a case stood in each state, and how much of it was working time (R179)."""

from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import ComplaintCase

FRIDAY = datetime(2026, 6, 5, 14, 0)
MONDAY = datetime(2026, 6, 8, 10, 0)


@tagged("post_install", "-at_install")
class TestStateTimes(ComplaintCase):
    def test_both_times_of_each_state(self):
        with freeze_time(FRIDAY):
            case = self._create_case(date_received=FRIDAY)
        with freeze_time(MONDAY):
            self._bring_to(case, "acknowledged")
            case.invalidate_recordset(["state_times"])
            rows = {row.state: row for row in case._get_state_times()}
            text = case.state_times
        new = rows["new"]
        self.assertEqual(new.passed, (MONDAY - FRIDAY).total_seconds())
        self.assertGreater(new.worked, 0)
        self.assertLess(new.worked, 24 * 3600, "A weekend is no working time")
        self.assertFalse(new.is_now)
        self.assertTrue(rows["acknowledged"].is_now)
        self.assertIn("New: 2 days", text)
        self.assertIn("working", text)
        log = case.transition_ids
        self.assertEqual(log.working_seconds, new.worked)

    def test_a_closed_case_takes_no_more_time(self):
        case = self._bring_to(self._create_case(), "closed")
        self.assertNotIn("closed", [row.state for row in case._get_state_times()])

    def test_both_stand_on_the_case(self):
        """On the page with the log, for whoever works on it."""
        form = self.Complaint.with_user(self.handler).get_view(view_type="form")
        self.assertIn('name="state_times"', form["arch"])
        self.assertIn("New", self._create_case().with_user(self.handler).state_times)
