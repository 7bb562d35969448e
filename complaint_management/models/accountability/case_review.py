# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Entries follow what becomes of their case."""

from odoo import models
from odoo.tools import format_date

from .review import WITHOUT_EFFECT


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _after_transition(self, name, reason, when):
        """Entries of a case that was opened again, cancelled or decided anew."""
        result = super()._after_transition(name, reason, when)
        reviews = {
            "reopen": self._review_reopened,
            "cancel": self._review_cancelled,
            "approve": self._review_decided,
            "settle": self._review_decided,
        }
        if name in reviews:
            reviews[name](when)
        return result

    def _withdraw_decision(self):
        """What was decided changed, and is not approved any more."""
        result = super()._withdraw_decision()
        self._get_entries()._ask_for_review(
            lambda entry: entry.env._(
                "The decision on the case changed and is not approved yet."
            )
        )
        return result

    def _get_entries(self):
        """Entries of these cases that have an effect, or may still have one, as sudo.

        :return: penalties and rewards
        """
        return (
            self.env["complaint.penalty"]
            .sudo()
            .search(
                [
                    ("complaint_id", "in", self.ids),
                    ("state", "not in", WITHOUT_EFFECT),
                    ("reverses_id", "=", False),
                    ("reversed_by_id", "=", False),
                ]
            )
        )

    def _review_reopened(self, when):
        self._get_entries()._ask_for_review(
            lambda entry: entry.env._(
                "The case was opened again on %s.", format_date(entry.env, when)
            )
        )

    def _review_cancelled(self, when):
        def say(entry):
            survivor = entry.complaint_id.merged_into_id
            if survivor:
                return entry.env._(
                    "The case was merged into %(case)s on %(date)s.",
                    case=survivor.number,
                    date=format_date(entry.env, when),
                )
            return entry.env._(
                "The case was cancelled on %s.", format_date(entry.env, when)
            )

        self._get_entries()._ask_for_review(say)

    def _review_decided(self, when):
        """What the new decision says about entries that were made before it."""
        entries = self._get_entries().filtered(
            lambda entry: not entry.is_reward and entry.date_proposed < when
        )
        acquitted = entries.filtered(
            lambda entry: not entry.complaint_id._has_fault_of_ours()
        )
        acquitted._ask_for_review(
            lambda entry: entry.env._(
                "The decision of %s finds no fault of ours.",
                format_date(entry.env, when),
            )
        )
        unnamed = (entries - acquitted).filtered(lambda entry: entry._is_unnamed())
        unnamed._ask_for_review(
            lambda entry: entry.env._(
                "The decision of %s does not name this person any more.",
                format_date(entry.env, when),
            )
        )
