# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Benchmarks and targets stand beside the figures of a period (R133, R190)."""

from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .period_common import PeriodCase


@tagged("post_install", "-at_install")
class TestPeriodTargets(PeriodCase):
    def test_benchmarks(self):
        """What others reach stands beside, as it held at the end (R190)."""
        self._place(answered=4)
        values = self.env["complaint.benchmark"].with_user(self.manager)
        values.create(
            [
                {
                    "measure": "days_to_answer",
                    "value": value,
                    "source": source,
                    "date_from": day,
                    "company_id": company,
                }
                for value, source, day, company in (
                    (15, "Law", "2020-01-01", False),
                    (9, "Trade", "2021-01-01", False),
                    (5, "Later", self.today, False),
                    (7, "Our best", "2020-06-01", self.company.id),
                )
            ]
        )
        report = self._make()
        row = self._row(report, "days_to_answer")
        self.assertEqual((row["benchmark"], row["source"]), (7, "Our best"))
        self.assertIn("Our best", report.page)
        with self._assert_refused("from 0 to 100 %", ValidationError):
            values.create({"measure": "upheld", "value": 40, "source": "?"})
        with self._assert_refused("needs a company", ValidationError):
            values.create({"measure": "value_gap", "value": 1, "source": "?"})
        share = values.create({"measure": "upheld", "value": 0.4, "source": "Trade"})
        found = values._find_values(self.company, self.today)
        self.assertEqual(found["upheld"], (0.4, "Trade"))
        self.assertEqual(share.value_words, "40.0 %")

    def test_targets(self):
        """Figures stand beside targets: of the period, or of a longer one (R133)."""
        for number in range(5):
            self._place(answered=4, verdict="upheld" if number else "not_upheld")
        goals = self.env["complaint.goal"].with_user(self.manager)
        year = {
            "period": "other",
            "date_from": self.start - timedelta(days=90),
            "date_to": self.today + timedelta(days=60),
        }
        month = {"period": "month", "date_from": self.start}
        for vals in (
            {**year, "measure": "days_to_answer", "target": 3},
            {**month, "measure": "days_to_answer", "target": 5},
            {**year, "measure": "complaints", "target": 9},
            {**month, "measure": "closed", "target": 9},
            {**year, "measure": "upheld", "target": 0.5, "better": "less"},
            {
                **month,
                "measure": "days_to_acknowledge",
                "target": 1,
                "department_id": self.department.id,
            },
        ):
            goals.create(vals)
        report = self._make()
        self.assertEqual(self._row(report, "days_to_answer")["target"], 5)
        self.assertIsNone(self._row(report, "complaints")["target"])
        self.assertEqual(self._row(report, "closed")["target"], 9)
        self.assertFalse(report._is_met(self._row(report, "upheld")))
        self.assertTrue(report._is_met(self._row(report, "days_to_answer")))
        self.assertIsNone(self._row(report, "received")["target"])
        for word in ("reached", "missed", "Target"):
            self.assertIn(word, report.page)
