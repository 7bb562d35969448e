# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A suggestion that was assessed is laid before whoever decides on it (R4)."""

from datetime import timedelta

from odoo import fields, models

DECIDE = "complaint_management.mail_activity_type_decide"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _after_transition(self, name, reason, when):
        """Ask for the decision as soon as it is due, and no longer than it is."""
        result = super()._after_transition(name, reason, when)
        suggestions = self.filtered(lambda case: case.kind == "suggestion")
        if name == "decide_suggestion":
            suggestions.sudo().activity_feedback([DECIDE])
        elif name in ("cancel", "close"):
            suggestions.sudo().activity_unlink([DECIDE])
        waiting = suggestions.filtered(lambda case: case.state == "assessed")
        if name in ("assess", "reopen"):
            waiting._ask_to_decide()
        return result

    def _ask_to_decide(self):
        """Give who decides a task, due before the reply is."""
        for complaint in self:
            complaint.activity_schedule(
                DECIDE,
                date_deadline=complaint._get_decision_day(),
                user_id=complaint._get_approvers()[:1].id,
            )

    def _get_decision_day(self):
        """The day before the reply was promised, or sooner; today at the soonest."""
        self.ensure_one()
        usual = self.env.ref(DECIDE)._get_date_deadline()
        promised = self.promised_reply_date
        soonest = fields.Date.context_today(self)
        day = min(usual, promised - timedelta(days=1)) if promised else usual
        return max(day, soonest)

    def _get_task_owner(self, task):
        """Another manager decides, and not who handles the suggestion."""
        if task.activity_type_id == self.env.ref(DECIDE, raise_if_not_found=False):
            return self._get_approvers() or None
        return super()._get_task_owner(task)
