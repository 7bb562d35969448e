# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The product and the lot that an incident is about (R11, R105)."""

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class ComplaintIncident(models.Model):
    _inherit = "complaint.incident"

    def _get_kin(self):
        """Cases of the same lot; where none is known, about the same product."""
        kin = super()._get_kin()
        if self.lot_id:
            return [*kin, Domain("lot_id", "=", self.lot_id.id)]
        if self.product_id:
            return [*kin, Domain("product_id", "=", self.product_id.id)]
        return kin

    @api.depends("product_id", "lot_id")
    def _compute_like_count(self):
        return super()._compute_like_count()

    @api.constrains("product_id", "lot_id")
    def _check_lot(self):
        """A lot is one of the product that the incident names."""
        for incident in self.sudo():
            of_lot = incident.lot_id.product_id
            if of_lot and incident.product_id and of_lot != incident.product_id:
                raise ValidationError(
                    self.env._(
                        "%(lot)s is a lot of %(product)s. Choose that product, or "
                        "another lot.",
                        lot=incident.lot_id.name,
                        product=of_lot.display_name,
                    )
                )
