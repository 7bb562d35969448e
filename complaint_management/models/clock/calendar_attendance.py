# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ResourceCalendarAttendance(models.Model):
    """Hours of a weekday: clocks count them."""

    _name = "resource.calendar.attendance"
    _inherit = ["resource.calendar.attendance", "complaint.working.time.mixin"]
