# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""By whom, why and since when: the axes and measures that managers ask for."""

from datetime import datetime, timedelta

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestAxes(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env["complaint.report"]
        cls.works = cls.env["hr.department"].create({"name": "Works"})

    def _count(self, cases, groupby, *measures):
        return {
            key: values[0] if len(values) == 1 else values
            for key, *values in self.Report._read_group(
                [("id", "in", cases.ids)], [groupby], measures or ["__count"]
            )
        }

    def test_a_case_counts_for_each_responsible_department(self):
        """And once in the total; one without is not lost."""
        both, one, none = (self._create_case() for _index in range(3))
        both.responsible_department_ids = self.department | self.works
        one.responsible_department_ids = self.works
        both.complained_department_ids = self.department
        cases = both | one | none
        nobody = self.env["hr.department"]
        self.assertEqual(
            self._count(cases, "responsible_department_ids"),
            {self.department: 1, self.works: 2, nobody: 1},
        )
        self.assertEqual(
            self._count(cases, "complained_department_ids"),
            {self.department: 1, nobody: 2},
        )
        domain = [("id", "in", cases.ids)]
        self.assertEqual(self.Report._read_group(domain, [], ["__count"]), [(3,)])
        found = self.Report.search(
            [*domain, ("responsible_department_ids", "in", self.works.ids)]
        )
        self.assertEqual(set(found.ids), {both.id, one.id})

    def test_a_branch_of_categories_has_a_total(self):
        child = self.category.copy({"parent_id": self.category.id, "name": "Estimated"})
        leaf = child.copy({"parent_id": child.id, "name": "Twice"})
        cases = self.Complaint.browse()
        for category in (self.category, child, leaf):
            cases |= self._create_case(category_id=category.id)
        self.assertEqual(self._count(cases, "main_category_id"), {self.category: 3})
        self.assertEqual(len(self._count(cases, "category_id")), 3)

    def test_time_in_each_state(self):
        """Of states that were left; the one the case is in has not ended."""
        start = fields.Datetime.now() - timedelta(days=10)
        case = self._create_case(date_received=start)
        case._transition("acknowledge", when=start + timedelta(days=1))
        row = self.Report.browse(case.id)
        self.assertAlmostEqual(row.days_new, 1, 2)
        (averages,) = self.Report._read_group(
            [("id", "=", case.id)],
            aggregates=["days_new:avg", "days_acknowledged:avg"],
        )
        self.assertAlmostEqual(averages[0], 1, 2)
        self.assertIsNone(averages[1] or None)

    def test_working_time_in_each_state(self):
        """The same in the hours in which somebody works (R179)."""
        friday = datetime(2026, 6, 5, 9)
        monday = datetime(2026, 6, 8, 9)
        case = self._create_case(date_received=friday)
        case._transition("acknowledge", when=monday)
        log = case.transition_ids
        row = self.Report.browse(case.id)
        self.assertAlmostEqual(row.days_new, 3, 2)
        self.assertGreater(log.working_seconds, 0)
        self.assertLess(row.hours_new, 24)
        self.assertAlmostEqual(row.hours_new, log.working_seconds / 3600, 2)
        (averages,) = self.Report._read_group(
            [("id", "=", case.id)],
            aggregates=["hours_new:avg", "hours_acknowledged:avg"],
        )
        self.assertAlmostEqual(averages[0], row.hours_new, 2)
        self.assertIsNone(averages[1] or None)

    def test_filters_of_weeks(self):
        """This week and last week, as the reader's week begins; no case twice."""
        now = fields.Datetime.now()
        cases = self.Complaint.browse()
        for days in range(15):
            cases |= self._create_case(date_received=now - timedelta(days=days))
        for model in ("complaint.report", "complaint.complaint"):
            rows = self.env[model]
            view = rows.get_view(view_type="search")["arch"]
            found = []
            for name in ("received_this_week", "received_last_week"):
                (node,) = etree.fromstring(view).xpath(f"//filter[@name='{name}']")
                domain = safe_eval(node.get("domain"))
                found.append(rows.search([("id", "in", cases.ids), *domain]))
            this, last = found
            self.assertTrue(this)
            self.assertEqual(len(last), 7)
            self.assertFalse(this & last)

    def test_machinery_is_not_offered_to_group_by(self):
        groupable = {
            fname
            for fname, description in self.Complaint.fields_get(
                attributes=["groupable"]
            ).items()
            if description["groupable"]
        }
        self.assertLessEqual({"state", "user_id", "due_when", "phone"}, groupable)
        self.assertFalse(
            {"phone_key", "email_normalized", "stall_check_at"} & groupable
        )


@tagged("post_install", "-at_install")
class TestExport(ComplaintCase):
    def _export(self, user, cases, names):
        return cases.with_user(user).export_data(names)["datas"]

    def test_export_needs_odoo_s_right(self):
        case = self._create_case()
        with self.assertRaises(UserError):
            self._export(self.manager, case, ["number"])
        self.manager.group_ids |= self.env.ref("base.group_allow_export")
        self.assertEqual(
            self._export(self.manager, case, ["number", "user_id/name"]),
            [[case.number, self.handler.name]],
        )

    def test_what_is_protected_never_leaves(self):
        """With the right to export, too: it is in the vault, which nobody reads."""
        self.manager.group_ids |= self.env.ref("base.group_allow_export")
        case = self._create_case(
            identity_mode="confidential",
            partner_name="Wang Secret",
            email_from="secret@example.com",
            phone="+86 10 5555 0123",
        )
        names = ["number", "partner_name", "email_from", "phone", "display_name"]
        said = str(self._export(self.manager, case, names))
        for secret in ("Wang", "secret@example.com", "5555"):
            self.assertNotIn(secret, said)
        with self.assertRaises(AccessError):
            self._export(self.manager, case, ["identity_ids/id"])
        with self.assertRaises(AccessError):
            identities = self.env["complaint.identity"].sudo().search([])
            self._export(self.manager, identities, ["email_from"])
        self.outsider.group_ids |= self.env.ref("base.group_allow_export")
        with self.assertRaises(AccessError):
            self._export(self.outsider, case, ["number"])
