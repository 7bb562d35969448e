# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A promised call is a task, and done when the call is logged (R48, R49)."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestCallTask(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case()
        cls.due = fields.Datetime.now() + timedelta(days=3)

    def _get_tasks(self, case=None):
        kind = self.env.ref("complaint_management.mail_activity_type_call_back")
        return (case or self.case).activity_ids.filtered(
            lambda task: task.activity_type_id == kind
        )

    def _promise(self, due=None, **vals):
        return self._log_contact(self.case, callback_date=due or self.due, **vals)

    def test_a_promise_is_a_task(self):
        self._promise()
        task = self._get_tasks()
        self.assertEqual(len(task), 1)
        self.assertEqual(task.user_id, self.handler)
        self.assertEqual(task.date_deadline, self.due.date())
        self.assertIn("as promised", task.summary)

    def test_the_call_does_it(self):
        self._promise()
        self._log_contact(self.case)
        self.assertFalse(self._get_tasks())

    def test_another_time_moves_it(self):
        self._promise()
        later = self.due + timedelta(days=2)
        self._promise(later)
        self.assertEqual(self._get_tasks().date_deadline, later.date())
        self.case.contact_ids.sorted("id")[-1].callback_date = self.due
        self.assertEqual(self._get_tasks().date_deadline, self.due.date())

    def test_it_goes_with_the_promise(self):
        contact = self._promise()
        contact.callback_date = False
        self.assertFalse(self._get_tasks())

    def test_a_settled_case_needs_no_call(self):
        case = self._bring_to(self.case, "approved")
        self._promise()
        self._bring_to(case, "resolved")
        self.assertFalse(self._get_tasks())

    def test_the_first_of_two_promises(self):
        self._promise()
        self.assertEqual(len(self._get_tasks()), 1)

    def test_who_promised_is_reminded(self):
        rule = self.env.ref("complaint_management.complaint_escalation_rule_promise")
        self.assertEqual((rule.trigger, rule.on_promise), ("before", True))
