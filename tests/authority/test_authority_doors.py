# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""R90: every door by which something beyond authority might reach a customer."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import AuthorityCase

FORGED = {
    "state": "offered",
    "approval_state": "approved",
    "approval_id": 1,
    "approver_id": 2,
    "offered_by_id": 2,
    "date_offered": "2026-01-01 08:00:00",
    "settled_by": "customer",
}


@tagged("post_install", "-at_install")
class TestAuthorityDoors(AuthorityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case()
        cls.line = cls._add_remedy(cls.case, amount=10000)
        cls.powerless = cls._create_user(
            "authority_powerless", "complaint_management.group_complaint_manager"
        )
        cls.of_managers.active = False
        cls._grant(cls.manager, 0, is_unlimited=True)

    def _assert_not_promised(self):
        self.env.invalidate_all()
        self.assertFalse(
            self.case.remedy_ids.filtered(
                lambda line: (
                    line.amount > 50
                    and (line.state != "draft" or line.approval_state == "approved")
                )
            )
        )

    # ------------------------------------------------------------------
    # Values that are written
    # ------------------------------------------------------------------

    def test_write_by_rpc(self):
        for fname, value in FORGED.items():
            for user in (self.handler, self.powerless):
                with self.subTest(fname), self.assertRaises(UserError):
                    self.line.with_user(user).write({fname: value})
        self._assert_not_promised()

    def test_create_by_rpc(self):
        for fname, value in FORGED.items():
            with self.subTest(fname), self.assertRaises(UserError):
                self._add_remedy(self.case, amount=10000, **{fname: value})
        self._assert_not_promised()

    def test_create_with_defaults_of_a_link(self):
        context = {f"default_{fname}": value for fname, value in FORGED.items()}
        line = (
            self.Remedy.with_user(self.handler)
            .with_context(**context)
            .create(
                {
                    "complaint_id": self.case.id,
                    "type_id": self.types["refund"].id,
                    "amount": 10000,
                }
            )
        )
        self.assertEqual(line.state, "draft")
        self.assertFalse(line.approval_state or line.approval_id)
        self._assert_not_promised()

    def test_through_the_case(self):
        """A case that brings its lines along, when it is made or saved."""
        command = (
            0,
            0,
            {
                "type_id": self.types["refund"].id,
                "amount": 10000,
                "state": "accepted",
            },
        )
        with self.assertRaises(UserError):
            self._as_handler(self.case).remedy_ids = [command]
        with self.assertRaises(UserError):
            self._create_case(remedy_ids=[command])
        update = (1, self.line.id, {"approval_state": "approved"})
        with self.assertRaises(UserError):
            self._as_handler(self.case).remedy_ids = [update]
        self._assert_not_promised()

    def test_import(self):
        columns = ["complaint_id/.id", "type_id/.id", "amount"]
        row = [str(self.case.id), str(self.types["refund"].id), "10000"]
        lines = self.Remedy.with_user(self.handler).with_context(import_file=True)
        for fname, value in (
            ("state", "Offered"),
            ("state", "accepted"),
            ("approval_state", "Approved"),
        ):
            with self.subTest(fname):
                result = lines.load([*columns, fname], [[*row, value]])
                self.assertFalse(result["ids"])
                self.assertTrue(result["messages"])
        result = lines.load(columns, [row])
        self.assertEqual(self.Remedy.browse(result["ids"]).state, "draft")
        result = lines.load([".id", "state"], [[str(self.line.id), "Offered"]])
        self.assertTrue(result["messages"])
        self._assert_not_promised()

    def test_copied_case(self):
        """A copy brings no promise along."""
        self.line.with_user(self.manager).action_offer()
        copied = self.case.copy()
        self.assertFalse(copied.remedy_ids)

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def test_buttons(self):
        for door in ("action_offer", "action_grant"):
            for user in (self.handler, self.officer, self.powerless):
                with self.subTest(door), self._assert_refused("Ask for approval"):
                    getattr(self.line.with_user(user), door)()
        for door in ("action_accept", "action_decline", "action_fulfil"):
            with self.subTest(door), self.assertRaises(UserError):
                getattr(self._as_handler(self.line), door)()
        self._assert_not_promised()

    def test_offer_and_raise(self):
        """What was offered small does not grow."""
        small = self._as_handler(self._add_remedy(self.case, amount=10))
        small.action_offer()
        for vals in ({"amount": 9999}, {"currency_id": self.euro.id}):
            with self.subTest(vals), self._assert_refused("withdraw the offer"):
                small.write(vals)
        small.action_withdraw()
        small.amount = 9999
        with self._assert_refused("Ask for approval"):
            small.action_offer()

    def test_raise_and_offer_at_once(self):
        """Many small ones in one call: together they are beyond."""
        lines = self.Remedy.union(
            *(self._add_remedy(self.case, amount=20) for _number in range(3))
        )
        with self._assert_refused("Ask for approval"):
            self._as_handler(lines).action_offer()
        self.assertEqual(set(lines.mapped("state")), {"draft"})

    def test_move_to_a_case_with_room(self):
        other = self._create_case()
        with self.assertRaises(UserError):
            self._as_handler(self.line).complaint_id = other

    def test_settle(self):
        """R91: settled at once is what one may promise, never more."""
        self._bring_to(self.case, "investigating")
        self._as_handler(self.case).write(self._prepare_solution_vals())
        with self._assert_refused("Beyond what you may promise"):
            self._as_handler(self.case).action_settle()
        self.assertEqual(self.case.state, "investigating")
        self._assert_not_promised()

    def test_approve_the_decision(self):
        """R90: a manager who may not promise it does not approve it either."""
        self._bring_to(self.case, "pending")
        with self._assert_refused("Beyond what you may promise"):
            self.case.with_user(self.powerless).action_approve()
        self._assert_not_promised()
        self.case.with_user(self.manager).action_approve()
        self.assertEqual(self.line.approval_state, "approved")

    def test_go_on_anyway(self):
        """R90: passing gates with a reason does not pass this one."""
        self._bring_to(self.case, "pending")
        for name in ("approve", "answer"):
            with self.subTest(name), self.assertRaises(UserError):
                self.case.with_user(self.powerless)._transition(
                    name, reason="Because I say so", override=True
                )
        self._assert_not_promised()

    def test_line_added_after_the_decision(self):
        """What the decision did not know is not sent with the answer."""
        self.line.unlink()
        self._bring_to(self.case, "approved")
        self._add_remedy(self.case, amount=10000)
        with self.assertRaises(UserError):
            self._as_handler(self.case).action_answer()
        self._assert_not_promised()

    def test_answer_inquiry(self):
        """An inquiry that is answered on the spot promises nothing big."""
        inquiry = self._create_case(kind="inquiry", answer="<p>Yes.</p>")
        self._add_remedy(inquiry, amount=10000)
        with self._assert_refused("Beyond what you may promise"):
            inquiry.with_user(self.handler).action_answer_inquiry()
        self.assertEqual(inquiry.state, "new")

    def test_decide_suggestion(self):
        suggestion = self._bring_to(self._create_case(kind="suggestion"), "assessed")
        self._add_remedy(suggestion, "voucher", amount=10000)
        suggestion.sudo().write(
            {
                "decision": "<p>Good</p>",
                "suggestion_outcome": "adopted",
                "answer": "<p>Thank you</p>",
            }
        )
        with self._assert_refused("Beyond what you may promise"):
            suggestion.with_user(self.powerless).action_decide_suggestion()

    def test_customer_accepts_the_answer(self):
        """Whoever records that the customer accepts promises nothing by it."""
        self._as_handler(self.case).customer_response = "accepted"
        self._assert_not_promised()

    def test_approvals_of_ones_own(self):
        """Nobody asks themselves, nor passes it to themselves."""
        self._grant(self.colleague, 20000)
        self._as_handler(self.case).action_ask_approval()
        approval = self.case.approval_ids
        self.assertNotEqual(approval.approver_id, self.handler)
        self._grant(self.handler, 20000)
        with self.assertRaises(UserError):
            approval.with_user(self.handler).action_approve()
        with self.assertRaises(UserError):
            approval.with_user(self.powerless).action_approve()
        self._assert_not_promised()

    # ------------------------------------------------------------------
    # The customer, and who has no part in it
    # ------------------------------------------------------------------

    def test_customer_chooses_what_was_not_offered(self):
        """R93: a line that is only prepared cannot be chosen by its number."""
        with self._assert_refused("does not stand"):
            self.line._choose(by="customer")
        self._assert_not_promised()

    def test_portal_page_by_number(self):
        """The page takes answers to offers of its case only."""
        self._bring_to(self.case, "investigating")
        with self.assertRaises(UserError):
            self.case.sudo()._answer_offers_by_complainant({self.line.id: True})
        self._assert_not_promised()

    def test_portal_users_by_rpc(self):
        portal = self._create_user("authority_portal", "base.group_portal")
        self.case.partner_id = portal.partner_id
        for act in ("action_offer", "action_grant", "action_accept"):
            with self.subTest(act), self.assertRaises(AccessError):
                getattr(self.line.with_user(portal), act)()
        with self.assertRaises(AccessError):
            self.case.with_user(portal).action_ask_approval()
        with self.assertRaises(AccessError):
            self.env["complaint.authority"].with_user(portal).search([])
        self._assert_not_promised()
