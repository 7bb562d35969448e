# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who could not read a case reads it while they decide on a request, and not after."""

from odoo.tests import tagged

from ..authority.common import AuthorityCase

STAFF = "complaint_management.group_complaint_user"


@tagged("post_install", "-at_install")
class TestApproverSight(AuthorityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head, cls.next = (
            cls._create_user(login, STAFF) for login in ("sight_head", "sight_next")
        )
        cls.staff[cls.head] = cls.env["hr.employee"].create(
            {
                "name": cls.head.name,
                "user_id": cls.head.id,
                "company_id": cls.company.id,
            }
        )
        cls.department.manager_id = cls.staff[cls.head]
        cls._grant(cls.head, 1000)
        cls.case = cls._create_case(claimed_amount=400)
        cls.case.team_id = cls.other_team
        cls.line = cls._add_remedy(cls.case, amount=300)

    def _ask(self):
        self._as_handler(self.case).action_ask_approval()
        approval = self.case.approval_ids[:1]
        self.assertEqual(approval.approver_id, self.head)
        self.assertTrue(self._sees())
        return approval

    def _sees(self, user=None):
        self.env.flush_all()
        return self.case.with_user(user or self.head).has_access("read")

    def test_approved(self):
        """The answer leads back to the list: the request is out of sight, too."""
        approval = self._ask().with_user(self.head)
        action = approval.action_approve()
        self.assertEqual(approval.sudo().state, "approved")
        self.assertFalse(self._sees())
        self.assertEqual(action["res_model"], "complaint.to.decide")
        self.assertNotIn("res_id", {key for key, value in action.items() if value})

    def test_sent_back(self):
        approval = self._ask()
        dialog = (
            self.env["complaint.approval.answer"]
            .with_user(self.head)
            .create({"approval_id": approval.id, "reason": "Too much"})
        )
        self.assertEqual(dialog.action_send_back()["res_model"], "complaint.to.decide")
        self.assertFalse(self._sees())

    def test_taken_back(self):
        approval = self._ask()
        approval.with_user(self.handler).action_withdraw()
        self.assertFalse(self._sees())

    def test_passed_on(self):
        """The next sees it instead."""
        self._grant(self.next, 1000)
        approval = self._ask()
        approval.with_user(self.head).action_pass_on()
        self.assertFalse(self._sees())
        self.assertTrue(self._sees(approval.approver_id))

    def test_who_followed_before_goes_on(self):
        self.case.message_subscribe(self.head.partner_id.ids)
        self._ask().with_user(self.head).action_approve()
        self.assertTrue(self._sees())

    def test_who_reads_it_anyway_goes_on(self):
        self.case.team_id = self.team
        self.team.user_ids += self.head
        self.assertTrue(self._ask().with_user(self.head).action_approve())
        self.assertTrue(self._sees())

    def test_while_another_request_waits(self):
        first = self._ask()
        self._add_remedy(self.case, amount=350)
        self._as_handler(self.case).action_ask_approval()
        second = self.case.approval_ids - first
        self.assertEqual(second.approver_id, self.head)
        first.with_user(self.head).action_send_back("Too much")
        self.assertTrue(self._sees())
        second.with_user(self.head).action_send_back("Too much")
        self.assertFalse(self._sees())
