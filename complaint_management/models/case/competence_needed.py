# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the cases of a category need, and routing that respects it (R128, R193)."""

from odoo import api, fields, models, tools


class ComplaintCategory(models.Model):
    _name = "complaint.category"
    _inherit = ["complaint.cached.mixin", "complaint.category"]

    competence_ids = fields.Many2many(
        comodel_name="complaint.competence",
        relation="complaint_category_competence_rel",
        column1="category_id",
        column2="competence_id",
        string="Competences Needed",
        check_company=True,
        help="Who handles its cases must hold all of these, and what the parent "
        "categories need.",
    )

    @api.model
    def _get_cached_fields(self):
        return {"competence_ids", "parent_id"}

    def _get_needed_competences(self, company):
        """What a handler of the cases of a company must hold, here or further up.

        It asks nothing of the database where nothing is needed.

        :param company: the ``res.company`` of the cases
        :return: ``complaint.competence``, as sudo
        """
        competences_sudo = self.env["complaint.competence"].sudo()
        if not self:
            return competences_sudo
        needed = competences_sudo.browse(self._get_needed_competence_ids())
        return needed.filtered(
            lambda competence: (
                competence.active
                and competence.company_id in (company.browse(), company)
            )
        )

    @tools.ormcache("self.id")
    def _get_needed_competence_ids(self):
        needed = self.env["complaint.competence"].sudo()
        category = self.sudo().with_context(active_test=False)
        while category:
            needed |= category.competence_ids
            category = category.parent_id
        return tuple(needed.ids)

    def _get_route(self, complaint):
        """Only who holds what is needed gets cases; else the leader of the team.

        Where they do not hold it either, the team or the unit takes it up.
        """
        route = super()._get_route(complaint)
        needed = self._get_needed_competences(complaint.company_id)
        if not (needed and route["user"]):
            return route
        leader = route["team"].sudo().user_id.filtered("active").with_env(self.env)
        possible = route["user"] | (leader - complaint._get_partial_users())
        return {**route, "user": needed._filter_holders(possible)[:1]}
