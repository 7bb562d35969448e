# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ResourceResource(models.Model):
    """The user of an employee can be changed on what the employee is planned with."""

    _inherit = "resource.resource"

    def write(self, vals):
        """Follow up a change of users as one of the employees."""
        if "user_id" not in vals:
            return super().write(vals)
        employees_sudo = (
            self.env["hr.employee"]
            .sudo()
            .with_context(active_test=False)
            .search([("resource_id", "in", self.ids)])
        )
        before = employees_sudo._get_followed()
        result = super().write(vals)
        employees_sudo._forget_cached()
        employees_sudo._follow_up(before)
        return result
