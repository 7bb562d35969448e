# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Asking for approval, and the answer: one click, by the right person, once."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import AuthorityCase

STAFF = "complaint_management.group_complaint_user"


@tagged("post_install", "-at_install")
class TestRemedyApproval(AuthorityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls._create_user("approval_head", STAFF)
        cls.staff[cls.head] = cls.env["hr.employee"].create(
            {
                "name": cls.head.name,
                "user_id": cls.head.id,
                "company_id": cls.company.id,
            }
        )
        cls.department.manager_id = cls.staff[cls.head]
        cls._grant(cls.head, 400)
        cls.case = cls._create_case(claimed_amount=400, demand="My money back")
        cls.small = cls._add_remedy(cls.case, amount=20)
        cls.large = cls._add_remedy(cls.case, amount=300)

    def _ask(self, **kwargs):
        self._as_handler(self.case).action_ask_approval(**kwargs)
        return self.case.approval_ids[:1]

    def _get_tasks(self, approval):
        return self.env["mail.activity"].search(
            [("res_model", "=", "complaint.approval"), ("res_id", "=", approval.id)]
        )

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    def test_ask_the_nearest(self):
        """R92: only what is beyond is asked for, of the nearest who may decide."""
        approval = self._ask(reason="The meter was ours to check")
        self.assertEqual(approval.approver_id, self.head)
        self.assertEqual(approval.requester_id, self.handler)
        self.assertEqual(approval.remedy_ids, self.large)
        self.assertEqual(self.large.approval_state, "pending")
        self.assertFalse(self.small.approval_state)
        self.assertIn(self.money.format(300), approval.summary)
        self.assertEqual(self._get_tasks(approval).user_id, self.head)
        self.assertEqual(self._as_handler(self.case).pending_approver_id, self.head)

    def test_who_is_asked_sees_the_case(self):
        """Whoever decides can read what they decide about."""
        self.case.team_id = self.other_team
        self.assertFalse(self.case.with_user(self.head).has_access("read"))
        approval = self._ask()
        self.assertTrue(self.case.with_user(self.head).has_access("read"))
        with Form(approval.with_user(self.head)) as form:
            self.assertEqual(form.demand, "My money back")

    def test_nothing_is_promised_meanwhile(self):
        """R92: waiting for approval is no approval."""
        self._ask()
        for door in ("action_offer", "action_grant"):
            with self.subTest(door), self._assert_refused("Ask for approval"):
                getattr(self._as_handler(self.large), door)()
        self.assertEqual(self.large.state, "draft")

    def test_honest_notice_is_offered(self):
        """R92: the customer may be told honestly that somebody else decides."""
        action = self._as_handler(self.case).action_ask_approval()
        self.assertEqual(action["res_model"], "complaint.notice")
        wizard = (
            self.env["complaint.notice"]
            .with_user(self.handler)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual(wizard.notice, "beyond")
        self.assertIn("more than I may decide myself", wizard.words)
        self.assertNotIn("300", wizard.words)
        wizard.action_send()
        self.assertTrue(self.case.contact_ids.filtered("words"))

    def test_nothing_to_ask(self):
        self.large.unlink()
        with self._assert_refused("Nothing on"):
            self._ask()

    def test_not_asked_twice(self):
        self._ask()
        with self._assert_refused("was asked for already"):
            self._ask()

    def test_nobody_to_ask(self):
        """Only the handler has the authority to give it: it is told what to do."""
        self.env["res.users"].search(
            [("all_group_ids", "in", self.of_managers.group_id.id)]
        ).group_ids -= self.of_managers.group_id
        self.head.active = False
        with self._assert_refused("Nobody can approve it"):
            self._ask()

    def test_on_a_case_that_ended(self):
        self._bring_to(self.case, "cancelled")
        with self.assertRaises(UserError):
            self._ask()

    def test_outsiders_cannot_ask(self):
        case = self._create_case(team_id=self.other_team.id)
        with self.assertRaises(AccessError):
            case.with_user(self.employee).action_ask_approval()

    # ------------------------------------------------------------------
    # Deciding
    # ------------------------------------------------------------------

    def test_approved_in_one_click(self):
        """R191: the line is approved, by whom and when; then it can be promised."""
        approval = self._ask()
        approval.with_user(self.head).action_approve()
        self.assertEqual(approval.state, "approved")
        self.assertEqual(approval.approver_id, self.head)
        self.assertTrue(approval.date_decided)
        self.assertEqual(self.large.approval_state, "approved")
        self.assertEqual(self.large.approver_id, self.head)
        self.assertFalse(self._get_tasks(approval))
        self._as_handler(self.large).action_grant()
        self.assertEqual(self.large.state, "accepted")

    def test_requester_is_told(self):
        approval = self._ask()
        approval.with_user(self.head).action_approve()
        told = self.env["mail.message"].search(
            [
                ("partner_ids", "in", self.handler.partner_id.ids),
                ("message_type", "=", "user_notification"),
            ]
        )
        self.assertIn("Approved", "".join(told.mapped("body")))

    def test_sent_back_with_reason(self):
        """It needs a reason; the line is not approved, and can be asked for again."""
        approval = self._ask()
        action = approval.with_user(self.head).action_send_back()
        self.assertEqual(action["res_model"], "complaint.approval.answer")
        wizard = (
            self.env["complaint.approval.answer"]
            .with_user(self.head)
            .with_context(**action["context"])
            .create({"reason": "Like cases got 150"})
        )
        wizard.action_send_back()
        self.assertEqual(approval.state, "sent_back")
        self.assertEqual(approval.answer_reason, "Like cases got 150")
        self.assertEqual(self.large.approval_state, "refused")
        with self._assert_refused("Ask for approval"):
            self._as_handler(self.large).action_offer()
        self._ask()
        self.assertEqual(len(self.case.approval_ids), 2)

    def test_decided_once(self):
        """Two approvals, one after the other: the second is told of the first."""
        approval = self._ask()
        approval.with_user(self.head).action_approve()
        for act in ("action_approve", "action_send_back", "action_pass_on"):
            with self.subTest(act), self._assert_refused("decided already"):
                getattr(approval.with_user(self.manager), act)()

    def test_any_other_with_authority_may_decide(self):
        """Whoever is asked may be at lunch: a manager decides as well."""
        approval = self._ask()
        approval.with_user(self.manager).action_approve()
        self.assertEqual(approval.approver_id, self.manager)

    def test_not_beyond_their_authority(self):
        """R90: nobody approves what they could not promise themselves."""
        approval = self._ask()
        self._add_remedy(self.case, amount=150)
        self.assertTrue(approval.with_user(self.head).is_beyond_mine)
        with self._assert_refused("Above your approval limit, too"):
            approval.with_user(self.head).action_approve()
        approval.with_user(self.head).action_pass_on()
        self.assertIn(self.manager, approval.approver_id | self.manager)
        self.assertNotEqual(approval.approver_id, self.head)
        self.assertEqual(self._get_tasks(approval).user_id, approval.approver_id)

    def test_not_by_handler_asker_or_concerned(self):
        """R191: neither who asked, nor who handles it, nor whom it is about."""
        approval = self._ask()
        for user in (self.handler, self.officer, self.colleague):
            self._grant(user, 1000)
        with self._assert_refused("Somebody other than the handler"):
            approval.with_user(self.handler).action_approve()
        self.case.complained_employee_ids = self.staff[self.officer]
        with self._assert_refused("about themselves"):
            approval.with_user(self.officer).action_approve()

    def test_not_by_who_cannot_read_the_case(self):
        approval = self._ask()
        self._grant(self.outsider, 1000)
        with self.assertRaises(AccessError):
            approval.with_user(self.outsider).action_approve()
        with self.assertRaises(AccessError):
            approval.with_user(self.employee).action_approve()

    def test_nobody_writes_it(self):
        """The request is the product's: no remote call changes or makes one."""
        approval = self._ask()
        for user in (self.handler, self.head, self.manager):
            with self.subTest(user.login), self.assertRaises(AccessError):
                approval.with_user(user).write({"state": "approved"})
            with self.assertRaises(AccessError):
                approval.with_user(user).create(
                    {
                        "complaint_id": self.case.id,
                        "requester_id": self.clerk.id,
                        "approver_id": user.id,
                    }
                )
            with self.assertRaises(AccessError):
                approval.with_user(user).unlink()

    # ------------------------------------------------------------------
    # What it is about changes
    # ------------------------------------------------------------------

    def test_changed_terms_are_asked_for_again(self):
        """R90: what is raised after the approval was not approved."""
        approval = self._ask()
        approval.with_user(self.head).action_approve()
        self._as_handler(self.large).amount = 390
        self.assertFalse(self.large.approval_state)
        with self._assert_refused("Ask for approval"):
            self._as_handler(self.large).action_offer()

    def test_changed_while_it_waits(self):
        """Whoever decides never decides on other lines than they read."""
        approval = self._ask()
        self._as_handler(self.large).amount = 390
        self._assert_over(approval)
        with self._assert_refused("decided already"):
            approval.with_user(self.head).action_approve()
        self.assertEqual(self._ask().remedy_ids, self.large)

    def _assert_over(self, approval):
        self.assertEqual(approval.state, "withdrawn")
        self.assertFalse(self._get_tasks(approval))

    def test_deleted_while_it_waits(self):
        approval = self._ask()
        self._as_handler(self.large).unlink()
        self._assert_over(approval)

    def test_refused_while_it_waits(self):
        """The handler thinks better of it: nobody need decide."""
        self._as_handler(self.large).refusal_reason = "Too much"
        approval = self._ask()
        self._as_handler(self.large).action_refuse()
        self._assert_over(approval)

    def test_taken_back(self):
        approval = self._ask()
        approval.with_user(self.handler).action_withdraw()
        self._assert_over(approval)
        self.assertFalse(self.large.approval_state)

    def test_case_cancelled(self):
        approval = self._ask()
        self._bring_to(self.case, "cancelled")
        self._assert_over(approval)

    def test_decision_approved(self):
        """Who approves the decision answers the request with it."""
        approval = self._ask()
        self.case.refusal_reason = "A part of it was used"
        self._bring_to(self.case, "approved")
        self.assertEqual(approval.state, "approved")
        self.assertEqual(self.large.approver_id, self.manager)

    # ------------------------------------------------------------------
    # One screen
    # ------------------------------------------------------------------

    def _bring_decided(self, state):
        self.case.claimed_amount = 320
        self._bring_to(self.case, state)

    def test_falls_with_the_decision(self):
        """R191: 300 approved for who is right are not given to who is wrong."""
        self._bring_decided("approved")
        self.assertEqual(self.large.approver_id, self.manager)
        self._as_handler(self.case).verdict = "not_upheld"
        self.assertFalse(self.large.approval_state or self.large.approver_id)
        with self._assert_refused("Ask for approval"):
            self._as_handler(self.large).action_grant()

    def test_of_a_line_stands_beside_the_decision(self):
        """Who approved the line stays its approver, also when the decision changes."""
        self._ask().with_user(self.head).action_approve()
        self._bring_decided("approved")
        self.assertEqual(self.large.approver_id, self.head)
        self.assertEqual(self.small.approver_id, self.manager)
        self._as_handler(self.case).answer = "<p>Other words.</p>"
        self.assertEqual(self.large.approval_state, "approved")
        self.assertFalse(self.small.approval_state)

    def test_falls_when_the_case_is_reopened(self):
        """What was approved in the last round and not taken is thought over again."""
        self.large.is_option = True
        self._bring_decided("resolved")
        self.assertEqual(self.large.state, "offered")
        self._as_handler(self.case).action_reopen(reason="Billed wrongly again")
        self.assertEqual(self.large.state, "draft")
        self.assertFalse(self.large.approval_state)

    def test_list_costs_few_queries(self):
        """However many requests wait, who may decide them is worked out together."""

        def count(size):
            cases = self.Complaint.browse()
            for _number in range(size):
                case = self._create_case()
                self._add_remedy(case, amount=300)
                self._as_handler(case).action_ask_approval()
                cases |= case
            self.env.flush_all()
            self.env.invalidate_all()
            requests = cases.approval_ids.with_user(self.officer)
            requests.mapped("state")
            before = self.env.cr.sql_log_count
            self.assertEqual(set(requests.mapped("is_beyond_mine")), {True})
            return self.env.cr.sql_log_count - before

        count(1)
        self.assertLessEqual(count(8), count(2) + 2)

    def test_everything_on_one_screen(self):
        """R123, R188: demand, lines, value, history, like cases and limits."""
        customer = self.env["res.partner"].create({"name": "Li Wei"})
        earlier = self._create_case(partner_id=customer.id)
        self.case.write({"partner_id": customer.id})
        approval = self._ask().with_user(self.head)
        with Form(approval) as form:
            self.assertEqual(form.demand, "My money back")
            self.assertEqual(form.claimed_amount, 400)
            self.assertIn(self.money.format(400), form.authority_explanation)
            self.assertIn("No like case", form.like_summary)
            self.assertTrue(form.value_explanation)
            self.assertTrue(form.may_decide)
        self.assertEqual(approval.case_remedy_ids.ids, (self.small | self.large).ids)
        self.assertIn(earlier, approval.sudo().customer_history_ids)

    def test_menu_shows_mine(self):
        """Whoever is asked finds it under “To Decide”, with all else that waits."""
        approval = self._ask()
        rows = self.env["complaint.to.decide"].with_user(self.head)
        row = rows.search([("kind", "=", "remedy"), ("is_mine", "=", True)])
        self.assertEqual(row.action_open()["res_id"], approval.id)
        self.assertEqual(row.reason, approval.summary)
        handled = rows.with_user(self.handler).search([("kind", "=", "remedy")])
        handled.invalidate_recordset()
        self.assertFalse(handled.is_mine)
