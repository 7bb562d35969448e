# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whoever works here begins the day at the desk."""

from odoo import api, models

from ..accountability.penalty import ACCOUNTABILITY
from ..case.life_cycle import USER


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    @api.model
    def _get_home_action(self):
        """The desk, for those for whom something waits there; others keep the board."""
        user = self.env.user
        if user.has_group(USER) or user.has_group(ACCOUNTABILITY):
            return "complaint_management.complaint_desk_my_action"
        return super()._get_home_action()
