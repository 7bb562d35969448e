# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Cancelling asks what the complainant is told, and says how it reaches them."""

from markupsafe import Markup

from odoo import api, fields, models

from ...models.answer.case_ended import ENDINGS


class ComplaintTransitionWizard(models.TransientModel):
    """A letter for each reason, proposed in the complainant's language (R39, R156).

    Of several cases that were taken back, each complainant gets the text in their own
    language. What is out of scope is written once, for all that are chosen.
    """

    _name = "complaint.transition.wizard"
    _inherit = ["complaint.transition.wizard", "complaint.words.mixin"]

    customer_words = fields.Text(
        string="What They Said",
        help="How the complainant took it back: we confirm it in their own words.",
    )
    has_words = fields.Boolean(compute="_compute_has_words", compute_sudo=False)
    words = fields.Html(string="What They Are Told")
    way = fields.Text(
        string="How They Hear It", compute="_compute_way", compute_sudo=False
    )

    @api.depends("complaint_ids", "transition", "cancel_reason")
    def _compute_has_words(self):
        for wizard in self:
            wizard.has_words = bool(wizard._get_reader())

    @api.depends("complaint_ids", "transition", "cancel_reason", "customer_words")
    def _compute_words(self):
        return super()._compute_words()

    @api.depends("complaint_ids", "transition", "cancel_reason")
    def _compute_way(self):
        for wizard in self:
            is_asked = wizard.transition == "cancel" and wizard.cancel_reason
            wizard.way = is_asked and wizard._say_way()

    def _get_cases(self):
        """The cases that the user may read: others say nothing here."""
        return self.complaint_ids._origin._filtered_access("read")

    def _get_reader(self):
        """The case whose complainant the words are written for; empty for none."""
        told = self._get_cases().filtered(
            lambda case: case._is_told_of_ending(self.cancel_reason)
        )
        is_one_text = len(told) == 1 or self.cancel_reason == "out_of_scope"
        is_asked = self.transition == "cancel" and self.cancel_reason in ENDINGS
        return told[:1] if is_asked and is_one_text else told.browse()

    def _propose_words(self):
        case = self._get_reader()
        if not case:
            return False
        words = Markup(case._suggest_text(self.cancel_reason))
        said = (self.customer_words or "").strip()
        if self.cancel_reason != "withdrawn" or not said:
            return words
        reader = case.with_context(lang=case.lang)
        return Markup("<p>%s</p>") % reader.env._("You told us: “%s”", said) + words

    def _say_way(self):
        """How whom is told, or that nobody is told, and why."""
        cases = self._get_cases()
        told = cases.filtered(lambda case: case._is_told_of_ending(self.cancel_reason))
        if not told:
            return self.env._(
                "Nobody is told: an answer would tell whoever sends spam that somebody "
                "reads it. Choose another reason if a person may have meant it."
            )
        ways = list(dict.fromkeys(case._say_ending_way() for case in told))
        if len(told) == 1:
            return ways[0]
        sentence = (
            self.env._("All %s complainants read these words.", len(told))
            if self.cancel_reason == "out_of_scope"
            else self.env._(
                "Each of the %s complainants gets a confirmation in their language.",
                len(told),
            )
        )
        return "\n".join([sentence, *ways])

    def _cancel(self, cases):
        """Tell the words that were written; where none were, the text that fits."""
        return cases.action_cancel(
            reason=self.reason,
            cancel_reason=self.cancel_reason,
            words=self.words if self._get_reader() else None,
        )
