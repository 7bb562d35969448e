# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a case says to its customer, on paper and by mail.

Sentences around a name, a number or a date stand here and not in the templates:
as a whole they can be translated well, and letter and mail say the same.
"""

from datetime import timedelta

from odoo import fields, models
from odoo.tools import format_date

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
        name = self.identity_mode == "named" and self._get_reach().name
        if name:
            return self.env._("Dear %s,", name)
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
            "days, by %(day)s, and give the number %(number)s: we will then take up "
            "your case again.",
            days=days,
            day=self._say_weekday(self._get_reopening_day()),
            number=self.number,
        )

    def _get_coming_promises(self):
        """What the complainant may expect by when, as on the page of their case.

        What is late already is not promised again, and that it arrived is what we
        are just writing.

        :return: list of sentences, the earliest first
        """
        self.ensure_one()
        case = self.with_context(
            tz=self._get_customer_timezone(), complaint_name_days=True
        )
        return [
            promise["text"]
            for promise in case._get_portal_promises()
            if not promise["is_late"] and promise.get("milestone") != "acknowledge"
        ]

    def _say_weekday(self, day):
        """A day in full, in the language of the reader."""
        return format_date(self.env, day, date_format="full")

    def _get_customer_timezone(self):
        """Time zone of what the complainant reads: their own, else the company's."""
        self.ensure_one()
        company = self.company_id.sudo()
        calendar = company.complaint_calendar_id or company.resource_calendar_id
        return (
            self.sudo().partner_id.tz or company.partner_id.tz or calendar.tz or "UTC"
        )

    def _get_reopening_day(self):
        """Until when the customer can come back: at least so long from the answer."""
        self.ensure_one()
        case = self.with_context(tz=self._get_customer_timezone())
        since = self.date_resolved or self.date_answered or fields.Datetime.now()
        days = timedelta(days=self.company_id.complaint_reopen_days)
        return fields.Datetime.context_timestamp(case, since).date() + days

    def _get_responsible_name(self):
        """Who is responsible towards the customer: a person, else the unit (R86)."""
        self.ensure_one()
        people = (self.user_id or self.first_contact_user_id).sudo()
        known = people.filtered(lambda user: user._is_living()).name
        known = known or self.sudo().department_id.name
        return known or self._get_responsible()[self].sudo().name or ""

    def _get_page_url(self):
        """The customer's own page of the case; nothing on paper.

        Only of a named case: whoever reads a mail to a protected complainant does not
        get a key to their page with it.
        """
        self.ensure_one()
        on_paper = self.env.context.get("complaint_on_paper")
        if on_paper or self.identity_mode != "named" or not self.number:
            return ""
        return self._get_customer_link()

    def _get_address_lines(self):
        """Name and address on a letter; a protected complainant has none (R152).

        Whoever prints it reads it: a letter with the address of a confidential
        complainant leaves the house by a custodian only.
        """
        self.ensure_one()
        if self.identity_mode != "named":
            return [self.env._("The complainant"), self.env._("Confidential")]
        reach = self._get_reach()
        return [line for line in (reach.name, reach.street) if line]

    def _get_letter_body(self, template_xmlid):
        """What a mail to the customer says, as it stands in a letter.

        One text for both, also where a manager has changed it.

        :param str template_xmlid: the mail
        :return: Markup
        """
        self.ensure_one()
        template = self.env.ref(template_xmlid).with_context(complaint_on_paper=True)
        return template._render_field("body_html", self.ids, set_lang=self.lang)[
            self.id
        ]

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
