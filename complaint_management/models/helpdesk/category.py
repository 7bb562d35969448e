# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ComplaintCategory(models.Model):
    _inherit = "complaint.category"

    team_id = fields.Many2one(
        comodel_name="helpdesk.ticket.team",
        company_dependent=True,
        check_company=True,
    )
