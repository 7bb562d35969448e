# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ComplaintPollResult(models.Model):
    """What came of a round in one unit, where enough people answered."""

    _name = "complaint.poll.result"
    _description = "Result of a Survey in a Unit"
    _order = "round_id desc, answered_count desc, id"

    round_id = fields.Many2one(
        comodel_name="complaint.poll.round",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="round_id.company_id")
    department_id = fields.Many2one(
        comodel_name="hr.department", string="Now", ondelete="set null"
    )
    name = fields.Char(string="Unit", help="As it was called then.")
    answered_count = fields.Integer(string="Answered")
    satisfied_count = fields.Integer(string="Satisfied")
    average = fields.Float(digits=(3, 1), aggregator="avg")
    satisfied_share = fields.Float(
        string="Share Satisfied", compute="_compute_satisfied_share"
    )

    @api.depends("satisfied_count", "answered_count")
    def _compute_satisfied_share(self):
        for row in self:
            row.satisfied_share = row.satisfied_count / (row.answered_count or 1)
