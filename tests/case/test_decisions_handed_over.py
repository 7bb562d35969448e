# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What somebody has to decide who leaves, another decides who may: not the handler."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..accountability.common import PenaltyCase
from ..authority.common import AuthorityCase
from ..clock.common import MONDAY, ClockCase
from ..common import MANAGER

STAFF = "complaint_management.group_complaint_user"
DECIDE = "complaint_management.mail_activity_type_penalty_decide"


@tagged("post_install", "-at_install")
class TestApprovals(AuthorityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls._create_user("approval_head", STAFF)
        cls.department.manager_id = cls.env["hr.employee"].create(
            {"name": "Head", "user_id": cls.head.id, "company_id": cls.company.id}
        )
        cls._grant(cls.head, 400)
        cls.case = cls._create_case(claimed_amount=400, team_id=cls.other_team.id)
        cls.line = cls._add_remedy(cls.case, amount=300)
        cls._as_handler(cls.case).action_ask_approval()
        cls.approval = cls.case.approval_ids

    def _get_task(self):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", "complaint.approval"),
                ("res_id", "=", self.approval.id),
            ]
        )

    def test_another_who_may_promise_it_is_asked_and_sees_the_case(self):
        self.assertEqual(self.approval.approver_id, self.head)
        self.head.action_archive()
        task = self._get_task()
        self.assertEqual(len(task), 1)
        self.assertEqual(task.user_id, self.approval.approver_id)
        self.assertIn(task.user_id, self.case._find_approvers(self.line))
        self.assertNotIn(task.user_id, self.head | self.handler)
        self.approval.with_user(task.user_id).action_approve()
        self.assertEqual(self.approval.state, "approved")

    def test_who_sees_the_case_no_longer_hears_who_decided(self):
        """The loser of two approvals had a refusal of access to read."""
        self.approval.with_user(self.manager).action_approve()
        self.assertFalse(self.case.with_user(self.head).has_access("read"))
        with self.assertRaises(UserError) as told:
            self.approval.with_user(self.head).action_send_back("Too much")
        for words in ("decided already", "Approved", self.manager.name):
            self.assertIn(words, str(told.exception))


@tagged("post_install", "-at_install")
class TestExtensions(ClockCase):
    def test_another_manager_decides_on_more_time(self):
        second = self._create_user("clock_second", MANAGER)
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        with self._at(MONDAY):
            extension = (
                self.env["complaint.extension"]
                .with_user(self.handler)
                ._request(
                    clock.with_user(self.handler), 1, "The laboratory", self.manager
                )
            )
        self.manager.action_archive()
        task = extension.activity_id
        self.assertTrue(task.exists())
        self.assertEqual(task.user_id, extension.approver_id)
        self.assertIn(task.user_id, case._get_extension_approvers())
        self.assertTrue(second)
        with self._at(MONDAY):
            extension.with_user(task.user_id).action_approve()
        self.assertEqual(extension.state, "approved")


@tagged("post_install", "-at_install")
class TestEntries(PenaltyCase):
    def test_another_officer_decides_and_nobody_else_hears_of_it(self):
        entry = self._propose()
        tasks = self.env["mail.activity"].sudo()
        domain = [("res_model", "=", entry._name), ("res_id", "=", entry.id)]
        officers = entry._get_officers()
        self.env.ref(DECIDE)
        entry.sudo()._plan_tasks(DECIDE, {entry: officers[0]})
        before = tasks.search(domain)
        self.assertTrue(before)
        for officer in before.user_id:
            officer.action_archive()
        for task in tasks.search(domain):
            self.assertTrue(task.user_id._is_living())
            self.assertTrue(entry.with_user(task.user_id).has_access("read"))
