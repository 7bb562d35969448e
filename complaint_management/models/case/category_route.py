# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where the cases of a category go, with what it takes from above (R60)."""

from odoo import api, fields, models


class ComplaintCategory(models.Model):
    _inherit = "complaint.category"

    route = fields.Char(
        string="Goes To",
        compute="_compute_route",
        recursive=True,
        help="Unit, team and person that get its cases, also where a parent category "
        "says so.",
    )

    @api.depends(
        "department_id",
        "team_id",
        "user_id",
        "use_team_leader",
        "parent_id.route",
    )
    @api.depends_context("company")
    def _compute_route(self):
        for category in self:
            category.route = " · ".join(
                record.display_name for record in category._get_goals() if record
            )

    def _get_goals(self):
        """Unit, team and person, here or at the nearest parent that says it."""
        category = self.sudo()
        team = category._get_inherited("team_id")
        user = category._get_inherited("user_id")
        if not user and category._get_inherited("use_team_leader"):
            user = team.user_id
        return category._get_inherited("department_id"), team, user

    def _leads_to_somebody(self):
        """Whether cases of the category find a team, a unit or a person."""
        self.ensure_one()
        return any(self._get_goals())

    def _get_route(self, complaint):
        """Where a case goes (R60); extend for other rules.

        :param complaint: the case
        :return: dict with ``team``, ``department`` and ``user``, possibly empty
        """
        department, team, user = self.with_company(complaint.company_id)._get_goals()
        # Nobody is sent a complaint about themselves, or about whom they report to.
        user -= complaint._get_partial_users()
        route = {"team": team, "department": department, "user": user}
        return {
            role: record.filtered("active").with_env(self.env)
            for role, record in route.items()
        }
