# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Groups of an analysis stand in the order of what they are for."""

from unittest.mock import patch

from odoo.fields import Domain
from odoo.models import BaseModel
from odoo.tests import tagged
from odoo.tools import SQL

from ..common import ComplaintCase

AXES = (
    "department_id",
    "category_id",
    "cause_id",
    "channel_id",
    "team_id",
    "user_id",
    "partner_id",
    "company_id",
)


@tagged("post_install", "-at_install")
class TestReportOrder(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env["complaint.report"].with_user(cls.manager)
        cls.mixin = cls.env.registry["complaint.facts.mixin"]
        departments = cls.env["hr.department"].create(
            [{"name": name} for name in ("Water", "Billing", "meters", "Ärger")]
        )
        cls.partners = cls.env["res.partner"].create(
            [{"name": name} for name in ("Zhang", "Anders", "li")]
        )
        cls.cases = cls.Complaint.browse()
        for number, department in enumerate(departments):
            cls.cases |= cls._create_case(
                department_id=department.id,
                partner_id=cls.partners[number % 3].id,
                team_id=(cls.team | cls.other_team)[number % 2].id,
            )
        cls.cases |= cls._create_case(department_id=False, team_id=False)
        cls.cases.flush_model()
        cls.ours = Domain("id", "in", cls.cases.ids)

    def _get_groups(self, order):
        name = order.split()[0]
        groups = self.Report._read_group(self.ours, [name], ["__count"], order=order)
        return [(group.id, count) for group, count in groups]

    def _get_groups_of_odoo(self, order):
        with patch.object(
            self.mixin, "_read_group_orderby", BaseModel._read_group_orderby
        ):
            return self._get_groups(order)

    def test_as_odoo_orders_them(self):
        """Upwards and downwards, and what has none in its place."""
        for axis in AXES:
            for way in ("", " asc", " desc", " desc nulls last"):
                with self.subTest(axis=axis, way=way):
                    order = axis + way
                    self.assertEqual(
                        self._get_groups(order), self._get_groups_of_odoo(order)
                    )

    def test_units_that_are_ordered_otherwise(self):
        """Another addon may order units by what they belong to: Odoo's way is left."""
        units = self.env.registry["hr.department"]
        for order in ("parent_id, name", "manager_id.id, name", "name desc nulls last"):
            with self.subTest(order=order), patch.object(units, "_order", order):
                self.assertEqual(
                    self._get_groups("department_id"),
                    self._get_groups_of_odoo("department_id"),
                )

    def test_among_others(self):
        """By month and unit, by unit and the count, with sums of each level."""
        for groupby, order in (
            (["date_received:month", "department_id"], None),
            (["department_id", "team_id"], "team_id desc, department_id"),
            (["team_id"], "__count desc, team_id"),
        ):
            with self.subTest(groupby=groupby, order=order):
                given = {"order": order} if order else {}
                ours = self.Report.formatted_read_group(
                    self.ours, groupby, ["__count"], **given
                )
                with patch.object(
                    self.mixin, "_read_group_orderby", BaseModel._read_group_orderby
                ):
                    theirs = self.Report.formatted_read_group(
                        self.ours, groupby, ["__count"], **given
                    )
                self.assertEqual(ours, theirs)

    def test_grouping_sets(self):
        sets = [["department_id", "team_id"], ["department_id"], []]
        ours = self.Report.formatted_read_grouping_sets(self.ours, sets, ["__count"])
        with patch.object(
            self.mixin, "_read_group_orderby", BaseModel._read_group_orderby
        ):
            theirs = self.Report.formatted_read_grouping_sets(
                self.ours, sets, ["__count"]
            )
        self.assertEqual(ours, theirs)

    def test_names_are_compared_for_groups_only(self):
        """A pivot by unit over a million cases reads the names of its units."""
        query = self.Report._search(self.ours)
        terms = {"department_id": SQL.identifier("complaint_report", "department_id")}
        order = self.Report._read_group_orderby("department_id", terms, query)
        self.assertIn("hr_department", order.code)
        self.assertEqual(len(terms["department_id"].code.split(",")), 1)
        self.assertNotIn("hr_department", query.from_clause.code)
