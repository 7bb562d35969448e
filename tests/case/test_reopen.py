# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Opening a case again inside its window; after it, going on in a new one."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestReopen(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.complaint_reopen_days = 30
        cls.case = cls._bring_to(cls._create_case(), "closed")

    def _resolve_days_ago(self, case, days):
        ago = fields.Datetime.now() - timedelta(days=days)
        case._write_protected({"date_resolved": ago})

    def test_reopened_inside_the_window(self):
        """The work begins again, and the customer is answered again (R85)."""
        first_resolved = self.case.date_resolved
        self.case.with_user(self.handler).action_reopen(reason="Wrong bill again")
        self.assertRecordValues(
            self.case,
            [
                {
                    "state": "investigating",
                    "decision_state": "draft",
                    "reopen_count": 1,
                    "customer_response": "pending",
                    "recourse_explained": False,
                    "approver_id": False,
                    "date_answered": False,
                    "date_resolved": False,
                    "date_closed": False,
                    "date_first_resolved": first_resolved,
                }
            ],
        )
        self.assertEqual(self.case.transition_ids[-1].reason, "Wrong bill again")
        self._bring_to(self.case, "closed")
        self.assertEqual(self.case.reopen_count, 1)
        self.assertEqual(self.case.date_first_resolved, first_resolved)

    def test_each_kind_goes_back_to_its_work(self):
        """A suggestion is decided again, an inquiry answered again."""
        for kind, state in (("suggestion", "assessed"), ("inquiry", "acknowledged")):
            with self.subTest(kind=kind):
                case = self._bring_to(self._create_case(kind=kind), "resolved")
                case.with_user(self.handler).action_reopen(reason="Not clear")
                self.assertEqual(case.state, state)
                self._bring_to(case, "closed")

    def test_the_last_day_is_inside(self):
        """The window is counted in whole days, the last one included."""
        self._resolve_days_ago(self.case, 30)
        self.assertEqual(
            self.case.reopen_deadline, fields.Date.context_today(self.case)
        )
        self.case.with_user(self.handler).action_reopen(reason="Again")
        self.assertEqual(self.case.state, "investigating")

    def test_after_the_window_a_new_case_goes_on(self):
        """The old case stays closed; the new one knows where it comes from."""
        self._resolve_days_ago(self.case, 31)
        action = self.case.with_user(self.handler).action_reopen(reason="And again")
        self.assertEqual(self.case.state, "closed")
        self.assertEqual(self.case.reopen_count, 0)
        child = self.case.child_ids
        self.assertEqual(action["res_id"], child.id)
        self.assertRecordValues(
            child,
            [
                {
                    "state": "new",
                    "parent_id": self.case.id,
                    "partner_name": "Li Wei",
                    "email_from": "li.wei@example.com",
                    "category_id": self.category.id,
                    "first_contact_user_id": self.handler.id,
                    "date_closed": False,
                    "verdict": False,
                }
            ],
        )
        self.assertIn("And again", child.description)
        self.assertNotEqual(child.number, self.case.number)
        self.assertIn(child.number, self.case.message_ids[0].body)

    def test_a_mixed_batch(self):
        """Of two cases, the late one goes on in a new case."""
        fresh = self._bring_to(self._create_case(), "closed")
        self._resolve_days_ago(self.case, 100)
        (fresh | self.case).with_user(self.handler).action_reopen(reason="Again")
        self.assertEqual(fresh.state, "investigating")
        self.assertEqual(self.case.state, "closed")
        self.assertEqual(len(self.case.child_ids), 1)

    def test_the_window_is_the_company_s(self):
        """Each company sets its own window; none means never."""
        self._resolve_days_ago(self.case, 5)
        self.company.complaint_reopen_days = 3
        self.case.with_user(self.handler).action_reopen(reason="Again")
        self.assertEqual(self.case.state, "closed")
        self.assertTrue(self.case.child_ids)

    def test_the_window_is_not_overridden_by_the_dialog(self):
        """The manager's dialog does not open a case that is past its window."""
        self._resolve_days_ago(self.case, 100)
        wizard = self.env["complaint.transition.wizard"].with_user(self.manager)
        with self.assertRaises(UserError):
            wizard.create(
                {
                    "complaint_ids": self.case.ids,
                    "override": True,
                    "transition": "reopen",
                    "reason": "Again",
                }
            ).action_confirm()
        self.assertEqual(self.case.state, "closed")

    def test_who_may_not_reopen_may_not_continue(self):
        """Only who handles the case opens it again, in whichever way."""
        self._resolve_days_ago(self.case, 100)
        with self.assertRaises(AccessError):
            self.case.with_user(self.colleague).action_reopen(reason="Again")
        self.assertFalse(self.case.child_ids)

    def test_open_and_cancelled_cases_are_not_reopened(self):
        """Only what was resolved or closed can be opened again."""
        for state in ("new", "proposed", "cancelled"):
            case = self._bring_to(self._create_case(), state)
            with self.subTest(state=state), self.assertRaises(UserError):
                case.with_user(self.manager).action_reopen(reason="Again")
