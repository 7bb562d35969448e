# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Receipts, delays and deliveries are no failures, by whatever address they come in."""

from odoo.tests import tagged

from .gate_common import ADDRESS, MailgateCase
from .odd_boxes import make_report

STATUS = (
    "Reporting-MTA: dns; mx.example\n\n"
    "Final-Recipient: rfc822; li.wei@example.com\nAction: %s\nStatus: 4.4.1"
)


@tagged("post_install", "-at_install")
class TestReports(MailgateCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case(email_from="li.wei@example.com")
        cls.told = cls.case.with_user(cls.handler).message_post(
            body="Please tell us more.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _report(self, kind, fields, to=ADDRESS, returned=True):
        name = f"Message-ID: {self.told.message_id}\n" if returned else ""
        head = (
            f"From: MAILER-DAEMON@mx.example\nTo: {to}\nSubject: About your mail\n"
            f"Message-ID: <{kind}-{abs(hash((fields, to)))}@mx.example>\n"
        )
        return self._receive((head + make_report(kind, fields, name)).encode())

    def _assert_no_failure(self):
        self.assertNotIn(
            self.env.ref("complaint_management.mail_activity_type_undelivered"),
            self.case.activity_ids.activity_type_id,
        )
        self.assertFalse(self._get_unread().filtered(lambda mail: mail.state == "todo"))
        self.assertNotIn(
            "bounce", self.told.notification_ids.mapped("notification_status")
        )

    def test_delays_and_deliveries(self):
        """To the mailbox and to the address to which failures come back."""
        for to in (ADDRESS, "bounce@power.example"):
            for action, said in (("delayed", "is delayed"), ("relayed", "delivered")):
                with self.subTest(to=to, action=action):
                    self._report("delivery-status", STATUS % action, to=to)
                    self._assert_no_failure()
                    self.assertIn(said, self._get_notes(self.case))

    def test_receipt(self):
        """It says by a field of its own which mail was read."""
        fields = (
            f"Original-Message-ID: {self.told.message_id}\n"
            "Disposition: manual-action/MDN-sent-manually; displayed"
        )
        words = self._get_words(self.case)
        case = self._report("disposition-notification", fields, returned=False)
        self.assertEqual(case, self.case)
        self._assert_no_failure()
        self.assertIn("was opened", self._get_notes(self.case))
        self.assertEqual(self._get_words(self.case), words)

    def test_receipt_of_a_stranger(self):
        """Nobody has to look at what tells of no mail of ours."""
        self._report(
            "disposition-notification", "Disposition: x; displayed", returned=False
        )
        self.assertEqual(self._get_unread().mapped("state"), ["aside"])

    def test_protected(self):
        """Such reports consist of addresses: the case says what happened, no more."""
        self.case.identity_mode = "confidential"
        self._report("delivery-status", STATUS % "delayed")
        self.assertNotIn("li.wei", str(self.case.message_ids.mapped("body")))
        self.assertTrue(self._get_unread().is_protected)

    def test_failure(self):
        """What failed is asked about as ever."""
        for to in (ADDRESS, "bounce@power.example"):
            self._report("delivery-status", STATUS % "failed", to=to)
            self.assertIn(
                self.env.ref("complaint_management.mail_activity_type_undelivered"),
                self.case.activity_ids.activity_type_id,
            )
            self.case.activity_ids.unlink()

    def test_report_that_somebody_sends_on(self):
        """A person's words beside a report are a person's words."""
        report = make_report("delivery-status", STATUS % "delayed")
        body = report.replace("multipart/report", "multipart/mixed")
        head = (
            f"From: Li Wei <li.wei@example.com>\nTo: {ADDRESS}\nSubject: Look\n"
            "Message-ID: <on@example.com>\n"
        )
        case = self._receive((head + body).encode())
        self.assertIn("What became of your mail", self._get_words(case)[-1:].body)
