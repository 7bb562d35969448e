# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ComplaintClock(models.Model):
    _inherit = "complaint.clock"

    team_id = fields.Many2one(
        comodel_name="helpdesk.ticket.team", readonly=True, ondelete="set null"
    )
