# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Value in the analysis, and later purchases as the proof (R125, R126, R171)."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .value_common import ValueCase


@tagged("post_install", "-at_install")
class TestValueReport(ValueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env["complaint.report"]

    def _measure(self, cases, *measures):
        (row,) = self.Report._read_group([("id", "in", cases.ids)], aggregates=measures)
        return row

    def _answer(self, bought, *amounts):
        case = self._create_case(value_bought=bought)
        for amount in amounts:
            self._add(case, self.refund, amount)
        return self._bring_to(case, "answered")

    def test_sums(self):
        cases = self._answer(100, 60) | self._answer(50, 30, 40)
        self.assertEqual(
            self._measure(
                cases,
                "granted_amount:sum",
                "value_lost:sum",
                "value_given:sum",
                "value_gap:sum",
            ),
            (130, 150, 130, 40),
        )
        self.assertEqual(self._measure(cases, "share_recovered:avg")[0], (0.6 + 1) / 2)

    def test_what_is_not_answered_does_not_count(self):
        """An open case has no gap yet, and one without value no share."""
        case = self._create_case(value_bought=100)
        self.assertFalse(self._measure(case, "value_gap:sum")[0])
        self.assertFalse(self._measure(case, "share_recovered:avg")[0])
        self.assertFalse(self._measure(self._answer(0, 60), "share_recovered:avg")[0])

    def test_rows(self):
        case = self._answer(100, 60)
        row = self.Report.browse(case.id)
        self.assertEqual(row.value_gap, 40)
        self.assertEqual(row.company_currency_id, self.company.currency_id)
        found = self.Report.search([("value_gap", ">", 0)])
        self.assertIn(case.id, found.ids)

    def test_staff_counts(self):
        case = self._answer(100, 60)
        row = self.Report.with_user(self.handler).browse(case.id)
        self.assertEqual(row.value_given, 60)


@tagged("post_install", "-at_install")
class TestLaterPurchases(ValueCase):
    """Where neither sales nor invoices are installed, won opportunities count."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create(
            {"name": "Li Wei Ltd", "is_company": True}
        )
        cls.buyer = cls.env["res.partner"].create(
            {"name": "Li Wei", "parent_id": cls.customer.id}
        )
        cls.resolved = fields.Datetime.now() - timedelta(days=100)

    def _resolve(self, days_ago=100, **vals):
        case = self._create_case(partner_id=self.buyer.id, **vals)
        when = fields.Datetime.now() - timedelta(days=days_ago)
        case._write_protected(
            {
                "state": "resolved",
                "date_resolved": when,
                "date_first_resolved": when,
            }
        )
        return case

    def _win(self, amount, days_ago=10, **vals):
        lead = self.env["crm.lead"].create(
            {
                "name": "Meters",
                "type": "opportunity",
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "expected_revenue": amount,
                **vals,
            }
        )
        lead.action_set_won()
        lead.date_closed = fields.Datetime.now() - timedelta(days=days_ago)
        return lead

    def _count(self):
        with patch.object(
            self.env.registry["ir.cron"], "_commit_progress", return_value=60.0
        ):
            self.Complaint._cron_count_later_purchases()

    def test_counted(self):
        """Of the whole company of the customer, after the case was resolved."""
        case = self._resolve()
        self._win(300)
        self._win(20, partner_id=self.buyer.id)
        self._win(5000, days_ago=200)
        self.env["crm.lead"].create(
            {
                "name": "Open",
                "type": "opportunity",
                "partner_id": self.buyer.id,
                "expected_revenue": 700,
            }
        )
        self._count()
        self.assertEqual(case.later_purchase_amount, 320)
        row = self.env["complaint.report"].browse(case.id)
        self.assertEqual(row.later_purchase_amount, 320)
        self.assertEqual(row.came_back, 1)

    def test_after_a_year_it_proves_nothing(self):
        case = self._resolve(days_ago=366)
        self._win(300, days_ago=0)
        self._win(40, days_ago=2)
        self._count()
        self.assertEqual(case.later_purchase_amount, 40)

    def test_who_did_not_come_back(self):
        case = self._resolve()
        self._count()
        row = self.env["complaint.report"].browse(case.id)
        self.assertEqual((row.later_purchase_amount, row.came_back), (0, 0))
        unresolved = self.env["complaint.report"].browse(self._create_case().id)
        (share,) = self.env["complaint.report"]._read_group(
            [("id", "=", unresolved.id)], aggregates=["came_back:avg"]
        )[0]
        self.assertFalse(share)

    def test_taken_back(self):
        """What is not won any more does not count any more."""
        case = self._resolve()
        lead = self._win(300)
        self._count()
        lead.stage_id = self.env["crm.stage"].search([("is_won", "=", False)])[:1]
        self._count()
        self.assertEqual(case.later_purchase_amount, 0)

    def test_protected_complainants(self):
        """An amount that fits one customer only would tell who they are (R152)."""
        self._win(300)
        case = self._resolve()
        hidden = self._resolve(identity_mode="confidential")
        self._count()
        self.assertEqual(hidden.later_purchase_amount, 0)
        self.assertEqual(case.later_purchase_amount, 300)
        case.identity_mode = "confidential"
        self.assertEqual(case.later_purchase_amount, 0)
        self._count()
        self.assertEqual(case.later_purchase_amount, 0)

    def test_many(self):
        """The number of queries does not follow the number of cases."""
        counts = []
        for number in (5, 100):
            cases = self.Complaint.create(
                [
                    self._prepare_case_vals(partner_id=self.buyer.id)
                    for _number in range(number)
                ]
            )
            when = fields.Datetime.now() - timedelta(days=50)
            cases._write_protected({"date_first_resolved": when})
            self._win(300)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            cases._count_later_purchases()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
            self.assertGreaterEqual(min(cases.mapped("later_purchase_amount")), 300)
        self.assertLessEqual(counts[1], counts[0] + 5)

    def test_it_is_scheduled(self):
        cron = self.env.ref("complaint_management.ir_cron_count_later_purchases")
        self._resolve()
        self._count()
        self.assertEqual(cron.code.strip(), "model._cron_count_later_purchases()")
