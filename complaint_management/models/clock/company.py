# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_complaint_timezone(self):
        """As the working time says, which is cached: asked for with each number."""
        company = self.sudo()
        calendar = company.complaint_calendar_id or company.resource_calendar_id
        if not calendar:
            return super()._get_complaint_timezone()
        return calendar._get_working_time(self).tz
