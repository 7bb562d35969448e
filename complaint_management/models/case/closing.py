# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What remains of a case: follow-up, lesson, closing, and opening it again."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import plaintext2html

from .life_cycle import OPEN_STATES, TRANSITIONS


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    lesson = fields.Html(
        string="Lesson Learned",
        sanitize_style=True,
        copy=False,
        groups="complaint_management.group_complaint_user",
        help="What we change so that it does not happen again.",
    )
    legal_hold = fields.Boolean(
        tracking=True,
        copy=False,
        help="Keep the case as it is, whatever the retention time.",
    )
    followup_done = fields.Boolean(
        string="Follow-Up Made", compute="_compute_followup_done"
    )
    reopen_deadline = fields.Date(
        string="Can Be Reopened Until", compute="_compute_reopen_deadline"
    )

    @api.depends("contact_ids.purpose", "contact_ids.date", "date_answered")
    def _compute_followup_done(self):
        """A follow-up after the answer, also one tried in vain (R68)."""
        for complaint in self:
            answered = complaint.date_answered
            complaint.followup_done = answered and any(
                contact.purpose == "follow_up" and contact.date >= answered
                for contact in complaint.contact_ids
            )

    @api.depends("date_resolved", "company_id.complaint_reopen_days")
    def _compute_reopen_deadline(self):
        for complaint in self:
            complaint.reopen_deadline = complaint.date_resolved and (
                fields.Datetime.context_timestamp(complaint, complaint.date_resolved)
                + timedelta(days=complaint.company_id.complaint_reopen_days)
            )

    # ------------------------------------------------------------------
    # The closing gate
    # ------------------------------------------------------------------

    def _check_need_follow_up(self, given):
        if (
            self.kind == "complaint"
            and self.identity_mode != "anonymous"
            and not self.followup_done
        ):
            return self.env._(
                "Make the follow-up contact and log it: is the customer content now?"
            )

    def _check_need_learning(self, given):
        if self.kind == "complaint" and not (self.verdict and self.cause_id):
            return self.env._("Fill in the verdict and the root cause.")

    @api.constrains("user_id", "verdict", "suggestion_outcome", "answer")
    def _check_closed_complete(self):
        """A closed case keeps its responsible, its outcome and its reply (R39)."""
        for complaint in self.filtered(lambda complaint: complaint.state == "closed"):
            missing = complaint._get_missing(TRANSITIONS["close"].musts)
            if missing:
                raise ValidationError(
                    self.env._(
                        "%(case)s is closed and keeps what it was closed with:\n"
                        "%(missing)s",
                        case=complaint.display_name,
                        missing="\n".join(missing),
                    )
                )

    @api.constrains("active")
    def _check_archived_ended(self):
        """Everybody gets an answer: an open case is not put out of sight (R39)."""
        for complaint in self:
            if not complaint.active and complaint.state in OPEN_STATES:
                raise ValidationError(
                    self.env._(
                        "%(case)s is still open and cannot be archived. Close it, or "
                        "cancel it with a reason.",
                        case=complaint.display_name,
                    )
                )

    def _after_transition(self, name, reason, when):
        """Keep the date of the first resolution, whatever is reopened later."""
        first = self.filtered(
            lambda complaint: (
                complaint.date_resolved and not complaint.date_first_resolved
            )
        )
        first._write_protected({"date_first_resolved": when})
        return super()._after_transition(name, reason, when)

    # ------------------------------------------------------------------
    # Reopening
    # ------------------------------------------------------------------

    def action_reopen(self, reason=None):
        """Open cases again inside their window; later, continue in a new case.

        :param str reason: why; asked for in a dialog when it is not given
        :return: True, or the action that opens the new cases
        """
        if not reason:
            return self._ask_for("reopen")
        late = self._get_past_reopening()
        if self - late:
            (self - late)._transition("reopen", reason=reason)
        return late._continue_in_new_case(reason) if late else True

    def _get_past_reopening(self):
        """Those of the cases whose reopening window is over."""
        today = fields.Date.context_today(self)
        return self.filtered(
            lambda complaint: (
                complaint.reopen_deadline and complaint.reopen_deadline < today
            )
        )

    def _after_transition_reopen(self, reason, when):
        for complaint in self:
            complaint._write_protected(
                {
                    "reopen_count": complaint.reopen_count + 1,
                    "approver_id": False,
                    "date_answered": False,
                    "date_resolved": False,
                    "date_closed": False,
                }
            )
        self.write(
            {
                "active": True,
                "customer_response": "pending",
                "recourse_explained": False,
            }
        )

    def _continue_in_new_case(self, reason):
        """Register a new case for each that is past its reopening window.

        :param str reason: what the customer says now
        :return: the action that opens the new cases
        """
        self.check_access("read")
        self._check_actor(TRANSITIONS["reopen"])
        self._check_source(TRANSITIONS["reopen"], override=False)
        continued = self._continue(reason)
        return continued._get_records_action(name=self.env._("Continued Cases"))

    def _continue(self, reason):
        """Register the cases that go on where these ended.

        :param str reason: what the customer says now
        :return: the new cases
        """
        continued = self.create(
            [
                {
                    **vals,
                    "parent_id": complaint.id,
                    "description": plaintext2html(reason),
                }
                for complaint, vals in zip(self, self.copy_data(), strict=True)
            ]
        )
        for complaint in continued:
            complaint.parent_id._log_note(
                self.env._("Continued in %s", complaint.display_name), reason
            )
        return continued

    def _get_last_log(self, name):
        """The last time that a step was made, from the process log."""
        logs = self.transition_ids.filtered(lambda log: log.name == name)
        return logs.sorted("id")[-1:]
