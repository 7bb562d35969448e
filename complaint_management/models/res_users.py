# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    reporting_employee_ids = fields.Many2many(
        comodel_name="hr.employee",
        string="Own and Reporting Employees",
        compute="_compute_reporting_employee_ids",
        compute_sudo=True,
        context={"active_test": False},
        export_string_translation=False,
    )

    def _compute_reporting_employee_ids(self):
        """Employees who are this user or report to them, near or far.

        The rule about protected cases reads it and remembers it for each user;
        changes of employees make it forget (R153).
        """
        employees = self.env["hr.employee"].with_context(active_test=False)
        for user in self:
            own = employees.search([("user_id", "=", user.id)])
            user.reporting_employee_ids = employees.search(
                [("id", "child_of", own.ids)]
            )
