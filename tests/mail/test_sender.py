# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two people who write by one address have two cases, and each is answered."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.complaint_management.tools.mail.sender import is_same_name

from .gate_common import MailgateCase

FORM = "Shop Contact <form@shop.example>"
MACHINES = (
    "noreply@form.example",
    "do-not-reply@form.example",
    "Copier <scanner@office.example>",
    "Voicemail +49 89 123456 <voicemail@pbx.example>",
    "wordpress@shop.example",
)
MARKET = "Anna Kim - Market <a1b2c3@marketplace.amazon.example>"


@tagged("post_install", "-at_install")
class TestSender(MailgateCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.relays = cls.env["complaint.mail.relay"]

    def _form(self, person=None, sender=FORM, **headers):
        return self._write(From=sender, Reply_To=person, **headers)

    def _get_acknowledged(self):
        """Who of those outside got a mail of ours, of all that wait to be sent."""
        self.env.flush_all()
        ours = self.env["res.users"].search([("share", "=", False)]).mapped("email")
        mails = self.env["mail.mail"].sudo().search([])
        sent = set(filter(None, mails.mapped("email_to")))
        return (sent | set(mails.recipient_ids.mapped("email"))) - set(ours)

    # ------------------------------------------------------------------
    # Whom we answer
    # ------------------------------------------------------------------

    def test_form_with_two_people(self):
        """The same form, two people: two cases, each answered by itself."""
        first = self._form("Anna Kim <anna@example.com>")
        second = self._form("Bo Li <bo@example.org>")
        self.assertNotEqual(first, second)
        self.assertEqual(
            (first | second).mapped("email_from"),
            ["anna@example.com", "bo@example.org"],
        )
        self.assertEqual((first | second).mapped("partner_name"), ["Anna Kim", "Bo Li"])
        self.assertIn("another address", self._get_notes(first))
        self.assertIn("anna@example.com", self._get_words(first).email_from)

    def test_contact_of_the_person_is_the_customer(self):
        anna, _form = self.env["res.partner"].create(
            [
                {"name": "Anna Kim", "email": "anna@example.com"},
                {"name": "Shop Contact", "email": "form@shop.example"},
            ]
        )
        case = self._form("anna@example.com")
        self.assertEqual(case.partner_id, anna)
        self.assertEqual(self._get_words(case).author_id, anna)

    def test_encoded_name_with_a_comma(self):
        case = self._form("=?utf-8?q?M=C3=BCller=2C_J=C3=B6rg?= <jorg@example.com>")
        self.assertEqual(case.email_from, "jorg@example.com")
        self.assertEqual(case.partner_name, "Müller, Jörg")

    def test_reply_to_that_nobody_reads(self):
        """A machine's address, and our own, are no people's: From is answered."""
        for number, address in enumerate(
            ("noreply@shop.example", "complaints@power.example", "no address at all")
        ):
            with self.subTest(address=address):
                sender = f"anna{number}@example.com"
                case = self._form(address, sender=sender)
                self.assertEqual(case.email_from, sender)

    def test_nothing_is_sent_to_machines(self):
        cases = self._with_mail(self.env["mail.thread"])
        for sender in MACHINES:
            with self.subTest(sender=sender):
                before = self._get_acknowledged()
                mail = self._make_mail(From=sender, Subject=sender)
                case = self.Complaint.browse(
                    cases.message_process(None, mail.as_bytes())
                )
                self.assertFalse(case.email_from)
                self.assertEqual(case.state, "new")
                self.assertEqual(self._get_acknowledged(), before)
                self.assertIn(
                    "who wrote", "".join(filter(None, case.activity_ids.mapped("note")))
                )
                again = self._write(From=sender, Subject="Another one")
                self.assertNotEqual(again, case)

    def test_nobody_is_reached_at_a_machine(self):
        """Nor when staff put it in, or it is the contact's address."""
        case = self._create_case(email_from="noreply@shop.example")
        self.assertFalse(case.can_mail)
        case.email_from = "anna@example.com"
        self.assertTrue(case.can_mail)
        partner = self.env["res.partner"].create(
            {"name": "X", "email": "no-reply@shop.example"}
        )
        case.partner_id = partner
        self.assertEqual(case.email_from, partner.email)
        self.assertFalse(case.can_mail)

    # ------------------------------------------------------------------
    # Who writes further on a case
    # ------------------------------------------------------------------

    def test_couple_with_one_address(self):
        him = self._write(From="Hans Meier <meier@example.com>")
        her = self._write(From="Maria Meier <meier@example.com>")
        self.assertNotEqual(him, her)
        again = self._write(From='"Meier, Maria" <meier@example.com>', Subject="More")
        self.assertNotIn(again, him, "it is not his")

    def test_same_person_by_another_program(self):
        case = self._write(From="Hans Meier <meier@example.com>")
        for name in ('"Meier, Hans" ', "H. Meier ", "", "Hans "):
            with self.subTest(name=name):
                sender = f"{name}<meier@example.com>"
                self.assertEqual(self._write(From=sender, Subject=name), case)

    def test_couple_and_one_contact(self):
        hans = self.env["res.partner"].create(
            {"name": "Hans Meier", "email": "meier@example.com"}
        )
        case = self._write(From="Maria Meier <meier@example.com>")
        self.assertFalse(case.partner_id)
        self.assertEqual(case.partner_name, "Maria Meier")
        self.assertEqual(
            self._write(From="Hans Meier <meier@example.com>").partner_id, hans
        )

    def test_colleague_who_forwards(self):
        """Two mails that a colleague sends on are of two customers."""
        self.officer.email = "officer@power.example"
        first, second = (
            self._write(f"From: {who}", From="officer@power.example", Subject="FW")
            for who in ("Anna", "Bo")
        )
        self.assertNotEqual(first, second)

    def test_marketplace(self):
        """It hands on what we answer; a new mail is a new case, a reply is none."""
        self.relays.create(
            {"name": "*@marketplace.amazon.example", "is_answered": True}
        )
        case = self._write(From=MARKET)
        self.assertEqual(case.email_from, "a1b2c3@marketplace.amazon.example")
        self.assertNotEqual(self._write(From=MARKET, Subject="Other order"), case)
        self.assertEqual(self._write(From=MARKET, Subject=f"Re: {case.number}"), case)

    def test_answer_by_reference(self):
        """Who answers our message writes on its case, by whatever way."""
        case = self._form("anna@example.com")
        told = case.message_post(
            body="Please send a photo.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        reply = self._form("anna@example.com", In_Reply_To=told.message_id)
        self.assertEqual(reply, case)

    # ------------------------------------------------------------------
    # Relays that are found
    # ------------------------------------------------------------------

    def test_found_by_the_people_it_brings(self):
        for number in range(3):
            self._form(f"person{number}@example.com", sender="hidden@form.example")
        relay = self.relays.search([("name", "=", "hidden@form.example")])
        self.assertTrue(relay.is_found)
        first, second = (
            self._write(From="hidden@form.example", Subject=subject)
            for subject in ("One", "Two")
        )
        self.assertNotEqual(first, second)

    def test_who_is_known_is_not_counted_any_further(self):
        """A form brings thousands; none of them has to be remembered."""
        for number in range(6):
            self._form(f"person{number}@example.com", sender="hidden@form.example")
        self.assertEqual(self.env["complaint.mail.brought"].search_count([]), 3)

    def test_one_person_with_two_addresses_is_no_relay(self):
        for number in range(4):
            self._form(
                "home@example.com", sender="work@example.com", Subject=str(number)
            )
        self.assertFalse(self.relays.search([("name", "=", "work@example.com")]))

    def test_found_relay_is_still_written_to(self):
        """Forged mails take nobody's answers away."""
        case = self._write(From="victim@example.com")
        for number in range(4):
            self._form(f"x{number}@example.com", sender="victim@example.com")
        self.assertTrue(self.relays._is_shared("victim@example.com"))
        self.assertTrue(case.can_mail)

    def test_found_relay_is_forgotten_with_its_person(self):
        """Who is protected now stands on no list that others read."""
        case = self._write(From="victim@example.com")
        for number in range(4):
            self._form(f"x{number}@example.com", sender="victim@example.com")
        self.relays.create({"name": "form@shop.example"})
        self.assertTrue(self.relays._is_shared("victim@example.com"))
        case.identity_mode = "confidential"
        self.assertFalse(self.relays._is_shared("victim@example.com"))
        self.assertFalse(self.relays.search([("name", "=", "victim@example.com")]))
        self.assertTrue(self.relays.search([("name", "=", "form@shop.example")]))

    def test_forged_sender_catches_no_others(self):
        """A star is a letter of an address like any other, where it comes by mail."""
        for number in range(4):
            self._form(f"x{number}@example.com", sender="*@example.com")
        self.assertFalse(self.relays._is_relay("victim@example.com"))
        self.relays.create({"name": "form.a[b]@example.com"})
        self.assertFalse(self.relays._is_relay("formxab@example.com"))
        self.assertTrue(self.relays._is_relay("FORM.a[b]@example.com"))

    def test_archived_relay_is_none(self):
        relay = self.relays.create({"name": "team@example.com", "is_answered": True})
        first = self._write(From="team@example.com")
        self.assertNotEqual(self._write(From="team@example.com"), first)
        relay.active = False
        self.assertFalse(self.relays._is_relay("team@example.com"))

    def test_addresses_that_would_catch_all(self):
        for name in ("*", "*@*", "@", "nothing"):
            with self.subTest(name=name), self.assertRaises(ValidationError):
                self.relays.create({"name": name})

    # ------------------------------------------------------------------
    # Forged
    # ------------------------------------------------------------------

    def test_forged_reply_to_opens_no_case(self):
        """A stranger who names somebody to be answered does not become them."""
        case = self._create_case(email_from="victim@example.com")
        key = case.sudo()._portal_ensure_token()
        for subject in ("More", f"Re: {case.number}"):
            with self.subTest(subject=subject):
                other = self._form(
                    "victim@example.com", sender="x@evil.example", Subject=subject
                )
                self.assertNotEqual(other, case)
        self.assertFalse(self._get_words(case))
        self.assertEqual(case.sudo().access_token, key)

    def test_forged_from_gets_no_link(self):
        """Somebody who pretends to be the customer gets no link of their case."""
        case = self._create_case(email_from="victim@example.com")
        for subject in ("More", case.number):
            self._form("x@evil.example", sender="victim@example.com", Subject=subject)
        self.assertEqual(case._get_reach().email, "victim@example.com")
        self.assertFalse(case._is_known("x@evil.example"))
        self.assertNotIn("evil", case.email_cc or "")

    def test_shared_address_and_a_number(self):
        """Who shares a way with others does not get into their case by its number."""
        case = self._create_case(email_from="scanner@office.example")
        other = self._write(From="scanner@office.example", Subject=case.number)
        self.assertNotEqual(other, case)

    def test_protected_case_keeps_the_way_to_itself(self):
        """Neither form nor person stands on a case that was promised protection."""
        case = self._form("Anna Kim <anna@example.com>")
        case.identity_mode = "confidential"
        told = case.message_post(
            body="Please?", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self._form(
            "Anna Kim <anna@example.com>",
            In_Reply_To=told.message_id,
            body="Yours, Anna Kim, anna@example.com",
        )
        text = " ".join(case.message_ids.mapped("body"))
        for word in ("anna@example.com", "Anna Kim", "form@shop.example"):
            self.assertNotIn(word, text)

    def test_names(self):
        for one, other, is_same in (
            ("Hans Meier", "Maria Meier", False),
            ("Hans", "Maria", False),
            ("李伟", "李薇", False),
            ("李伟", "Li Wei", True),
            ("Jörg Müller", "Muller Jorg", True),
            ("meier@example.com", "Hans Meier", True),
            ("", "Hans Meier", True),
            ("J. Meier", "Jan Meier", True),
            ("Анна Ким", "Ольга Ким", False),
        ):
            with self.subTest(one=one, other=other):
                self.assertEqual(is_same_name(one, other), is_same)
