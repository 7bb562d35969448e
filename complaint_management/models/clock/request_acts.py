# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What people do with internal requests."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..case.life_cycle import OPEN_STATES
from .request_table import ACTS, OVERDUE, WAITING


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
        if act not in self._get_acts():
            raise UserError(self.env._("Choose what to do by the buttons."))
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
        is_late = self.is_late or (self.state in WAITING and now > self.date_due)
        vals.update(end_reason=given.get("reason"), is_late=is_late)
        if name == "accept":
            vals["user_id"] = self.env.uid
        elif name == "ask_again":
            vals.update(
                answer=False,
                answered_by_id=False,
                date_ended=False,
                date_reminded=False,
                date_escalated=False,
                date_asked_again=now,
                date_due=self.sudo()._find_due(),
                hours_taken=0,
                in_time=0,
            )
        else:
            vals["date_ended"] = now
        if name == "answer":
            seconds = self.sudo().complaint_id._count_working_seconds(
                self._get_last_asked(), now
            )
            vals.update(
                answer=given["answer"],
                answered_by_id=self.env.uid,
                hours_taken=seconds / 3600,
                in_time=float(not is_late),
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
                request._tell_asker(name)
        return result

    def _tell_asker(self, name):
        """Tell whoever waits for the answer, in their language; as sudo.

        :param str name: the act that ended it
        """
        self.ensure_one()
        case, asker = self.complaint_id, self.requester_id
        people = asker | case.user_id
        able = case._filter_able({case: people})[case] - self.env.user
        for user in able:
            there = self.with_context(lang=user.lang or self.env.lang)
            title = there.env._(self._get_acts()[name].done)
            there.message_notify(
                partner_ids=user.partner_id.ids,
                subject=f"{title}: {there._say_shortly()}",
                body=Markup("<p>%s</p><p>%s</p>")
                % (there.answer or there.end_reason or "", there._get_html_link()),
                author_id=self.env.user.partner_id.id,
            )
