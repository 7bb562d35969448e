# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether a complainant wants to hear what came of their complaint (R141)."""

from odoo import fields, models

from ...tools.case.phases import follows


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    wants_news = fields.Boolean(
        string="Tell Them What Came of It",
        default=True,
        copy=False,
        tracking=True,
        groups="complaint_management.group_complaint_user",
        help="When something is done about the cause, the complainant is told that "
        "they helped to fix it. Untick it when they want to hear no more of it.",
    )

    @follows("action_ids")
    def _hear_of_actions(self):
        """Who is linked to an action that is checked already hears of it, too."""
        self.sudo().action_ids._plan_to_tell()

    def _can_be_told(self):
        """Whether there is a way on which word reaches the complainant."""
        self.ensure_one()
        if self.identity_mode == "anonymous":
            return True
        reach = self._get_reach()
        return bool(reach.email or reach.phone or reach.street)
