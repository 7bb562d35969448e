# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""With sales and accounts: what was bought, and what is bought later (R125)."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import AppsCase

LATER = timedelta(days=100)


@tagged("post_install", "-at_install")
class TestValueOfDocuments(AppsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create({"name": "Li Wei"})
        cls.seller = cls._create_user(
            "case_seller",
            "complaint_management.group_complaint_user,"
            "sales_team.group_sale_salesman_all_leads,account.group_account_invoice",
        )

    def _register(self, document, user=None, **vals):
        return self._create_case(
            user=user or self.seller,
            origin_ref=f"{document._name},{document.id}",
            **vals,
        )

    def test_documents(self):
        invoice = self._create_invoice(self.customer, 475)
        order = self._create_order(self.customer, 320)
        lot = self.env["stock.lot"].create(
            {"name": "M-1", "product_id": self.product.id}
        )
        for document, worth in (
            (invoice, 475),
            (order, 320),
            (self.product, 100),
            (lot, 100),
        ):
            with self.subTest(model=document._name):
                user = self.env.user if document == lot else None
                self.assertEqual(self._register(document, user).value_bought, worth)

    def test_typed_value_is_overruled_by_the_document_only(self):
        order = self._create_order(self.customer, 320)
        case = self._register(order, value_bought=300)
        self.assertEqual(case.value_bought, 300)
        case.value_bought = 310
        self.assertEqual(case.value_bought, 310)
        case.origin_ref = self._create_order(self.customer, 55)
        self.assertEqual(case.value_bought, 55)
        case.origin_ref = False
        self.assertEqual(case.value_bought, 55)

    def test_who_may_not_read_the_document(self):
        """Nobody learns an amount by pointing at a document (R152)."""
        order = self._create_order(self.customer, 320)
        case = self._register(order, self.clerk)
        self.assertFalse(case.value_bought)
        self.assertNotIn("320", case.with_user(self.clerk).value_explanation)

    def test_deleted_document(self):
        order = self._create_order(self.customer, 320, confirm=False)
        case = self._register(order)
        order.unlink()
        case.invalidate_recordset()
        self.assertEqual(case.value_bought, 320)
        self.assertIn("320", case.value_explanation)

    def test_other_currencies(self):
        """With the rate; without one it is said, and nothing is guessed."""
        foreign = self.env["res.currency"].create({"name": "XXV", "symbol": "V"})
        rate = self.env["res.currency.rate"].create(
            {
                "currency_id": foreign.id,
                "company_id": self.company.id,
                "name": "2020-01-01",
                "rate": 2,
            }
        )
        invoice = self._create_invoice(self.customer, 200, currency=foreign)
        self.assertEqual(self._register(invoice).value_bought, 100)
        rate.unlink()
        case = self._register(invoice)
        self.assertFalse(case.value_bought)
        words = case.with_user(self.seller).value_explanation
        self.assertIn("amounts in XXV", words)

    def test_many(self):
        """The documents of many cases are read at once."""
        order = self._create_order(self.customer, 320)
        counts = []
        for number in (2, 60):
            self.env.flush_all()
            self.env.invalidate_all()
            cases = self.Complaint.new().browse()
            for _number in range(number):
                cases += self.Complaint.new({"origin_ref": order, "name": "x"})
            before = self.cr.sql_log_count
            cases._get_origin_worths()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_later_purchases(self):
        """An order and its invoice are one purchase; a credit note is none."""
        case = self._create_case(partner_id=self.customer.id)
        resolved = fields.Datetime.now() - LATER
        case._write_protected({"state": "resolved", "date_first_resolved": resolved})
        self._create_order(self.customer, 320)
        case._count_later_purchases()
        self.assertEqual(case.later_purchase_amount, 320)
        bill = self._create_invoice(self.customer, 500, post=False)
        bill.invoice_date = fields.Date.today()
        case._count_later_purchases()
        self.assertEqual(case.later_purchase_amount, 320, "a draft is no purchase")
        bill.action_post()
        case._count_later_purchases()
        self.assertEqual(case.later_purchase_amount, 500)
        refund = bill._reverse_moves()
        refund.invoice_date = fields.Date.today()
        refund.action_post()
        case._count_later_purchases()
        self.assertEqual(case.later_purchase_amount, 500)
