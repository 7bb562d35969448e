# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the activity menu says of cases besides the tasks of the user.

It is counted when the menu is shown: nothing is written when a deadline passes, and
nothing has to be taken away when it is met.
"""

from odoo import api, models
from odoo.modules.module import get_module_icon

CASE = "complaint.complaint"
TO_DECIDE = "complaint.to.decide"
STAFF = "complaint_management.group_complaint_user"
# Nobody is given a task for these: they count as open work here.
WITHOUT_TASK = ("claim", "address", "proposal")


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _get_activity_groups(self):
        """The user's late cases, and what waits for their decision (R163)."""
        return [
            *super()._get_activity_groups(),
            *self._get_late_group(),
            *self._get_decision_group(),
        ]

    @api.model
    def _get_late_group(self):
        if not self.env.user.has_group(STAFF):
            return []
        late = self.env[CASE].search_count(
            [("user_id", "=", self.env.uid), ("is_overdue", "=", True)]
        )
        if not late:
            return []
        name = self.env._("Late complaints: %s", late)
        return [self._prepare_count_group(CASE, "complaint_late", name, late)]

    @api.model
    def _get_decision_group(self):
        rows = self.env[TO_DECIDE]
        if not rows.has_access("read"):
            return []
        counts = dict(rows._read_group([("is_mine", "=", True)], ["kind"], ["__count"]))
        if not counts:
            return []
        name = self.env._("Complaints to decide: %s", sum(counts.values()))
        untold = sum(counts.get(kind, 0) for kind in WITHOUT_TASK)
        return [self._prepare_count_group(TO_DECIDE, "complaint_decide", name, untold)]

    @api.model
    def _prepare_count_group(self, model, kind, name, count):
        """A line of the activity menu that opens a list of ours.

        :param str model: of what is counted
        :param str kind: what the client opens; see ``activity_menu_patch.esm.js``
        :param str name: what the line says
        :param int count: how many are no task of the user
        """
        return {
            "id": self.env["ir.model"]._get_id(model),
            "name": name,
            "model": model,
            "type": kind,
            "icon": get_module_icon("complaint_management"),
            "domain": [],
            "total_count": count,
            "view_type": "list",
        }
