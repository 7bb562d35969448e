# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What has to be done first on cases."""

from odoo import api, models
from odoo.fields import Domain


class ComplaintComplaint(models.Model):
    _name = "complaint.complaint"
    _inherit = ["complaint.complaint", "complaint.due.when.mixin"]

    _due_field = "next_due_date"

    # Lists begin with what is due first.
    _due_order_idx = models.Index("(next_due_date, severity DESC, id DESC)")

    @api.model
    def _get_others_turn_domain(self):
        return Domain("on_hold", "=", True) | Domain(
            "proposal_stage", "in", ("pending", "answered")
        )
