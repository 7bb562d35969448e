# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who approves the decision, and how they are asked (R47, R191)."""

from odoo import models
from odoo.tools import format_list

from ..case.life_cycle import MANAGER

APPROVAL = "complaint_management.mail_activity_type_approval"
# So many are named of those who may decide, the nearest first.
MOST_NAMES = 3


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _check_need_impartial_approver(self, given):
        refusal = self._get_approver_refusal()
        return refusal and f"{refusal} {self._say_whom_to_ask()}"

    def _get_approver_refusal(self):
        """Why the user does not approve this case, in a sentence; or nothing."""
        if self.env.user == self.user_id:
            return self.env._("Somebody other than the handler approves.")
        if self.env.user in self._get_barred_deciders():
            return self.env._(
                "Nobody decides on a complaint about themselves, or about somebody "
                "whom they report to."
            )
        if self.env.user == self._get_last_log("request_approval").user_id:
            return self.env._("Somebody other than who asked for it approves.")

    def _say_whom_to_ask(self, people=None):
        """Who may decide what the user may not, in a sentence.

        :param people: the ``res.users`` who may; by default who may approve
        """
        self.ensure_one()
        able = self._get_approvers() if people is None else people
        names = (able - self.env.user).sudo().mapped("name")[:MOST_NAMES]
        if not names:
            return self.env._(
                "Nobody else may at the moment: ask whoever gives rights to make "
                "somebody a complaint manager."
            )
        return self.env._("Ask %s.", format_list(self.env, names, style="or"))

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

    def _get_approvers(self):
        """Users who may approve, the nearest first; extend to limit authority."""
        self.ensure_one()
        barred = self._get_barred_deciders()
        managers = (
            self.env.ref(MANAGER)
            .sudo()
            .all_user_ids.filtered(
                lambda user: (
                    user.active
                    and self.company_id in user.company_ids
                    and user != self.user_id
                    and user not in barred
                )
            )
        )
        near = self.sudo().department_id.manager_id.user_id | self.team_id.user_id
        return (near & managers) | managers.sorted("id", reverse=True)

    def _get_task_owner(self, task):
        """Another approver decides, and not who handles the case."""
        if task.activity_type_id == self.env.ref(APPROVAL):
            return self._get_approvers()
        return super()._get_task_owner(task)

    def _get_last_log(self, name):
        """The last time that a step was made, from the process log."""
        logs = self.transition_ids.filtered(lambda log: log.name == name)
        return logs.sorted("id")[-1:]

    def _close_approval_activities(self, feedback=None):
        self.activity_feedback(
            [APPROVAL],
            feedback=feedback,
        )
