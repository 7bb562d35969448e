# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a case says to its customer, on paper and by mail.

Sentences around a name, a number or a date stand here and not in the templates:
as a whole they can be translated well, and letter and mail say the same.
"""

from odoo import models

# Steps between colleagues; a customer does not read them.
INTERNAL_STEPS = ("request_approval", "approve", "refuse")
# Steps whose reason the customer knows: it is theirs, or they were told.
EXPLAINED_STEPS = ("reopen", "cancel")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _get_salutation(self):
        """Greet the complainant; a protected one not by name (R152).

        :return: the greeting in the language of the environment
        """
        self.ensure_one()
        if self.identity_mode == "named" and self.partner_name:
            return self.env._("Dear %s,", self.partner_name)
        return self.env._("Dear Sir or Madam,")

    def _get_outcome_sentence(self):
        """Say whether the customer was right, in one sentence (R137).

        :return: the sentence, or an empty string as long as nothing is decided
        """
        self.ensure_one()
        sentences = {
            "upheld": self.env._("Your complaint is justified."),
            "partly_upheld": self.env._("Your complaint is justified in part."),
            "not_upheld": self.env._(
                "After examining the facts we could not confirm your complaint."
            ),
            "adopted": self.env._("We adopt your suggestion."),
            "partly": self.env._("We adopt your suggestion in part."),
            "not_adopted": self.env._("We have decided not to adopt your suggestion."),
        }
        outcome = {"complaint": self.verdict, "suggestion": self.suggestion_outcome}
        return sentences.get(outcome.get(self.kind), "")

    def _get_reopening_sentence(self):
        """Say how long the customer can come back on the answer.

        :return: the sentence, or an empty string when there is no such time
        """
        self.ensure_one()
        days = self.company_id.complaint_reopen_days
        if self.kind != "complaint" or not days:
            return ""
        return self.env._(
            "If you do not agree with this answer, please tell us within %(days)s "
            "days and give the number %(number)s: we will then take up your case "
            "again.",
            days=days,
            number=self.number,
        )

    def _get_printed_steps(self):
        """The process log as the customer may read it.

        :return: list of (log entry, reason to print or False)
        """
        self.ensure_one()
        return [
            (step, step.name in EXPLAINED_STEPS and not step.overridden and step.reason)
            for step in self.transition_ids.sorted("id")
            if step.name not in INTERNAL_STEPS
        ]

    def _get_print_timezone(self):
        """Time zone of printed dates: the reader's, else the company's."""
        self.ensure_one()
        company = self.company_id.sudo()
        return (
            self.env.context.get("tz")
            or self.env.user.tz
            or company.partner_id.tz
            or company.resource_calendar_id.tz
            or "UTC"
        )
