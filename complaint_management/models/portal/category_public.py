# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Categories that customers choose themselves, each with a link and a poster."""

from odoo import api, fields, models


class ComplaintCategory(models.Model):
    _inherit = "complaint.category"

    is_public = fields.Boolean(
        string="On the Public Form",
        default=True,
        help="Customers can choose it themselves. A category is off the form also "
        "when one of its parents is.",
    )
    public_url = fields.Char(
        string="Public Link",
        compute="_compute_public_url",
        help="Opens the public form with this category: for a web page, a mail, or "
        "the poster in the Print menu.",
    )

    @api.depends("is_public", "parent_id.is_public", "active", "company_id")
    @api.depends_context("company")
    def _compute_public_url(self):
        public = self._filter_public()
        for category in self:
            company = category.company_id or self.env.company
            is_reached = category in public and company.sudo().complaint_public_form
            category.public_url = is_reached and category._get_public_url()

    def _get_public_url(self):
        """The address of the public form with this category."""
        self.ensure_one()
        return self._get_poster_company()._get_complaint_form_url(self)

    def _get_poster_company(self):
        """Whose form the link and the poster lead to."""
        return self.company_id or self.env.company

    def _filter_public(self):
        """These that customers can choose: they and all their parents are public."""

        def is_public(category):
            while category:
                if not (category.active and category.is_public):
                    return False
                category = category.parent_id
            return True

        return self.filtered(lambda category: category.id and is_public(category))

    @api.model
    def _get_public_tree(self, company):
        """What a customer can choose from, branch by branch.

        :param company: whose form it is
        :return: list of (top category, all categories below it, in order)
        """
        categories = self.sudo().search([("company_id", "in", (False, company.id))])
        public = categories._filter_public()
        # The path has the ids of all parents: one pass, whatever the depth.
        tops = public.filtered(lambda category: not category.parent_id)
        branches = public.grouped(lambda c: int((c.parent_path or "0").split("/")[0]))
        return [(top, branches.get(top.id, top) - top) for top in tops]
