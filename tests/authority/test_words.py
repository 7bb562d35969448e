# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Money that our words promise needs a remedy of that value (R90)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import AuthorityCase

PROMISE = "<p>We are sorry. We pay you 5,000.</p>"
BILL = "<p>Your bill of May, 77.50 EUR, was right.</p>"


@tagged("post_install", "-at_install")
class TestWords(AuthorityCase):
    def setUp(self):
        super().setUp()
        self.case = self._bring_to(self._create_case(), "proposed")
        self.case.currency_id = self.money
        self.case.remedy_ids.unlink()
        self.as_handler = self.case.with_user(self.handler)

    def _ask(self, **words):
        """The handler writes words and has them approved as far as they may."""
        self.as_handler.write(words)
        self.as_handler.action_request_approval()
        return self.case.with_user(self.manager)

    # ------------------------------------------------------------------
    # Where it is seen
    # ------------------------------------------------------------------

    def test_answer_and_decision(self):
        """What the answer promises nobody approves as mere words."""
        for fname in ("answer", "decision", "refusal_reason", "customer_change"):
            with self.subTest(fname=fname):
                case = self._ask(**{fname: PROMISE})
                with self._assert_refused("5,000"):
                    case.action_approve()
                case.action_refuse(reason="Put it into a remedy")
                self.as_handler[fname] = "<p>Sorry.</p>"

    def test_remedy_without_value(self):
        """The name of an apology promises no money."""
        line = self._add_remedy(self.case, "apology", name="Sorry: you get 5000 USD")
        for button in ("action_offer", "action_grant"):
            with self._assert_refused("5000 USD"):
                getattr(self._as_handler(line), button)()
        self.assertEqual(line.state, "draft")

    def test_remedy_that_says_more_than_its_value(self):
        line = self._add_remedy(self.case, amount=10, name="We refund 500")
        with self._assert_refused("500"):
            self._as_handler(line).action_offer()
        line.name = "We refund 10"
        self._as_handler(line).action_offer()
        self.assertEqual(line.state, "offered")

    def test_inquiry_and_settlement(self):
        """Also where nobody approves: at the counter, and in a quick answer."""
        inquiry = self._create_case(kind="inquiry", answer=PROMISE)
        with self._assert_refused("5,000"):
            inquiry.with_user(self.handler).action_answer_inquiry()
        self._add_remedy(self.case, "apology")
        self.as_handler.write({"answer": PROMISE, "verdict": "upheld"})
        self.assertIn("5,000", self.as_handler._check_need_promise({}) or "")

    def test_message_and_notice(self):
        """What is posted to the customer is said, too; a note among us is not."""
        with self._assert_refused("5,000"):
            self.as_handler.message_post(
                body="We pay you 5,000.",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        with self._assert_refused("300"):
            self.as_handler._give_notice("<p>We will refund 300 €.</p>")
        for body in ("Your bill of 300 € is checked.", "You asked us to pay 5,000."):
            self.as_handler.message_post(
                body=body, message_type="comment", subtype_xmlid="mail.mt_comment"
            )
        self.as_handler.message_post(
            body="We pay you 5,000?", subtype_xmlid="mail.mt_note"
        )

    # ------------------------------------------------------------------
    # What stands for it
    # ------------------------------------------------------------------

    def test_in_a_remedy(self):
        """The same amount in a remedy is approved with it, and may be said."""
        self._add_remedy(self.case, amount=5000)
        case = self._ask(answer=PROMISE, decision="<p>They get $5,000.00</p>")
        case.action_approve()
        self.assertEqual(self.case.decision_state, "approved")
        self.as_handler.action_answer()
        self.assertEqual(self.case.remedy_ids.state, "offered")

    def test_beyond_authority(self):
        """A remedy that the handler may not promise stands for nothing yet."""
        line = self._add_remedy(self.case, amount=5000)
        body = {"message_type": "comment", "subtype_xmlid": "mail.mt_comment"}
        with self._assert_refused("5,000"):
            self.as_handler.message_post(body="We pay you 5,000.", **body)
        line.with_user(self.manager)._approve()
        self.as_handler.message_post(body="We pay you 5,000.", **body)

    def test_sums_and_parts(self):
        """Two remedies together, and less than they give, are covered."""
        self._add_remedy(self.case, amount=30)
        self._add_remedy(self.case, "voucher", amount=20)
        self.assertFalse(
            self.as_handler._get_unbacked(
                [("answer", "We refund 30, give you 20, and pay 50 all together.")]
            )
        )

    def test_quoted(self):
        """What they asked for, paid, or named themselves is quoted."""
        self.case.write(
            {"claimed_amount": 800, "value_bought": 1200, "demand": "Pay 77.50 EUR"}
        )
        for text in ("You asked for $800.", "You paid $1,200.00", BILL):
            with self.subTest(text=text):
                self.assertFalse(self.as_handler._get_unbacked([("answer", text)]))
        self.assertTrue(self.as_handler._get_unbacked([("answer", "We pay you 800")]))

    def test_other_currency(self):
        """An amount in another currency is compared at its rate, never one for one."""
        self._add_remedy(self.case, amount=50)
        dong = self.env.ref("base.VND")
        text = [("answer", "Bạn nhận 500.000 đồng")]
        self.assertTrue(self.as_handler._get_unbacked(text))
        self.env["res.currency.rate"].create(
            {
                "currency_id": dong.id,
                "rate": 25_000,
                "name": "2020-01-01",
                "company_id": self.company.id,
            }
        )
        self.assertFalse(self.as_handler._get_unbacked(text))

    # ------------------------------------------------------------------
    # No promise
    # ------------------------------------------------------------------

    def test_confirmed_by_a_second_person(self):
        """A named bill passes when a colleague says so, in the dialog, with reason."""
        case = self._ask(answer=BILL)
        with self._assert_refused("77.50 EUR"):
            case.action_approve()
        action = self.case.with_user(self.colleague).action_confirm_amounts()
        dialog = Form.from_action(self.env(user=self.colleague), action)
        self.assertIn("77.50 EUR", dialog.found)
        dialog.reason = "It is the bill that they ask about"
        dialog.save().action_confirm()
        self.assertRecordValues(
            self.case.words_waiver_ids,
            [
                {
                    "amount": "77.50 EUR",
                    "where": "Answer to the Customer",
                    "user_id": self.colleague.id,
                    "reason": "It is the bill that they ask about",
                }
            ],
        )
        case.action_approve()
        self.assertEqual(self.case.decision_state, "approved")

    def test_other_words_are_looked_at_anew(self):
        self._ask(answer=BILL)
        self.case.with_user(self.colleague)._confirm_no_promise("A bill")
        self.assertFalse(self.as_handler._get_unbacked([("answer", BILL)]))
        for text in (
            "We pay 77.50 EUR",
            "<p>Your bill of May, 775.50 EUR, was right.</p>",
        ):
            with self.subTest(text=text):
                self.assertTrue(self.as_handler._get_unbacked([("answer", text)]))

    def test_message_confirmed_before_it_is_sent(self):
        words = "We refund 300 as soon as the court says so."
        self.case.with_user(self.colleague)._confirm_no_promise("It depends", words)
        message = self.as_handler.message_post(
            body=words, message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assertIn(message, self.case.message_ids)

    def test_who_may_not_confirm(self):
        """Not the handler, not the investigator, not who is complained about."""
        self._ask(answer=BILL)
        for user in (self.handler, self.investigator):
            with self._assert_refused("Somebody other"):
                self.case.with_user(user)._confirm_no_promise("Mine")
        with self.assertRaises(AccessError):
            self.case.with_user(self.outsider)._confirm_no_promise("No part in it")
        self.case.complained_employee_ids = self.staff[self.officer]
        with self.assertRaises(UserError):
            self.case.with_user(self.officer)._confirm_no_promise("Me")

    def test_not_confirmed_and_done_by_one(self):
        """Who confirmed takes the step only as a manager."""
        inquiry = self._create_case(kind="inquiry", answer=BILL)
        inquiry.user_id = self.handler
        inquiry.with_user(self.colleague)._confirm_no_promise("A bill")
        with self._assert_refused("77.50 EUR"):
            inquiry.with_user(self.colleague).action_answer_inquiry()
        inquiry.with_user(self.handler).action_answer_inquiry()
        self.assertEqual(inquiry.state, "resolved")

    def test_what_was_confirmed_stays(self):
        """Nobody writes, rewrites or deletes it."""
        self._ask(answer=BILL)
        self.case.with_user(self.colleague)._confirm_no_promise("A bill")
        waiver = self.case.words_waiver_ids
        with self._assert_refused("not rewritten"):
            waiver.reason = "Another"
        with self._assert_refused("kept with"):
            waiver.unlink()
        with self.assertRaises(AccessError):
            waiver.with_user(self.manager).create({"complaint_id": self.case.id})
