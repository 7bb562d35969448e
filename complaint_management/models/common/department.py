# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class HrDepartment(models.Model):
    _inherit = "hr.department"

    def _get_heads(self):
        """Who heads the department or one above it, the nearest first.

        :return: ``res.users``, as sudo; those who have left are among them
        """
        heads, unit = self.env["res.users"].sudo(), self.sudo()
        while unit:
            heads |= unit.manager_id.user_id
            unit = unit.parent_id
        return heads
