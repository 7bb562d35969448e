# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ResourceCalendarLeaves(models.Model):
    """A closing, when it is not the time off of one person."""

    _name = "resource.calendar.leaves"
    _inherit = ["resource.calendar.leaves", "complaint.working.time.mixin"]

    def _is_cached(self):
        """People take time off every day: that drops nothing."""
        return any(not leave.resource_id for leave in self)
