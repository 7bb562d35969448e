# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who else is affected is found in orders, deliveries and invoices (R105, R201)."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import AppsCase


@tagged("post_install", "-at_install")
class TestAffectedApps(AppsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna, cls.bo = cls.env["res.partner"].create(
            [{"name": "Anna", "zip": "10115"}, {"name": "Bo", "zip": "80331"}]
        )
        cls.goods = cls.env["complaint.product"]._get_for(cls.product)
        cls.incident = cls.env["complaint.incident"].create(
            {"name": "Swapped meters", "product_id": cls.goods.id}
        )

    def _look(self, way, **vals):
        wizard = self.env["complaint.incident.affected"].create(
            {"incident_id": self.incident.id, "way": way, **vals}
        )
        wizard.action_search()
        return wizard.line_ids

    def test_by_what_they_ordered(self):
        order = self._create_order(self.anna)
        self._create_order(self.bo, confirm=False)
        other = self.product.create({"name": "Cable"})
        self._create_order(self.bo, products=other)
        lines = self._look("order")
        self.assertEqual(lines.partner_id, self.anna)
        self.assertEqual(lines.why, order.name)
        self.assertFalse(self._look("order", zip="8"))
        self.assertTrue(self._look("order", zip="10"))
        found = self._look("order", product_id=False, order=order.name.lower())
        self.assertEqual(found.partner_id, self.anna)

    def test_by_what_was_billed(self):
        invoice = self._create_invoice(self.bo)
        self._create_invoice(self.anna, post=False)
        lines = self._look("invoice")
        self.assertEqual((lines.partner_id, lines.why), (self.bo, invoice.name))
        self.assertFalse(self._look("invoice", date_begin="2026-03-03"))
        self.assertTrue(self._look("invoice", date_end="2026-03-02"))

    def test_by_the_lot_that_was_delivered(self):
        self.product.tracking = "lot"
        lots = self.env["stock.lot"].create(
            [{"name": name, "product_id": self.product.id} for name in ("A", "B")]
        )
        picking_type = self.env["stock.picking.type"].search(
            [("code", "=", "outgoing"), ("company_id", "=", self.company.id)], limit=1
        )
        for partner, lot in zip((self.anna, self.bo), lots, strict=True):
            picking = self.env["stock.picking"].create(
                {
                    "partner_id": partner.id,
                    "picking_type_id": picking_type.id,
                    "location_id": picking_type.default_location_src_id.id,
                    "location_dest_id": self.env.ref(
                        "stock.stock_location_customers"
                    ).id,
                    "move_ids": [
                        Command.create(
                            {
                                "product_id": self.product.id,
                                "product_uom_qty": 1,
                                "location_id": picking_type.default_location_src_id.id,
                                "location_dest_id": self.env.ref(
                                    "stock.stock_location_customers"
                                ).id,
                            }
                        )
                    ],
                }
            )
            picking.action_confirm()
            picking.move_ids.move_line_ids.unlink()
            picking.move_ids.move_line_ids = [
                Command.create(
                    {
                        "product_id": self.product.id,
                        "lot_id": lot.id,
                        "picking_id": picking.id,
                        "quantity": 1,
                        "location_id": picking.location_id.id,
                        "location_dest_id": picking.location_dest_id.id,
                    }
                )
            ]
            picking.move_ids.picked = True
            picking._action_done()
        lot = self.env["complaint.lot"]._get_for(lots[0])
        lines = self._look("lot", lot_id=lot.id)
        self.assertEqual(lines.partner_id, self.anna)

    def test_a_product_that_the_app_does_not_know(self):
        own = self.env["complaint.product"].create({"name": "Advice"})
        with self.assertRaises(UserError):
            self._look("order", product_id=own.id)

    def test_who_may_not_read_orders_is_not_offered_them(self):
        ways = self.env["complaint.incident"].with_user(self.officer)._get_open_ways()
        self.assertIn("case", ways)
        self.assertNotIn("order", ways)
