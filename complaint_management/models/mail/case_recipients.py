# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whom *Send message* proposes: who complained, and whom we talked to last.

Odoo proposes whoever stood in a copy, and our own company. A word about a complaint
goes to people who were meant; others are added by hand.
"""

from odoo import models
from odoo.tools import email_normalize
from odoo.tools.mail import email_normalize_all


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _message_get_suggested_recipients_batch(self, *args, **kwargs):
        """Leave out copies that nobody chose, and ourselves."""
        suggested = super()._message_get_suggested_recipients_batch(*args, **kwargs)
        companies_sudo = self.env["res.company"].sudo().search([])
        return {
            case.id: case._leave_out_bystanders(suggested[case.id], companies_sudo)
            for case in self
        }

    def _leave_out_bystanders(self, recipients, companies_sudo):
        """Those of the proposed recipients who are meant.

        :param list recipients: dicts, as Odoo's composer takes them
        :param companies_sudo: our own companies
        """
        self.ensure_one()
        ours = companies_sudo.partner_id
        lines = (*ours.mapped("email"), *companies_sudo.mapped("catchall_email"))
        copied = self._get_copied_addresses().union(
            *(email_normalize_all(line or "") for line in lines)
        )
        return [
            who
            for who in recipients
            if who["partner_id"] not in ours.ids
            and (
                email_normalize(who["email"]) not in copied
                or self._is_complainant(email=who["email"])
            )
        ]

    def _get_copied_addresses(self):
        """Who stood beside us in the headings of mails, and only there."""
        talk_sudo = self._get_customer_messages()
        lines = [
            self.sudo().email_cc,
            *talk_sudo.mapped("incoming_email_to"),
            *talk_sudo.mapped("incoming_email_cc"),
        ]
        chosen = {
            email_normalize(person.email)
            for person in talk_sudo.filtered(
                lambda message: not message.author_id.partner_share
            ).partner_ids
            | talk_sudo.author_id
        }
        found = {
            address for line in lines for address in email_normalize_all(line or "")
        }
        return found - chosen
