# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Taking off a case what tells who complained, when they ask for protection later."""

from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize, formataddr
from odoo.tools.mail import email_normalize_all
from odoo.tools.misc import hmac

from ...tools.case.phases import follows, follows_new
from ...tools.mail.body import hide_in_html
from .vault_record import IDENTITY_FIELDS

# What a case came from, or led to, and names its customer.
SOURCES = frozenset({"ticket_id", "lead_id", "winback_lead_id"})


class Traces(NamedTuple):
    """By what a complainant is known in messages, followers and mails.

    ``words`` are names, numbers and postal addresses, as written.
    """

    partners: models.BaseModel
    emails: frozenset
    words: frozenset


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _get_neutral_sender(self):
        """The sender of words of a protected complainant: nobody in particular."""
        self.ensure_one()
        company_sudo = self.company_id.sudo()
        address = (
            company_sudo.alias_domain_id.default_from_email
            or email_normalize(company_sudo.email)
            or email_normalize(self.env.ref("base.partner_root").sudo().email)
        )
        return formataddr((self.env._("The complainant"), address or "noreply@invalid"))

    def _prepare_complainant_author(self):
        """Under which name words of the complainant stand in the chatter."""
        self.ensure_one()
        if self.identity_mode != "named":
            return {"author_id": False, "email_from": self._get_neutral_sender()}
        partner = self.sudo().partner_id
        # A colleague who complains as a customer does not speak for the house.
        if partner and partner.partner_share:
            return {"author_id": partner.id, "email_from": partner.email_formatted}
        name = self.partner_name or partner.name or self.env._("The complainant")
        email = self.email_from or partner.email
        sender = formataddr((name, email)) if email else name
        return {"author_id": False, "email_from": sender}

    @api.model
    def _get_mail_key(self, message_id):
        """The name under which a mail is known on a protected case.

        Its own name would tell whose mail server it came from.
        """
        digest = hmac(self.env(su=True), "complaint.mailgate", message_id)
        return f"<{digest}@complaint.invalid>"

    def _get_all_traces(self):
        """By what the complainants of these cases are known.

        :return: dict of case to ``Traces``
        """
        # Read for all of them: one by one, each would be looked up for itself.
        self.sudo().mapped("partner_id.email")
        self.sudo().mapped("other_partner_ids.email")
        return {case: case._get_traces() for case in self}

    def _get_traces(self):
        """By what the complainants of a case are known, on it and in the vault."""
        self.ensure_one()
        partners = self.env["res.partner"].sudo()
        addresses, words = [], []
        for holder_sudo in self._get_identity_holders():
            partners |= holder_sudo.partner_id | holder_sudo.other_partner_ids
            addresses += [holder_sudo.email_from, holder_sudo.email_cc]
            words += [holder_sudo.partner_name, holder_sudo.phone, holder_sudo.street]
        for partner in partners:
            addresses.append(partner.email)
            words += [
                partner.name,
                partner.phone,
                partner.street,
                self._get_address(partner),
            ]
        return Traces(
            partners,
            frozenset(
                email for line in addresses for email in email_normalize_all(line or "")
            ),
            frozenset(filter(None, words)),
        )

    def _get_identity_holders(self):
        """The case and what its vault keeps, as sudo: each may know who complained."""
        complaint_sudo = self.sudo()
        return [complaint_sudo, *complaint_sudo.identity_ids]

    def _forget_traces(self, traces):
        """Take complainants out of chatter, followers, mails and creators.

        Each kind of record is looked up once, for all cases.

        :param dict traces: case to the ``Traces`` that were read before
        """
        self._forget_tracked_identity()
        self._forget_unread_mails()
        self._forget_messages(traces)
        self._forget_letters()
        self._forget_sources()
        # What leads to who wrote it, whatever its address says.
        led_back_sudo = self.sudo().filtered("source_url")
        led_back_sudo.with_context(mail_notrack=True).write({"source_url": False})
        self._forget_words(traces)

    def _forget_unread_mails(self):
        """Let mails that nobody could read tell nothing; for the room of the mails."""

    def _forget_tracked_identity(self):
        """Delete what the chatter logged about changes of who complained."""
        self.env["mail.tracking.value"].sudo().search(
            [
                ("mail_message_id.model", "=", self._name),
                ("mail_message_id.res_id", "in", self.ids),
                ("field_id.name", "in", IDENTITY_FIELDS),
            ]
        ).unlink()

    def _forget_messages(self, traces):
        """Let messages of and to the complainants name nobody.

        :param dict traces: case to the ``Traces`` of its complainants
        """
        known = {case.id: told for case, told in traces.items()}
        senders = {
            case.id: sender
            for cases in self.grouped("company_id").values()
            for sender in [cases[0]._get_neutral_sender()]
            for case in cases
        }
        messages_sudo = (
            self.env["mail.message"]
            .sudo()
            .search([("model", "=", self._name), ("res_id", "in", self.ids)])
        )
        written = messages_sudo.filtered(
            lambda message: (
                message.author_id in known[message.res_id].partners
                or email_normalize(message.email_from) in known[message.res_id].emails
            )
        )
        for sender, messages in written.grouped(
            lambda message: senders[message.res_id]
        ).items():
            messages.write(
                {"author_id": False, "email_from": sender, "reply_to": False}
            )
        for message in written.filtered(lambda row: row.message_type == "email"):
            # Its name tells whose mail server it came from.
            message.message_id = self._get_mail_key(message.message_id)
        addressed = ("incoming_email_to", "incoming_email_cc", "outgoing_email_to")
        messages_sudo.filtered(
            lambda message: any(message[fname] for fname in addressed)
        ).write(dict.fromkeys(addressed, False))
        messages_sudo.notification_ids.filtered(
            lambda row: self._names(row, known[row.mail_message_id.res_id])
        ).unlink()

    def _names(self, notification, traces):
        """Whether a notification went to a complainant."""
        return (
            notification.res_partner_id in traces.partners
            or email_normalize(notification.mail_email_address) in traces.emails
        )

    def _forget_letters(self):
        """Delete the letters that we made with their name; who needs one prints it."""
        letters_sudo = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("mimetype", "=", "application/pdf"),
                ]
            )
        )
        prefixes = {
            case.id: f"{(case.number or '').replace('/', '-')} - " for case in self
        }
        letters_sudo.filtered(
            lambda file: (file.name or "").startswith(prefixes[file.res_id])
        ).unlink()

    @follows_new()
    @follows(*SOURCES)
    def _part_from_sources(self):
        """A protected case hangs on no ticket or lead: these name their customer.

        They would also tell colleagues who may not know of it that it is there.
        """
        self.sudo().filtered(
            lambda case: (
                case.identity_mode != "named" and any(case[fname] for fname in SOURCES)
            )
        )._forget_sources()

    def _forget_sources(self):
        """Part cases from their tickets and leads, which name their customers.

        What stands in these is not ours, but for what we wrote about the case.
        """
        cases_sudo = self.sudo().filtered(
            lambda case: any(case[fname] for fname in SOURCES)
        )
        if not cases_sudo:
            return
        cited = Domain.OR(
            Domain("model", "=", case[fname]._name)
            & Domain("res_id", "=", case[fname].id)
            & Domain("body", "ilike", case.number)
            for case in cases_sudo
            for fname in SOURCES
            if case[fname]
        )
        self.env["mail.message"].sudo().search(cited).unlink()
        for case in cases_sudo.filtered("winback_lead_id"):
            lead = case.winback_lead_id.with_context(mail_notrack=True)
            lead.description = hide_in_html(
                lead.description, [case.display_name, case.number]
            )
        cases_sudo.with_context(mail_notrack=True).write(dict.fromkeys(SOURCES, False))
        cases_sudo._log_note(
            self.env._("The ticket or lead of this case still names the customer"),
            self.env._(
                "It does not lead here any more. What is written there stays as it is."
            ),
        )

    @api.onchange("identity_mode")
    def _onchange_identity_mode(self):
        """Tell whoever protects somebody what that does not reach."""
        kept_sudo = self._origin.sudo()
        sources = [kept_sudo[fname].display_name for fname in sorted(SOURCES)]
        named = ", ".join(filter(None, sources))
        if self.identity_mode == "named" or not named:
            return None
        return {
            "warning": {
                "title": self.env._("The name is elsewhere, too"),
                "message": self.env._(
                    "“%s” still names the customer. The case is parted from it, but "
                    "what is written there, and inside of files, stays as it is: if "
                    "nobody may know of it, see to it there.",
                    named,
                ),
            }
        }
