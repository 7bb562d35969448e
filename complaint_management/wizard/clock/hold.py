# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from ...models.clock.pause import ASKED_WHOM


class ComplaintHold(models.TransientModel):
    """Puts cases on hold: why, what was asked of whom, how long at the longest."""

    _name = "complaint.hold"
    _description = "Put Complaints on Hold"

    complaint_ids = fields.Many2many(
        comodel_name="complaint.complaint", string="Cases", required=True
    )
    reason = fields.Text(required=True)
    asked_what = fields.Char(string="What Was Asked", required=True)
    asked_whom = fields.Selection(
        selection=ASKED_WHOM, required=True, default="customer"
    )
    days = fields.Integer(
        string="At the Longest",
        required=True,
        default=7,
        help="Days after which the case goes on by itself.",
    )

    def action_confirm(self):
        """Put the cases on hold."""
        self.ensure_one()
        self.complaint_ids._do_to_all(
            lambda cases: cases._hold(
                reason=self.reason,
                asked_what=self.asked_what,
                asked_whom=self.asked_whom,
                days=self.days,
            )
        )
        return {"type": "ir.actions.act_window_close"}
