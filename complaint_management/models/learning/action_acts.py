# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What people do with actions."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .action_table import ACTS

TO_DO = "complaint_management.mail_activity_type_action"
TO_CHECK = "complaint_management.mail_activity_type_action_check"
TO_DECIDE = "complaint_management.mail_activity_type_action_time"
# Whoever checks an action looks at it within this time.
CHECK_WITHIN = timedelta(days=7)


class ComplaintAction(models.Model):
    _inherit = "complaint.action"
    # Who checks it or decides on it need not be allowed to change it.
    _access_to_act = "read"

    @api.model
    def _get_acts(self):
        return ACTS

    # ------------------------------------------------------------------
    # The acts
    # ------------------------------------------------------------------

    def action_do(self, proof=None, file_ids=()):
        """It is done: say what proves it.

        :param str proof: what was done, and how one can see it
        :param file_ids: ids of attachments that the user uploaded
        :raises UserError: it is not open, or nothing proves it
        """
        return self._act("do", proof=proof, file_ids=file_ids)

    def action_check(self):
        """Somebody else than the owner saw that it was done.

        :raises AccessError: the user owns it, did it, or may not check it
        """
        return self._act("check")

    def action_send_back(self, reason=None):
        """What is there does not prove it: it is open again."""
        return self._act("send_back", reason=reason)

    def action_waive(self, reason=None):
        """It will not be done, and somebody above answers for that."""
        return self._act("waive", reason=reason)

    def action_cancel(self, reason=None):
        """It was a mistake, or is done by another action."""
        return self._act("cancel", reason=reason)

    def action_reopen(self, reason=None):
        """What ended is not enough: it is open again."""
        return self._act("reopen", reason=reason)

    def action_ask(self):
        """Open the dialog for the act that the context names (``action_act``)."""
        self.ensure_one()
        act = self.env.context.get("action_act")
        if act not in self._get_acts():
            raise UserError(self.env._("Choose what to do by the buttons."))
        return {
            "type": "ir.actions.act_window",
            "name": str(self.env._(self._get_acts()[act].label)),
            "res_model": "complaint.action.act",
            "view_mode": "form",
            "target": "new",
            "context": {"default_action_id": self.id, "default_act": act},
        }

    # ------------------------------------------------------------------
    # Whether it may be
    # ------------------------------------------------------------------

    def _makes_sense(self, name):
        """Whether a button says anything new; the rules stand in the table."""
        self.ensure_one()
        if name == "keep_date":
            return bool(self.date_due_asked)
        if name == "ask_time":
            return not self._is_decider() and not self.date_due_asked
        return super()._makes_sense(name)

    def _say_not_yours(self, act):
        """Why the user may not do this, and who may."""
        self.ensure_one()
        if act.role == "worker":
            return self.env._(
                "Its owner does “%(act)s” on “%(action)s”, or a complaint officer.",
                act=self.env._(act.label),
                action=self.name,
            )
        return self.env._(
            "“%(act)s” on “%(action)s” is for somebody else than who owns or did it: "
            "the checker, the head of the unit or a complaint officer.",
            act=self.env._(act.label),
            action=self.name,
        )

    def _check_needs_proof(self, given):
        if not (given.get("proof") or "").strip():
            return self.env._(
                "say what proves it: what was done, and how one can see it."
            )

    # ------------------------------------------------------------------
    # The move
    # ------------------------------------------------------------------

    def _prepare_act(self, name, given):
        if given.get("file_ids"):
            self._take_files(given["file_ids"])
        return super()._prepare_act(name, given)

    def _take_files(self, ids):
        """Files that the user uploaded become part of the action.

        :raises AccessError: they are somebody else's, or belong to something else
        """
        self.ensure_one()
        files_sudo = self.env["ir.attachment"].browse(ids).sudo()
        for file_sudo in files_sudo:
            if file_sudo.create_uid != self.env.user or (
                file_sudo.res_id and file_sudo.res_model != "complaint.action.act"
            ):
                raise AccessError(self.env._("Upload the files yourself."))
        files_sudo.write({"res_model": self._name, "res_id": self.id})

    def _prepare_act_vals(self, name, given):
        self.ensure_one()
        today = fields.Date.context_today(self)
        if name == "do":
            return {
                "proof": given["proof"],
                "proof_file_ids": [(4, id_) for id_ in given.get("file_ids") or ()],
                "date_done": today,
                "done_by_id": self.env.uid,
                "date_due_asked": False,
                "extension_reason": False,
            }
        if name == "check":
            return {"date_checked": today, "checked_by_id": self.env.uid}
        if name in ("waive", "cancel"):
            return {"end_reason": given["reason"], "date_due_asked": False}
        if name in ("reopen", "send_back"):
            return {
                "end_reason": given["reason"],
                "date_done": False,
                "done_by_id": False,
                "date_checked": False,
                "checked_by_id": False,
            }
        return super()._prepare_act_vals(name, given)

    def _get_act_words(self, name, given):
        words = given.get("reason") or given.get("proof") or given.get("words")
        day = given.get("date") and self._say_day(given["date"])
        return [line for line in (day, words) if line]

    def _after_act(self, name, given):
        result = super()._after_act(name, given)
        if name == "do":
            self.sudo().activity_feedback([TO_DO], feedback=given.get("proof"))
        elif name == "check":
            self.sudo().activity_feedback([TO_CHECK])
        elif self._get_acts()[name].target:
            self.sudo().activity_unlink([*self._get_work_kinds(), TO_DECIDE])
        self._plan_work()
        return result

    # ------------------------------------------------------------------
    # Tasks
    # ------------------------------------------------------------------

    def _plan_work(self):
        """Keep the one task of each action with who has to do it now, for its date."""
        kinds = [self.env.ref(xmlid) for xmlid in self._get_work_kinds()]
        for action in self.sudo().with_context(mail_activity_quick_update=True):
            kind, user, day = action._get_work()
            tasks = action.activity_ids.filtered(
                lambda task: task.activity_type_id in kinds
            )
            wanted = kind and self.env.ref(kind)
            tasks.filtered(lambda task, w=wanted: task.activity_type_id != w).unlink()
            kept = tasks.exists()[:1]
            if not (kind and user):
                kept.unlink()
            elif not kept:
                there = action.with_context(lang=user.lang or self.env.lang)
                there.activity_schedule(kind, date_deadline=day, user_id=user.id)
            elif (kept.user_id, kept.date_deadline) != (
                user,
                day or kept.date_deadline,
            ):
                kept.write(
                    {"user_id": user.id, "date_deadline": day or kept.date_deadline}
                )

    @api.model
    def _get_work_kinds(self):
        """The kinds of tasks of which an action has one at a time."""
        return [TO_DO, TO_CHECK]

    def _get_work(self):
        """What has to be done next with the action.

        :return: tuple of the kind of task, the user, and until when; False for nothing,
            and for a day that stays as it is
        """
        self.ensure_one()
        if self.state == "open":
            return TO_DO, self.user_id, self.date_due
        if self.state == "done":
            return TO_CHECK, self.checker_id, self._get_check_day()
        return False, self.env["res.users"], False

    def _get_check_day(self):
        """Until when it is checked."""
        self.ensure_one()
        return self.date_done and self.date_done + CHECK_WITHIN

    def _get_next_owners(self):
        """Who takes an action over, the nearest first: living, and allowed to know.

        The owner, the head of the unit or one above, the leader of a team that handles
        one of the cases, whoever is asked in the company.

        :return: ``res.users``, as sudo
        """
        self.ensure_one()
        action = self.sudo()
        people = action.user_id | self._get_heads().sudo()
        people |= action.complaint_ids.team_id.user_id
        people |= action.company_id._get_complaint_people()
        return people.filtered(lambda user: action._lets_know(user))

    def _lets_know(self, user):
        """Whether somebody is there for the company, and may know of it; as sudo."""
        self.ensure_one()
        return (
            user._works_in(self.company_id)
            and user.partner_id not in self._get_barred_partners()
        )
