# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What people wrote is on the case, or stands in the mail that is kept with it."""

from email.message import EmailMessage

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .gate_common import ADDRESS, MailgateCase

CUSTODIAN = "complaint_management.group_complaint_custodian"
HEAD = (
    f"From: Li Wei <li.wei@example.com>\nTo: {ADDRESS}\nSubject: Wrong bill\n"
    "Message-ID: <%s@example.com>\nMIME-Version: 1.0\n"
)


def make_raw(number, rest):
    """A mail as bytes: usual headings, and ``rest`` as it is."""
    rest = rest.encode() if isinstance(rest, str) else rest
    return (HEAD % number).encode() + rest


@tagged("post_install", "-at_install")
class TestBodies(MailgateCase):
    def _assert_says(self, raw, *texts):
        case = self._receive(raw)
        body = self._get_words(case)[:1].body
        for text in texts:
            self.assertIn(text, body)
            self.assertIn(text, case.description)
        return case

    def _get_original(self, case):
        return self.Unread.search(
            [("complaint_id", "=", case.id), ("reason", "=", "original")]
        )

    def test_empty_html_beside_text(self):
        """In whatever way HTML says nothing, and in either order."""
        for number, html in enumerate(
            (
                "",
                "<html><body></body></html>",
                "<div>&nbsp;<br></div>",
                "<style>a{}</style>",
            )
        ):
            mail = self._make_mail("The lamp is dark.")
            mail.add_alternative(html, subtype="html")
            if number % 2:
                mail._payload.reverse()
            case = self._assert_says(mail.as_bytes(), "The lamp is dark.")
            case._write_protected({"state": "closed"})

    def test_html_that_says_less(self):
        """Both forms are shown when the one that is usually shown is short of words."""
        mail = self._make_mail("The lamp is dark since Monday, and nobody calls back.")
        mail.add_alternative("<p>See the text.</p>", subtype="html")
        case = self._assert_says(mail.as_bytes(), "See the text.", "nobody calls back")
        self.assertTrue(self._get_original(case))

    def test_words_below_an_attachment(self):
        """Phones put pictures between paragraphs, also below a text in two forms."""
        mail = self._make_mail("One.")
        mail.add_alternative("<p>One.</p>", subtype="html")
        mail.add_attachment(b"x", "image", "png", filename="a.png")
        mail.attach(self._make_part("Two."))
        case = self._assert_says(mail.as_bytes(), "One.", "Two.")
        self.assertEqual(self._get_words(case).body.count("One."), 1)
        self.assertFalse(self._get_original(case))

    def _make_part(self, text):
        part = EmailMessage()
        part.set_content(text)
        del part["MIME-Version"]
        return part

    def test_box_without_boundary(self):
        parts = (
            "--b1\nContent-Type: text/plain; charset=gb2312\n"
            "Content-Transfer-Encoding: 8bit\n\n"
        )
        data = parts.encode() + "电费错了。".encode("gbk") + b"\n--b1--\n"
        for number, kind in enumerate(
            (
                "multipart/mixed",
                "multipart/mixed; boundary=other",
                "multipart/x; boundary",
            )
        ):
            raw = make_raw(number, f"Content-Type: {kind}\n\n".encode() + data)
            case = self._assert_says(raw, "电费错了。")
            self.assertEqual(self._get_original(case)._get_mail().raw, raw)
            case._write_protected({"state": "closed"})
        raw = make_raw("9", "Content-Type: multipart/mixed\n\nNo box at all.\n")
        self._assert_says(raw, "No box at all.")

    def test_charset(self):
        """Body, subject, name and file's name; a guess keeps the mail as it came."""
        raw = (
            b"From: =?gb2312?B?1cWGtA==?= <zhang@example.com>\n"
            b"To: "
            + ADDRESS.encode()
            + b"\nSubject: \xb5\xe7\xb7\xd1\xb4\xed\xc1\xcb\n"
            b"Message-ID: <c@example.com>\nMIME-Version: 1.0\n"
            b"Content-Type: multipart/mixed; boundary=b\n\n--b\n"
            b"Content-Type: text/plain; charset=gb2312\n"
            b"Content-Transfer-Encoding: 8bit\n\n\xd5\xc5\x86\xb4 500\x80\n--b\n"
            b'Content-Type: text/plain; name="=?gb2312?B?1cWGtC50eHQ=?="\n'
            b"Content-Disposition: attachment\n\nx\n--b--\n"
        )
        case = self._assert_says(raw, "张喆 500€")
        self.assertEqual(case.name, "电费错了")
        self.assertEqual(case.partner_name, "张喆")
        self.assertEqual(self._get_words(case).attachment_ids.name, "张喆.txt")
        original = self._get_original(case)
        self.assertEqual(original._get_mail().raw, raw)
        self.assertEqual(original.state, "aside")

    def test_file_keeps_its_bytes(self):
        data = "Betrag;500 €\n".encode("cp1252")
        mail = self._make_mail()
        mail.add_attachment(data, "text", "csv", filename="Größe.csv")
        case = self._receive(mail)
        file = self._get_words(case).attachment_ids
        self.assertEqual((file.name, file.raw), ("Größe.txt", data))

    def test_plain_mail_is_kept_once(self):
        """What is read without a doubt is not stored twice."""
        case = self._write("Größe: 5 €")
        self.assertFalse(self._get_original(case))

    def test_attached_mail(self):
        """Its text is a file, and no word of who sent it on; its files are there."""
        inner = self._make_mail("You get nothing.", From="Shop <shop@shop.example>")
        inner.add_attachment(b"bill", "text", "plain", filename="bill.txt")
        mail = self._make_mail("See what they wrote.")
        mail.add_attachment(inner, filename="answer.eml")
        case = self._assert_says(mail.as_bytes(), "See what they wrote.")
        words = self._get_words(case)
        self.assertNotIn("You get nothing", words.body + case.description)
        files = {file.name: file.raw.decode() for file in words.attachment_ids}
        self.assertEqual(set(files), {"answer.txt", "bill.txt"})
        self.assertIn("You get nothing.", files["answer.txt"])
        self.assertIn("shop@shop.example", files["answer.txt"])
        self.assertTrue(self._get_original(case))

    def test_only_an_attached_mail(self):
        inner = self._make_mail("You get nothing.", Subject="No")
        mail = self._make_mail(None)
        mail["Content-Type"] = "message/rfc822"
        mail.set_payload([inner])
        case = self._receive(mail)
        self.assertEqual(self._get_words(case).attachment_ids.name, "No.txt")
        self.assertNotIn("You get nothing", case.description or "")

    def test_tickets_read_the_same(self):
        """What goes to a helpdesk's address as well is read there as well."""
        self.env["mail.alias"].create(
            {
                "alias_name": "support",
                "alias_domain_id": self.domain.id,
                "alias_model_id": self.env["ir.model"]._get_id("crm.lead"),
            }
        )
        raw = make_raw(
            "t",
            b"Cc: support@power.example\nContent-Type: text/plain; charset=gb2312\n\n"
            b"\xd5\xc5\x86\xb4 500\x80\n",
        )
        case = self._assert_says(raw, "张喆 500€")
        lead = self.env["crm.lead"].search([("email_from", "ilike", "li.wei")], limit=1)
        self.assertTrue(case)
        said = [*lead.message_ids.mapped("body"), lead.description or ""]
        self.assertTrue(any("张喆 500€" in text for text in said))

    def test_key_of_the_page(self):
        """A quoted link to the customer's page is no key for colleagues."""
        case = self._create_case(email_from="li.wei@example.com")
        link = f"http://x.example/my/complaints/{case.id}?access_token=ab-c1"
        self._receive(
            make_raw(
                "k",
                b"Subject2: x\nContent-Type: text/plain\n"
                b"Content-Transfer-Encoding: quoted-printable\n\n\xe4\xf6 ist falsch\n"
                + f"> {link}".replace("=", "=3D").encode(),
            )
        )
        original = self._get_original(case)
        self.assertIn("ist falsch", original.preview)
        self.assertNotIn("ab-c1", original.preview)
        self.assertNotIn("ab-c1", str(original._get_mail().get_transcript()))


@tagged("post_install", "-at_install")
class TestReplies(MailgateCase):
    """Of a confidential reply only copies of what stands on the case are left out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case(
            identity_mode="confidential",
            partner_name="Wei Secret",
            email_from="wei.secret@secret-firm.example",
        )
        cls.told = cls.case.with_user(cls.handler).message_post(
            body="We looked at the meters on Monday. Which of the two is yours?",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _reply(self, body, subtype="plain", **headers):
        mail = self._make_mail(
            None,
            **{
                "From": "Wei Secret <wei.secret@secret-firm.example>",
                "In_Reply_To": self.told.message_id,
                **headers,
            },
        )
        mail.set_content(body, subtype=subtype)
        self.assertEqual(self._receive(mail), self.case)
        return self._get_words(self.case)[-1:].body

    def _get_sealed(self):
        return self.Unread.search([("complaint_id", "=", self.case.id)])

    def test_nothing_disappears(self):
        for body, kept, gone in (
            ("One\n-----Two-----\nThree", ["One", "Two", "Three"], []),
            ("From: my house\nTo: the shop\nno light", ["my house", "no light"], []),
            ("To: whom it may concern\nDark.", ["whom it may", "Dark."], []),
            (
                "Hi\nOn Monday, Power wrote:\n> We looked at the meters on Monday.\n"
                "That was Tuesday.\n> Which of the two\n> is yours?\nThe left one.",
                ["Hi", "That was Tuesday.", "The left one."],
                ["We looked", "Which of", "wrote"],
            ),
            (
                "No.\n-----Original Message-----\nFrom: Power\nSent: Monday\nTo: me\n"
                "Subject: Meters\n\nWe looked at the meters on Monday. Not at mine!\n"
                "Which of the two is yours?",
                ["No.", "Not at mine!"],
                ["Which of the two"],
            ),
            (
                "See:\n---------- Forwarded message ---------\n"
                "From: Shop <s@shop.example>\nDate: Monday\n"
                "To: me <other@home.example>\n\nWe regret nothing.",
                ["See:", "We regret nothing."],
                ["other@home.example", "s@shop.example"],
            ),
            ("> Somebody else said this\nI agree.", ["Somebody else", "I agree."], []),
        ):
            with self.subTest(body=body):
                shown = self._reply(body)
                for text in kept:
                    self.assertIn(text, shown)
                for text in gone:
                    self.assertNotIn(text, shown)

    def test_html(self):
        """An answer within a quotation of a web mail."""
        shown = self._reply(
            "<div>Hello</div><blockquote><div>We looked at the meters on Monday.</div>"
            "<div>NOT AT MINE</div><div>Which of the two is yours?</div></blockquote>"
            "<div>Bye</div>",
            subtype="html",
        )
        self.assertIn("NOT AT MINE", shown)
        self.assertIn("Bye", shown)
        self.assertNotIn("Which of the two", shown)

    def test_signature(self):
        """It tells who wrote, so it only stands in the sealed mail."""
        shown = self._reply("Dark.\n\n-- \nHead of Sales\nSecret Firm\nFloor 3")
        self.assertIn("Dark.", shown)
        self.assertNotIn("Head of Sales", shown)
        self.assertIn(
            b"Head of Sales", self._get_sealed()._get_file("sealed_original").raw
        )

    def test_sealed(self):
        """The mail as it came is for custodians, each opening is logged."""
        self._reply("Dark.")
        sealed = self._get_sealed()
        self.assertEqual((sealed.reason, sealed.state), ("original", "aside"))
        self.assertTrue(sealed.is_protected)
        self.assertFalse(sealed.original or sealed.preview or sealed.email_from)
        with self.assertRaises(AccessError):
            sealed.with_user(self.officer).action_open_original()
        custodian = new_test_user(
            self.env,
            "reading_custodian",
            groups=f"{CUSTODIAN},complaint_management.group_complaint_officer",
        )
        sealed.with_user(custodian).action_open_original()
        self.assertEqual(self.case.identity_access_ids.user_id, custodian)

    def test_forgotten(self):
        """Who is forgotten for good is in no sealed mail either."""
        self._reply("Dark.")
        custodian = new_test_user(
            self.env,
            "reading_custodian",
            groups=f"{CUSTODIAN},complaint_management.group_complaint_manager",
        )
        sealed = self._get_sealed()
        self.case.with_user(custodian)._forget_complainants("They asked for it.")
        self.assertFalse(sealed._get_file("sealed_original"))
        with self.assertRaises(UserError):
            sealed.with_user(custodian).action_open_original()
        self._reply("Again.")
        self.assertFalse(self._get_sealed()._get_file("sealed_original"))

    def test_attached_mail_stays_sealed(self):
        inner = self._make_mail("Dear Wei, you get nothing.")
        mail = self._make_mail(
            "See.",
            From="Wei Secret <wei.secret@secret-firm.example>",
            In_Reply_To=self.told.message_id,
        )
        mail.add_attachment(inner)
        self._receive(mail)
        self.assertFalse(self._get_words(self.case).attachment_ids)
        self.assertIn(
            b"you get nothing", self._get_sealed()._get_file("sealed_original").raw
        )


@tagged("post_install", "-at_install")
class TestThanksWithin(MailgateCase):
    """Who says thank you above, and more within what they quote, is heard."""

    def _reply_to_sent(self, make_reply):
        partner = self.env["res.partner"].create(
            {"name": "Li Wei", "email": "li.wei@example.com"}
        )
        case = self._create_case(email_from="li.wei@example.com")
        self._bring_to(case, "resolved")
        told = case.with_user(self.handler).message_post(
            body="<p>We changed the meters in your house on Monday.</p>",
            subject="Your complaint",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=partner.ids,
        )
        sent = self.env["mail.mail"].search([("mail_message_id", "=", told.id)])
        mail = self._make_mail(
            None, Subject="Re: Your complaint", In_Reply_To=told.message_id
        )
        to_them = sent.filtered("recipient_ids")[:1]
        mail.set_content(make_reply(to_them.body_html), subtype="html")
        self._receive(mail)
        return case

    def test_quoted_mail_of_ours(self):
        """What our own mail says around its words is no word of theirs."""
        case = self._reply_to_sent(
            lambda body: f"<p>Thank you very much!</p><blockquote>{body}</blockquote>"
        )
        self.assertEqual(case.state, "resolved")

    def test_answer_within(self):
        case = self._reply_to_sent(
            lambda body: (
                f"<p>Thank you very much!</p><blockquote>{body}<p>Not in mine.</p>"
                "</blockquote>"
            )
        )
        self.assertEqual(case.state, "investigating")
