# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is known of a case, as words that a suggested answer may begin with (R137).

They are proposals: a person reads and edits them before anybody approves or sends. Who
stands in what was found, and is not meant for the customer, becomes a gap, so that it
is not sent by oversight.
"""

from odoo import api, fields, models
from odoo.tools import html2plaintext, is_html_empty

from ...tools.mail.words import get_words
from ...tools.protection.redaction import Redactor

STAFF = "complaint_management.group_complaint_user"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    told_finding = fields.Text(
        string="Finding for the Customer",
        compute="_compute_told_finding",
        groups=STAFF,
        export_string_translation=False,
    )
    told_cause = fields.Char(
        string="Cause for the Customer",
        compute="_compute_told_cause",
        groups=STAFF,
        export_string_translation=False,
    )

    @api.depends(
        "finding",
        "identity_mode",
        "complained_employee_ids",
        "responsible_employee_ids",
        "user_id",
        "investigator_id",
    )
    def _compute_told_finding(self):
        """The finding in one paragraph, without names of our people."""
        for complaint in self:
            finding = complaint.finding
            complaint.told_finding = not is_html_empty(finding) and " ".join(
                complaint._get_answer_redactor()
                .hide(html2plaintext(finding, include_references=False))
                .split()
            )

    @api.depends("cause_id")
    @api.depends_context("lang")
    def _compute_told_cause(self):
        for complaint in self:
            complaint.told_cause = complaint.cause_id.name

    def _get_answer_redactor(self):
        """Takes out the names of our people.

        What the vault keeps is not asked for: by what is taken out of a list of names
        that somebody types, they would learn which of them is in it (R152).
        """
        self.ensure_one()
        case_sudo = self.sudo()
        people = case_sudo.complained_employee_ids | case_sudo.responsible_employee_ids
        users = case_sudo._get_workers()
        words = {*people.mapped("name"), *users.mapped("name")}
        return Redactor(filter(None, words))

    def _get_frame_lines(self):
        """What letter and mail say around the answer, in the customer's language.

        :return: list of str; also of remedies that are prepared and not offered yet
        """
        self.ensure_one()
        case = self.with_context(lang=self.lang)
        lines = [
            case._get_outcome_sentence(),
            *case._get_remedy_lines(),
            *case._get_prepared_lines(),
            *case._get_refusal_lines(),
            case._get_reopening_sentence(),
        ]
        return [line for line in lines if line]

    def _get_remedy_lines(self):
        """What the customer gets, as sentences; for the rooms that know it."""
        return []

    def _get_prepared_lines(self):
        """What is prepared and not offered yet, as ``_get_remedy_lines``."""
        return []

    def _get_refusal_lines(self):
        """What the customer does not get and why, as ``_get_remedy_lines``."""
        return []

    def _get_change_to_tell(self):
        """What we change, unless the answer says it word for word already."""
        self.ensure_one()
        change = " ".join((self.customer_change or "").split())
        said = " ".join(html2plaintext(self.answer or "").split())
        return "" if change in said else self.customer_change

    def _get_portal_answer(self):
        """Our answer as it was given; a draft of the next one is shown to nobody.

        :return: dict with ``day``, ``outcome``, ``text`` and
            ``change``, what we do otherwise from now on; None before there is one
        """
        self.ensure_one()
        if not self.date_answered or self.state == "cancelled":
            return None
        return {
            "day": self._say_portal_day(self.date_answered),
            "outcome": self._get_outcome_sentence(),
            "text": "" if is_html_empty(self.answer) else get_words(self.answer),
            "change": self.kind != "inquiry" and self.customer_change,
        }
