# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the screens of the deadlines open."""

from odoo import fields, models


class ComplaintClock(models.Model):
    _inherit = "complaint.clock"

    can_extend = fields.Boolean(
        compute="_compute_can_extend",
        help="It runs, may be extended, and no request waits for a decision.",
    )

    def _compute_can_extend(self):
        now = fields.Datetime.now()
        editable = self.complaint_id._filtered_access("write")
        for clock in self:
            clock.can_extend = (
                clock._is_open()
                and clock.complaint_id in editable
                and clock.cap_amount > clock.amount + clock.extended_amount
                and (clock.state == "paused" or clock.date_due >= now)
                and "requested" not in clock.extension_ids.mapped("state")
            )

    def action_extend(self):
        """Open the dialog that asks for more time."""
        self.ensure_one()
        self.complaint_id.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Extend a Deadline"),
            "res_model": "complaint.extend",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_complaint_id": self.complaint_id.id,
                "default_clock_id": self.id,
            },
        }

    def action_open_case(self):
        """Open the case that the deadline belongs to."""
        self.ensure_one()
        return self.complaint_id._get_records_action()
