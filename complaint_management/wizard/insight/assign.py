# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ComplaintAssign(models.TransientModel):
    """Gives cases to a handler: all of the selection, or none."""

    _name = "complaint.assign"
    _description = "Assign Complaints"

    complaint_ids = fields.Many2many(
        comodel_name="complaint.complaint", string="Cases", required=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Handler",
        required=True,
        domain="[('share', '=', False)]",
        help="Who handles the cases from now on. Deadlines and tasks go with them.",
    )

    def action_confirm(self):
        """Give the cases to the handler.

        :raises UserError: naming the cases that they may not handle
        """
        self.ensure_one()
        self.complaint_ids._do_to_all(lambda cases: cases._give_to(self.user_id))
        return {"type": "ir.actions.act_window_close"}
