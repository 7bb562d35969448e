# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What reports of a period count, and of whose cases (R140, R147, R169)."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.complaint_management.models.insight.measures import Measure

from .period_common import PeriodCase


@tagged("post_install", "-at_install")
class TestPeriodFigures(PeriodCase):
    def test_figures_equal_plain_sql(self):
        """What it says is what is in the tables, in the days of the company."""
        last = self.today.replace(day=1) - timedelta(days=1)
        for day in (self.start, self.start + timedelta(days=9), last):
            self._place(day, answered=0, kind="complaint", verdict="upheld")
        self._place(self.before, answered=40, verdict="not_upheld")
        self._place(last + timedelta(days=1))
        self._place(self.start, state="cancelled", cancel_reason="spam")
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT count(*) FILTER (WHERE received),
                   avg(EXTRACT(EPOCH FROM date_answered - date_received) / 86400)
                       FILTER (WHERE answered),
                   avg((verdict = 'upheld')::int) FILTER (WHERE answered)
              FROM (SELECT *, date_received >= %(start)s AND date_received < %(end)s
                              AS received,
                           date_answered >= %(start)s AND date_answered < %(end)s
                              AS answered
                      FROM complaint_complaint
                     WHERE company_id = %(company)s AND state != 'cancelled') AS cases
            """,
            {
                "start": self.start,
                "end": last + timedelta(days=1),
                "company": self.company.id,
            },
        )
        received, days, upheld = self.env.cr.fetchone()
        report = self._make()
        self.assertEqual(received, 3)
        self._assert_value(report, "received", received)
        self.assertAlmostEqual(
            self._row(report, "days_to_answer")["value"], float(days)
        )
        self.assertAlmostEqual(self._row(report, "upheld")["value"], float(upheld))
        self.assertEqual(self._row(report, "received")["before"], 1)

    def test_the_zone_of_the_company(self):
        """A case of the last evening belongs to the month in which it was there."""
        self.company.complaint_calendar_id = self.company.resource_calendar_id
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        case = self._place()
        # The first of the month in Shanghai, the last of the one before in UTC.
        case._write_protected(
            {"date_received": f"{self.start - timedelta(days=1)} 20:00:00"}
        )
        report = self._make()
        self._assert_value(report, "received", 1)

    def test_a_branch_of_the_business(self):
        """A sector is a category with all below it (R140)."""
        below = self.category.create(
            {
                "name": "Estimated",
                "parent_id": self.category.id,
                "company_id": self.company.id,
            }
        )
        other = self.category.create({"name": "Outage"})
        for category in (self.category, below, other):
            self._place(category_id=category.id)
        report = self._make(category_id=self.category.id)
        self._assert_value(report, "received", 2)
        self.assertIsNone(self._row(report, "lessons"))

    def test_a_sector_of_customers(self):
        """Cases of named customers of an industry."""
        industry = self.env["res.partner.industry"].create({"name": "Restaurants"})
        customer = self.env["res.partner"].create(
            {"name": "Tea House", "industry_id": industry.id}
        )
        self._place()
        case = self._create_case(partner_id=customer.id)
        case._write_protected({"date_received": f"{self.start} 12:00:00"})
        report = self._make(industry_id=industry.id)
        self._assert_value(report, "received", 1)
        self.assertIn("Restaurants", report.display_name)
        self.assertIsNone(self._row(report, "alerts"))

    def test_prevention_beside_handling(self):
        """What prevents complaints stands beside how they are handled (R169, R147)."""
        self._place(answered=2, verdict="upheld")
        miss = self.env["complaint.near.miss"].create(
            {"description": "A ladder slipped.", "category_id": self.category.id}
        )
        miss.date = fields.Datetime.to_datetime(self.start)
        report = self._make()
        self._assert_value(report, "near_misses", 1)
        places = {row["code"]: row["place"] for row in report.figures["rows"]}
        self.assertEqual(places["near_misses"], "before")
        self.assertEqual(places["days_to_answer"], "during")
        self.assertEqual(places["upheld"], "after")
        for title in ("Before: what prevents", "During: how", "After: what came"):
            self.assertIn(title, report.page)

    # ------------------------------------------------------------------
    # Protected cases, companies and currencies
    # ------------------------------------------------------------------

    def test_protected_cases_among_few(self):
        """They count, and where they are among few there is no figure (R152)."""
        self._place_many(2, answered=3, identity_mode="confidential")
        report = self._make()
        row = self._row(report, "complaints")
        self.assertTrue(row["few"])
        self.assertIsNone(row["value"])
        self.assertFalse(report.figures["category"])
        self.assertFalse(report.figures["line"])
        self.assertFalse(report.figures["states"])
        self.assertFalse(report.figures["gap"][0]["total"])
        self.assertIn("too few", report.page)
        self.assertIn("too few complaints", report.summary)
        self._place_many(4, answered=3)
        self._make_again(report)
        self._assert_value(report, "complaints", 6)
        self.assertEqual(report.figures["category"], [["Wrong bill", 6, 0]])
        self.assertEqual(report.figures["line"][-1][1], 0)
        self.assertEqual(sum(count for _day, count in report.figures["line"]), 6)
        self.assertEqual(report.figures["gap"][0]["total"], 6)

    def test_protected_cases_among_few_of_the_period_before(self):
        """A dash would say that there was nothing to measure (R152)."""
        self._place_many(2, self.before, answered=3, identity_mode="confidential")
        self._place_many(6, answered=3)
        report = self._make()
        labels, marks = report._get_labels(), report._get_marks()
        line = report._get_line_of(self._row(report, "complaints"), labels, marks)
        self.assertEqual((line["value"], line["before"]), ("6", "too few"))
        self.assertIn("in the period before: too few", report.summary)

    def test_a_measure_of_something_else_than_cases(self):
        """Another app may measure by a date that no case has."""
        measures = self.env.registry["complaint.measures"]
        other = Measure("", "number", None, "date_due", model="complaint.clock.report")
        table = self.env["complaint.measures"]._get_measures()
        self.patch(
            measures, "_get_measures", lambda _self: {**table, "deadlines": other}
        )
        self._place(answered=3)
        self._assert_value(self._make(), "complaints", 1)

    def test_what_few_protected_asked_for(self):
        """It is neither told nor taken for nothing (R138, R152)."""
        self._place_many(6, answered=3, demand_verdict="reasonable")
        few = {"answered": 3, "demand_verdict": "unreasonable"}
        self._place_many(2, identity_mode="confidential", **few)
        self._place_many(6, self.before, **few)
        report = self._make()
        [(_title, lines)] = report._get_gap_lines()[:1]
        told = {(now, before) for _label, now, before in lines}
        self.assertEqual(told, {("6", "0"), ("too few", "6")})
        self.assertNotIn("demands that were judged", report.summary)

    def test_what_one_protected_case_claims(self):
        """The sum of few claims tells of each, however many cases were answered."""
        self._place_many(6, answered=3, granted_amount=20)
        self._place(
            self.start, answered=3, identity_mode="confidential", claimed_amount=700
        )
        report = self._make()
        gap, _before = report.figures["gap"]
        self.assertEqual(gap["total"], 7)
        self.assertEqual((gap["claimed"], gap["granted"]), (None, 120))
        lines = dict(report._get_gap_lines())["Amounts"]
        self.assertEqual(lines[0], ("Asked for", "too few", lines[0][2]))
        self.assertNotIn("700", report.page + report.summary)

    def test_a_protected_case_that_is_open_since_long(self):
        """Nor is it seen among the few that are open when the period ends (R152)."""
        self._place(self.earlier, identity_mode="confidential")
        row = self._row(self._make(), "open")
        self.assertTrue(row["few"])
        self.assertIsNone(row["value"])

    def test_the_first_months_of_a_register(self):
        """What began in the period before is not "more" or "better" than nothing."""
        company = self.env["res.company"].create({"name": "Gas Company"})
        officer = self._create_user(
            "gas_officer",
            "complaint_management.group_complaint_officer",
            company_id=company.id,
            company_ids=company.ids,
        )
        own = {"user": officer, "category_id": False, "channel_id": False}
        began = self.before + timedelta(days=20)
        self._place(began, **own)
        self._place_many(25, **own)
        report = self._make(user=officer, company_id=company.id)
        row = self._row(report, "complaints")
        self.assertEqual((row["value"], row["before"], row["trend"]), (25, 1, None))
        self.assertIn(f"{began:%m/%d/%Y}", report.summary)
        self.assertNotIn("chance explains", report.summary)
        self._place(self.before, **own)
        report.with_user(officer).action_make()
        self.assertEqual(self._row(report, "complaints")["trend"], "up")
        self.assertIn("in the period before: 2.", report.summary)

    def test_two_companies_with_two_currencies(self):
        """Each counts its own cases, in its own currency."""
        dong = self.env.ref("base.VND")
        dong.active = True
        company = self.env["res.company"].create(
            {"name": "Gas Company", "currency_id": dong.id}
        )
        officer = self._create_user(
            "gas_officer",
            "complaint_management.group_complaint_officer",
            company_id=company.id,
            company_ids=company.ids,
        )
        self._place(answered=1, value_given=70)
        self._place_many(
            2,
            answered=1,
            user=officer,
            category_id=False,
            channel_id=False,
            claimed_amount=1_000_000,
        )
        ours = self._make(lang="en_US")
        theirs = self._make(user=officer, company_id=company.id)
        self._assert_value(ours, "received", 1)
        self._assert_value(theirs, "received", 2)
        self.assertEqual(theirs.figures["gap"][0]["claimed"], 2_000_000)
        self.assertEqual(theirs.currency_id, dong)
        self.assertIn("₫", theirs.page)
        self.assertNotIn("₫", ours.page)
        company.currency_id = self.env.ref("base.EUR")
        theirs.invalidate_recordset()
        self.assertIn("₫", theirs.page)
