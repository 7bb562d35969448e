# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests with the apps share: the company of the tests, doing business.

Only ``scripts/test`` knows where these run: on a database with account, gamification,
loyalty, project, repair, sale, stock and survey, none of which the addon depends on.
"""

from odoo import Command

from tests.common import ComplaintCase


class AppsCase(ComplaintCase):
    """The company with accounts, a product, and documents of a customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.product = cls.env["product.product"].create(
            {"name": "Meter", "is_storable": True, "list_price": 100, "taxes_id": False}
        )

    @classmethod
    def _create_invoice(cls, partner, amount=100, currency=None, post=True):
        """An invoice of one line, in the company's currency unless told otherwise."""
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": "2026-03-02",
                "currency_id": (currency or cls.company.currency_id).id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": cls.product.id,
                            "quantity": 1,
                            "price_unit": amount,
                            "tax_ids": False,
                        }
                    )
                ],
            }
        )
        if post:
            invoice.action_post()
        return invoice

    @classmethod
    def _create_order(cls, partner, amount=100, confirm=True, products=None):
        """A sales order of one of each product; by default of ours."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": 1,
                            "price_unit": amount,
                            "tax_ids": False,
                        }
                    )
                    for product in products or cls.product
                ],
            }
        )
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def _create_delivery(cls, partner):
        """The finished delivery of one product."""
        order = cls._create_order(partner)
        picking = order.picking_ids
        picking.move_ids.quantity = 1
        picking.move_ids.picked = True
        picking.button_validate()
        return picking
