# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ComplaintSlaPolicy(models.Model):
    _inherit = "complaint.sla.policy"

    channel_ids = fields.Many2many(
        comodel_name="helpdesk.ticket.channel",
        relation="complaint_sla_policy_channel_rel",
        ondelete="restrict",
        string="Channels",
        check_company=True,
    )
    team_ids = fields.Many2many(
        comodel_name="helpdesk.ticket.team",
        relation="complaint_sla_policy_team_rel",
        ondelete="restrict",
        string="Teams",
        check_company=True,
    )
