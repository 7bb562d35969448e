# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""When a company works on complaints."""

from odoo import api, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_complaint_timezone(self):
        """As the working time says, which is cached: asked for with each number."""
        company = self.sudo()
        calendar = company.complaint_calendar_id or company.resource_calendar_id
        if not calendar:
            return super()._get_complaint_timezone()
        return calendar._get_working_time(self).tz

    @api.constrains("complaint_calendar_id")
    def _check_complaint_calendar_has_hours(self):
        policies = self.env["complaint.sla.policy"]
        for company in self.filtered("complaint_calendar_id"):
            calendar = company.complaint_calendar_id
            if not policies._has_working_time(calendar, company):
                raise ValidationError(
                    self.env._(
                        "The calendar “%s” has no working hours: no deadline could be "
                        "counted on it. Add hours to it, or choose another one.",
                        calendar.name,
                    )
                )

    def _get_complaint_working_time(self):
        """When this company works on complaints, as a ``WorkingTime``."""
        self.ensure_one()
        calendar = self.complaint_calendar_id or self.resource_calendar_id
        return self.env["complaint.clock"]._find_working_time(calendar, self)
