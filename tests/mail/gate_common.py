# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests of incoming mails share: an address, and mails to it."""

from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from odoo import fields

from ..common import ComplaintCase

ADDRESS = "complaints@power.example"
CUSTOMER = "Li Wei <li.wei@example.com>"


class MailgateCase(ComplaintCase):
    """The power company has a domain, and people write to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].create(
            {
                "name": "power.example",
                "bounce_alias": "bounce",
                "catchall_alias": "catchall",
                "default_from": "notifications",
            }
        )
        cls.company.alias_domain_id = cls.domain
        cls.mailbox = cls.env["complaint.mailbox"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.mailbox.alias_id.write(
            {"alias_domain_id": cls.domain.id, "alias_name": "complaints"}
        )
        cls.Unread = cls.env["complaint.unread.mail"]

    @classmethod
    def _make_mail(cls, body="The meters were swapped.", **headers):
        """A mail as its bytes.

        :param headers: named with "_" for "-"; None leaves one out
        """
        mail = EmailMessage()
        given = {
            "From": CUSTOMER,
            "To": ADDRESS,
            "Subject": "Wrong bill",
            "Message-ID": make_msgid(domain="example.com"),
            "Date": format_datetime(fields.Datetime.now()),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        for name, value in given.items():
            if value is not None:
                mail[name] = value
        if body is not None:
            mail.set_content(body)
        return mail

    def _receive(self, mail, model=None):
        """Let the mail server hand over a mail.

        :param mail: an ``EmailMessage``, or bytes
        :return: the case that it went to; empty for none
        """
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        case_id = self.env["mail.thread"].message_process(model, raw)
        self.env.flush_all()
        return self.Complaint.browse(case_id or [])

    def _write(self, body="The meters were swapped.", **headers):
        return self._receive(self._make_mail(body, **headers))

    def _get_unread(self):
        return self.Unread.search([("company_id", "=", self.company.id)])

    def _get_words(self, case):
        """Messages that both sides read."""
        return case._get_customer_messages().filtered(
            lambda message: message.message_type == "email"
        )

    def _get_notes(self, case):
        note = self.env.ref("mail.mt_note")
        notes = case.message_ids.filtered(lambda message: message.subtype_id == note)
        return " ".join(notes.mapped("body"))

    def _assert_unread(self, reason, count=1):
        unread = self._get_unread()
        self.assertEqual(unread.mapped("reason"), [reason] * count)
        return unread
