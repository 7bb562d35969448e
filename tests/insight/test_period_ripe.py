# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reports neither show nor compare what is known only later (R133, R140)."""

from datetime import date

from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from .period_common import PeriodCase

BACK = "came_back"


@tagged("post_install", "-at_install")
class TestRipeReport(PeriodCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create({"name": "Tea House"})

    def _close_many(self, count, day, bought=0):
        for _number in range(count):
            case = self._create_case(partner_id=self.customer.id)
            moment = f"{day} 12:00:00"
            case._write_protected(
                {
                    "date_received": moment,
                    "date_first_resolved": moment,
                    "date_closed": moment,
                    "later_purchase_amount": bought,
                }
            )

    def test_a_month_has_no_figure_yet(self):
        """No figure, and so no worse one than the month before (R140)."""
        self._close_many(30, self.before, bought=70)
        self._close_many(30, self.start)
        report = self._make()
        self.assertIsNone(self._row(report, BACK))
        self.assertEqual(self._row(report, "closed")["value"], 30)

    def test_a_target_says_that_it_is_early(self):
        """Where something was aimed at, its place is not empty without a word."""
        self._close_many(6, self.start)
        self.env["complaint.goal"].with_user(self.manager).create(
            {"measure": BACK, "target": 0.5, "period": "month", "date_from": self.start}
        )
        report = self._make()
        row = self._row(report, BACK)
        self.assertTrue(row["unripe"])
        self.assertIsNone(row["value"])
        self.assertIn("too early", report.page)
        self.assertIn("“Too early”:", report.page)
        self.assertNotIn("missed", report.page)

    def test_the_year_before_is_known(self):
        """A year is compared with nothing, and shows what the one before brought."""
        year = self.today.year - 1
        self._close_many(6, date(year, 6, 1))
        self._close_many(6, date(year - 1, 6, 1), bought=70)
        report = self._make(kind="year", date_from=date(year, 1, 1))
        row = self._row(report, BACK)
        self.assertEqual((row["unripe"], row["value"], row["before"]), (True, None, 1))
        self.assertIsNone(row["trend"])
        older = self._make(kind="year", date_from=date(year - 1, 1, 1))
        row = self._row(older, BACK)
        self.assertEqual((row["unripe"], row["value"]), (False, 1))

    def test_a_review_of_a_period_compares_what_is_known(self):
        """Nor does a unit look back at a figure that nobody knows (R133)."""
        self._close_many(6, self.before, bought=70)
        self._close_many(6, self.start)
        review = self.env["complaint.unit.review"].create(
            {
                "kind": "management",
                "date_from": self.start,
                "date_to": self.start + relativedelta(months=1, days=-1),
                "company_id": self.company.id,
            }
        )
        review.action_fill_in()
        codes = review.figure_ids.mapped("code")
        self.assertIn("closed", codes)
        self.assertNotIn(BACK, codes)
