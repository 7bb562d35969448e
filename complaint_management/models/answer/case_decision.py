# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who approves the decision, and how they are asked (R47, R191)."""

from odoo import models

APPROVAL = "complaint_management.mail_activity_type_approval"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _check_need_impartial_approver(self, given):
        refusal = self._get_approver_refusal()
        return refusal and f"{refusal} {self._say_whom_to_ask()}"

    def _get_approver_refusal(self):
        """Why the user does not approve this case, in a sentence; or nothing."""
        if self.env.user in self._get_handlers():
            return self.env._("Somebody other than the handler approves.")
        if self.env.user in self._get_barred_deciders():
            return self.env._(
                "Nobody decides on a complaint about themselves, or about somebody "
                "whom they report to."
            )
        if self.env.user == self._get_last_log("request_approval").user_id:
            return self.env._("Somebody other than who asked for it approves.")

    def _after_transition_request_approval(self, reason, when):
        for approver, complaints in self.grouped(
            lambda complaint: complaint._get_approvers()[:1]
        ).items():
            if approver:
                complaints.activity_schedule(
                    APPROVAL,
                    user_id=approver.id,
                )

    def _after_transition_approve(self, reason, when):
        self._write_protected({"approver_id": self.env.uid})
        self._close_approval_activities()

    def _after_transition_refuse(self, reason, when):
        self._close_approval_activities(reason)

    def _get_task_owner(self, task):
        """Another approver decides, and not who handles the case."""
        if task.activity_type_id == self.env.ref(APPROVAL):
            return self._get_approvers() or None
        return super()._get_task_owner(task)

    def _close_approval_activities(self, feedback=None):
        self.activity_feedback(
            [APPROVAL],
            feedback=feedback,
        )
