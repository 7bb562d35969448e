# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The managers' dashboard shows what the product knows, to whom it concerns."""

import json

from lxml import etree

from odoo import Command
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestDashboard(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboard = cls.env.ref(
            "complaint_management.spreadsheet_dashboard_complaint"
        )

    def _get_sources(self):
        """Model, domain, groups and measure of each pivot and chart."""
        data = json.loads(self.dashboard.spreadsheet_data)
        for pivot in data["pivots"].values():
            rows = [row["fieldName"] for row in pivot["rows"] + pivot["columns"]]
            measures = [measure["fieldName"] for measure in pivot["measures"]]
            yield pivot["model"], pivot["domain"], rows, measures
        for sheet in data["sheets"]:
            for figure in sheet["figures"]:
                chart = figure["data"]
                if "metaData" in chart:
                    meta = chart["metaData"]
                    yield (
                        meta["resModel"],
                        chart["searchParams"]["domain"],
                        meta["groupBy"],
                        [meta["measure"]],
                    )

    def test_every_figure_can_be_counted(self):
        """By an officer and a manager, with the fields as they are named now."""
        self._create_case()
        for user in (self.officer, self.manager):
            for model, domain, groups, measures in self._get_sources():
                rows = self.env[model].with_user(user)
                aggregates = [
                    name if name == "__count" else f"{name}:avg" for name in measures
                ]
                found = rows.formatted_read_group(Domain(domain), groups, aggregates)
                # A figure without groups is there also when it is 0.
                self.assertTrue(found or groups, (model, domain))

    def test_links_lead_to_our_menus(self):
        data = json.loads(self.dashboard.spreadsheet_data)
        figures = {
            figure["id"] for sheet in data["sheets"] for figure in sheet["figures"]
        }
        for figure, menu in data["chartOdooMenusReferences"].items():
            self.assertIn(figure, figures)
            self.assertTrue(self.env.ref(menu))

    def test_late_figures_lead_to_what_they_count(self):
        """The list that opens says by its filter what is shown, and shows just that."""
        data = json.loads(self.dashboard.spreadsheet_data)
        menus = data["chartOdooMenusReferences"]
        titles = {
            figure["data"]["title"]["text"]: menus[figure["id"]]
            for sheet in data["sheets"]
            for figure in sheet["figures"]
        }
        self.assertEqual(titles["Late cases"], titles["Late cases by handler"])
        action = self.env.ref(titles["Late cases"]).action
        context = safe_eval(action.context)
        self.assertEqual(list(context), ["search_default_late"])
        view = self.env["complaint.complaint"].get_view(view_type="search")
        arch = etree.fromstring(view["arch"])
        (late,) = arch.xpath("//filter[@name='late']")
        self.assertEqual(
            safe_eval(late.get("domain")),
            [tuple(leaf) for leaf in data["pivots"]["2"]["domain"]],
        )

    def test_who_sees_it(self):
        dashboards = self.env["spreadsheet.dashboard"]
        for user, sees in (
            (self.manager, True),
            (self.officer, True),
            (self.handler, False),
            (self.employee, False),
        ):
            found = dashboards.with_user(user).search([("id", "=", self.dashboard.id)])
            self.assertEqual(bool(found), sees, user.login)

    def test_no_button_for_a_public_link(self):
        """The screen offers none for ours, also to who may not see them."""
        for user in (self.manager, self.employee):
            shares = self.env["spreadsheet.dashboard.share"].with_user(user)
            self.assertEqual(shares.get_kept_ids(), self.dashboard.ids)

    def test_no_public_link(self):
        shares = self.env["spreadsheet.dashboard.share"].with_user(self.manager)
        with self.assertRaises(UserError):
            shares.action_get_share_url(
                {
                    "dashboard_id": self.dashboard.id,
                    "spreadsheet_data": self.dashboard.spreadsheet_data,
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
        with self.assertRaises(UserError):
            share.dashboard_id = self.dashboard
