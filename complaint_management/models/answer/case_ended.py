# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who takes a case back, or brings what is not ours to decide, is answered, too.

Withdrawn: we confirm it. Out of scope: we say why, and who can help. Merged: told by
``case_merged``. Spam: nobody is told. The words stay on the case, go out on the way
that reaches the complainant, and stand on their page (R39, R53, R156).
"""

from odoo import fields, models
from odoo.tools import is_html_empty

from .case_answer import find_gaps

# Reasons for which a case is cancelled, and its complainant told in words of ours.
ENDINGS = ("withdrawn", "out_of_scope")


class ComplaintAnswerText(models.Model):
    _inherit = "complaint.answer.text"

    purpose = fields.Selection(
        selection_add=[
            ("withdrawn", "Confirmation that a case was taken back"),
            ("out_of_scope", "Why we cannot decide a matter, and who can"),
        ],
        ondelete={"withdrawn": "cascade", "out_of_scope": "cascade"},
    )


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    ending_words = fields.Html(
        string="What They Were Told",
        sanitize_style=True,
        readonly=True,
        copy=False,
        help="What the complainant was told when the case was cancelled.",
    )

    def action_cancel(
        self, reason=None, cancel_reason=None, merged_into_id=False, words=None
    ):
        """End a case without an outcome, and tell the complainant.

        :param str reason: why; asked for in a dialog when it is not given
        :param str cancel_reason: withdrawn, out_of_scope, merged or spam
        :param int merged_into_id: the case that goes on, for a merged one
        :param str words: what the complainant is told, as HTML; by default the text
            that fits, in their language
        """
        if not reason or is_html_empty(words):
            return super().action_cancel(reason, cancel_reason, merged_into_id)
        return self._transition(
            "cancel",
            reason=reason,
            vals={
                "cancel_reason": cancel_reason,
                "merged_into_id": merged_into_id,
                "ending_words": words,
            },
        )

    # ------------------------------------------------------------------
    # What the move asks for
    # ------------------------------------------------------------------

    def _is_accepted(self):
        accepted = self.date_answered and self.customer_response == "accepted"
        return bool(accepted) or super()._is_accepted()

    def _makes_sense(self, name):
        if name == "cancel" and self._is_accepted():
            return False
        return super()._makes_sense(name)

    def _check_need_unaccepted(self, given):
        """What was answered and accepted is closed, not ended without an outcome."""
        if self._is_accepted() and given.get("cancel_reason") != "merged":
            return self.env._(
                "The complainant accepted our answer: close the case, or reopen it."
            )

    def _check_need_ending_words(self, given):
        """Everybody gets an answer: nothing is left out of what they are told."""
        reason = given.get("cancel_reason")
        if not self._is_told_of_ending(reason):
            return None
        words = given.get("ending_words") or self._suggest_text(reason)
        if is_html_empty(words):
            return self.env._("Write what the complainant is told.")
        gaps = find_gaps(words)
        if gaps:
            return self.env._(
                "Fill in what is still missing in the words to the complainant: %s",
                ", ".join(gaps),
            )

    # ------------------------------------------------------------------
    # Telling it
    # ------------------------------------------------------------------

    def _after_transition(self, name, reason, when):
        """Tell it when the deadlines have ended: nothing is promised any more."""
        result = super()._after_transition(name, reason, when)
        if name == "cancel":
            self._tell_ending()
        return result

    def _tell_ending(self):
        """Tell it, and keep no words that nobody was told."""
        for complaint in self:
            if not complaint._is_told_of_ending(complaint.cancel_reason):
                if complaint.ending_words:
                    complaint._write_protected({"ending_words": False})
                continue
            if is_html_empty(complaint.ending_words):
                words = complaint._suggest_text(complaint.cancel_reason)
                complaint._write_protected({"ending_words": words})
            complaint._give_notice(complaint.ending_words)

    def _is_told_of_ending(self, reason):
        """Whether the complainant is told, in words of ours, that the case ended.

        :param str reason: why it is cancelled
        """
        self.ensure_one()
        return reason in ENDINGS and not self.is_suspected_spam

    def _say_ending_way(self):
        """On which way the complainant hears that their case ended, in a sentence."""
        self.ensure_one()
        if self.identity_mode == "anonymous":
            return self.env._(
                "They read it on the page that their tracking code opens."
            )
        if self.can_mail:
            return self.env._("They get it by email, and read it on their page.")
        return self.env._(
            "No email reaches them: whoever speaks with them gets a task to call or "
            "write, with the letter."
        )
