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


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    extension_ids = fields.One2many(
        comodel_name="complaint.extension",
        inverse_name="complaint_id",
        string="Extensions",
    )
    clock_event_ids = fields.One2many(
        comodel_name="complaint.clock.event",
        inverse_name="complaint_id",
        string="Deadline Log",
    )
    can_extend = fields.Boolean(compute="_compute_can_extend")

    def _compute_can_extend(self):
        for complaint in self:
            complaint.can_extend = any(complaint.clock_ids.mapped("can_extend"))

    def action_extend(self):
        """Open the dialog that asks for more time, on what can be extended first."""
        self.ensure_one()
        self.check_access("write")
        return self.clock_ids.filtered("can_extend")[:1].action_extend()

    def action_view_clocks(self):
        """Open the deadlines of the case with all that happened to them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_clock_action"
        )
        return {**action, "domain": [("complaint_id", "=", self.id)], "context": {}}
