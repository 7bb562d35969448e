# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mails of protected complainants tell nobody who they are (R149, R152)."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .gate_common import MailgateCase
from .test_mailgate import PNG

SECRETS = ("wei.secret", "Wei Secret", "secret-firm", "0123 456789")
CUSTODIAN = "complaint_management.group_complaint_custodian"


@tagged("post_install", "-at_install")
class TestProtectedMail(MailgateCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case(
            identity_mode="confidential",
            partner_name="Wei Secret",
            email_from="wei.secret@secret-firm.example",
            phone="0123 456789",
        )
        cls.told = cls.case.with_user(cls.handler).message_post(
            body="Please tell us more.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _make_reply(self, body="I saw it.", **headers):
        given = {
            "From": "Wei Secret <wei.secret@secret-firm.example>",
            "Cc": "wei.secret@secret-firm.example",
            "Subject": "Re: your case",
            "In_Reply_To": self.told.message_id,
            "Message_ID": "<1@secret-firm.example>",
            **headers,
        }
        return self._make_mail(body, **given)

    def _get_traces(self):
        """Everything that anybody could find about the case, as text."""
        messages = self.env["mail.message"].search(
            [("model", "=", "complaint.complaint"), ("res_id", "=", self.case.id)]
        )
        unread = self.Unread.search([("complaint_id", "=", self.case.id)])
        mails = self.env["mail.mail"].search([("mail_message_id", "in", messages.ids)])
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "complaint.complaint"), ("res_id", "=", self.case.id)]
        )
        fields = [
            name
            for name, field in messages._fields.items()
            if field.store and field.type in ("char", "text", "html", "many2one")
        ]
        visible = [name for name in unread._fields if name != "sealed_original"]
        notes = mails.read(["headers", "body_html", "reply_to"])
        return str(
            [
                messages.read(fields),
                messages.notification_ids.read(),
                unread.with_user(self.officer).read(
                    [
                        n
                        for n in visible
                        if unread._has_field_access(unread._fields[n], "read")
                    ]
                    and ["name", "email_from", "preview", "detail", "original"]
                ),
                files.read(["name", "description"]),
                [file.raw for file in files],
                self.case.message_partner_ids.mapped("email"),
                self.case.read(),
                [{k: v for k, v in note.items() if k != "email_to"} for note in notes],
            ]
        )

    def _assert_nothing_told(self):
        told = self._get_traces()
        for secret in SECRETS:
            self.assertNotIn(secret.lower(), told.lower())

    def test_words_arrive_without_a_name(self):
        """No name, address, signature or earlier message is left in the words."""
        body = (
            "I saw it on Monday.\n\nWei Secret\nPhone 0123 456789\n\n"
            "On Monday, Power wrote:\n> Dear Wei Secret\n> Please tell us more.\n"
        )
        self.assertEqual(self._receive(self._make_reply(body)), self.case)
        message = self._get_words(self.case)
        self.assertIn("I saw it on Monday.", message.body)
        self.assertNotIn("Please tell us more", message.body)
        self.assertFalse(message.author_id)
        self._assert_nothing_told()

    def test_html_history(self):
        mail = self._make_reply(None)
        mail.set_content(
            "<p>I saw it.</p><div class='gmail_quote'>From: Power<br/>"
            "To: Wei Secret &lt;wei.secret@secret-firm.example&gt;"
            "<blockquote>Please tell us more.</blockquote></div>",
            subtype="html",
        )
        self._receive(mail)
        self.assertNotIn("Please tell us more", self._get_words(self.case).body)
        self._assert_nothing_told()

    def test_found_without_reference(self):
        """The number, or the only open case, is found for a vaulted address too."""
        for number, headers in enumerate(
            ({"Subject": self.case.number}, {"Subject": "Hello"})
        ):
            reply = self._make_reply(
                In_Reply_To=None,
                Message_ID=f"<{number}@secret-firm.example>",
                **headers,
            )
            self.assertEqual(self._receive(reply), self.case)
        self._assert_nothing_told()

    def test_same_mail_twice(self):
        self._receive(self._make_reply())
        self.assertEqual(self._receive(self._make_reply()), self.case)
        self.assertEqual(len(self._get_words(self.case)), 1)

    def test_answers_their_own_mail(self):
        """Their program names their own mail, which we know by another name."""
        self._receive(self._make_reply())
        again = self._make_reply(
            In_Reply_To="<1@secret-firm.example>",
            Message_ID="<2@secret-firm.example>",
            From="other@secret-firm.example",
        )
        self.assertEqual(self._receive(again), self.case)
        self._assert_nothing_told()

    def test_automatic_reply(self):
        """Out-of-office texts are made of names and numbers: nobody reads them."""
        body = "I, Wei Secret, am away. Call 0123 456789."
        self._receive(self._make_reply(body, Auto_Submitted="auto-replied"))
        self.assertIn("automatic reply", self._get_notes(self.case))
        self._assert_nothing_told()

    def test_attachments(self):
        """Files lose name and metadata; others stay sealed."""
        mail = self._make_reply()
        mail.add_attachment(PNG, "image", "png", filename="Wei Secret.png")
        mail.add_attachment(
            b"MZ\x00\x01", "application", "x", filename="Wei Secret.exe"
        )
        self._receive(mail)
        files = self._get_words(self.case).attachment_ids
        self.assertEqual(files.mapped("name"), ["file.png"])
        unread = self._assert_unread("attachment")
        self._assert_nothing_told()
        with self.assertRaises(AccessError):
            unread.with_user(self.officer).action_open_original()
        with self.assertRaises(AccessError):
            unread.with_user(self.officer).read(["sealed_original"])
        sealed = unread._get_file("sealed_original")
        with self.assertRaises(AccessError):
            sealed.with_user(self.officer).read(["raw"])

    def test_custodian_opens_the_original(self):
        """Each opening is logged on the case."""
        mail = self._make_reply()
        mail.add_attachment(b"MZ\x00\x01", "application", "x", filename="x.exe")
        self._receive(mail)
        custodian = new_test_user(
            self.env,
            "mail_custodian",
            groups=f"{CUSTODIAN},complaint_management.group_complaint_officer",
        )
        unread = self._get_unread().with_user(custodian)
        self.assertIn("/web/content/", unread.action_open_original()["url"])
        self.assertEqual(self.case.identity_access_ids.user_id, custodian)

    def test_colleague_who_complains(self):
        """A colleague who complained in confidence is heard, and not named."""
        self.employee.email = "wei.secret@secret-firm.example"
        self._receive(self._make_reply())
        self.assertIn("I saw it.", self._get_words(self.case).body)
        self._assert_nothing_told()

    def test_refused_mail_is_sealed(self):
        """A mail that a person has to look at does not tell who complained (R152)."""
        self._receive(self._make_reply(body="", Subject=""))
        with patch.object(
            type(self.case), "_post_mail", side_effect=ValueError("Wei Secret")
        ):
            self._receive(self._make_reply(Message_ID="<2@secret-firm.example>"))
        unread = self.Unread.search([("complaint_id", "=", self.case.id)])
        self.assertEqual(set(unread.mapped("reason")), {"empty", "error"})
        self.assertTrue(all(unread.mapped("is_protected")))
        shown = unread.with_user(self.officer).read()
        for secret in SECRETS:
            self.assertNotIn(secret, str(shown))

    def test_reason_tells_no_name(self):
        """Why a case opens again is said without the signature of a mail (R152)."""
        self._bring_to(self.case, "resolved")
        self._receive(
            self._make_reply(body="Not solved! Wei Secret", Subject="To Wei Secret")
        )
        reopened = self.case.transition_ids.filtered(lambda log: log.name == "reopen")
        self.assertIn("Not solved!", reopened.reason)
        shown = [reopened.read(), self.case.message_ids.read()]
        self.assertNotIn("Wei Secret", str(shown))
