# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a case is about: a document of an app, where the app is installed."""

from odoo import api, fields, models

# Documents a case can be about, offered when their app is installed.
ORIGIN_MODELS = [
    "sale.order",
    "account.move",
    "pos.order",
    "stock.picking",
    "stock.lot",
    "product.product",
    "project.task",
    "repair.order",
]


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    origin_ref = fields.Reference(
        selection="_selection_origin_ref",
        string="About",
        help="The order, invoice, product or other document the case is about.",
    )

    @api.model
    def _selection_origin_ref(self):
        """Documents of the installed apps that a case can be about."""
        installed = [name for name in ORIGIN_MODELS if name in self.env]
        return [
            (model.model, model.name)
            for model in self.env["ir.model"]
            .sudo()
            .search([("model", "in", installed)])
        ]
