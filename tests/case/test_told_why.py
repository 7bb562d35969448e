# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who comes second to a decision reads who took it, which one and when."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import MANAGER, ComplaintCase


@tagged("post_install", "-at_install")
class TestToldWhy(ComplaintCase):
    def test_of_two_approvals_of_a_decision(self):
        second = self._create_user("case_second", MANAGER)
        case = self._bring_to(self._create_case(), "approved")
        for act in ("action_approve", "action_refuse"):
            with self.assertRaises(UserError) as told:
                getattr(case.with_user(second), act)(
                    **({"reason": "No"} if act == "action_refuse" else {})
                )
            for word in ("case_manager", "approved"):
                self.assertIn(word, str(told.exception))

    def test_of_two_answers_on_more_time(self):
        request = self.env["complaint.extension"].new(
            {
                "state": "approved",
                "approver_id": self.manager.id,
                "date_decided": "2026-03-01 10:00:00",
            }
        )
        words = request._say_decided()
        for word in ("Approved", "case_manager", "3/1/26"):
            self.assertIn(word, words)
