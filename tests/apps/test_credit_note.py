# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Paying back: a credit note is drafted on the invoice the case is about (R107)."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .fulfilment_common import FulfilmentCase


@tagged("post_install", "-at_install")
class TestCreditNote(FulfilmentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._create_invoice(cls.customer, amount=100)

    def _refund(self, origin=None, **vals):
        """A credit note that the handler had drafted."""
        remedy = self._create_agreed("credit_note", origin or self.invoice, **vals)
        self.assertFalse(remedy.by_hand_reason)
        remedy.action_fulfil()
        self.assertEqual(remedy.state, "fulfilled")
        return self._get_result(remedy)

    def _assert_by_hand(self, remedy, words):
        """No document; somebody has to say what was done instead."""
        count = self.env["account.move"].search_count([])
        self.assertIn(words, remedy.by_hand_reason)
        with self._assert_refused("Write down"):
            remedy.action_fulfil()
        self.assertEqual(remedy.state, "accepted")
        remedy.fulfilment_note = "Paid in cash, receipt 17"
        remedy.action_fulfil()
        self.assertEqual(remedy.state, "fulfilled")
        self.assertFalse(remedy.result_id)
        self.assertEqual(self.env["account.move"].search_count([]), count)

    def test_part_of_an_invoice(self):
        """One line of the granted amount, drafted by somebody without the app."""
        self.assertFalse(
            self.env["account.move"].with_user(self.handler).has_access("create")
        )
        note = self._refund(amount=40)
        self.assertRecordValues(
            note,
            [
                {
                    "move_type": "out_refund",
                    "state": "draft",
                    "amount_total": 40,
                    "currency_id": self.invoice.currency_id.id,
                    "company_id": self.invoice.company_id.id,
                    "partner_id": self.customer.id,
                    "reversed_entry_id": self.invoice.id,
                    "journal_id": self.invoice.journal_id.id,
                    "create_uid": self.handler.id,
                }
            ],
        )
        self.assertEqual(
            note.invoice_line_ids.account_id, self.invoice.invoice_line_ids.account_id
        )
        note.action_post()
        self.assertEqual(note.state, "posted")

    def test_whole_invoice(self):
        """All of it is reversed line by line, as Odoo's own dialog does."""
        note = self._refund(amount=100)
        self.assertEqual((note.state, note.amount_total), ("draft", 100))
        self.assertEqual(note.reversed_entry_id, self.invoice)
        self.assertEqual(note.invoice_line_ids.product_id, self.product)

    def test_taxes_are_paid_back_with_it(self):
        """The granted amount includes the taxes of the invoice, in or on its price."""
        for price_include in ("tax_excluded", "tax_included"):
            tax = self.env["account.tax"].create(
                {
                    "name": price_include,
                    "amount": 10,
                    "price_include_override": price_include,
                }
            )
            invoice = self._create_invoice(self.customer, amount=110, post=False)
            invoice.invoice_line_ids.tax_ids = tax
            invoice.action_post()
            with self.subTest(price_include):
                note = self._refund(invoice, amount=55)
                self.assertEqual((note.amount_total, note.amount_tax), (55, 5))
                self.assertEqual(note.invoice_line_ids.tax_ids, tax)

    def test_different_taxes_are_left_to_an_accountant(self):
        tax = self.env["account.tax"].create({"name": "Ten", "amount": 10})
        invoice = self._create_invoice(self.customer, post=False)
        invoice.invoice_line_ids = [
            Command.create(
                {"name": "Taxed", "price_unit": 50, "tax_ids": [Command.set(tax.ids)]}
            )
        ]
        invoice.action_post()
        note = self._refund(invoice, amount=30)
        self.assertEqual((note.amount_total, note.amount_tax), (30, 0))

    def test_invoice_of_the_order(self):
        """An order leads to its one posted invoice."""
        order = self._create_order(self.customer)
        order.order_line.qty_delivered = 1
        order._create_invoices().action_post()
        note = self._refund(order)
        self.assertEqual(note.reversed_entry_id, order.invoice_ids - note)

    def test_which_invoice_is_not_guessed(self):
        """Several invoices, drafts, other documents and none: by hand."""
        order = self._create_order(self.customer)
        order.order_line.qty_delivered = 1
        for _turn in range(2):
            order._create_invoices().action_post()
            order.order_line.product_uom_qty += 1
            order.order_line.qty_delivered += 1
        draft = self._create_invoice(self.customer, post=False)
        for origin, words in (
            (order, "several invoices"),
            (draft, "no posted invoice"),
            (self.product, "no posted invoice"),
            (None, "no posted invoice"),
        ):
            with self.subTest(origin=origin):
                self._assert_by_hand(self._create_agreed("credit_note", origin), words)

    def test_invoice_of_somebody_else(self):
        """Nobody is credited for another customer's complaint."""
        theirs = self._create_invoice(self.stranger)
        remedy = self._create_agreed("credit_note", theirs)
        self._assert_by_hand(remedy, "of this customer")

    def test_customer_without_record(self):
        remedy = self._create_agreed(
            "credit_note", self.invoice, case_vals={"partner_id": False}
        )
        self._assert_by_hand(remedy, "of this customer")

    def test_never_more_than_the_invoice(self):
        """What was credited before counts, drafts too; what was cancelled does not."""
        first = self._refund(amount=70)
        remedy = self._create_agreed("credit_note", self.invoice, amount=40)
        self.assertIn("more than what is left", remedy.by_hand_reason)
        self.assertIn("30", remedy.by_hand_reason)
        first.button_cancel()
        remedy.invalidate_recordset(["by_hand_reason"])
        self.assertFalse(remedy.by_hand_reason)

    def test_in_the_currency_of_the_line(self):
        """Foreign money goes back as foreign money, at the day's rate."""
        currency = self._create_currency(rate=2)
        note = self._refund(amount=40, currency_id=currency.id)
        self.assertEqual(note.currency_id, currency)
        self.assertEqual(note.amount_total, 40)
        self.assertEqual(note.amount_total_signed, -20)
        too_much = self._create_agreed(
            "credit_note", self.invoice, amount=201, currency_id=currency.id
        )
        self.assertIn("more than what is left", too_much.by_hand_reason)

    def test_currency_without_rate(self):
        """Odoo would book one for one: somebody enters a rate, or does it by hand."""
        currency = self._create_currency(rate=2)
        remedy = self._create_agreed(
            "credit_note", self.invoice, currency_id=currency.id
        )
        currency.rate_ids.unlink()
        self._assert_by_hand(remedy, "no exchange rate for XTS")

    def _create_currency(self, rate=None):
        currency = self.env["res.currency"].create({"name": "XTS", "symbol": "¤"})
        if rate:
            currency.rate_ids = [Command.create({"name": "2020-01-01", "rate": rate})]
        return currency

    def test_what_the_app_refuses(self):
        """The message of the app is told, and nothing is half done."""
        remedy = self._create_agreed("credit_note", self.invoice)
        refusing = patch.object(
            type(self.env["account.move"]),
            "create",
            side_effect=UserError("The period is locked."),
        )
        with refusing, self._assert_refused("The period is locked."):
            remedy.action_fulfil()
        self.assertEqual(remedy.state, "accepted")
        self.assertFalse(remedy.result_id)

    def test_done_already(self):
        """What accounting did itself is not created again."""
        remedy = self._create_agreed("credit_note", self.invoice)
        with self._assert_refused("Write down"):
            remedy.action_fulfil_by_hand()
        remedy.fulfilment_note = "Accounting drafted it already"
        remedy.action_fulfil_by_hand()
        self.assertEqual(remedy.state, "fulfilled")
        self.assertFalse(remedy.result_id)
        self.assertFalse(self.invoice.reversal_move_ids)
