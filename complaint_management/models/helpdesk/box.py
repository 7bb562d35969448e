# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ComplaintBox(models.Model):
    _inherit = "complaint.box"

    team_id = fields.Many2one(
        comodel_name="helpdesk.ticket.team",
        check_company=True,
        index="btree_not_null",
    )
