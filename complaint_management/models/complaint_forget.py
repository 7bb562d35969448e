# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Taking off a case what tells who complained, when they ask for protection later."""

from typing import NamedTuple

from odoo import SUPERUSER_ID, api, models
from odoo.tools import SQL, email_normalize, formataddr
from odoo.tools.mail import email_normalize_all

from ..tools.mail_body import hide, hide_in_html
from .complaint_identity import IDENTITY_FIELDS

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

    def _get_traces(self):
        """By what the complainants of a named case are known."""
        self.ensure_one()
        case_sudo = self.sudo()
        partners = case_sudo.partner_id | case_sudo.other_partner_ids
        addresses = [
            case_sudo.email_from,
            case_sudo.email_cc,
            *partners.mapped("email"),
        ]
        return Traces(
            partners,
            frozenset(
                email for line in addresses for email in email_normalize_all(line or "")
            ),
            frozenset(
                filter(
                    None,
                    [
                        case_sudo.partner_name,
                        case_sudo.phone,
                        case_sudo.street,
                        *partners.mapped("name"),
                        *partners.mapped("phone"),
                        *partners.mapped("street"),
                    ],
                )
            ),
        )

    def _forget_traces(self, traces):
        """Take complainants out of chatter, followers, mails and creators.

        :param dict traces: case to the ``Traces`` that were read before
        """
        self._forget_tracked_identity()
        self.env["complaint.unread.mail"].sudo().search(
            [("complaint_id", "in", self.ids)]
        )._seal()
        for complaint in self:
            complaint._forget_messages(traces[complaint])
            complaint._forget_words(traces[complaint])
            complaint._forget_letters()
            complaint._forget_sources()
            complaint._forget_creators(traces[complaint].partners.user_ids)
            complaint.sudo().message_unsubscribe(traces[complaint].partners.ids)

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
        """Let messages of and to the complainants name nobody."""
        messages_sudo = (
            self.env["mail.message"]
            .sudo()
            .search([("model", "=", self._name), ("res_id", "in", self.ids)])
        )
        written = messages_sudo.filtered(
            lambda message: (
                message.author_id in traces.partners
                or email_normalize(message.email_from) in traces.emails
            )
        )
        written.write(
            {
                "author_id": False,
                "email_from": self._get_neutral_sender(),
                "reply_to": False,
            }
        )
        for message in written.filtered(lambda row: row.message_type == "email"):
            # Its name tells whose mail server it came from.
            message.message_id = self._get_mail_key(message.message_id)
        for fname in ("incoming_email_to", "incoming_email_cc", "outgoing_email_to"):
            messages_sudo.filtered(fname).write({fname: False})
        for message in messages_sudo.filtered(
            lambda message: message.partner_ids & traces.partners
        ):
            message.partner_ids -= traces.partners
        messages_sudo.notification_ids.filtered(
            lambda row: (
                row.res_partner_id in traces.partners
                or email_normalize(row.mail_email_address) in traces.emails
            )
        ).unlink()

    def _forget_words(self, traces):
        """Take names and addresses out of what was written on the case.

        We greet by name, and people sign what they write.
        """
        secrets = traces.words | traces.emails
        messages_sudo = (
            self.env["mail.message"]
            .sudo()
            .search([("model", "=", self._name), ("res_id", "in", self.ids)])
        )
        case_sudo = self.sudo().with_context(mail_notrack=True)
        for record, fname in (
            *((message, "subject") for message in messages_sudo),
            *((message, "body") for message in messages_sudo),
            *((contact, "summary") for contact in case_sudo.contact_ids),
            *((case_sudo, fname) for fname in ("name", "description", "demand")),
        ):
            is_html = record._fields[fname].type == "html"
            text = record[fname]
            hidden = text and (hide_in_html if is_html else hide)(text, secrets)
            if hidden != text:
                record[fname] = hidden

    def _forget_letters(self):
        """Delete the letters that we made with their name; who needs one prints it."""
        prefix = f"{(self.number or '').replace('/', '-')} - "
        self.env["ir.attachment"].sudo().search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("name", "=like", f"{prefix}%"),
                ("mimetype", "=", "application/pdf"),
            ]
        ).unlink()

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        complaints._part_from_sources()
        return complaints

    def write(self, vals):
        result = super().write(vals)
        if not SOURCES.isdisjoint(vals):
            self._part_from_sources()
        return result

    def _part_from_sources(self):
        """A protected case hangs on no ticket or lead: these name their customer.

        They would also tell colleagues who may not know of it that it is there.
        """
        for complaint in self.sudo():
            if complaint.identity_mode != "named" and any(
                complaint[fname] for fname in SOURCES
            ):
                complaint._forget_sources()

    def _forget_sources(self):
        """Part the case from its ticket and leads, which name their customer."""
        case_sudo = self.sudo()
        given = [fname for fname in SOURCES if case_sudo[fname]]
        for source_sudo in (case_sudo[fname] for fname in given):
            self.env["mail.message"].sudo().search(
                [
                    ("model", "=", source_sudo._name),
                    ("res_id", "=", source_sudo.id),
                    ("body", "ilike", self.number),
                ]
            ).unlink()
        if given:
            case_sudo.with_context(mail_notrack=True).write(dict.fromkeys(given, False))

    def _forget_creators(self, users):
        """Let what complainants made with their own login be made by the system.

        Odoo writes who created a record once and offers no way to change it.
        """
        if not users:
            return
        messages = self.env["mail.message"]
        attachments = self.env["ir.attachment"]
        self.env.flush_all()
        for model, condition in (
            (self, SQL("id IN %s", self._ids)),
            (
                messages,
                SQL("model = %s AND res_id IN %s", self._name, self._ids),
            ),
            (
                attachments,
                SQL("res_model = %s AND res_id IN %s", self._name, self._ids),
            ),
        ):
            for column in self._get_creator_columns(model):
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s SET %s = %s WHERE %s IN %s AND %s",
                        SQL.identifier(model._table),
                        SQL.identifier(column),
                        SUPERUSER_ID,
                        SQL.identifier(column),
                        users._ids,
                        condition,
                    )
                )
        self.invalidate_recordset()
        messages.invalidate_model(["create_uid", "write_uid"])
        attachments.invalidate_model(["create_uid", "write_uid"])

    def _get_creator_columns(self, model):
        columns = ["create_uid", "write_uid"]
        return columns + (["first_contact_user_id"] if model == self else [])
