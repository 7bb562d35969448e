# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""New mails to a complaint mailbox become cases (R30, R53)."""

from datetime import timedelta
from email.utils import format_datetime

from odoo import fields
from odoo.tests import tagged

from .gate_common import ADDRESS, MailgateCase

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@tagged("post_install", "-at_install")
class TestNewMail(MailgateCase):
    def test_becomes_a_case(self):
        """Subject, words, sender, receipt and channel are those of the mail."""
        written = fields.Datetime.now().replace(microsecond=0) - timedelta(days=2)
        case = self._write("I was charged twice.", Date=format_datetime(written))
        self.assertRecordValues(
            case,
            [
                {
                    "name": "Wrong bill",
                    "partner_name": "Li Wei",
                    "email_from": "li.wei@example.com",
                    "partner_id": False,
                    "date_received": written,
                    "kind": "complaint",
                    "state": "acknowledged",
                    "company_id": self.company.id,
                    "channel_id": self.mailbox.channel_id.id,
                    "create_uid": self.env.ref("base.user_root").id,
                }
            ],
        )
        self.assertIn("I was charged twice.", case.description)
        self.assertNotIn("<pre", case.description, "people write no programs")
        self.assertEqual(len(self._get_words(case)), 1)
        self.assertFalse(self._get_unread())

    def test_channel_is_deleted(self):
        """The helpdesk may do without its email channel; mails go on coming in."""
        self.mailbox.channel_id.unlink()
        case = self._write("I was charged twice.")
        self.assertTrue(case)
        self.assertFalse(case.channel_id)

    def test_is_acknowledged_by_mail(self):
        """The acknowledgement goes out after the words are there (R53)."""
        threads = self._with_mail(self.env["mail.thread"])
        case_id = threads.message_process(None, self._make_mail().as_bytes())
        case = self.Complaint.browse(case_id)
        words = self._get_words(case)
        told = case.message_ids - words
        sent = self.env["mail.mail"].search([("mail_message_id", "in", told.ids)])
        self.assertIn("li.wei@example.com", sent.mapped("email_to") or sent)
        self.assertIn(case.number, sent.mapped("subject")[0])

    def test_dates_that_cannot_be(self):
        """The future and long ago are no dates of receipt."""
        now = fields.Datetime.now()
        for written in (
            format_datetime(now + timedelta(days=3)),
            format_datetime(now - timedelta(days=31)),
            "Thu, 99 Foo 20026 77:77:77",
            None,
        ):
            with self.subTest(written=written):
                case = self._write(Date=written, From="x@example.com", Subject=written)
                case.invalidate_recordset()
                self.assertGreater(case.date_received, now - timedelta(minutes=1))

    def test_sender_is_a_contact(self):
        """Exactly one contact outside with the address is the customer."""
        partner = self.env["res.partner"].create(
            {"name": "Li Wei", "email": "li.wei@example.com"}
        )
        self.assertEqual(self._write().partner_id, partner)

    def test_two_contacts_share_an_address(self):
        """Nobody guesses which of two contacts wrote."""
        self.env["res.partner"].create(
            [{"name": name, "email": "li.wei@example.com"} for name in ("Li", "Wei")]
        )
        case = self._write()
        self.assertFalse(case.partner_id)
        self.assertEqual(case.email_from, "li.wei@example.com")

    def test_tagged_address(self):
        """+tag addresses are kept for the reply, and known without the tag."""
        partner = self.env["res.partner"].create(
            {"name": "Li Wei", "email": "li.wei@example.com"}
        )
        case = self._write(From="Li <li.wei+shop@example.com>")
        self.assertEqual(case.partner_id, partner)
        self.assertEqual(case._get_reach().email, "li.wei+shop@example.com")

    def test_colleagues_address(self):
        """A colleague's address gives no rights, and the case says so."""
        self.officer.email = "officer@power.example"
        case = self._write(From="officer@power.example")
        self.assertFalse(case.partner_id)
        self.assertEqual(case.create_uid, self.env.ref("base.user_root"))
        self.assertIn("cannot prove", self._get_notes(case))
        self.assertFalse(self._get_words(case).author_id)

    def test_empty_subject(self):
        case = self._write("The lamp is broken.\nSince May.", Subject=None)
        self.assertEqual(case.name, "The lamp is broken")

    def test_only_a_picture(self):
        mail = self._make_mail(None, Subject="")
        mail.add_attachment(PNG, "image", "png", filename="photo.png")
        case = self._receive(mail)
        self.assertEqual(case.name, "Mail without words")
        self.assertEqual(self._get_words(case).attachment_ids.name, "photo.png")

    def test_character_sets(self):
        """Words arrive whatever they are written in, also under a wrong name."""
        for charset, text in (
            ("gb18030", "电表装错了"),
            ("shift_jis", "請求書が違う"),
            ("koi8-r", "Неверный счёт"),
            ("iso-8859-1", "Facture erronée"),
            ("no-such-charset", "电表装错了"),
        ):
            with self.subTest(charset=charset):
                encoding = "utf-8" if charset == "no-such-charset" else charset
                head = (
                    f"From: {charset}@example.com\r\nTo: {ADDRESS}\r\n"
                    f"Subject: x\r\nMessage-ID: <{charset}@example.com>\r\n"
                    f"Content-Type: text/plain; charset={charset}\r\n"
                    "Content-Transfer-Encoding: 8bit\r\n\r\n"
                )
                case = self._receive(head.encode() + text.encode(encoding))
                self.assertIn(text, case.description)

    def test_html_only(self):
        """No script, style, form or spying picture gets in."""
        mail = self._make_mail(None)
        mail.set_content(
            "<style>p{}</style><p onclick='x()'>Broken</p><script>alert(1)</script>"
            "<img src='http://spy.example/p.gif' alt='Lamp'>"
            "<a href='javascript:alert(2)'>here</a>"
            "<div style='background-image:url(http://spy.example/b)'>end</div>",
            subtype="html",
        )
        case = self._receive(mail)
        for html in (case.description, self._get_words(case).body):
            self.assertIn("Broken", html)
            for bad in ("alert", "spy.example", "<style", "onclick", "javascript"):
                self.assertNotIn(bad, html)

    def test_picture_in_the_text(self):
        """A picture that came along is shown in the message."""
        mail = self._make_mail(None)
        mail.set_content("<p>Look: <img src='cid:lamp'></p>", subtype="html")
        mail.add_related(PNG, "image", "png", cid="<lamp>", filename="lamp.png")
        case = self._receive(mail)
        self.assertIn("/web/image/", self._get_words(case).body)
        self.assertNotIn("cid:", case.description)

    def test_long_and_strange_words(self):
        """10,000 characters without a space, NUL, half characters, other scripts."""
        case = self._write("x" * 10_000 + " \x07 مرحبا", Subject="y" * 10_000)
        self.assertLessEqual(len(case.name), 200)
        self.assertIn("مرحبا", case.description)
        head = f"From: z@example.com\r\nTo: {ADDRESS}\r\nSubject: a\x00b\r\n\r\n"
        case = self._receive(head.encode() + b"NUL \x00 here \xed\xa0\x80")
        self.assertIn("here", case.description)

    def test_attachments(self):
        """Files come along with the message, under safe names."""
        mail = self._make_mail()
        mail.add_attachment(PNG, "image", "png", filename="../../meter.png")
        case = self._receive(mail)
        files = self._get_words(case).attachment_ids
        self.assertEqual(files.mapped("name"), ["meter.png"])
        self.assertEqual(files.res_id, case.id)
        self.assertFalse(self._get_unread())

    def test_forbidden_attachment(self):
        """It does not get on the case; the mail as it came is kept, and both say so."""
        mail = self._make_mail()
        mail.add_attachment(
            b"MZ\x00\x01\x02", "application", "x-msdownload", filename="bill.exe"
        )
        page = b"<html><script>alert(1)</script></html>"
        mail.add_attachment(page, "text", "html", filename="page.html")
        case = self._receive(mail)
        self.assertFalse(self._get_words(case).attachment_ids)
        self.assertIn("bill.exe, page.html", self._get_notes(case))
        unread = self._assert_unread("attachment")
        self.assertEqual(unread.complaint_id, case)
        self.assertIn(b"bill.exe", unread._get_mail().raw)

    def test_huge_attachment(self):
        """What is too large stays with the mail as it came."""
        self.company.complaint_upload_size_mb = 1
        mail = self._make_mail()
        mail.add_attachment(
            b"a" * (3 * 1024 * 1024 + 1), "text", "plain", filename="log.txt"
        )
        case = self._receive(mail)
        self.assertIn("log.txt", self._get_notes(case))
        self.assertEqual(self._assert_unread("attachment").complaint_id, case)

    def test_winmail(self):
        mail = self._make_mail()
        mail.add_attachment(
            b"\x78\x9f\x3e\x22abc", "application", "ms-tnef", filename="winmail.dat"
        )
        case = self._receive(mail)
        self.assertEqual(self._get_words(case).attachment_ids.name, "winmail.dat")
        self.assertIn("Outlook", self._get_notes(case))

    def test_copies(self):
        """Who got a copy is kept; our own addresses are not."""
        case = self._write(Cc=f"wife@example.com, {ADDRESS}")
        self.assertIn("wife@example.com", case.email_cc)
        self.assertNotIn("power.example", case.email_cc)

    def test_most_specific_address(self):
        """A mail to two addresses is one case, about what the narrower says."""
        self.env["complaint.mailbox"].create(
            {
                "name": "Bills",
                "alias_name": "bills",
                "category_id": self.category.id,
                "kind": "inquiry",
                "company_id": self.company.id,
            }
        )
        before = self.Complaint.search_count([])
        case = self._write(To=f"{ADDRESS}, bills@power.example")
        self.assertEqual(case.category_id, self.category)
        self.assertEqual(case.kind, "inquiry")
        self.assertEqual(self.Complaint.search_count([]), before + 1)

    def test_tag_on_our_address(self):
        self.assertTrue(self._write(To="complaints+web@power.example"))

    def test_same_mail_twice(self):
        """Delivered twice is one case, also with other headers of the way."""
        mail = self._make_mail()
        case = self._receive(mail)
        mail["X-Received"] = "again"
        self.assertEqual(self._receive(mail), case)
        self.assertEqual(len(self._get_words(case)), 1)
        self.assertFalse(self._get_unread())

    def test_without_identification_twice(self):
        mail = self._make_mail(Message_ID=None)
        self.assertEqual(self._receive(mail), self._receive(mail))

    def test_another_mail_of_the_same_name(self):
        """Some machines give all mails one name: none of them is lost."""
        self._write(Message_ID="<1@machine>")
        self.assertFalse(self._write("Something else", Message_ID="<1@machine>"))
        unread = self._assert_unread("duplicate")
        unread.with_user(self.officer).action_register()
        self.assertIn("Something else", unread.complaint_id.description)

    def test_another_model_is_reached_too(self):
        """A mail to a team of the helpdesk as well arrives at both."""
        team = self.team
        team.alias_id.write(
            {"alias_name": "billing", "alias_domain_id": self.domain.id}
        )
        mail = self._make_mail(To=f"billing@power.example, {ADDRESS}")
        case = self._receive(mail)
        self.assertTrue(case)
        ticket = self.env["helpdesk.ticket"].search([("team_id", "=", team.id)])
        self.assertEqual(ticket.name, "Wrong bill")

    def test_others_are_left_alone(self):
        """Mails that are not for cases take Odoo's way."""
        before = self.Complaint.search_count([])
        self.team.alias_id.write(
            {"alias_name": "billing", "alias_domain_id": self.domain.id}
        )
        self._receive(self._make_mail(To="billing@power.example"))
        with self.assertRaises(ValueError):
            self._receive(self._make_mail(To="nobody@elsewhere.example"))
        self.assertEqual(self.Complaint.search_count([]), before)

    def test_replies_to_others_are_left_alone(self):
        """Also when the mail server brings to cases what has no address."""
        partner = self.env["res.partner"].create({"name": "Bo"})
        asked = partner.message_post(body="How are you?", message_type="comment")
        before = self.Complaint.search_count([])
        mail = self._make_mail(
            "Fine.", To="info@elsewhere.example", In_Reply_To=asked.message_id
        )
        self._receive(mail, model="complaint.complaint")
        self.assertIn("Fine.", partner.message_ids[0].body)
        self.assertEqual(self.Complaint.search_count([]), before)

    def test_server_without_address(self):
        """A mail server may bring mails of its own to cases."""
        mail = self._make_mail(To="info@elsewhere.example")
        self.assertTrue(self._receive(mail, model="complaint.complaint"))
