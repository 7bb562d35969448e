# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""To which departments a case was sent for notice (R127)."""

from odoo import fields, models

STAFF = "complaint_management.group_complaint_user"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    share_ids = fields.One2many(
        comodel_name="complaint.share",
        inverse_name="complaint_id",
        string="Sent for Notice",
        copy=False,
        readonly=True,
        groups=STAFF,
    )

    def action_share(self):
        """Open what asks which department has to know of the case."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send for Notice"),
            "res_model": "complaint.share",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_id": self.id},
        }
