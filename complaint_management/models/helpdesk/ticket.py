# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class HelpdeskTicket(models.Model):
    _name = "helpdesk.ticket"
    _inherit = ["helpdesk.ticket", "complaint.source.mixin"]
    _complaint_field = "ticket_id"

    complaint_ids = fields.One2many(
        comodel_name="complaint.complaint",
        inverse_name="ticket_id",
        string="Complaints",
        groups="base.group_user",
    )

    def _prepare_complaint_vals(self):
        vals = super()._prepare_complaint_vals()
        vals.update(
            name=self.name,
            description=self.description,
            channel_id=self.channel_id.id,
            team_id=self.team_id.id,
            tag_ids=self.tag_ids.ids,
        )
        given = {"partner_name": self.partner_name, "email_from": self.partner_email}
        vals.update((fname, value) for fname, value in given.items() if value)
        return vals
