# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whom *Send message* proposes: who complained, and whom we talked to last.

Odoo proposes whoever stood in a copy, and our own company. A word about a complaint
goes to people who were meant; others are added by hand.
"""

from odoo import models
from odoo.tools import email_normalize, formataddr
from odoo.tools.mail import email_normalize_all


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _message_get_suggested_recipients_batch(self, *args, no_create=True, **kwargs):
        """Leave out copies that nobody chose, and ourselves; make no contacts of them.

        What is typed into the form at this moment is chosen.
        """
        suggested = super()._message_get_suggested_recipients_batch(
            *args, no_create=True, **kwargs
        )
        people = kwargs.get("additional_partners") or self.env["res.partner"]
        typed = email_normalize_all(kwargs.get("primary_email") or "")
        chosen = {*typed, *filter(None, people.mapped("email_normalized"))}
        bystanders = self._get_bystanders(chosen)
        meant = {
            case.id: [
                who
                for who in suggested[case.id]
                if not case._is_bystander(who, bystanders[case])
            ]
            for case in self
        }
        if not no_create:
            self._make_contacts(meant)
        return meant

    def _is_bystander(self, recipient, bystanders):
        """Whether nobody meant to write to somebody; nobody writes to themselves.

        :param dict recipient: as Odoo's composer takes it
        :param set bystanders: addresses
        """
        self.ensure_one()
        if recipient["partner_id"] == self.env.user.partner_id.id:
            return True
        address = email_normalize(recipient["email"])
        return address in bystanders and not self._is_complainant(email=address)

    def _get_bystanders(self, chosen):
        """Addresses that are only in copies of mails, and those of our companies.

        :param set chosen: addresses that are none of them
        :return: dict of case to set
        """
        companies_sudo = self.env["res.company"].sudo().search([("active", "=", True)])
        ours = (
            *companies_sudo.partner_id.mapped("email"),
            *companies_sudo.mapped("catchall_email"),
        )
        known = {email for line in ours for email in email_normalize_all(line or "")}
        return {case: (known | case._get_copied_addresses()) - chosen for case in self}

    def _make_contacts(self, recipients):
        """Give those who are proposed a contact, where Odoo wants one.

        :param dict recipients: case id to what the composer takes; changed in place
        """
        for case in self:
            for who in recipients[case.id]:
                if not who["partner_id"] and who["email"]:
                    given = [formataddr((who["name"], who["email"]))]
                    who["partner_id"] = case._partner_find_from_emails_single(given).id

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
