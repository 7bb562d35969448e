# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ComplaintGoal(models.Model):
    _inherit = "complaint.goal"

    team_id = fields.Many2one(
        comodel_name="helpdesk.ticket.team",
        check_company=True,
        ondelete="set null",
        tracking=True,
        index="btree_not_null",
        help="Cases of the team. Empty: all.",
    )

    @api.model
    def _get_scope_fields(self):
        return [*super()._get_scope_fields(), "team_id"]
