# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ComplaintReport(models.Model):
    _inherit = "complaint.report"

    channel_id = fields.Many2one(comodel_name="helpdesk.ticket.channel", readonly=True)
    team_id = fields.Many2one(comodel_name="helpdesk.ticket.team", readonly=True)

    @api.model
    def _get_fact_fields(self):
        return [*super()._get_fact_fields(), "channel_id", "team_id"]
