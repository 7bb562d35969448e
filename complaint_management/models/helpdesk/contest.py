# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ComplaintContest(models.Model):
    _inherit = "complaint.contest"

    among = fields.Selection(
        selection_add=[("team", "Teams")], ondelete={"team": "cascade"}
    )
    team_ids = fields.Many2many(
        comodel_name="helpdesk.ticket.team",
        relation="complaint_contest_team_rel",
        # An archived one still keeps the others out.
        context={"active_test": False},
        string="These Teams",
        check_company=True,
        help="Empty: all teams.",
    )

    @api.model
    def _get_rules(self):
        return super()._get_rules() | {"team_ids"}

    @api.model
    def _get_sides(self):
        return {**super()._get_sides(), "team": ("team_id", "team_ids")}

    def _find_members(self, sides):
        if sides._name != "helpdesk.ticket.team":
            return super()._find_members(sides)
        return {team: team.user_ids | team.user_id for team in sides.sudo()}

    def _count_members(self, sides):
        if sides._name != "helpdesk.ticket.team":
            return super()._count_members(sides)
        return {team: len(users) for team, users in self._find_members(sides).items()}


class ComplaintContestRank(models.Model):
    _inherit = "complaint.contest.rank"

    team_id = fields.Many2one(
        comodel_name="helpdesk.ticket.team",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
