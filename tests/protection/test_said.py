# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What leaves the house: by no door more is said, or learned, than may be."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_address import KEY, MINE, AddressCase

CASE = "complaint.complaint"
SURVEY = "complaint_management.mail_template_survey"
RECEIPT = "complaint_management.mail_template_acknowledgement"


class SaidCase(AddressCase):
    def _get_mails(self, case=None):
        case = case or self.case
        return (
            self.env["mail.mail"]
            .sudo()
            .search([("model", "=", CASE), ("res_id", "=", case.id)])
        )

    def _compose(self, user, **vals):
        """A mail of the composer that the chatter of the case does not post."""
        composers = self._with_mail(self.env["mail.compose.message"]).with_user(user)
        return composers.create(
            {
                "model": CASE,
                "res_ids": str(self.case.ids),
                "composition_mode": "mass_mail",
                "partner_ids": [Command.set(self.customer.ids)],
                **vals,
            }
        )

    def _get_doors(self, user, words):
        """Ways by which a colleague may say something to the customer."""
        comment = self.env.ref("mail.mt_comment")
        messages = self._with_mail(self.env["mail.message"]).with_user(user)
        templates = self._with_mail(self.env["mail.template"]).with_user(user)
        case = self._with_mail(self.case).with_user(user)
        body = f"<p>{words}</p>"
        return {
            "message": lambda: messages.create(
                {
                    "model": CASE,
                    "res_id": self.case.id,
                    "body": body,
                    "message_type": "comment",
                    "subtype_id": comment.id,
                    "partner_ids": [Command.set(self.customer.ids)],
                }
            ),
            "post": lambda: case.message_post(
                partner_ids=self.customer.ids,
                body=body,
                subtype_xmlid="mail.mt_comment",
            ),
            "followers": lambda: case.message_post(
                body=body, subtype_xmlid="mail.mt_comment"
            ),
            "notice": lambda: case.message_notify(
                partner_ids=self.customer.ids, body=body, subject="Your case"
            ),
            "composer": lambda: self._compose(
                user, body=body, subject="Your case"
            )._action_send_mail(),
            "template": lambda: templates.create(
                {
                    "name": "Words",
                    "model_id": self.env["ir.model"]._get(CASE).id,
                    "subject": "Your case",
                    "body_html": body,
                    "email_to": self.customer.email,
                }
            ).send_mail(self.case.id),
        }


@tagged("post_install", "-at_install")
class TestSaid(SaidCase):
    def test_no_door_promises_without_a_remedy(self):
        """Posting refused an amount; a remote call of another method did not."""
        words = "We pay you 5,000 EUR."
        for name, say in self._get_doors(self.handler, words).items():
            with self.subTest(name), self._assert_refused("names 5,000 EUR"):
                say()

    def test_plain_words_pass_by_every_door(self):
        for name, say in self._get_doors(self.handler, "We look into it.").items():
            with self.subTest(name):
                self.assertTrue(say())

    def test_accused_says_nothing_to_the_customer(self):
        self.case.sudo().complained_employee_ids = self.staff[self.officer]
        doors = self._get_doors(self.officer, "Better say nothing.")
        receipt = self._with_mail(self.env.ref(RECEIPT)).with_user(self.officer)
        doors["receipt"] = lambda: receipt.send_mail(self.case.id)
        for name, say in doors.items():
            with self.subTest(name), self._assert_refused("Nobody works", AccessError):
                say()
        self.case.with_user(self.officer).message_post(body="It was not me")

    def test_key_is_in_no_mail_that_goes_elsewhere(self):
        """The composer writes the words of a template as the system."""
        for xmlid in (SURVEY, RECEIPT):
            template = self.env.ref(xmlid)
            with self.subTest(xmlid):
                before = self._get_mails()
                everybody = self.customer | self.handler.partner_id
                self._compose(
                    self.handler,
                    template_id=template.id,
                    partner_ids=[Command.set(everybody.ids)],
                )._action_send_mail()
                mails = self._get_mails() - before
                self.assertTrue(mails)
                self.assertFalse(KEY.search(" ".join(mails.mapped("body_html"))))

    def test_key_is_not_in_the_chatter(self):
        """Nor where the composer posts the words of a template on many cases."""
        other = self._create_case(email_from=self.customer.email)
        cases = self.case | other
        known = cases.message_ids
        self._compose(
            self.handler,
            composition_mode="comment",
            res_ids=str(cases.ids),
            template_id=self.env.ref(SURVEY).id,
        )._action_send_mail()
        posted = (cases.message_ids - known).filtered(
            lambda said: said.message_type == "comment"
        )
        self.assertEqual(posted.mapped("res_id"), cases.ids)
        for message in posted:
            self.assertIn("/rate", message.body)
            self.assertFalse(KEY.search(message.body))

    def test_key_stays_out_whoever_is_added(self):
        """Where a mail goes is asked of the mail, not of the case alone."""
        self.case.sudo()._portal_ensure_token()
        link = self.case.sudo()._get_customer_link()
        self.assertTrue(KEY.search(link))
        file = "/web/content/1?access_token=a-file"
        body = f"<a href='{link}'>x</a><a href='{file}'>y</a>"
        for given, has_key in (
            ({"email_to": self.customer.email}, True),
            ({"recipient_ids": [Command.set(self.customer.ids)]}, True),
            ({"email_to": self.customer.email, "email_cc": MINE}, False),
            ({"email_to": f"{self.customer.email}, Me <{MINE}>"}, False),
            ({"recipient_ids": [Command.set(self.friend.partner_id.ids)]}, False),
        ):
            with self.subTest(given=given):
                mail = (
                    self.env["mail.mail"]
                    .sudo()
                    .create(
                        {
                            "model": CASE,
                            "res_id": self.case.id,
                            "body_html": body,
                            **given,
                        }
                    )
                )
                self.assertEqual(link in mail.body_html, has_key)
                self.assertIn(file, mail.body_html)

    def test_what_was_mistyped_is_known_no_more(self):
        """Registered with an own address, put right, and put back before the survey."""
        case = self._with_mail(
            self._create_case(self.handler, email_from=MINE, user_id=self.handler.id)
        )
        handled = case.with_user(self.handler)
        handled.email_from = self.customer.email
        self.assertFalse(case.address_changed_on)
        handled.action_acknowledge()
        self.assertTrue(KEY.search(self._mail(case)))
        handled.email_from = MINE
        self.assertTrue(case.address_changed_on)
        self.assertFalse(KEY.search(self._mail(case)))

    def test_who_was_the_customer_by_mistake_is_none(self):
        me = self.handler.partner_id
        case = self._create_case(
            self.handler, partner_id=me.id, email_from=me.email, user_id=self.handler.id
        )
        handled = case.with_user(self.handler)
        handled.write(
            {"partner_id": self.customer.id, "email_from": self.customer.email}
        )
        handled.action_acknowledge()
        handled.partner_id = me
        self.assertFalse(handled._acts_as_complainant())
        with self.assertRaises(AccessError):
            handled._portal_ensure_token()
