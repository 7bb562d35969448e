# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A dashboard measures as targets and reports do: two screens never differ (R133)."""

import re

from odoo import fields
from odoo.fields import Domain
from odoo.tests import tagged

from odoo.addons.complaint_management.models.insight.measures import MEASURES, REPORT
from odoo.addons.complaint_management.report.insight.complaint_report_spread import (
    SPREADS,
)

from ..common import ComplaintCase
from .dashboard_common import (
    find_charts,
    find_period,
    get_dashboards,
    read_file,
    read_pivot,
)

# A card or a row of a table that counts cases, and which measure that is.
COUNTED = {"Received": "received", "Closed": "closed"}
PIVOT = re.compile(r'PIVOT\.VALUE\((\d+),"(\w+)"')


@tagged("post_install", "-at_install")
class TestDashboardMeasures(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boards = {
            name: read_file(dashboard)
            for name, dashboard in get_dashboards(cls.env).items()
        }

    def _get_date(self, data, matching):
        return matching.get(find_period(data), {}).get("chain")

    def test_each_measure_by_its_date(self):
        """What is measured of answered cases counts those answered in the period."""
        by = {row.fname: row.by for row in MEASURES.values() if row.fname}
        by |= {name: by[fname] for name, (fname, _share) in SPREADS.items()}
        checked = 0
        for name, data in self.boards.items():
            asked = [
                (pivot["name"], pivot["fieldMatching"], measure["fieldName"])
                for pivot in data["pivots"].values()
                if pivot["model"] == REPORT
                for measure in pivot["measures"]
            ]
            asked += [
                (
                    chart["title"]["text"],
                    chart["fieldMatching"],
                    chart["metaData"]["measure"],
                )
                for chart in find_charts(data)
                if chart["metaData"]["resModel"] == REPORT
            ]
            for title, matching, fname in asked:
                if fname == "__count":
                    continue
                with self.subTest(board=name, figure=title, measure=fname):
                    self.assertEqual(self._get_date(data, matching), by[fname])
                checked += 1
        self.assertGreater(checked, 30)

    def test_each_count_by_its_date(self):
        """Received are those of MEASURES, closed as well, without cancelled ones."""
        checked = 0
        for name, data in self.boards.items():
            for title, content in self._find_figures(data):
                if title not in COUNTED:
                    continue
                measure = MEASURES[COUNTED[title]]
                pivot = data["pivots"][PIVOT.search(content)[1]]
                with self.subTest(board=name, figure=title):
                    date = self._get_date(data, pivot["fieldMatching"])
                    self.assertEqual(date, measure.by)
                    self.assertIn(["state", "!=", "cancelled"], pivot["domain"])
                checked += 1
        self.assertEqual(checked, 6)

    def _find_figures(self, data):
        """Titles of cards and rows, and the cells that they show."""
        front, back = data["sheets"]
        for figure in front["figures"]:
            if key := figure["data"].get("keyValue"):
                content = back["cells"][key.removeprefix("Data!")]
                yield figure["data"]["title"]["text"], content
        for place, content in front["cells"].items():
            label = re.fullmatch(r'=_t\("(.*)"\)', content)
            beside = front["cells"].get(f"{chr(ord(place[0]) + 1)}{place[1:]}", "")
            if label and PIVOT.search(beside):
                yield label[1], beside

    def test_every_card_and_bar_knows_what_it_opens(self):
        """Its cell asks one pivot first: the records that it is taken of."""
        for name, data in self.boards.items():
            front, back = data["sheets"]
            keys = [
                figure["data"]["keyValue"].removeprefix("Data!")
                for figure in front["figures"]
                if "keyValue" in figure["data"]
            ]
            self.assertTrue(keys)
            for key in keys:
                with self.subTest(board=name, card=back["cells"][f"A{key[1:]}"]):
                    self.assertRegex(back["cells"][key], PIVOT)

    def test_a_share_opens_what_it_is_taken_of(self):
        """Of actions that worked: those of which it is known."""
        data = self.boards["learning"]
        [content] = [
            content
            for title, content in self._find_figures(data)
            if title == "Actions that worked"
        ]
        whole, part = (data["pivots"][found[0]] for found in PIVOT.findall(content))
        self.assertEqual(whole["name"], "Found effective or not")
        self.assertEqual(part["name"], "Found effective")

    def test_received_today_without_what_was_taken_back(self):
        [pivot] = [
            pivot
            for pivot in self.boards["front_desk"]["pivots"].values()
            if pivot["name"] == "Received today"
        ]
        env = self.env(user=self.handler)
        before = read_pivot(env, pivot, Domain(pivot["domain"]))[0]["__count"]
        now = fields.Datetime.now()
        cases = self._create_case(date_received=now) | self._create_case(
            date_received=now
        )
        cases.user_id = self.handler
        self._bring_to(cases[0], "cancelled")
        after = read_pivot(env, pivot, Domain(pivot["domain"]))[0]["__count"]
        self.assertEqual(after, before + 1)

    def test_archived_cases_count(self):
        """What happened has happened, as targets and reports count it."""
        data = self.boards["complaint"]
        env = self.env(user=self.officer)
        pivots = [
            pivot
            for pivot in data["pivots"].values()
            if pivot["name"] in ("Received", "Received by Unit")
        ]

        def count():
            return [
                sum(row["__count"] for row in read_pivot(env, pivot, pivot["domain"]))
                for pivot in pivots
            ]

        before = count()
        case = self._bring_to(self._create_case(), "closed")
        case.sudo().active = False
        self.assertEqual(count(), [number + 1 for number in before])

    def test_nothing_is_a_zero(self):
        """A pivot without groups has a row where nothing is counted, too."""
        env = self.env(user=self.officer)
        for pivot in self.boards["learning"]["pivots"].values():
            if pivot["rows"]:
                continue
            [rows] = env[pivot["model"]].formatted_read_grouping_sets(
                pivot["domain"], [[]], ["__count"]
            )
            self.assertEqual(len(rows), 1, pivot["name"])
