# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The figures of the managers' dashboard, worked out anew from the tables."""

import statistics

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

from .dashboard_common import (
    find_charts,
    get_dashboards,
    get_pivot_domain,
    get_window,
    read_file,
    read_pivot,
)

YEAR = 365
DAYS = "EXTRACT(EPOCH FROM {} - date_received) / 86400"
COUNT = "count(*)"
SHARE = "avg(({})::int) FILTER (WHERE {})"
HAS_CLOCK = (
    "EXISTS (SELECT 1 FROM complaint_clock c WHERE c.complaint_id = k.id AND {})"
)
LATE = HAS_CLOCK.format("c.is_late AND c.state != 'cancelled'")
ENDED = HAS_CLOCK.format("c.state = 'stopped'")
LOW = (
    "(satisfaction_result IN ('1', '2')"
    " OR COALESCE(satisfaction_handling, '') IN ('1', '2'))"
)
# By the name of a question: the date that counts, and how each measure is worked out.
FIGURES = {
    "Received": (
        "date_received",
        {
            "__count": COUNT,
            "repeated": SHARE.format("is_repeat IS TRUE", "cause_id IS NOT NULL"),
            "recurrence": SHARE.format(
                "id IN (SELECT complaint_id FROM complaint_action_recurrence_rel)",
                "cause_id IS NOT NULL",
            ),
            "promise_kept": """avg((
                SELECT avg((c.outcome = 'met')::int) FROM complaint_clock c
                 WHERE c.complaint_id = k.id AND c.milestone = 'promise'
                   AND c.state = 'stopped' AND c.outcome IN ('met', 'missed')))""",
        },
    ),
    "Closed": (
        "date_closed",
        {
            "__count": COUNT,
            "in_time": SHARE.format(
                f"NOT {LATE}",
                f"{LATE} OR ({ENDED} AND date_first_resolved IS NOT NULL)",
            ),
            "reopened": SHARE.format(
                "COALESCE(reopen_count, 0) > 0", "date_first_resolved IS NOT NULL"
            ),
            "satisfied": SHARE.format(
                f"satisfaction_result IN ('4', '5') AND NOT {LOW}",
                "satisfaction_result IS NOT NULL",
            ),
        },
    ),
    "Answered": (
        "date_answered",
        {
            "__count": COUNT,
            "within_3_days": SHARE.format(
                f"{DAYS.format('date_answered')} <= 3", "date_answered IS NOT NULL"
            ),
            "within_7_days": SHARE.format(
                f"{DAYS.format('date_answered')} <= 7", "date_answered IS NOT NULL"
            ),
            "upheld": SHARE.format(
                "verdict IN ('upheld', 'partly_upheld')", "verdict IS NOT NULL"
            ),
            "satisfaction_with_result": "avg(satisfaction_result::int)",
        },
    ),
}


class DashboardFigures:
    """Tests for a class that has the demonstration's two years."""

    def _get_window(self, offset):
        return get_window(fields.Datetime.now(), YEAR, offset)

    def _ask(self, expression, date, offset):
        begin, end = self._get_window(offset)
        [[value]] = self.env.execute_query(
            SQL(
                f"SELECT {expression} FROM complaint_complaint k"
                f" WHERE state != 'cancelled' AND {date} >= %s AND {date} < %s"
                " AND company_id = %s",
                begin,
                end,
                self.env.company.id,
            )
        )
        return value

    def _read_boards(self):
        for name, dashboard in get_dashboards(self.env).items():
            data = read_file(dashboard)
            yield name, data, data["pivots"].values()

    def test_figures_are_those_of_the_tables(self):
        """Of both years, as plain SQL counts them (issue 14)."""
        self.env.flush_all()
        checked = 0
        _name, data, pivots = next(self._read_boards())
        for pivot in pivots:
            name, _comma, before = pivot["name"].partition(", ")
            if name not in FIGURES:
                continue
            date, measures = FIGURES[name]
            domain = get_pivot_domain(data, pivot, self._get_window)
            [found] = read_pivot(self.env, pivot, domain)
            for measure in pivot["measures"]:
                fname = measure["fieldName"]
                if fname not in measures:
                    continue
                wanted = self._ask(measures[fname], date, -1 if before else 0)
                key = fname if fname == "__count" else f"{fname}:avg"
                with self.subTest(pivot=pivot["name"], measure=fname):
                    self.assertAlmostEqual(found[key] or 0, float(wanted or 0), 6)
                checked += 1
        self.assertEqual(checked, 2 * sum(len(of[1]) for of in FIGURES.values()))

    def test_late_cases_are_those_that_missed_a_deadline(self):
        """And none of which nothing is known yet."""
        self.env.flush_all()
        _name, data, pivots = next(self._read_boards())
        late = [
            pivot
            for pivot in pivots
            if pivot["name"] in ("Late by unit", "Late by cause")
        ]
        wanted = self._ask(f"count(*) FILTER (WHERE {LATE})", "date_received", 0)
        self.assertGreater(wanted, 20)
        self.assertEqual(len(late), 2)
        for pivot in late:
            domain = get_pivot_domain(data, pivot, self._get_window)
            groups = read_pivot(self.env, pivot, domain)
            self.assertEqual(sum(group["__count"] for group in groups), wanted)

    def test_median_and_most_are_those_of_the_cases(self):
        """Worked out of all cases of the year, one by one."""
        begin, end = self._get_window(0)
        days = sorted(
            float(value)
            for [value] in self.env.execute_query(
                SQL(
                    f"SELECT {DAYS.format('date_answered')} FROM complaint_complaint"
                    " WHERE state != 'cancelled' AND company_id = %s"
                    " AND date_answered >= %s AND date_answered < %s",
                    self.env.company.id,
                    begin,
                    end,
                )
            )
        )
        self.assertGreater(len(days), 500)
        _name, data, pivots = next(self._read_boards())
        [pivot] = [pivot for pivot in pivots if pivot["name"] == "Answered"]
        domain = get_pivot_domain(data, pivot, self._get_window)
        [found] = read_pivot(self.env, pivot, domain)
        self.assertAlmostEqual(
            found["days_to_answer_median:avg"], statistics.median(days), 4
        )
        most = statistics.quantiles(days, n=10, method="inclusive")[-1]
        self.assertAlmostEqual(found["days_to_answer_most:avg"], most, 4)

    def test_standing_figures_are_those_of_the_cases(self):
        """Open, late and due: what a list of them shows."""
        cases = self.env["complaint.complaint"]
        now = fields.Datetime.now()
        _name, _data, pivots = next(self._read_boards())
        found = {
            pivot["name"]: read_pivot(self.env, pivot, Domain(pivot["domain"]))
            for pivot in pivots
            if not pivot["fieldMatching"] or pivot["model"] == cases._name
        }
        opened = cases.search([("state", "not in", ["closed", "cancelled"])])
        late = opened.filtered(lambda c: c.next_due_date and c.next_due_date < now)
        self.assertEqual(found["Open"][0]["__count"], len(opened))
        self.assertEqual(found["Late"][0]["__count"], len(late))
        ages = [rows for name, rows in found.items() if name.startswith("Open, ")]
        # Each open case has one age.
        self.assertEqual(sum(rows[0]["__count"] for rows in ages), len(opened))

    def test_groups_add_up(self):
        """Units, channels, categories and causes lose no case."""
        for _name, data, pivots in self._read_boards():
            for pivot in pivots:
                domain = get_pivot_domain(data, pivot, self._get_window)
                if not pivot["rows"]:
                    continue
                groups = read_pivot(self.env, pivot, domain)
                with self.subTest(pivot=pivot["name"]):
                    total = self.env[pivot["model"]].with_context(active_test=False)
                    self.assertEqual(
                        sum(group["__count"] for group in groups),
                        total.search_count(domain),
                    )

    def test_charts_have_something_to_say(self):
        """The pictures of cases in the demonstration are not empty."""
        for name, data, _pivots in self._read_boards():
            if name not in ("complaint", "front_desk"):
                continue
            for chart in find_charts(data):
                rows = self.env[chart["metaData"]["resModel"]].formatted_read_group(
                    Domain(chart["searchParams"]["domain"]),
                    chart["metaData"]["groupBy"],
                    ["__count"],
                )
                self.assertGreater(len(rows), 1, chart["title"])
