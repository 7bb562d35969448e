# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What people do with internal requests, and what the product does by itself."""

import logging

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ..case.life_cycle import OPEN_STATES
from .request_table import ACTS, WAITING

TO_ANSWER = "complaint_management.mail_activity_type_request"
OVERDUE = "complaint_management.mail_activity_type_request_overdue"
# Which share of the time has passed when somebody is reminded.
REMIND_AT = 0.75
_logger = logging.getLogger(__name__)


class ComplaintRequest(models.Model):
    _inherit = "complaint.request"
    _acts_depend_on = ("state", "user_id", "department_id")

    @api.model
    def _get_acts(self):
        return ACTS

    def action_accept(self):
        """I answer it."""
        return self._act("accept")

    def action_answer(self, answer=None):
        """Answer it.

        :param str answer: what whoever asked is to know
        """
        return self._act("answer", answer=answer)

    def action_decline(self, reason=None):
        """Say that there will be no answer from us, and why."""
        return self._act("decline", reason=reason)

    def action_ask_again(self, reason=None):
        """The answer does not help: ask again, with a new time."""
        return self._act("ask_again", reason=reason)

    def action_withdraw(self, reason=None):
        """The answer is not needed any more."""
        return self._act("withdraw", reason=reason)

    def action_ask(self):
        """Open the dialog that asks what an act needs; its name is in the context."""
        self.ensure_one()
        act = self.env.context.get("request_act")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(self._get_acts()[act].label),
            "res_model": "complaint.request.act",
            "view_mode": "form",
            "target": "new",
            "context": {"default_request_id": self.id, "default_act": act},
        }

    # ------------------------------------------------------------------
    # What is missing, and what changes
    # ------------------------------------------------------------------

    def _check_needs_answer(self, given):
        if not (given.get("answer") or "").strip():
            return self.env._("write down the answer.")

    def _check_needs_case_open(self, given):
        if self.sudo().complaint_id.state not in OPEN_STATES:
            return self.env._("the case has ended: nobody needs an answer any more.")

    def _prepare_act_vals(self, name, given):
        vals = super()._prepare_act_vals(name, given)
        now = fields.Datetime.now()
        vals["end_reason"] = given.get("reason")
        if name == "accept":
            vals["user_id"] = self.env.uid
        elif name == "ask_again":
            vals.update(
                answer=False,
                answered_by_id=False,
                date_ended=False,
                date_reminded=False,
                date_escalated=False,
                date_asked=now,
                date_due=self.sudo()._find_due(),
                hours_taken=0,
                in_time=0,
            )
        else:
            vals["date_ended"] = now
        if name == "answer":
            seconds = self.sudo().complaint_id._count_working_seconds(
                self.date_asked, now
            )
            vals.update(
                answer=given["answer"],
                answered_by_id=self.env.uid,
                hours_taken=seconds / 3600,
                in_time=float(now <= self.date_due),
            )
        return vals

    def _get_act_words(self, name, given):
        words = super()._get_act_words(name, given)
        return [*words, given["answer"]] if given.get("answer") else words

    def _after_act(self, name, given):
        """Whoever asked is told how it ended; the tasks follow."""
        result = super()._after_act(name, given)
        requests = self.sudo()
        if name == "ask_again":
            requests.activity_unlink([OVERDUE])
        requests._plan_answer()
        if name in ("answer", "decline"):
            title = self.env._(self._get_acts()[name].done)
            requests._note_on_case(title)
            for request in requests:
                request._tell_asker(title)
        return result

    def _tell_asker(self, title):
        """Tell whoever waits for the answer; as sudo.

        :param str title: what happened
        """
        self.ensure_one()
        case, asker = self.complaint_id, self.requester_id
        people = asker | case.user_id
        able = case._filter_able({case: people})[case] - self.env.user
        if not able:
            return
        self.message_notify(
            partner_ids=able.partner_id.ids,
            subject=f"{title}: {self.name}",
            body=Markup("<p>%s</p><p>%s</p>")
            % (self.answer or self.end_reason or "", self._get_html_link()),
            author_id=self.env.user.partner_id.id,
        )

    # ------------------------------------------------------------------
    # Tasks
    # ------------------------------------------------------------------

    def _plan_answer(self):
        """Keep one task with who answers each request that waits."""
        kind = self.env.ref(TO_ANSWER)
        for request in self.sudo().with_context(mail_activity_quick_update=True):
            tasks = request.activity_ids.filtered(
                lambda task: task.activity_type_id == kind
            )
            user = request.state in WAITING and request._get_answerers()[:1]
            if not user:
                request.activity_unlink([TO_ANSWER, OVERDUE])
            elif not tasks:
                request._give_task(TO_ANSWER, user)
            elif tasks.user_id != user:
                tasks.write({"user_id": user.id})

    def _give_task(self, kind, user):
        """Give somebody a task about it, in their language; as sudo."""
        there = self.with_context(
            lang=user.lang or self.env.lang, tz=user.tz or self.env.user.tz
        )
        due = fields.Datetime.context_timestamp(there, self.date_due)
        there.activity_schedule(
            kind, user_id=user.id, date_deadline=due.date(), summary=self.name
        )

    @api.model
    def _cron_follow(self):
        """Give what was left to the next, remind, and tell above what is overdue.

        What fails keeps nothing else; a run that is missed loses nothing.
        """
        commit_progress = self.env["ir.cron"]._commit_progress
        for find, step in (
            ("_find_forlorn", "_plan_answer"),
            ("_find_to_remind", "_remind"),
            ("_find_to_escalate", "_escalate"),
        ):
            for request in getattr(self.sudo(), find)():
                try:
                    with self.env.cr.savepoint():
                        getattr(request, step)()
                except Exception:
                    _logger.exception("Request %s: %s failed", request.id, step)
                commit_progress(1)

    @api.model
    def _find_forlorn(self):
        """Requests whose task is nobody's, or of somebody who cannot do it; as sudo."""
        waiting = self.search([("state", "in", WAITING)])
        kind = self.env.ref(TO_ANSWER)

        def is_forlorn(request):
            users = request.activity_ids.filtered(
                lambda task: task.activity_type_id == kind
            ).user_id
            return not users or any(not request._may_be_asked(user) for user in users)

        return waiting.filtered(is_forlorn)

    @api.model
    def _find_to_remind(self):
        """Requests most of whose time has passed, and nobody was reminded; as sudo."""
        now = fields.Datetime.now()
        waiting = self.search(
            Domain("state", "in", WAITING)
            & Domain("date_reminded", "=", False)
            & Domain("date_due", ">=", now)
        )
        return waiting.filtered(
            lambda one: (
                now - one.date_asked >= (one.date_due - one.date_asked) * REMIND_AT
            )
        )

    def _remind(self):
        """Remind who answers; as sudo."""
        for request in self:
            user = request._get_answerers()[:1]
            there = request.with_context(lang=user.lang or self.env.lang)
            there.message_notify(
                partner_ids=user.partner_id.ids,
                subject=there.env._("An answer is due soon: %s", request.name),
                body=Markup("<p>%s</p>") % there._get_html_link(),
                author_id=self.env.ref("base.partner_root").id,
            )
            request._write_sealed({"date_reminded": fields.Datetime.now()})

    @api.model
    def _find_to_escalate(self):
        """Requests that are overdue, and nobody above was told; as sudo."""
        return self.search(
            Domain("state", "in", WAITING)
            & Domain("date_escalated", "=", False)
            & Domain("date_due", "<", fields.Datetime.now())
        )

    def _escalate(self):
        """Ask whoever is above to see that it is answered; as sudo."""
        for request in self:
            user = request._get_above()
            if user:
                request._give_task(OVERDUE, user)
            request._write_sealed({"date_escalated": fields.Datetime.now()})
