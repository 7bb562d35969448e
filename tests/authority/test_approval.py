# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The decision is approved by somebody else before the customer is told."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MANAGER, ComplaintCase

APPROVAL = "complaint_management.mail_activity_type_approval"


@tagged("post_install", "-at_install")
class TestApproval(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._bring_to(cls._create_case(), "pending")

    def _get_requests(self, case):
        return case.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref(APPROVAL)
        )

    def test_approval_is_recorded(self):
        """Approved by whom is kept, and the request is done (R191)."""
        self.assertEqual(len(self._get_requests(self.case)), 1)
        self.case.with_user(self.manager).action_approve()
        self.assertEqual(self.case.decision_state, "approved")
        self.assertEqual(self.case.approver_id, self.manager)
        self.assertFalse(self._get_requests(self.case))

    def test_who_asked_does_not_approve(self):
        """Four eyes: a manager does not approve what they asked for (R191)."""
        case = self._bring_to(self._create_case(), "proposed")
        case.with_user(self.manager).action_request_approval()
        with self.assertRaises(UserError):
            case.with_user(self.manager).action_approve()
        other = self._create_user("case_other_manager", MANAGER)
        case.with_user(other).action_approve()
        self.assertEqual(case.approver_id, other)

    def test_the_request_reaches_a_manager(self):
        """The nearest manager is asked: the handling unit's own (R191)."""
        head = self._create_user("case_head", MANAGER)
        self.department.manager_id = self.env["hr.employee"].create(
            {"name": "Head", "user_id": head.id, "company_id": self.company.id}
        )
        case = self._bring_to(self._create_case(), "pending")
        self.assertEqual(self._get_requests(case).user_id, head)

    def test_the_request_spares_the_partial(self):
        """Neither the handler nor who is complained about is asked (R191)."""
        case = self._bring_to(self._create_case(), "proposed")
        accused = self._create_user("case_accused", MANAGER)
        case.complained_employee_ids = self.env["hr.employee"].create(
            {"name": "Accused", "user_id": accused.id, "company_id": self.company.id}
        )
        case.user_id = self.manager
        approvers = case._get_approvers()
        self.assertNotIn(accused, approvers)
        self.assertNotIn(self.manager, approvers)

    def test_the_handler_cannot_approve(self):
        """Not even as a manager: four eyes see more than two (R191)."""
        self.case.user_id = self.manager
        with self._assert_refused("other than the handler"):
            self.case.with_user(self.manager).action_approve()
        other = self._create_user("case_manager2", MANAGER)
        self.case.with_user(other).action_approve()
        self.assertEqual(self.case.approver_id, other)

    def test_nobody_approves_about_themselves(self):
        """A manager who is complained about does not decide it (R153)."""
        accused = self._create_user("case_accused", MANAGER)
        self.case.complained_employee_ids = self.env["hr.employee"].create(
            {"name": "Accused", "user_id": accused.id, "company_id": self.company.id}
        )
        with self._assert_refused("about themselves"):
            self.case.with_user(accused).action_approve()

    def test_officers_do_not_approve(self):
        """Approving is for managers, until authority has limits (R191)."""
        for user in (self.officer, self.investigator, self.handler):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.case.with_user(user).action_approve()

    def test_sent_back(self):
        """A refused decision is changed and asked for again, with the reason."""
        self.case.with_user(self.manager).action_refuse(reason="Why 400?")
        self.assertEqual(self.case.decision_state, "draft")
        self.assertFalse(self._get_requests(self.case))
        self.assertEqual(self.case.transition_ids[-1].reason, "Why 400?")
        with self.assertRaises(UserError):
            self.case.with_user(self.handler).action_answer()
        self.case.with_user(self.handler).action_request_approval()
        self.case.with_user(self.manager).action_approve()

    def test_a_changed_decision_is_approved_again(self):
        """What was approved is what the customer gets (R47)."""
        changes = {
            "decision": "<p>Refund 4000.</p>",
            "answer": "<p>You get 4000.</p>",
            "verdict": "partly_upheld",
            "fault_level": "none",
            "cause_id": self.cause.copy({"name": "Another"}).id,
        }
        for place in ("pending", "approved"):
            for fname, value in changes.items():
                case = self._bring_to(self._create_case(), place)
                with self.subTest(place=place, field=fname):
                    case.with_user(self.handler).write({fname: value})
                    self.assertEqual(case.decision_state, "draft")
                    self.assertFalse(case.approver_id)
                    self.assertFalse(self._get_requests(case))
                    self.assertIn("approved again", case.message_ids[0].body)

    def test_an_unchanged_decision_stays_approved(self):
        """Saving the form, or writing something else, withdraws nothing."""
        case = self._bring_to(self._create_case(), "approved")
        case.with_user(self.handler).write(
            {
                "decision": case.decision,
                "answer": case.answer,
                "verdict": case.verdict,
                "demand": "400 back",
                "customer_response": "accepted",
            }
        )
        self.assertEqual(case.decision_state, "approved")
        self.assertEqual(case.approver_id, self.manager)

    def test_no_second_answer_without_approval(self):
        """After the answer, a changed one is not sent unapproved (R47, R64)."""
        case = self._bring_to(self._create_case(), "answered")
        case.with_user(self.handler).answer = "<p>You get a million.</p>"
        with self.assertRaises(UserError):
            case.with_user(self.handler).action_answer()
        with self.assertRaises(UserError):
            case.customer_response = "accepted"
            case.with_user(self.handler).action_resolve()
        self._bring_to(case, "resolved")
        self.assertEqual(case.state, "resolved")

    def test_a_resolved_case_keeps_its_approval(self):
        """Completing the record later does not undo a decision that was sent."""
        case = self._bring_to(self._create_case(), "resolved")
        case.with_user(self.handler).cause_id = self.cause.copy({"name": "Finer"})
        self.assertEqual(case.decision_state, "approved")
        self.assertTrue(case.date_answered)
