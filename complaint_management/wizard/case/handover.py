# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ComplaintHandover(models.TransientModel):
    """Asks somebody to take a case over (R86)."""

    _name = "complaint.handover"
    _description = "Hand Over a Case"

    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint", string="Case", required=True
    )
    possible_user_ids = fields.Many2many(
        comodel_name="res.users", compute="_compute_possible_user_ids"
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Next Handler",
        required=True,
        domain="[('id', 'in', possible_user_ids)]",
    )
    note = fields.Text(string="What They Have to Know", required=True)

    @api.depends("complaint_id")
    def _compute_possible_user_ids(self):
        for wizard in self:
            wizard.possible_user_ids = self.env["res.users"].union(
                *(case._get_possible_takers() for case in wizard.complaint_id)
            )

    def action_confirm(self):
        """Ask them, or give it to them where nobody has to accept.

        :raises UserError: they cannot take it over
        """
        self.ensure_one()
        self.complaint_id.check_access("write")
        self.complaint_id._give_to(self.user_id, self.note)
        return {"type": "ir.actions.act_window_close"}


class ComplaintHandoverDecline(models.TransientModel):
    """Asks why somebody does not take a case over."""

    _name = "complaint.handover.decline"
    _description = "Decline a Case"

    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint", string="Case", required=True
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Leave the case where it is, and say why."""
        self.ensure_one()
        self.complaint_id.action_decline_handover(self.reason)
        return {"type": "ir.actions.act_window_close"}
