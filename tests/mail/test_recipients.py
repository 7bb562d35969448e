# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""*Send message* proposes who complained: neither us, nor strangers of a copy."""

from odoo.tests import tagged

from .gate_common import ADDRESS, MailgateCase

STRANGERS = [f"stranger{number}@example.org" for number in range(20)]


@tagged("post_install", "-at_install")
class TestRecipients(MailgateCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.email = "office@power.example"
        cls.env["res.partner"].create({"name": "Known", "email": STRANGERS[0]})

    def _get_proposed(self, case, user=None):
        case.flush_recordset()
        proposed = case.with_user(user or self.officer)
        return {
            who["email"]
            for who in proposed._message_get_suggested_recipients(
                reply_discussion=True, no_create=True
            )
        }

    def _receive_with_copies(self, **headers):
        to = ", ".join([ADDRESS, "office@power.example", *STRANGERS[10:]])
        return self._write(To=to, Cc=", ".join(STRANGERS[:10]), **headers)

    def test_first_mail(self):
        case = self._receive_with_copies()
        self.assertEqual(self._get_proposed(case), {"li.wei@example.com"})
        self.assertIn(STRANGERS[1], case.email_cc, "they stand on the case")

    def test_nobody_writes_to_themselves(self):
        """The handler is not proposed to the handler; to a colleague they are."""
        case = self._receive_with_copies()
        case.user_id = self.handler
        self.assertEqual(self._get_proposed(case, self.handler), {"li.wei@example.com"})
        self.assertIn(self.handler.email, self._get_proposed(case, self.officer))

    def test_customer_is_a_contact(self):
        partner = self.env["res.partner"].create(
            {"name": "Li Wei", "email": "li.wei@example.com"}
        )
        case = self._receive_with_copies()
        self.assertEqual(case.partner_id, partner)
        self.assertEqual(self._get_proposed(case), {"li.wei@example.com"})

    def test_other_complainants(self):
        wife = self.env["res.partner"].create({"name": "Wife", "email": STRANGERS[2]})
        case = self._receive_with_copies()
        case.other_partner_ids = wife
        self.assertIn("li.wei@example.com", self._get_proposed(case))
        self.assertNotIn(STRANGERS[3], self._get_proposed(case))

    def test_expert_whom_we_asked(self):
        """Who answers us is proposed, as the answer is for them."""
        case = self._receive_with_copies()
        expert = self.env["res.partner"].create(
            {"name": "Lab", "email": "lab@example.org"}
        )
        asked = case.message_post(
            body="Is it sound?", partner_ids=expert.ids, message_type="comment"
        )
        self._write(
            From="lab@example.org",
            In_Reply_To=asked.message_id,
            Cc=", ".join(STRANGERS),
        )
        self.assertEqual(
            self._get_proposed(case), {"li.wei@example.com", "lab@example.org"}
        )

    def test_form_of_a_web_site(self):
        """The person, not the form."""
        case = self._write(From="form@shop.example", Reply_To="anna@example.com")
        self.assertEqual(self._get_proposed(case), {"anna@example.com"})

    def test_several_cases(self):
        """The composer asks for many at once."""
        first = self._receive_with_copies()
        second = self._write(From="bo@example.com")
        proposed = (first | second)._message_get_suggested_recipients_batch()
        self.assertEqual(
            [who["email"] for case in (first, second) for who in proposed[case.id]],
            ["li.wei@example.com", "bo@example.com"],
        )

    def test_no_contacts_are_made_of_strangers(self):
        """The large composer wants contacts: one for who complained, no others."""
        case = self._receive_with_copies(From="new@example.net")
        partners = self.env["res.partner"]
        before = partners.search([])
        [who] = case._message_get_suggested_recipients(
            reply_discussion=True, no_create=False
        )
        made = partners.search([]) - before
        self.assertEqual(made.mapped("email"), ["new@example.net"])
        self.assertEqual(who["partner_id"], made.id)

    def test_what_is_typed_now(self):
        """An address that is just being entered is proposed, whosoever it was."""
        case = self._receive_with_copies()
        proposed = case._message_get_suggested_recipients(primary_email=STRANGERS[4])
        self.assertIn(STRANGERS[4], [who["email"] for who in proposed])
