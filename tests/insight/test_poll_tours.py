# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A manager sets a survey up, and an officer reads what came of it (R135)."""

from odoo.tests import HttpCase, tagged

from .poll_common import PollCase


@tagged("post_install", "-at_install")
class TestPollTours(PollCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_customers("Anna", "Boris")

    def test_the_manager(self):
        """By mouse, from the menu."""
        self.company.complaint_survey_cooldown_days = 0
        self.start_tour(
            "/odoo/complaints", "complaint_poll_manager", login=self.manager.login
        )
        poll = self.Poll.search([("name", "=", "Customers of the tour")])
        self.assertEqual(poll.state, "running")
        self.assertEqual(poll.round_ids.state, "closed")

    def test_the_officer(self):
        """From the result to a case."""
        asked = self._send_out()
        self._answer(asked, 1, comment="Nobody called back")
        asked.with_user(self.manager).action_close()
        self.start_tour(
            "/odoo/complaints", "complaint_poll_officer", login=self.officer.login
        )
        case = self.Complaint.search([("is_found_by_us", "=", True)])
        self.assertEqual(len(case), 1)
        self.assertEqual(case.create_uid, self.officer)
