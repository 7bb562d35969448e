# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One list of measures: the same figure wherever it is shown (R133)."""

from datetime import date, timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from odoo.addons.complaint_management.models.insight.measures import (
    GRANULARITIES,
    MEASURES,
)

from ..common import OFFICER, ComplaintCase


@tagged("post_install", "-at_install")
class TestMeasures(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Measures = cls.env["complaint.measures"]
        cls.month = (date(2025, 3, 1), date(2025, 3, 31))
        cls.domain = [("company_id", "=", cls.company.id)]

    @classmethod
    def _place(cls, received, **vals):
        """A case of that moment, whose protected facts are ``vals``."""
        case = cls._create_case(date_received=received)
        case._write_protected(vals)
        return case

    def _get(self, code, period=None, domain=None):
        figures = self.Measures._get_figures(
            [code], self.domain if domain is None else domain, *(period or self.month)
        )
        return figures[code]

    def test_counts_by_its_date(self):
        """A case counts in the month of the date that the measure goes by."""
        self._place("2025-02-27 10:00:00", date_closed="2025-03-09 10:00:00")
        self._place("2025-03-05 10:00:00", date_closed="2025-04-02 10:00:00")
        self._place("2025-03-06 10:00:00")
        self.assertEqual(self._get("received"), 2)
        self.assertEqual(self._get("closed"), 1)
        self.assertEqual(self._get("open"), 2)
        self.assertEqual(self._get("days_to_close"), 10.0)
        april = (date(2025, 4, 1), date(2025, 4, 30))
        self.assertEqual(self._get("open", april), 1)

    def test_time_is_judged_when_it_is_over(self):
        """Late cases count at once and others only at their end: so all count then."""
        april = (date(2025, 4, 1), date(2025, 4, 30))
        case = self._bring_to(self._create_case(), "closed")
        case._write_protected(
            {
                "date_received": "2025-03-05 10:00:00",
                "date_acknowledged": "2025-04-01 10:00:00",
                "date_closed": "2025-04-02 10:00:00",
            }
        )
        running = self._create_case(date_received="2025-03-06 10:00:00")
        self.assertTrue(running.clock_ids)
        for code in ("in_time", "days_to_acknowledge", "promise_kept"):
            with self.subTest(measure=code):
                self.assertIsNone(self._get(code))
        self.assertEqual(self._get("in_time", april), 1.0)
        self.assertEqual(self._get("days_to_acknowledge", april), 27.0)

    def test_days_are_those_of_the_company(self):
        """What comes in on the last evening belongs to that day, whatever UTC says."""
        self.company.complaint_calendar_id.tz = "Asia/Ho_Chi_Minh"
        self.company.resource_calendar_id.tz = "Asia/Ho_Chi_Minh"
        self._place("2025-03-31 16:30:00")
        self._place("2025-03-31 17:30:00")
        self.assertEqual(self._get("received"), 1)
        by_day = self.Measures._get_figures_by(
            ["received"], self.domain, date(2025, 3, 1), date(2025, 4, 30), "day"
        )
        days = {day for day in by_day if day >= date(2025, 3, 31)}
        self.assertEqual(days, {date(2025, 3, 31), date(2025, 4, 1)})

    def test_nothing_to_measure_is_no_zero(self):
        """No verdict, no rating: no figure. No case at all is a count of zero."""
        self.assertEqual(self._get("received"), 0)
        figures = self.Measures._get_figures(list(MEASURES), self.domain, *self.month)
        for code, measure in MEASURES.items():
            with self.subTest(measure=code):
                if measure.fname and measure.kind != "money":
                    self.assertIsNone(figures[code])
        self._place("2025-03-05 10:00:00", date_answered="2025-03-07 10:00:00")
        self.assertIsNone(self._get("dissatisfied"))
        self.assertEqual(self._get("days_to_answer"), 2.0)

    def test_the_future_and_the_past(self):
        """Of a period to come nothing is known; what is late is known of now only."""
        future = fields.Date.today() + timedelta(days=400)
        for code in MEASURES:
            self.assertIsNone(self._get(code, (future, future)), code)
        self.assertIsNone(self._get("late"))
        today = fields.Date.today()
        week = (today, today + timedelta(days=7))
        before = self._get("late", week)
        self._place("2025-03-05 10:00:00")
        self.assertEqual(self._get("late", week), before + 1)

    def test_cancelled_and_archived(self):
        """Spam is no complaint; an archived case is one still."""
        case = self._place("2025-03-05 10:00:00")
        self._place("2025-03-05 10:00:00", state="cancelled", cancel_reason="spam")
        self._bring_to(case, "closed")
        case.active = False
        self.assertEqual(self._get("received"), 1)

    def test_by_group(self):
        """Each unit by itself; a group with few cases has no figure."""
        other = self.env["hr.department"].create({"name": "Grid"})
        for number in range(3):
            self._place(
                "2025-03-05 10:00:00",
                department_id=(other if number else self.department).id,
            )
        by_unit = self.Measures._get_figures_by(
            ["received", "upheld"], self.domain, *self.month, "department_id", least=2
        )
        self.assertEqual(
            by_unit,
            {
                self.department: {"received": None, "upheld": None},
                other: {"received": 2, "upheld": None},
            },
        )

    def test_by_time(self):
        """The course of a figure, by every length of time."""
        self._place("2025-03-05 10:00:00", date_closed="2025-03-06 10:00:00")
        for unit in GRANULARITIES:
            with self.subTest(unit=unit):
                course = self.Measures._get_figures_by(
                    list(MEASURES), self.domain, *self.month, unit
                )
                days = sorted(course)
                self.assertEqual(course[days[0]]["received"], 1)
                self.assertEqual(course[days[-1]]["days_to_close"], 1.0)
                self.assertIsNone(course[days[0]]["open"])

    def test_equals_sql(self):
        """The figure is that of a plain query on the cases."""
        for day in (3, 4, 9):
            self._place(
                f"2025-03-{day:02} 10:00:00",
                date_answered="2025-03-20 10:00:00",
                verdict="upheld" if day > 3 else "not_upheld",
            )
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT count(*),
                   avg(extract(epoch FROM date_answered - date_received) / 86400),
                   avg((verdict IN ('upheld', 'partly_upheld'))::int)
              FROM complaint_complaint
             WHERE company_id = %s AND state != 'cancelled'
               AND date_answered >= '2025-03-01' AND date_answered < '2025-04-01'
            """,
            [self.company.id],
        )
        count, days, upheld = self.env.cr.fetchone()
        self.assertEqual(count, 3)
        self.assertAlmostEqual(self._get("days_to_answer"), float(days))
        self.assertAlmostEqual(self._get("upheld"), float(upheld))

    def test_two_currencies(self):
        """Money of several currencies is added up in that of the company."""
        foreign = self.env["res.currency"].create({"name": "XZQ", "symbol": "Z"})
        self.env["res.currency.rate"].create(
            {"currency_id": foreign.id, "rate": 4.0, "name": "2020-01-01"}
        )
        for currency in self.company.currency_id | foreign:
            case = self._place(
                "2025-03-05 10:00:00", date_answered="2025-03-07 10:00:00"
            )
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE complaint_complaint SET value_given = 100, currency_id = %s"
                " WHERE id = %s",
                [currency.id, case.id],
            )
        self.assertAlmostEqual(self._get("value_given"), 125.0)

    def test_reader(self):
        """Whoever asks gets the figures of the cases that they may read (R152)."""
        self._place("2025-03-05 10:00:00")
        other = self.env["res.company"].create({"name": "Other company"})
        stranger = new_test_user(
            self.env,
            "measure_stranger",
            groups=OFFICER,
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        figures = self.Measures.with_user(stranger)._get_figures(
            ["received"], self.domain, *self.month
        )
        self.assertEqual(figures, {"received": 0})

    def test_few_queries(self):
        """All measures that count the same rows come in one query."""
        codes = [
            code for code, measure in MEASURES.items() if measure.by == "date_answered"
        ]
        self.assertGreater(len(codes), 5)
        self._get("upheld")  # warm the caches
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.Measures._get_figures(codes, self.domain, *self.month)

    def test_words(self):
        """Figures are written as people read them."""
        say = self.Measures._say_figure
        self.assertEqual(say("upheld", 0.834), "83.4 %")
        self.assertEqual(say("received", 12), "12")
        self.assertEqual(say("days_to_close", 4.5), "4.5 days")
        self.assertEqual(say("days_to_close", None), "")
