# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How much somebody has to do is seen where cases are given to them (R216)."""

from odoo import api, models

from .life_cycle import OPEN_STATES, USER


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.depends_context("complaint_load", "formatted_display_name")
    def _compute_display_name(self):
        """Add to each name of a list to choose from how many cases they handle."""
        result = super()._compute_display_name()
        context = self.env.context
        if not (
            context.get("complaint_load") and context.get("formatted_display_name")
        ):
            return result
        if not self.env.user.has_group(USER):
            return result
        load = self._count_open_complaints()
        for user in self:
            text = self.env._("Open cases: %s", load.get(user.id, 0))
            user.display_name = f"{user.display_name}\t--{text}--"
        return result

    def _count_open_complaints(self):
        """How many open cases each of these users handles, protected ones included.

        Of other companies than one's own nothing is counted.

        :return: dict of id to count
        """
        counts = (
            self.env["complaint.complaint"]
            .sudo()
            ._read_group(
                [
                    ("user_id", "in", self.ids),
                    ("state", "in", OPEN_STATES),
                    ("company_id", "in", self.env.user.company_ids.ids),
                ],
                ["user_id"],
                ["__count"],
            )
        )
        return {user.id: count for user, count in counts}
