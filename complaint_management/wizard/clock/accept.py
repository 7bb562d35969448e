# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ComplaintClockAccept(models.TransientModel):
    """A manager says why what was noted after a deadline is believed."""

    _name = "complaint.clock.accept"
    _description = "Accept a Late Entry"

    clock_ids = fields.Many2many(
        comodel_name="complaint.clock", string="Deadlines", required=True
    )
    reason = fields.Text(
        required=True, help="It is kept in the log of deadlines and on the case."
    )

    def action_accept(self):
        """Accept the entries with the reason."""
        self.ensure_one()
        self.clock_ids.action_accept_claim(reason=self.reason)
        return {"type": "ir.actions.act_window_close"}
