# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Putting an article right: taking it back, or repairing it (R145)."""

from odoo import models
from odoo.tools import plaintext2html


class ComplaintRemedy(models.Model):
    _inherit = "complaint.remedy"

    # ------------------------------------------------------------------
    # Repair
    # ------------------------------------------------------------------

    def _get_obstacle_repair(self):
        """Why no repair can be ordered, or False."""
        if not self.complaint_id.partner_id:
            return self.env._("The case has no customer record to repair for.")
        if not self._get_repair_type():
            return self.env._("The company has no warehouse that repairs.")
        return False

    def _get_hint_repair(self):
        product = self._get_origin_product()
        if not product:
            return self.env._("A repair is ordered, at no cost to the customer.")
        return self.env._(
            "The repair of %s is ordered, at no cost to the customer.",
            product.display_name,
        )

    def _get_repair_type(self):
        return self.env["stock.picking.type"].search(
            [
                ("code", "=", "repair_operation"),
                ("company_id", "=", self.env.company.id),
            ],
            limit=1,
        )

    def _fulfil_repair(self):
        """Order a repair that costs the customer nothing.

        :return: the ``repair.order``, not confirmed
        """
        return self.env["repair.order"].create(self._prepare_repair_vals())

    def _prepare_repair_vals(self):
        complaint = self.complaint_id
        lot = self._get_origin("stock.lot") or self._get_origin("repair.order").lot_id
        product = self._get_origin_product()
        return {
            "company_id": complaint.company_id.id,
            "picking_type_id": self._get_repair_type().id,
            "partner_id": complaint.partner_id.id,
            "product_id": product.id,
            "lot_id": lot.id if product and lot.product_id == product else False,
            "user_id": False,
            "under_warranty": True,
            "internal_notes": plaintext2html(f"{self._get_reference()}: {self.name}"),
        }

    def _get_origin_product(self):
        """The one article that the case is about, when that is clear.

        :return: a ``product.product``, or none
        """
        origin = self.complaint_id.origin_ref
        products = self.env["product.product"]
        if origin is None or not origin.exists():
            return products
        if origin._name == "product.product":
            products = origin
        elif origin._name in ("stock.lot", "repair.order"):
            products = origin.product_id
        elif origin._name == "stock.picking":
            products = origin.move_ids.product_id
        elif origin._name == "sale.order":
            products = origin.order_line.product_id
        elif origin._name == "account.move":
            products = origin.invoice_line_ids.product_id
        repaired = products.filtered(lambda product: product.type == "consu")
        return repaired if len(repaired) == 1 else repaired.browse()

    # ------------------------------------------------------------------
    # Return
    # ------------------------------------------------------------------

    def _get_obstacle_return(self):
        """Why no return can be prepared, or False."""
        deliveries = self._get_origin_deliveries()
        if not deliveries:
            return self.env._(
                "Under “About” stands no finished delivery to this customer with "
                "something left to take back."
            )
        if len(deliveries) > 1:
            return self.env._(
                "The order has several deliveries: choose the one that is meant under "
                "“About”."
            )
        return False

    def _get_hint_return(self):
        return self.env._(
            "The return of all that came with %s is prepared.",
            self._get_origin_deliveries().name,
        )

    def _get_origin_deliveries(self):
        """What was delivered to the customer and can be taken back still."""
        order, deliveries = (
            self._get_origin("sale.order"),
            self._get_origin("stock.picking"),
        )
        # Orders know their deliveries where both apps are installed.
        if order and "picking_ids" in order._fields:
            deliveries = order.picking_ids
        return deliveries.filtered(
            lambda picking: (
                picking.state == "done"
                and picking.picking_type_code == "outgoing"
                and self._is_for_customer(picking)
                and any(map(self._is_left_to_return, picking.move_ids))
            )
        )

    def _is_left_to_return(self, move):
        """Whether something of a delivered article did not come back yet."""
        returned = move.returned_move_ids.filtered(lambda back: back.state != "cancel")
        left = move.product_qty - sum(returned.mapped("product_qty"))
        return move.state == "done" and move.product_id.uom_id.compare(left, 0) > 0

    def _fulfil_return(self):
        """Prepare to take everything back that was delivered, as Odoo's dialog does.

        :return: the ``stock.picking`` of the return
        """
        delivery = self._get_origin_deliveries()
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_model=delivery._name, active_id=delivery.id)
            .create({"picking_id": delivery.id})
        )
        picking = delivery.browse(wizard.action_create_returns_all()["res_id"])
        picking.note = plaintext2html(f"{self._get_reference()}: {self.name}")
        return picking
