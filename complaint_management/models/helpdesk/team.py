# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

# What decides who reads the cases of a team.
MEMBER_FIELDS = {"user_ids", "active"}


class HelpdeskTicketTeam(models.Model):
    """Who joins a team reads its cases at once, and who leaves it no longer.

    Odoo keeps the domains of record rules, with the teams of their user in them.
    The other side of the membership is among the user's invalidation fields.
    """

    _name = "helpdesk.ticket.team"
    _inherit = ["complaint.cached.mixin", "helpdesk.ticket.team"]

    @api.model
    def _get_cached_fields(self):
        return MEMBER_FIELDS

    def write(self, vals):
        result = super().write(vals)
        if not vals.get("active", True):
            self._get_forlorn_complaints()._hand_over_to_responsible()
        return result

    @api.ondelete(at_uninstall=False)
    def _hand_over_before_unlink(self):
        """A team that is deleted was given up before."""
        self.filtered("active").write({"active": False})

    def _get_forlorn_complaints(self):
        """Open cases of these teams that nobody of them works on, as sudo."""
        cases_sudo = self.env["complaint.complaint"].sudo()
        return cases_sudo.with_context(active_test=False).search(
            [
                ("team_id", "in", self.ids),
                ("state", "not in", ("closed", "cancelled")),
                ("user_id", "=", False),
            ]
        )
