# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ComplaintFactFields(models.AbstractModel):
    _inherit = "complaint.fact.fields"

    channel_id = fields.Many2one(comodel_name="helpdesk.ticket.channel", readonly=True)
    team_id = fields.Many2one(comodel_name="helpdesk.ticket.team", readonly=True)


class ComplaintFact(models.Model):
    _inherit = "complaint.fact"

    @api.model
    def _get_taken(self):
        return {
            **super()._get_taken(),
            "channel_id": "channel_id",
            "team_id": "team_id",
        }


class ComplaintReport(models.Model):
    _inherit = "complaint.report"

    tag_ids = fields.Many2many(
        comodel_name="helpdesk.ticket.tag",
        relation="complaint_complaint_helpdesk_ticket_tag_rel",
        column1="complaint_complaint_id",
        column2="helpdesk_ticket_tag_id",
        readonly=True,
        help="A case counts once for each of its tags.",
    )
