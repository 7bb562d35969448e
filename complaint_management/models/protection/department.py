# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class HrDepartment(models.Model):
    """Who becomes the head of a department is barred from what is about it."""

    _inherit = "hr.department"

    def write(self, vals):
        """Bar the new heads from protected cases about departments and people."""
        result = super().write(vals)
        if {"manager_id", "parent_id"} & set(vals):
            self.env["complaint.complaint"].sudo().with_context(
                active_test=False
            ).search(
                [
                    ("identity_mode", "!=", "named"),
                    "|",
                    ("complained_department_ids", "child_of", self.ids),
                    ("complained_employee_ids.department_id", "child_of", self.ids),
                ]
            )._bar_accused()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_accused(self):
        """No department leaves a case by being deleted; it is not said why (R153)."""
        self.env["complaint.complaint"]._keep_staff("complained_department_ids", self)
