# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The deadline analysis counts what was measured, nothing else."""

from datetime import datetime, timedelta

from odoo.tests import tagged

from .common import MONDAY, ClockCase

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestClockReport(ClockCase):
    """The deadline analysis counts what was measured, nothing else (R179)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env["complaint.clock.report"]

    def _measure(self, case, milestone, *measures):
        domain = [("complaint_id", "=", case.id), ("milestone", "=", milestone)]
        (row,) = self.Report._read_group(domain, aggregates=measures)
        return row

    def test_measures(self):
        """Hours used and late are working hours; what runs counts nowhere."""
        case = self._receive()
        self._get_clock(case, "acknowledge")._stop(MONDAY + HOUR)
        self._get_clock(case, "resolve")._stop(datetime(2026, 6, 5, 2))
        measures = ("share_met:avg", "late_hours:avg", "used_hours:avg")
        self.assertEqual(
            self._measure(case, "acknowledge", *measures), (1.0, False, 1.0)
        )
        self.assertEqual(self._measure(case, "resolve", *measures), (0.0, 2.0, 32.0))
        self.assertEqual(
            self._measure(case, "update", *measures), (False, False, False)
        )
        self.assertEqual(
            self._measure(case, "update", "__count", "outcome:array_agg"),
            (1, ["open"]),
        )

    def test_first_and_total_resolution(self):
        """The first round alone, and all rounds together once it is over (rule 5)."""
        case = self._receive()
        first = self._get_clock(case, "resolve")
        first._stop(MONDAY + 2 * HOUR)
        measures = ("used_hours:avg", "total_hours:avg")
        self.assertEqual(self._measure(case, "resolve", *measures), (2.0, 2.0))
        vals = first._prepare_reopened_vals(case.sudo(), MONDAY + DAY)
        again = first.sudo().create(vals)
        self.assertEqual(self._measure(case, "resolve", *measures), (2.0, False))
        again._stop(MONDAY + DAY + HOUR)
        self.assertEqual(self._measure(case, "resolve", *measures), (1.5, 3.0))

    def test_every_dimension(self):
        case = self._receive()
        for dimension in (
            "milestone",
            "unit",
            "state",
            "outcome",
            "is_late",
            "is_first",
            "kind",
            "severity",
            "category_id",
            "user_id",
            "team_id",
            "department_id",
            "policy_id",
            "company_id",
            "date_due:month",
            "date_stop:month",
            "date_start:month",
        ):
            with self.subTest(dimension=dimension):
                groups = self.Report._read_group(
                    [("complaint_id", "=", case.id)], [dimension], ["__count"]
                )
                self.assertEqual(sum(count for _group, count in groups), 3)

    def test_only_what_may_be_read(self):
        """Nobody counts the deadlines of cases that they may not see."""
        case = self._receive()
        domain = [("complaint_id", "=", case.id)]
        self.assertEqual(self.Report.with_user(self.handler).search_count(domain), 3)
        self.assertFalse(self.Report.with_user(self.outsider).search_count(domain))
        rows = self.Report.with_user(self.outsider).browse(case.clock_ids.ids)
        self.assertFalse(rows.has_access("read"))
        rows.invalidate_recordset()
        self.assertEqual(rows.read(["milestone"]), [])

    def test_open_the_case(self):
        case = self._receive()
        row = self.Report.browse(case.clock_ids[:1].id)
        self.assertEqual(row.action_open_case()["res_id"], case.id)
        rows = self.Report.browse(case.clock_ids.ids)
        self.assertEqual(rows.action_open_cases()["res_id"], case.id)
