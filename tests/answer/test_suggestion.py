# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A suggestion that was assessed is laid before whoever decides (R4)."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestSuggestionWaits(ComplaintCase):
    def _get_tasks(self, case):
        kind = self.env.ref("complaint_management.mail_activity_type_decide")
        return case.activity_ids.filtered(lambda task: task.activity_type_id == kind)

    def _assess(self, days=30):
        case = self._create_case(kind="suggestion")
        self._bring_to(case, "acknowledged")
        as_handler = case.with_user(self.handler)
        as_handler.promised_reply_date = fields.Date.today() + timedelta(days=days)
        as_handler.action_assess()
        return case

    def test_who_decides_has_a_task(self):
        task = self._get_tasks(self._assess())
        self.assertEqual(len(task), 1)
        self.assertTrue(
            task.user_id.has_group("complaint_management.group_complaint_manager")
        )
        self.assertNotEqual(task.user_id, self.handler)

    def test_it_is_due_before_the_reply(self):
        today = fields.Date.today()
        self.assertEqual(self._get_tasks(self._assess(days=1)).date_deadline, today)
        usual = self._get_tasks(self._assess()).date_deadline
        self.assertEqual(usual, today + timedelta(days=2))

    def test_it_is_done_with_the_decision(self):
        case = self._assess()
        self._bring_to(case, "resolved")
        self.assertFalse(self._get_tasks(case))

    def test_it_comes_again_when_it_is_reopened(self):
        case = self._bring_to(self._assess(), "resolved")
        case.with_user(self.handler).action_reopen(reason="Think again")
        self.assertEqual(len(self._get_tasks(case)), 1)

    def test_it_goes_with_the_case(self):
        case = self._assess()
        case.with_user(self.handler).action_cancel(
            reason="Taken back", cancel_reason="withdrawn"
        )
        self.assertFalse(self._get_tasks(case))

    def test_who_leads_hears_when_it_lies(self):
        """A rule that comes with the addon: before the day that was promised."""
        rule = self.env.ref("complaint_management.complaint_escalation_rule_suggestion")
        self.assertTrue(rule.on_answer and rule.to_department_manager)
        self.assertEqual(rule.policy_id.kind, "suggestion")
