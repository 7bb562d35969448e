# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The dashboards show what the product knows, to whom it concerns."""

import sys
from pathlib import Path
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import config

from ..common import ComplaintCase
from .dashboard_common import (
    NAMES,
    find_charts,
    get_dashboards,
    get_pivot_domain,
    get_window,
    read_file,
    read_pivot,
)

ROOT = Path(__file__).parents[2]
ACCOUNTABILITY = "complaint_management.group_complaint_accountability"
MODULE = "complaint_management"


@tagged("post_install", "-at_install")
class TestDashboard(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboards = get_dashboards(cls.env)
        cls.accountant = cls._create_user("case_accountant", ACCOUNTABILITY)
        cls.readers = {
            "complaint": cls.officer | cls.manager,
            "front_desk": cls.handler | cls.officer | cls.manager,
            "learning": cls.officer | cls.manager,
            "accountability": cls.accountant,
        }

    def _get_window(self, offset):
        return get_window(fields.Datetime.now(), 30, offset)

    # ------------------------------------------------------------------
    # Files
    # ------------------------------------------------------------------

    def test_files_are_those_that_the_script_writes(self):
        """Nobody edits a thousand lines of a file by hand: see scripts/dashboards."""
        sys.path.insert(0, str(ROOT / "scripts" / "lib"))
        self.addCleanup(sys.path.remove, str(ROOT / "scripts" / "lib"))
        import dashboards

        for path, text in dashboards.write_files().items():
            self.assertEqual((ROOT / path).read_text("utf-8"), text, path)

    def test_files_are_valid(self):
        """Odoo's own check, which runs while it is tested: models, fields and menus."""
        self.startPatcher(patch.dict(config._runtime_options, test_enable=True))
        for dashboard in self.dashboards.values():
            dashboard._check_spreadsheet_data()
            text = dashboard.spreadsheet_data
            for word, gone in (
                ('"state"', '"gone"'),
                ("complaint_management.complaint_menu", "complaint_management.gone"),
            ):
                with self.assertRaises(ValidationError):
                    dashboard.spreadsheet_data = text.replace(word, gone)

    def test_samples(self):
        """Shown while there is nothing: they ask nothing, and look the same."""
        for name, dashboard in self.dashboards.items():
            data = read_file(dashboard)
            sample = dashboard._get_sample_dashboard()
            self.assertTrue(sample, name)
            self.assertFalse(sample["pivots"] or list(find_charts(sample)))
            titles = [
                [
                    (figure["data"]["title"]["text"], figure["offset"])
                    for figure in part["sheets"][0]["figures"]
                ]
                for part in (data, sample)
            ]
            self.assertEqual(*titles)
            self.assertNotIn("PIVOT", dashboard.sample_dashboard_file_path)
            cells = [
                cell for part in sample["sheets"] for cell in part["cells"].values()
            ]
            self.assertFalse([cell for cell in cells if "PIVOT" in cell])

    def test_nothing_hides_behind_a_figure(self):
        """Figures do not lie on each other, nor on a table."""
        for name, dashboard in self.dashboards.items():
            front = read_file(dashboard)["sheets"][0]
            boxes = [
                (
                    figure["offset"]["x"],
                    figure["offset"]["y"],
                    figure["offset"]["x"] + figure["width"],
                    figure["offset"]["y"] + figure["height"],
                )
                for figure in front["figures"]
            ]
            for number, one in enumerate(boxes):
                for other in boxes[:number]:
                    apart = (
                        one[0] >= other[2]
                        or other[0] >= one[2]
                        or one[1] >= other[3]
                        or other[1] >= one[3]
                    )
                    self.assertTrue(apart, (name, one, other))
            bottom = max(box[3] for box in boxes)
            top = min(int(cell[1:]) for cell in front["cells"]) - 1
            self.assertGreaterEqual(top * 23, bottom, name)

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    def test_every_figure_can_be_counted(self):
        """By each of its readers, with the fields as they are named now."""
        self._create_case()
        for name, dashboard in self.dashboards.items():
            data = read_file(dashboard)
            for user in self.readers[name]:
                env = self.env(user=user)
                for pivot in data["pivots"].values():
                    domain = get_pivot_domain(data, pivot, self._get_window)
                    found = read_pivot(env, pivot, domain)
                    # A figure without groups is there also when it is 0.
                    self.assertTrue(found or pivot["rows"], pivot["name"])
                for chart in find_charts(data):
                    meta = chart["metaData"]
                    rows = env[meta["resModel"]]
                    measure = meta["measure"]
                    if measure != "__count":
                        measure = f"{measure}:{rows._fields[measure].aggregator}"
                    rows.formatted_read_group(
                        Domain(chart["searchParams"]["domain"]),
                        meta["groupBy"],
                        [measure],
                    )

    def test_filters_narrow_what_they_can(self):
        """The fields that filters narrow by are there, and of the right kind."""
        for name, dashboard in self.dashboards.items():
            data = read_file(dashboard)
            filters = {row["id"]: row for row in data["globalFilters"]}
            parts = [
                (pivot["model"], pivot["fieldMatching"])
                for pivot in data["pivots"].values()
            ]
            parts += [
                (chart["metaData"]["resModel"], chart["fieldMatching"])
                for chart in find_charts(data)
            ]
            used = set()
            for model, matching in parts:
                for filter_id, match in matching.items():
                    field = self.env[model]._fields[match["chain"]]
                    used.add(filter_id)
                    self.assertEqual(field.type, match["type"], (name, match))
                    if field.relational:
                        chosen = filters[filter_id]["modelName"]
                        self.assertEqual(field.comodel_name, chosen)
            self.assertEqual(used, set(filters), name)

    def test_period_before_is_beside_each(self):
        """Of what happened in the period, a twin counts the one before."""
        for name, dashboard in self.dashboards.items():
            pivots = read_file(dashboard)["pivots"].values()
            before = {pivot["name"] for pivot in pivots}
            for pivot in pivots:
                offsets = [
                    match["offset"]
                    for match in pivot["fieldMatching"].values()
                    if "offset" in match
                ]
                if offsets == [0] and not pivot["rows"]:
                    self.assertIn(f"{pivot['name']}, before", before, name)

    def test_median_and_nine_of_ten(self):
        """The days of the one in the middle, and of the slow ones (R179)."""
        days = [1, 1, 2, 3, 4, 5, 6, 7, 8, 90]
        now = fields.Datetime.now()
        cases = self.Complaint.browse()
        for number in days:
            case = self._create_case()
            case.sudo()._write_sealed({"date_answered": now})
            case.sudo().date_received = fields.Datetime.subtract(now, days=number)
            cases |= case
        report = self.env["complaint.report"].with_user(self.officer)
        [(median, most)] = report._read_group(
            [("id", "in", cases.ids)],
            aggregates=["days_to_answer_median:avg", "days_to_answer_most:avg"],
        )
        self.assertAlmostEqual(median, 4.5, 3)
        self.assertAlmostEqual(most, 16.2, 3)
        row = report.browse(cases[0].id)
        self.assertAlmostEqual(row.days_to_answer_median, 1, 3)

    def test_accountability_knows_totals_only(self):
        """It groups by no person and lists no entry (R131, R133)."""
        text = self.dashboards["accountability"].spreadsheet_data
        for word in ("employee_id", "user_id", "complaint_id", "ODOO.LIST"):
            self.assertNotIn(word, text)
        # Nor is any other grouped by a customer or a person.
        for dashboard in self.dashboards.values():
            data = read_file(dashboard)
            used = [
                row["fieldName"] for p in data["pivots"].values() for row in p["rows"]
            ]
            for chart in find_charts(data):
                used += chart["metaData"]["groupBy"]
            for fname in used:
                self.assertNotIn(fname.split("_")[0], ("partner", "user", "employee"))

    # ------------------------------------------------------------------
    # Who
    # ------------------------------------------------------------------

    def test_protected_cases_count_and_never_show(self):
        """A figure is one more; the list behind it has no name (R152)."""
        env = self.env(user=self.officer)
        asked = [
            (pivot, get_pivot_domain(data, pivot, self._get_window))
            for name, title in (
                ("complaint", "Received"),
                ("front_desk", "Received"),
                ("front_desk", "Received today"),
                ("learning", "Cases"),
            )
            for data in [read_file(self.dashboards[name])]
            for pivot in data["pivots"].values()
            if pivot["name"] == title
        ]
        self.assertEqual(len(asked), 4)

        def count():
            return [read_pivot(env, *question)[0]["__count"] for question in asked]

        before = count()
        case = self._create_case(identity_mode="confidential")
        hidden = self._create_case(
            identity_mode="confidential",
            complained_employee_ids=[Command.set(self.staff[self.officer].ids)],
        )
        self.assertEqual(count(), [number + 1 for number in before])
        for pivot, domain in asked:
            rows = env[pivot["model"]].search(domain)
            self.assertIn(case.id, rows.ids)
            self.assertNotIn(hidden.id, rows.ids)
            self.assertFalse(env[pivot["model"]].browse(case.id).partner_id)

    def test_other_company_does_not_count(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self._create_case()
        self.manager.company_ids = [Command.link(company.id)]
        env = self.env(
            user=self.manager,
            context={"allowed_company_ids": company.ids, "lang": "en_US"},
        )
        for dashboard in self.dashboards.values():
            data = read_file(dashboard)
            for pivot in data["pivots"].values():
                if pivot["model"] in ("complaint.report", "complaint.complaint"):
                    [*found] = read_pivot(env, pivot, Domain(pivot["domain"]))
                    self.assertFalse(sum(row["__count"] for row in found))

    def test_links_lead_to_our_menus(self):
        """Each of them may be opened by the readers of its dashboard."""
        for name, dashboard in self.dashboards.items():
            data = read_file(dashboard)
            figures = {
                figure["id"]: figure["data"]["title"]["text"]
                for sheet in data["sheets"]
                for figure in sheet["figures"]
            }
            self.assertEqual(set(data["chartOdooMenusReferences"]), set(figures), name)
            for figure, menu in data["chartOdooMenusReferences"].items():
                for user in self.readers[name]:
                    shown = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
                    self.assertIn(self.env.ref(menu).id, shown, figures[figure])

    def test_figures_open_what_they_count(self):
        """Behind a figure of a table opens the list of just these cases."""
        for dashboard in self.dashboards.values():
            data = read_file(dashboard)
            for pivot in data["pivots"].values():
                if "actionXmlId" in pivot:
                    action = self.env.ref(pivot["actionXmlId"])
                    self.assertEqual(action.res_model, pivot["model"])
                    self.assertIn("list", action.view_mode)

    def test_who_sees_it(self):
        dashboards = self.env["spreadsheet.dashboard"]
        for user, seen in (
            (self.manager, ("complaint", "front_desk", "learning")),
            (self.officer, ("complaint", "front_desk", "learning")),
            (self.handler, ("front_desk",)),
            (self.accountant, ("accountability",)),
            (self.employee, ()),
        ):
            ids = [dashboard.id for dashboard in self.dashboards.values()]
            found = dashboards.with_user(user).search([("id", "in", ids)])
            wanted = [self.dashboards[name].id for name in seen]
            self.assertEqual(sorted(found.ids), sorted(wanted), user.login)

    def test_no_button_for_a_public_link(self):
        """The screen offers none for ours, also to who may not see them."""
        ids = [self.dashboards[name].id for name in NAMES]
        for user in (self.manager, self.employee):
            shares = self.env["spreadsheet.dashboard.share"].with_user(user)
            self.assertEqual(sorted(shares.get_kept_ids()), sorted(ids))

    def test_no_public_link(self):
        for name, dashboard in self.dashboards.items():
            user = self.readers[name][:1]
            shares = self.env["spreadsheet.dashboard.share"].with_user(user)
            with self.assertRaises(UserError):
                shares.action_get_share_url(
                    {
                        "dashboard_id": dashboard.id,
                        "spreadsheet_data": dashboard.spreadsheet_data,
                    }
                )

    def test_no_public_link_by_another_dashboard(self):
        """Nor does a link that leads elsewhere come to lead to ours."""
        dashboards = self.env["spreadsheet.dashboard"]
        other = dashboards.create(
            {
                "name": "Sales",
                "dashboard_group_id": self.env["spreadsheet.dashboard.group"]
                .create({"name": "Sales"})
                .id,
                "group_ids": [Command.set(self.env.ref("base.group_user").ids)],
            }
        )
        share = (
            self.env["spreadsheet.dashboard.share"]
            .with_user(self.manager)
            .create({"dashboard_id": other.id})
        )
        for dashboard in self.dashboards.values():
            with self.assertRaises(UserError):
                share.dashboard_id = dashboard
