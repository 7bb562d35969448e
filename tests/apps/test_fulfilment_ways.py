# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Coupons, repairs, returns, tasks and opportunities for what was agreed."""

from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .fulfilment_common import FulfilmentCase


@tagged("post_install", "-at_install")
class TestFulfilmentWays(FulfilmentCase):
    def _fulfil(self, way, origin=None, **vals):
        remedy = self._create_agreed(way, origin, **vals)
        self.assertFalse(remedy.by_hand_reason)
        self.assertTrue(remedy.fulfilment_hint)
        remedy.action_fulfil()
        self.assertEqual(remedy.state, "fulfilled")
        return remedy, self._get_result(remedy)

    # ------------------------------------------------------------------
    # Coupons and gift cards
    # ------------------------------------------------------------------

    def test_coupon_and_gift_card(self):
        """They are worth the granted amount, as long as the type says (R93)."""
        for way, kind in (("coupon", "coupons"), ("gift_card", "gift_card")):
            self.types[way].validity_days = 30
            with self.subTest(way):
                remedy, card = self._fulfil(way, amount=25)
                self.assertEqual(card.program_id.program_type, kind)
                self.assertEqual(card.program_id.currency_id, remedy.currency_id)
                self.assertEqual(card.program_id.company_id, remedy.company_id)
                reward = card.program_id.reward_ids
                self.assertEqual(
                    (card.points * reward.discount, reward.discount_mode),
                    (25, "per_point"),
                )
                self.assertEqual(card.partner_id, self.customer)
                self.assertEqual(
                    card.expiration_date, fields.Date.today() + timedelta(days=30)
                )
                self.assertEqual(card.history_ids.issued, 25)

    def test_coupon_is_spent_in_an_order(self):
        """It takes its value off what the customer buys, once."""
        _remedy, card = self._fulfil("coupon", amount=25)
        order = self._create_order(self.customer, amount=100, confirm=False)
        rewards = order._try_apply_code(card.code)
        order._apply_program_reward(rewards[card], card)
        self.assertEqual(order.amount_total, 75)

    def test_program_is_made_once(self):
        """The second coupon comes from the same program; another currency does not."""
        _remedy, first = self._fulfil("coupon")
        _remedy, second = self._fulfil("coupon")
        self.assertEqual(first.program_id, second.program_id)
        self.assertNotEqual(first.code, second.code)
        currency = self.env["res.currency"].create({"name": "XTS", "symbol": "¤"})
        currency.rate_ids = [Command.create({"name": "2020-01-01", "rate": 2})]
        _remedy, third = self._fulfil("coupon", currency_id=currency.id)
        self.assertEqual(third.program_id.currency_id, currency)

    def test_program_of_the_type(self):
        """The type may name a program; one where points mean something else not."""
        named, other = self.env["loyalty.program"].create(
            [
                {
                    "name": name,
                    "program_type": "coupons",
                    "reward_ids": [
                        Command.clear(),
                        Command.create({"discount_mode": mode, "discount": 1}),
                    ],
                }
                for name, mode in (("Ours", "per_point"), ("Percents", "percent"))
            ]
        )
        type_ = self.types["coupon"]
        type_.fulfilment_ref = f"loyalty.program,{named.id}"
        self.assertEqual(self._fulfil("coupon")[1].program_id, named)
        type_.fulfilment_ref = f"loyalty.program,{other.id}"
        self.assertNotEqual(self._fulfil("coupon")[1].program_id, other)

    def test_code_is_for_the_customer(self):
        """A code that goes by mail is not shown; who has none is handed it over."""
        remedy, card = self._fulfil("coupon")
        self.assertNotIn(card.code, remedy.result_name)
        self.assertIn(card.code[-4:], remedy.result_name)
        remedy, card = self._fulfil("coupon", case_vals={"partner_id": False})
        self.assertIn(card.code, remedy.result_name)

    def test_card_without_value(self):
        self.types["coupon"].needs_value = False
        remedy = self._create_agreed("coupon", amount=0)
        self.assertIn("no amount", remedy.by_hand_reason)

    def test_in_the_company_of_the_case(self):
        """Whatever company somebody works in, it is the case's that gives."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.handler.company_ids += other
        case = self._create_case(
            user=self.env.user,
            company_id=other.id,
            category_id=False,
            channel_id=False,
            user_id=self.handler.id,
            partner_id=self.customer.id,
        )
        remedy = self.Remedy.create(
            {"complaint_id": case.id, "type_id": self.types["coupon"].id, "amount": 5}
        )
        remedy._write_sealed({"state": "accepted"})
        both = (self.company | other).ids
        remedy.with_user(self.handler).with_context(
            allowed_company_ids=both
        ).action_fulfil()
        self.assertEqual(self._get_result(remedy).company_id, other)

    # ------------------------------------------------------------------
    # Articles
    # ------------------------------------------------------------------

    def test_repair(self):
        """The article is repaired at no cost (R145)."""
        lot = self.env["stock.lot"].create(
            {"name": "M-17", "product_id": self.product.id}
        )
        _remedy, repair = self._fulfil("repair", lot)
        self.assertRecordValues(
            repair,
            [
                {
                    "state": "draft",
                    "partner_id": self.customer.id,
                    "product_id": self.product.id,
                    "lot_id": lot.id,
                    "under_warranty": True,
                    "company_id": self.company.id,
                }
            ],
        )
        self.assertFalse(repair.user_id)

    def test_repair_of_what_was_sold(self):
        """An order of one article says what to repair; one of several does not."""
        order = self._create_order(self.customer)
        self.assertEqual(self._fulfil("repair", order)[1].product_id, self.product)
        both = self.product | self.product.create({"name": "Cable"})
        order = self._create_order(self.customer, products=both)
        self.assertFalse(self._fulfil("repair", order)[1].product_id)
        self.assertFalse(self._fulfil("repair")[1].product_id)

    def test_repair_needs_customer_and_workshop(self):
        remedy = self._create_agreed("repair", case_vals={"partner_id": False})
        self.assertIn("no customer record", remedy.by_hand_reason)
        self.env["stock.picking.type"].search(
            [("code", "=", "repair_operation")]
        ).active = False
        remedy = self._create_agreed("repair")
        self.assertIn("no warehouse that repairs", remedy.by_hand_reason)

    def test_return(self):
        """All of the delivery comes back, once (R145)."""
        delivery = self._create_delivery(self.customer)
        remedy, back = self._fulfil("return", delivery)
        self.assertEqual(back.return_id, delivery)
        self.assertEqual(back.picking_type_code, "incoming")
        self.assertEqual(back.move_ids.product_uom_qty, 1)
        self.assertIn(remedy.complaint_id.number, back.note)
        again = self._create_agreed("return", delivery)
        self.assertIn("no finished delivery", again.by_hand_reason)
        back.action_cancel()
        again.invalidate_recordset(["by_hand_reason"])
        self.assertFalse(again.by_hand_reason)

    def test_return_of_an_order(self):
        delivery = self._create_delivery(self.customer)
        _remedy, back = self._fulfil("return", delivery.sale_id)
        self.assertEqual(back.return_id, delivery)

    def test_what_cannot_come_back(self):
        """Not delivered, delivered to somebody else, or not even a delivery."""
        order = self._create_order(self.customer)
        theirs = self._create_delivery(self.stranger)
        for origin in (order, order.picking_ids, theirs, self.product, None):
            with self.subTest(origin=origin):
                remedy = self._create_agreed("return", origin)
                self.assertIn("no finished delivery", remedy.by_hand_reason)

    # ------------------------------------------------------------------
    # Work
    # ------------------------------------------------------------------

    def test_opportunity(self):
        """Sales learns what the customer needs (R170)."""
        _remedy, lead = self._fulfil("opportunity")
        self.assertEqual((lead.type, lead.partner_id), ("opportunity", self.customer))
        self.assertEqual((lead.name, lead.user_id.id), ("What was agreed", False))
        _remedy, lead = self._fulfil("opportunity", case_vals={"partner_id": False})
        self.assertEqual(
            (lead.contact_name, lead.email_from), ("Li Wei", "li.wei@example.com")
        )

    def test_task(self):
        """In the project of the type, or on the list of whoever handles the case."""
        _remedy, task = self._fulfil("task")
        self.assertEqual(task.user_ids, self.handler)
        self.assertFalse(task.project_id)
        project = self.env["project.project"].create({"name": "Service"})
        self.types["task"].fulfilment_ref = f"project.project,{project.id}"
        _remedy, task = self._fulfil("task")
        self.assertEqual(task.project_id, project)
        self.assertEqual(task.partner_id, self.customer)
        project.active = False
        self.assertFalse(self._fulfil("task")[1].project_id)
