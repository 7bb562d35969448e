# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The figures of the dashboards, worked out anew from the tables."""

import statistics
from datetime import date, datetime

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

from .dashboard_common import (
    find_charts,
    get_aggregates,
    get_dashboards,
    get_pivot_domain,
    get_rows,
    get_window,
    read_chart,
    read_file,
    read_pivot,
)
from .dashboard_sql import ELSEWHERE, QUESTIONS

YEAR = 365


class DashboardFigures:
    """Tests for a class that has the demonstration's two years."""

    def _get_window(self, offset):
        return get_window(fields.Datetime.now(), YEAR, offset)

    def _ask(self, question, offset):
        """What plain SQL answers.

        :return: dict of group (a tuple) to dict of measure to a number
        """
        period, moments = "", ()
        if question.date:
            period = f" AND {question.date} >= %s AND {question.date} < %s"
            moments = self._get_window(offset)
        names = ", ".join([*question.groups, *question.measures.values()])
        grouped = len(question.groups)
        order = ", ".join(str(place) for place in range(1, grouped + 1))
        rows = self.env.execute_query(
            SQL(
                f"SELECT {names} FROM {question.source}{period}"
                + (f" GROUP BY {order}" if grouped else ""),
                *moments,
            )
        )
        return {
            tuple(self._say_group(value) for value in row[:grouped]): dict(
                zip(question.measures, row[grouped:], strict=True)
            )
            for row in rows
        }

    def _say_group(self, value):
        """Of which group a row is: an id, a value, or a day; None for none."""
        if isinstance(value, tuple | list):
            value = value[0]
        if isinstance(value, datetime | date):
            value = fields.Date.to_string(value)
        if isinstance(value, str) and value[:2] == "20":
            return value[:10]
        return value or None

    def _read_boards(self):
        for name, dashboard in get_dashboards(self.env).items():
            data = read_file(dashboard)
            yield name, data, data["pivots"].values()

    def _assert_same(self, question, rows, groups, measures, offset=0):
        """The screen shows what plain SQL counts, group by group.

        :param rows: as ``formatted_read_group`` returns them
        :param list groups: what they are grouped by
        :param dict measures: name to the key of a row
        """
        wanted = self._ask(question, offset)
        found = {
            tuple(self._say_group(row[name]) for name in groups): row for row in rows
        }
        none = dict.fromkeys(question.measures)
        self.assertLessEqual(set(measures), set(question.measures))
        self.assertEqual(
            {key or None for group in found for key in group},
            {key or None for group in wanted for key in group},
        )
        for group, row in found.items():
            group = tuple(key or None for key in group)
            for name, key in measures.items():
                value = wanted.get(group, none)[name]
                self.assertAlmostEqual(
                    row[key] or 0, float(value or 0), 4, (group, name)
                )

    def test_each_figure_is_that_of_the_tables(self):
        """Of all boards and both years, as SQL by hand counts them (issue 14)."""
        self.env.flush_all()
        for board, data, pivots in self._read_boards():
            asked = set()
            for pivot in pivots:
                name = pivot["name"].removesuffix(", before")
                if name in ELSEWHERE:
                    continue
                asked.add(name)
                aggregates = get_aggregates(self.env, pivot)
                with self.subTest(board=board, pivot=pivot["name"]):
                    self._assert_same(
                        QUESTIONS[board][name],
                        read_pivot(
                            self.env,
                            pivot,
                            get_pivot_domain(data, pivot, self._get_window),
                        ),
                        get_rows(pivot),
                        aggregates,
                        -1 if pivot["name"] != name else 0,
                    )
            for chart in find_charts(data):
                title = chart["title"]["text"]
                asked.add(title)
                with self.subTest(board=board, chart=title):
                    self._assert_same(
                        QUESTIONS[board][title],
                        *read_chart(self.env, data, chart, self._get_window),
                    )
            # No figure without SQL by hand, and none of which nothing is left.
            self.assertEqual(asked, set(QUESTIONS[board]))

    def test_figures_have_something_to_say(self):
        """SQL that finds nothing would agree with any screen that shows nothing."""
        for board, name, least in (
            ("complaint", "Received", 1000),
            ("complaint", "Late by unit", 20),
            ("front_desk", "Closed by Category", 500),
            ("learning", "Found effective or not", 2),
            ("accountability", "Proposed", 5),
        ):
            groups = self._ask(QUESTIONS[board][name], 0).values()
            self.assertGreater(sum(row["__count"] for row in groups), least, name)

    def test_median_and_most_are_those_of_the_cases(self):
        """Worked out of all cases of the year, one by one."""
        days = sorted(
            case.days_to_answer
            for case in self.env["complaint.report"]
            .with_context(active_test=False)
            .search(
                [
                    ("state", "!=", "cancelled"),
                    ("date_answered", ">=", self._get_window(0)[0]),
                    ("date_answered", "<", self._get_window(0)[1]),
                ]
            )
        )
        self.assertGreater(len(days), 500)
        [wanted] = self._ask(QUESTIONS["complaint"]["Answered"], 0).values()
        self.assertAlmostEqual(
            wanted["days_to_answer_median"], statistics.median(days), 4
        )
        most = statistics.quantiles(days, n=10, method="inclusive")[-1]
        self.assertAlmostEqual(wanted["days_to_answer_most"], most, 4)

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
