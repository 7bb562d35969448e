# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mails with files that hang, mails beyond measure, and no room for either."""

import os
import tempfile
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_attachment import IrAttachment
from odoo.addons.complaint_management.tools.mail.incoming_mail import (
    PARTS,
    IncomingMail,
)
from odoo.addons.complaint_management.tools.upload import child as upload_child

from ..mail.gate_common import MailgateCase

MODELS = "odoo.addons.complaint_management.models"


def _nested(depth):
    """A mail of parts within parts."""
    heads = (
        f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n'
        for level in range(depth)
    )
    start = "From: li@example.com\nTo: complaints@power.example\nSubject: Deep\n"
    return (start + "".join(heads) + "\n\nHello").encode()


@tagged("post_install", "-at_install")
class TestMailFiles(MailgateCase):
    def _attach(self, name="bill.pdf", content=b"%PDF-1.4 secret"):
        mail = self._make_mail()
        mail.add_attachment(
            content, maintype="application", subtype="pdf", filename=name
        )
        return mail

    def _hang(self):
        """Let whoever looks into files never come back."""
        folder = self.enterContext(tempfile.TemporaryDirectory())
        program = os.path.join(folder, "worker.py")
        with open(program, "w") as target:
            target.write("while True: pass")
        self.enterContext(patch.object(upload_child, "WORKER", program))
        self.enterContext(patch.object(upload_child, "WALL", 1))

    def _get_mails_to(self, address):
        self.env.flush_all()
        mails = self.env["mail.mail"].sudo().search([])
        return mails.filtered(
            lambda mail: (
                address in f"{mail.email_to} {mail.recipient_ids.mapped('email')}"
            )
        )

    def test_hanging_file_of_a_reply(self):
        """Who answers by mail is told as well, once."""
        case = self._receive(self._make_mail())
        self._hang()
        known = self._get_mails_to("li.wei@example.com")
        reply = self._attach()
        reply.replace_header("Subject", f"Re: {case.number}")
        gate = self._with_mail(self.env["mail.thread"])
        self.assertEqual(gate.message_process(None, reply.as_bytes()), case.id)
        self.assertEqual(case.kept_file_count, 1)
        (told,) = self._get_mails_to("li.wei@example.com") - known
        self.assertIn("kept aside", told.body_html)
        plain = self._make_mail("And?", Subject=f"Re: {case.number}")
        gate.message_process(None, plain.as_bytes())
        self.assertEqual(self._get_mails_to("li.wei@example.com") - known, told)

    def test_hanging_file(self):
        """The mail becomes a case; the file waits for an officer; the sender knows."""
        self._hang()
        case = self._receive(self._attach())
        self.assertTrue(case)
        self.assertEqual(case.kept_file_ids.name, "bill.pdf")
        self.assertFalse(case.message_ids.attachment_ids)
        acknowledgement = self.env.ref(
            "complaint_management.mail_template_acknowledgement"
        )._render_field("body_html", case.ids)[case.id]
        self.assertIn("kept aside", acknowledgement)

    def test_no_room(self):
        """The words are on the case, and the mail itself is in the database."""
        self.enterContext(
            patch.object(IrAttachment, "_file_write", side_effect=OSError(28, "full"))
        )
        self.enterContext(mute_logger(f"{MODELS}.mail.unread_mail"))
        mail = self._attach("bill.txt", b"The bill of March.")
        case = self._receive(mail)
        self.assertTrue(self._get_words(case))
        self.assertEqual(case.lost_file_count, 1)
        kept = self._get_unread().filtered(lambda unread: unread.complaint_id == case)
        self.assertEqual(kept._get_file("original").raw, mail.as_bytes())

    def test_beyond_measure(self):
        """No mail stops the gate; a person sees its headings."""
        many = (
            b"From: li@example.com\nTo: complaints@power.example\nMIME-Version: 1.0\n"
            b'Content-Type: multipart/mixed; boundary="b"\n\n'
            + b"--b\n\nx\n"
            * (2 * PARTS)
        )
        long = b"From: li@example.com\nTo: complaints@power.example\n" + (
            b"X-Long: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nHello"
        )
        endless = b"To: complaints@power.example\n" + b"X: y\n" * 100_000
        text = self._make_mail("a").as_bytes() + b"word " * 2_000_000
        for raw in (_nested(100), _nested(5000), many, long, endless, text):
            with self.subTest(raw=raw[:60]):
                known = self._get_unread()
                self.assertFalse(IncomingMail(raw).is_bounded)
                self.assertFalse(self._receive(raw))
                left = self._get_unread() - known
                self.assertEqual(left.mapped("reason"), ["unreadable"])
        # And the next mail is a case as ever.
        self.assertTrue(self._write())
