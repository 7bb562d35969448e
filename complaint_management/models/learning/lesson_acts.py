# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What people do with lessons."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from .lesson_table import ACTS

TO_APPROVE = "complaint_management.mail_activity_type_lesson"
TO_REVISE = "complaint_management.mail_activity_type_lesson_revise"


class ComplaintLesson(models.Model):
    _inherit = "complaint.lesson"
    _approval_tasks = (TO_APPROVE, TO_REVISE)

    @api.model
    def _get_acts(self):
        return ACTS

    # ------------------------------------------------------------------
    # The acts
    # ------------------------------------------------------------------

    def action_submit(self, reason=None):
        """Ask somebody else to approve it.

        :param str reason: why names that stand in it may stay
        :raises UserError: something is missing, or somebody is named
        """
        return self._act("submit", reason=reason)

    def action_approve(self, checked=False):
        """Let all staff read it.

        :param bool checked: the user saw that it tells nothing of a protected case
        :raises AccessError: the user wrote it, or may not decide on it
        """
        return self._act("approve", checked=checked)

    def action_send_back(self, reason=None):
        """It is not ready: its author changes it."""
        return self._act("send_back", reason=reason)

    def action_revise(self, reason=None):
        """It is changed: nobody but its writers reads it until it is approved again."""
        return self._act("revise", reason=reason)

    def action_retire(self, reason=None):
        """It is not true any more, or was learned: it is shown no longer."""
        return self._act("retire", reason=reason)

    def action_ask(self):
        """Do the act that the context names (``lesson_act``); ask what it needs first.

        :raises UserError: there is no such act
        """
        self.ensure_one()
        name = self.env.context.get("lesson_act")
        if name not in self._get_acts():
            raise UserError(self.env._("Choose what to do by the buttons."))
        self._check_may_act(name)
        if not self._has_to_ask(name):
            return self._act(name)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(self._get_acts()[name].label),
            "res_model": "complaint.lesson.act",
            "view_mode": "form",
            "target": "new",
            "context": {"default_lesson_id": self.id, "default_act": name},
        }

    def _has_to_ask(self, name):
        """Whether an act is possible, and needs something that a person says."""
        self.ensure_one()
        if self.state not in self._get_acts()[name].sources:
            return False
        if name == "submit":
            return bool(self._find_names()) and not self._check_needs_words({})
        if name == "approve":
            return self._has_protected()
        return True

    # ------------------------------------------------------------------
    # Whether it may be
    # ------------------------------------------------------------------

    def _say_not_yours(self, act):
        """Why the user may not do this, and who may."""
        if act.role == "approver":
            return self.env._(
                "“%s” is for a complaint officer who neither wrote the lesson nor "
                "asked for its approval; for a lesson of all companies, for a manager.",
                self.env._(act.label),
            )
        return self.env._(
            "“%s” is for the author of the lesson, or a complaint officer; for a "
            "lesson of all companies, for a manager.",
            self.env._(act.label),
        )

    def _check_needs_words(self, given):
        if is_html_empty(self.text) or not (self.next_time or "").strip():
            return self.env._("say what we learned, and what to do the next time.")

    def _check_needs_names(self, given):
        """Nobody is named by oversight (R38)."""
        names = self._find_names()
        if names and not (given.get("reason") or "").strip():
            return self.env._(
                "these names stand in it: %s. Take them out, or say why they may stay.",
                ", ".join(names),
            )

    def _check_needs_checked(self, given):
        """Somebody looked, as no machine may compare it with what the vault keeps."""
        if self._has_protected() and not given.get("checked"):
            return self.env._(
                "a protected case is behind it: confirm that nothing in it tells who "
                "complained."
            )

    # ------------------------------------------------------------------
    # The move
    # ------------------------------------------------------------------

    def _prepare_act_vals(self, name, given):
        vals = super()._prepare_act_vals(name, given)
        if name == "revise":
            return {**vals, "asker_id": False, "approver_id": False}
        return vals

    def _get_task_owner(self, task):
        """Who approves it now, or puts it right; never who may not know."""
        self.ensure_one()
        if task.activity_type_id == self.env.ref(TO_APPROVE):
            return self.sudo()._find_approvers()
        people = super()._get_task_owner(task) or self.env["res.users"]
        return people.filtered(
            lambda user: user.partner_id not in self._get_barred_partners()
        )

    def _find_approvers(self):
        """Never who may not know of the cases behind it."""
        barred = self._get_barred_partners()
        return (
            super()
            ._find_approvers()
            .filtered(lambda user: user.partner_id not in barred)
        )
