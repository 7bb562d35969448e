# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class ComplaintHidden(models.Model):
    """Complaints are looked for in tickets (R221)."""

    _inherit = "complaint.hidden"

    @api.model
    def _get_hidden_sources(self):
        return {
            **super()._get_hidden_sources(),
            "helpdesk.ticket": ("name", "description"),
        }
