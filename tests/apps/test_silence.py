# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Customers who went quiet, by the orders of the app (R184)."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import AppsCase


@tagged("post_install", "-at_install")
class TestSilenceOfOrders(AppsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Silence = cls.env["complaint.silence"]
        cls.now = fields.Datetime.now()
        cls.customer = cls.env["res.partner"].create(
            {"name": "Chen Min", "is_company": True, "user_id": cls.officer.id}
        )
        cls.buyer = cls.customer.create(
            {"name": "Chen Hua", "parent_id": cls.customer.id}
        )
        for days in (228, 197, 166, 135, 104):
            cls._order(days)
        cls.case = cls._create_case(partner_id=cls.buyer.id)
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE complaint_complaint SET date_received = %s, state = 'closed',"
            " date_closed = %s WHERE id = %s",
            (*[cls.now - timedelta(days=150)] * 2, cls.case.id),
        )
        cls.env.invalidate_all()

    @classmethod
    def _order(cls, ago, confirm=True):
        """An order of the buyer, who belongs to the customer's company."""
        order = cls._create_order(cls.buyer, confirm=confirm)
        order.date_order = cls.now - timedelta(days=ago)
        return order

    def _find(self):
        self.Silence.sudo()._note_returns(self.company)
        self.Silence.sudo()._find_in(self.company)
        return self.Silence.search([("partner_id", "=", self.customer.id)])

    def test_found_by_the_orders_of_the_whole_company(self):
        silence = self._find()
        self.assertEqual(silence.user_id, self.officer)
        self.assertEqual((silence.order_count, silence.usual_days), (5, 31))
        self.assertIn("none for 104", silence.sentence)
        self.assertEqual(self._find(), silence)

    def test_a_quotation_is_no_order(self):
        self._order(1, confirm=False)
        self.assertTrue(self._find())

    def test_an_order_is_a_return(self):
        silence = self._find()
        self._order(0)
        self.assertEqual((self._find().state, silence.way_back), ("back", "order"))

    def test_the_menu_is_there(self):
        menu = self.env.ref("complaint_management.complaint_menu_silence")
        menus = self.env["ir.ui.menu"].with_user(self.officer)
        self.assertNotIn(menu.id, menus._load_menus_blacklist())
