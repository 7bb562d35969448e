# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Of merged cases, what the customers bought and lost counts together."""

from odoo import api, models


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    @api.model
    def _get_merge_amount_fields(self):
        """What each complainant bought and lost, and what putting it right is worth."""
        return [
            *super()._get_merge_amount_fields(),
            "value_bought",
            "stated_loss",
            "fix_value",
        ]

    def _has_money(self):
        return super()._has_money() or bool(self.sudo().remedy_ids)
