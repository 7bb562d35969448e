# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was done stays done, and what a gate waits for is done, not deleted."""

from odoo import api, models
from odoo.exceptions import AccessError

from ..common.proof import Proof

CASES = "complaint.complaint"
MANAGER = "complaint_management.group_complaint_manager"
# What makes a task another one.
TASK_FIELDS = {"active", "activity_type_id", "res_id", "res_model", "res_model_id"}
# What Odoo writes when a task is marked as done.
DONE_FIELDS = {"active", "attachment_ids", "feedback"}
# Says which tasks are just being marked as done.
_DONE = Proof("complaint_done")


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = ["complaint.evidence.mixin", "mail.activity"]

    @api.model
    def _get_evidence_place_fields(self):
        return TASK_FIELDS

    def _filter_evidence(self):
        """Tasks that were done."""
        keepers = self._get_evidence_keepers()
        done_sudo = self.sudo().filtered(
            lambda task: not task.active and task.res_model in keepers
        )
        return done_sudo.with_env(self.env)

    @api.model
    def _say_evidence(self):
        return self.env._(
            "What was done on a case stays in its history as it was. Mark open tasks "
            "as done, and plan a new one for what is still to do."
        )

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        tasks._check_evidence()
        return tasks

    def write(self, vals):
        if self._is_being_done(vals):
            # Who may mark a task as done was asked before; Odoo asks for the rest.
            self.check_access("write")
            return super(MailActivity, self.sudo()).write(vals)
        if (TASK_FIELDS | {"user_id"}) & set(vals):
            self._check_no_gate(may_manage=not TASK_FIELDS & set(vals))
        return super().write(vals)

    def _is_being_done(self, vals):
        """Whether this is what Odoo writes on tasks that are marked as done now."""
        done = _DONE.get(self.env)
        return bool(done) and done.issuperset(self.ids) and DONE_FIELDS >= set(vals)

    def unlink(self):
        self._check_no_gate()
        return super().unlink()

    def _check_no_gate(self, may_manage=False):
        """Refuse to take away a task that a gate of its case waits for.

        :param bool may_manage: complaint managers may
        :raises AccessError: naming what to do instead
        """
        gates = self.browse() if self.env.su else self._get_gate_tasks()
        if not gates or (may_manage and self.env.user.has_group(MANAGER)):
            return
        raise AccessError(
            self.env._(
                "The case cannot be closed before this is done: %(task)s. "
                "%(person)s marks it as done. A manager can give it to somebody "
                "else, or pass the gate with a reason.",
                task=gates[0].activity_type_id.name,
                person=gates[0].user_id.name,
            )
        )

    def _get_gate_tasks(self):
        """Those of the tasks that gates of their cases wait for, as sudo."""
        cases_sudo = self.env[CASES].sudo()
        kinds = cases_sudo._get_gate_task_types()
        tasks_sudo = self.sudo().filtered(
            lambda task: (
                task.active
                and task.res_model == CASES
                and task.activity_type_id.id in kinds
            )
        )
        if not tasks_sudo:
            return tasks_sudo
        return tasks_sudo & cases_sudo.browse(tasks_sudo.mapped("res_id"))._get_gates()

    def _action_done(self, feedback=False, attachment_ids=None):
        """Mark tasks as done, once, by who was asked to.

        :raises AccessError: it was done already, or is for somebody else to do
        """
        self._check_evidence()
        others = self.filtered(lambda task: task.sudo().user_id != self.env.user)
        others._check_no_gate(may_manage=True)
        done = _DONE.give(self, frozenset(self.ids))
        messages, following = super(MailActivity, done)._action_done(
            feedback=feedback, attachment_ids=attachment_ids
        )
        return messages.with_env(self.env), following.with_env(self.env)
