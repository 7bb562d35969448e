# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where the fault is ours, the head of the department says sorry in person (R100)."""

from odoo import api, models

from .case_resolution import JUSTIFIED, OURS

ACTIVITY = "complaint_management.mail_activity_type_head_apology"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _after_transition(self, name, reason, when):
        result = super()._after_transition(name, reason, when)
        if name in ("approve", "settle"):
            self._ask_for_head_apology()
        return result

    def _ask_for_head_apology(self):
        """Ask the head of the department to apologise, once for each case."""
        waiting = self.filtered(lambda case: case._owes_head_apology())
        for head, cases in waiting.grouped(
            lambda case: case._get_apologising_head()
        ).items():
            if head:
                cases.activity_schedule(ACTIVITY, user_id=head.id)

    def _owes_head_apology(self):
        """Whether somebody still has to say sorry for the department."""
        self.ensure_one()
        return (
            self.kind == "complaint"
            and self.company_id.complaint_head_apology
            and self.verdict in JUSTIFIED
            and self.sudo().fault_level in OURS
            # To whom nobody knows, nobody can speak.
            and self.identity_mode != "anonymous"
            and not self._get_head_apology_tasks()
            and self._get_apologising_head() not in self.sudo().apology_ids.user_id
        )

    def _get_apologising_head(self):
        """Who leads the department that is responsible, or one above it.

        Nobody who is complained about, who left, or who may not read the case.
        """
        self.ensure_one()
        departments_sudo = (
            self.sudo().responsible_department_ids or self.sudo().department_id
        )
        barred = self._get_accused_users()
        while departments_sudo:
            for user in departments_sudo.manager_id.user_id.with_env(self.env):
                if (
                    user.sudo().active
                    and user not in barred
                    and self.with_user(user).has_access("read")
                ):
                    return user
            departments_sudo = departments_sudo.parent_id
        return self.env["res.users"]

    def _get_task_owner(self, task):
        """Who leads the department now apologises, or who leads one above it."""
        if task.activity_type_id == self.env.ref(ACTIVITY):
            return self._get_apologising_head() or None
        return super()._get_task_owner(task)

    def _get_head_apology_tasks(self):
        kind = self.env.ref(ACTIVITY)
        return self.sudo().activity_ids.filtered(
            lambda task: task.activity_type_id == kind
        )

    @api.model
    def _get_gate_task_types(self):
        return super()._get_gate_task_types() | {self.env.ref(ACTIVITY).id}

    def _get_gates(self):
        """Closing waits for the task: nobody deletes it, or gives it to themselves."""
        due = self.filtered(lambda case: case._is_head_apology_due())
        return super()._get_gates() | due._get_head_apology_tasks()

    def _check_need_head_apology(self, given):
        task = self._get_head_apology_tasks()[:1]
        if task and self._is_head_apology_due():
            return self.env._(
                "%s has not apologised to the customer yet.", task.user_id.name
            )

    def _is_head_apology_due(self):
        """Whether the decision still says that the fault is ours."""
        return self.verdict in JUSTIFIED and self.sudo().fault_level in OURS


class ComplaintApology(models.Model):
    _inherit = "complaint.apology"

    @api.model_create_multi
    def create(self, vals_list):
        apologies = super().create(vals_list)
        apologies._close_head_task()
        return apologies

    def _close_head_task(self):
        """The head who apologised has done what was asked of them."""
        for complaint, apologies in self.grouped("complaint_id").items():
            tasks = complaint._get_head_apology_tasks().filtered(
                lambda task, heads=apologies.user_id: task.user_id in heads
            )
            tasks.action_feedback(feedback=self.env._("Apologised in person."))
