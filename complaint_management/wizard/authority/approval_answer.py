# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ComplaintApprovalAnswer(models.TransientModel):
    """Says why a request for approval is sent back."""

    _name = "complaint.approval.answer"
    _description = "Send Back a Request for Approval"

    approval_id = fields.Many2one(
        comodel_name="complaint.approval", required=True, readonly=True
    )
    reason = fields.Text(required=True, help="Whoever asked reads it.")

    def action_send_back(self):
        """Send the request back with the reason."""
        self.ensure_one()
        action = self.approval_id.action_send_back(self.reason)
        # Who saw the case only to decide does not come back to the request.
        if isinstance(action, dict):
            return action
        return {"type": "ir.actions.act_window_close"}
