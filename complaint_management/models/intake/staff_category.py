# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What staff complain about, and who takes care of it."""

from odoo import fields, models


class ComplaintCategory(models.Model):
    _inherit = "complaint.category"

    is_for_staff = fields.Boolean(
        string="For Staff",
        help="Staff choose it when they complain or suggest something themselves.",
    )

    def _get_route(self, complaint):
        """Staff go to the person of the category, else to the officer for staff."""
        route = super()._get_route(complaint)
        if not complaint.is_staff_case:
            return route
        officer = complaint.company_id.sudo().complaint_staff_user_id
        possible = route["user"] | officer.filtered("active").with_env(self.env)
        fit = possible - complaint._get_partial_users() - complaint._get_unfit_users()
        return {**route, "user": fit[:1]}
