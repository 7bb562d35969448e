# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reports of a period: what they count, keep and say (R138, R140, R147, R169, R179)."""

from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .period_common import PeriodCase


@tagged("post_install", "-at_install")
class TestPeriodReport(PeriodCase):
    # ------------------------------------------------------------------
    # The period
    # ------------------------------------------------------------------

    def test_nothing_came_in(self):
        """Without data it says so; nothing is a zero that nobody measured."""
        report = self._make()
        self.assertIn("No complaint was received", report.summary)
        self.assertEqual(self._row(report, "received")["value"], 0)
        self.assertIsNone(self._row(report, "days_to_answer"))
        self.assertFalse(report.typical)
        self.assertFalse(report.proposal_ids)
        self.assertIn("In Figures", report.page)
        self.assertNotIn("<svg", report.page)

    def test_one_case(self):
        """One case is a figure, and no trend, no commonality, no typical case."""
        self._place(answered=4)
        report = self._make()
        self.assertEqual(self._row(report, "complaints")["value"], 1)
        self.assertEqual(self._row(report, "days_to_answer")["value"], 4)
        self.assertIsNone(self._row(report, "complaints")["trend"])
        self.assertEqual(report.figures["category"], [["Wrong bill", 1, 0]])
        self.assertFalse(report.figures["together"] or report.figures["stood_out"])
        self.assertFalse(report.typical)
        self.assertIn("<svg", report.page)

    def test_any_day_of_the_period(self):
        """Whichever day somebody chooses, the whole period is reported on."""
        report = self._make(date_from=self.start + timedelta(days=9))
        self.assertEqual(report.date_from, self.start)
        self.assertEqual(report.date_to + timedelta(days=1), self.today.replace(day=1))
        report = self._make(kind="quarter", date_from="2025-05-20")
        self.assertEqual(str(report.date_from), "2025-04-01")
        self.assertEqual(str(report.date_to), "2025-06-30")
        self.assertEqual(report.display_name, "Q2 2025")

    def test_what_is_not_over_is_refused(self):
        """The future, and what runs now, has no report: it would be made too early."""
        for day in (self.today, self.today + timedelta(days=400)):
            with self._assert_refused("is not over yet"):
                self._make(date_from=day)
        report = self._make()
        with self._assert_refused("its period and what it is of stay"):
            report.with_user(self.officer).date_from = self.before

    @mute_logger("odoo.sql_db")
    def test_one_report_of_a_period(self):
        self._make()
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self._make()
        self._make(department_id=self.department.id)
        self._make(kind="year", date_from=self.start - timedelta(days=400))

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

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
        self.assertEqual(self._row(report, "received")["value"], received)
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
        self.assertEqual(self._row(report, "received")["value"], 1)

    def test_it_never_judges_again(self):
        """What was made stays, whatever is registered and renamed afterwards."""
        self._place(answered=2)
        report = self._make()
        kept, page = report.figures, str(report.page)
        self._place(answered=9)
        self.category.name = "Billing"
        report.invalidate_recordset()
        self.assertEqual(report.figures, kept)
        self.assertEqual(str(report.page), page)
        report.with_user(self.officer).action_make()
        self.assertEqual(self._row(report, "received")["value"], 2)
        self.assertEqual(report.figures["category"], [["Billing", 2, 0]])

    def test_a_unit_that_is_dissolved(self):
        """Its reports keep its name; what it did can still be reported on."""
        self._place(answered=2)
        unit = self.env["hr.department"].create(
            {"name": "Reading", "parent_id": self.department.id}
        )
        self._place(department_id=unit.id)
        self._place(department_id=False)
        report = self._make(department_id=self.department.id)
        self.assertEqual(self._row(report, "received")["value"], 2)
        self.department.name = "Meters and More"
        self.department.active = False
        report.invalidate_recordset()
        self.assertIn("Metering", report.display_name)
        self.assertIn("Metering", report.page)
        older = self._make(department_id=self.department.id, date_from=self.before)
        self.assertIn("Meters and More", older.display_name)
        self.assertEqual(self._row(report, "received")["value"], 2)

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
        self.assertEqual(self._row(report, "received")["value"], 2)
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
        self.assertEqual(self._row(report, "received")["value"], 1)
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
        self.assertEqual(self._row(report, "near_misses")["value"], 1)
        places = {row["code"]: row["place"] for row in report.figures["rows"]}
        self.assertEqual(places["near_misses"], "before")
        self.assertEqual(places["days_to_answer"], "during")
        self.assertEqual(places["upheld"], "after")
        for title in ("Before: what prevents", "During: how", "After: what came"):
            self.assertIn(title, report.page)

    # ------------------------------------------------------------------
    # Sentences
    # ------------------------------------------------------------------

    def test_what_stands_out(self):
        """An outbreak is told with what was to be expected (R140)."""
        for weeks in range(1, 30):
            self._place(self.start - timedelta(weeks=weeks))
        for _number in range(12):
            self._place(self.start + timedelta(days=15))
        report = self._make()
        [found] = report.figures["stood_out"]
        self.assertEqual(found["name"], "Wrong bill")
        self.assertEqual(found["count"], 12)
        self.assertIn("Wrong bill: 12 from", report.summary)
        self.assertIn("What stood out", report.summary)
        self.assertTrue(report.figures["limits"])
        self.assertEqual(self._row(report, "complaints")["trend"], "up")
        self.assertIn("more than chance explains", report.summary)

    def test_what_has_to_do_with_what(self):
        """A unit that has one kind of complaint more often than others (R140)."""
        other = self.category.create({"name": "Rude staff"})
        unit, elsewhere = self.env["hr.department"].create(
            [{"name": "Counter East"}, {"name": "Counter West"}]
        )
        for category, where, count in (
            (other, unit, 8),
            (self.category, unit, 2),
            (self.category, elsewhere, 10),
            (other, elsewhere, 1),
        ):
            for _number in range(count):
                self._place(
                    category_id=category.id,
                    complained_department_ids=[fields.Command.set(where.ids)],
                )
        report = self._make()
        [found] = [
            one for one in report.figures["together"] if one["name"] == "Rude staff"
        ]
        self.assertEqual((found["partner"], found["count"]), ("Counter East", 8))
        self.assertIn("Counter East: 8 of 10 complaints", report.summary)

    def test_asked_for_and_granted(self):
        """What customers expected stands against what they got (R138)."""
        for number in range(6):
            self._place(
                answered=2,
                claimed_amount=100,
                granted_amount=40,
                verdict="partly_upheld",
                demand_verdict="reasonable" if number < 4 else "unreasonable",
            )
        report = self._make()
        gap, _before = report.figures["gap"]
        self.assertEqual(gap["demand"], {"reasonable": 4, "unreasonable": 2})
        self.assertEqual((gap["claimed"], gap["granted"]), (600, 240))
        self.assertIn(
            "Of 6 demands that were judged, 4 were reasonable", report.summary
        )
        self.assertIn("Asked For and Granted", report.page)

    def test_where_time_went(self):
        """The state in which cases stood longest is named (R179)."""
        start = fields.Datetime.to_datetime(self.start)
        case = self._create_case(date_received=start)
        case._transition("acknowledge", when=start + timedelta(days=5))
        case._write_protected({"date_answered": start + timedelta(days=9)})
        report = self._make()
        states = {state: now for state, now, _before in report.figures["states"]}
        self.assertAlmostEqual(states["new"], 5)
        self.assertIn("longest in “New”: 5.0 days", report.summary)

    def test_typical_cases_name_nobody(self):
        """What is like many is told by its facts alone, and never a protected one."""
        for number in range(5):
            self._place(
                answered=number, name="Li Wei was charged twice", verdict="upheld"
            )
        for _number in range(6):
            self._place(answered=30, identity_mode="confidential")
        report = self._make()
        self.assertIn("Wrong bill", report.typical)
        self.assertIn("one of 5", report.typical)
        self.assertIn("answered after 2.0 days", report.typical)
        for word in ("Li Wei", "charged twice", "30.0"):
            self.assertNotIn(word, report.typical)
            self.assertNotIn(word, report.page)

    def test_proposals(self):
        """The cause that led to most, unless an action is at work on it (R138)."""
        for _number in range(6):
            self._place(answered=1, cause_id=self.cause.id)
        report = self._make()
        self.assertEqual(report.proposal_ids.cause_id, self.cause)
        self.assertIn("6 complaints", report.proposal_ids.reason)
        proposal = report.proposal_ids.with_user(self.officer)
        proposal.user_id = False
        with self._assert_refused("by whom and by when"):
            proposal.action_make_action()
        proposal.user_id = self.handler
        proposal.action_make_action()
        action = proposal.action_id
        self.assertEqual((action.user_id, action.state), (self.handler, "open"))
        self.assertEqual(action.cause_ids, self.cause)
        proposal.action_make_action()
        self.assertEqual(proposal.action_id, action)
        self.assertFalse(self._make(date_from=self.before).proposal_ids)
        report.with_user(self.officer).action_make()
        self.assertEqual(report.proposal_ids.action_id, action)

    # ------------------------------------------------------------------
    # Protected cases, companies and currencies
    # ------------------------------------------------------------------

    def test_protected_cases_among_few(self):
        """They count, and where they are among few there is no figure (R152)."""
        for _number in range(2):
            self._place(answered=3, identity_mode="confidential")
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
        for _number in range(4):
            self._place(answered=3)
        report.with_user(self.officer).action_make()
        self.assertEqual(self._row(report, "complaints")["value"], 6)
        self.assertEqual(report.figures["category"], [["Wrong bill", 6, 0]])
        self.assertEqual(report.figures["line"][-1][1], 0)
        self.assertEqual(sum(count for _day, count in report.figures["line"]), 6)
        self.assertEqual(report.figures["gap"][0]["total"], 6)

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
        for _number in range(2):
            self._place(
                answered=1,
                user=officer,
                category_id=False,
                channel_id=False,
                claimed_amount=1_000_000,
            )
        ours = self._make(lang="en_US")
        theirs = self._make(user=officer, company_id=company.id)
        self.assertEqual(self._row(ours, "received")["value"], 1)
        self.assertEqual(self._row(theirs, "received")["value"], 2)
        self.assertEqual(theirs.figures["gap"][0]["claimed"], 2_000_000)
        self.assertEqual(theirs.currency_id, dong)
        self.assertIn("₫", theirs.page)
        self.assertNotIn("₫", ours.page)
        company.currency_id = self.env.ref("base.EUR")
        theirs.invalidate_recordset()
        self.assertIn("₫", theirs.page)

    # ------------------------------------------------------------------
    # Benchmarks
    # ------------------------------------------------------------------

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

    def test_text_is_closed_when_it_is_ready(self):
        report = self._make().with_user(self.officer)
        report.summary = "<p>All went well.</p>"
        self.assertIn("All went well.", report.page)
        report.action_release()
        with self._assert_refused("Change the Text"):
            report.summary = "<p>Not so well.</p>"
        with self.assertRaises(UserError):
            report.proposal_ids.create({"report_id": report.id, "name": "More"})
        report.action_edit()
        report.summary = "<p>Not so well.</p>"
        with self._assert_refused("cannot be written directly"):
            report.figures = {}
