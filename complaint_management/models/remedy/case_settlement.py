# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Settling at once what the customer asks for and we may give (R91, R95)."""

from markupsafe import Markup

from odoo import models
from odoo.tools import is_html_empty

from .remedy import LIVE


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def action_settle(self):
        """Give the customer what was agreed with them, and confirm it, in one click.

        Who settles promises within their own authority, so nobody else approves.

        :raises UserError: something is missing, or beyond authority
        """
        self.check_access("write")
        self._compose_settlement()
        return self._transition("settle")

    def _makes_sense(self, name):
        """Something was agreed, or could be."""
        if name == "settle":
            return any(remedy.state in LIVE for remedy in self.remedy_ids)
        return super()._makes_sense(name)

    def _compose_settlement(self):
        """Say what was agreed, in the language of the customer, where nothing is."""
        for complaint in self:
            lines = complaint.remedy_ids.filtered(
                lambda remedy: remedy.state in ("draft", "offered", "accepted")
            )
            if not lines or not is_html_empty(complaint.answer):
                continue
            case = complaint.with_context(lang=complaint.lang)
            complaint.answer = Markup("<p>%s</p>") % case.env._(
                "Thank you for talking with us. This is what we agreed with you."
            )

    def _check_need_agreed(self, given):
        """There is something to confirm, and it is clear what (R74).

        A complaint that is not upheld is approved by somebody else (R47, R191).
        """
        if self.verdict == "not_upheld":
            return self.env._(
                "Where the complaint is not upheld somebody else approves: use "
                "“Propose Solution”."
            )
        lines = self.remedy_ids.filtered(lambda remedy: remedy.state in LIVE)
        if not lines:
            return self.env._("Add what the customer gets under “Solution”.")
        options = lines.filtered("is_option")
        chosen = options.filtered(
            lambda remedy: remedy.state in ("accepted", "fulfilled")
        )
        if len(options) > 1 and not chosen:
            return self.env._("Mark the option that the customer chose as agreed.")

    def _check_need_impartial_settler(self, given):
        if self.env.user in self._get_barred_deciders():
            return self.env._(
                "Nobody decides on a complaint about themselves, or about somebody "
                "whom they report to."
            )

    def _after_transition_settle(self, reason, when):
        """The customer agreed already: what they get is promised and confirmed."""
        self._acknowledge_silently(when)
        for complaint in self.filtered(lambda case: not case.date_assessed):
            complaint._write_protected({"date_assessed": when})
        self._take_over()
        self._write_protected({"approver_id": self.env.uid})
        self._agree_on_remedies(when)
        self.customer_response = "accepted"
        self._send_or_schedule(
            "answer",
            "complaint_management.mail_template_answer",
            "complaint_management.mail_activity_type_answer",
            when,
        )

    def _agree_on_remedies(self, when):
        """Everything prepared and offered was agreed with the customer."""
        lines = self.remedy_ids
        lines.filtered(lambda remedy: remedy.state == "draft")._promise(
            "accepted", when
        )
        lines.filtered(lambda remedy: remedy.state == "offered")._choose(by="staff")
