# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a case uses is not taken from its users by giving it to another company."""

import psycopg2

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..common import ComplaintCase

CASES = "complaint.complaint"


@tagged("post_install", "-at_install")
class TestCompanyLinks(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.env.user.company_ids = [Command.link(cls.elsewhere.id)]
        cls.case = cls._bring_to(cls._create_case(), "proposed")

    def _links(self):
        """Fields of cases that lead to records which belong to a company."""
        for field in self.Complaint._fields.values():
            if field.store and field.type in ("many2one", "many2many"):
                model = self.env[field.comodel_name]
                if model._get_links_of_ours():
                    yield field, model

    def _make(self, model):
        """A record of any model, as far as one can be made by its name alone."""
        vals = {"company_id": self.company.id}
        if "name" in model._fields:
            vals["name"] = "Used"
        needed = {
            "complaint.sla.policy": {},
            "helpdesk.ticket": {"description": "x"},
            "crm.lead": {},
        }
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                return model.create({**vals, **needed.get(model._name, {})})
        except (UserError, psycopg2.Error):  # it takes more than a name
            return model.browse()

    def _point(self, case, field, record):
        """Let a case point to a record, whatever else would check it."""
        self.env.flush_all()
        if field.type == "many2one":
            query = SQL(
                "UPDATE complaint_complaint SET %s = %s WHERE id = %s",
                SQL.identifier(field.name),
                record.id,
                case.id,
            )
        else:
            query = SQL(
                "INSERT INTO %s (%s, %s) VALUES (%s, %s)",
                SQL.identifier(field.relation),
                SQL.identifier(field.column1),
                SQL.identifier(field.column2),
                case.id,
                record.id,
            )
        self.env.cr.execute(query)
        self.env.invalidate_all()

    def test_whatever_a_case_points_to(self):
        """By the registry: each link, with a record of its own."""
        tried = set()
        for field, model in self._links():
            if field.comodel_name == CASES:
                continue
            record = self._make(model)
            if not record:
                continue
            case = self._create_case()
            self._point(case, field, record)
            case.invalidate_recordset()
            with self.subTest(field=field.name), self.assertRaises(UserError) as told:
                with self.env.cr.savepoint():
                    record.company_id = self.elsewhere
            self.assertIn(case.number, str(told.exception), field.name)
            tried.add(field.name)
        self.assertLessEqual(
            {"category_id", "team_id", "partner_id", "department_id", "cause_id"}, tried
        )

    def test_employees_move_and_cases_about_them_are_opened(self):
        self.case.complained_employee_ids = self.staff[self.employee]
        self.staff[self.employee].company_id = self.elsewhere
        self.env.flush_all()
        self.env.invalidate_all()
        case = self.case.with_user(self.handler).with_context(
            allowed_company_ids=self.company.ids
        )
        view = case.get_views([(False, "form")])
        names = view["models"]["complaint.complaint"]["fields"]
        spec = {name: {"fields": {"display_name": {}}} for name in names}
        for name in names:
            if not self.Complaint._fields[name].relational:
                spec[name] = {}
        [values] = case.web_read(spec)
        self.assertEqual(values["number"], self.case.number)

    def test_what_nobody_uses_may_go(self):
        free = self.env["complaint.category"].create(
            {"name": "Free", "company_id": self.company.id}
        )
        free.company_id = self.elsewhere
        self.assertEqual(free.company_id, self.elsewhere)

    def test_the_same_company_and_none(self):
        self.category.company_id = self.company
        self.assertEqual(self.category.company_id, self.company)
        self.category.company_id = False
        self.assertFalse(self.category.company_id)
        seen = self.case.with_user(self.handler).read(["category_id"])
        self.assertEqual(seen[0]["category_id"][0], self.category.id)

    def test_a_branch_uses_what_its_company_has(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.elsewhere.id}
        )
        self.env.user.company_ids = [Command.link(branch.id)]
        policy = self.env["complaint.category"].create({"name": "Shared"})
        self._create_case(
            user=self.env.user,
            company_id=branch.id,
            category_id=policy.id,
            channel_id=False,
        )
        policy.company_id = self.elsewhere
        self.assertEqual(policy.company_id, self.elsewhere)

    def test_what_belongs_to_a_case_counts_as_well(self):
        kind = self.env["complaint.remedy.type"].create(
            {"name": "Gift", "company_id": self.company.id}
        )
        self.env["complaint.remedy"].create(
            {"complaint_id": self._create_case().id, "type_id": kind.id}
        )
        with self._assert_refused("cannot be given"):
            kind.company_id = self.elsewhere

    def test_a_protected_case_is_not_told_of(self):
        partner = self.env["res.partner"].create({"name": "Secret"})
        case = self._create_case(
            user=self.officer, partner_id=False, identity_mode="confidential"
        )
        case.complained_department_ids = self.department
        self.case.department_id = False
        self.category.department_id = False
        self.assertTrue(partner)
        with self.assertRaises(UserError) as told:
            self.department.with_user(self.employee).sudo().company_id = self.elsewhere
        self.assertNotIn(case.number, str(told.exception))

    def test_an_import_and_other_doors_are_refused_too(self):
        used = self.category
        result = self.env["complaint.category"].load(
            [".id", "company_id/.id"], [[str(used.id), str(self.elsewhere.id)]]
        )
        self.assertFalse(result["ids"])
        self.assertIn("cannot be given", result["messages"][0]["message"])

    def test_a_product_by_its_template(self):
        if "product.product" not in self.env:
            return
        product = self.env["product.product"].create({"name": "Meter"})
        self._create_case(origin_ref=f"product.product,{product.id}")
        with self._assert_refused("cannot be given"):
            product.product_tmpl_id.company_id = self.elsewhere

    def test_one_case_among_many_of_those_who_get_it(self):
        """However many may still read it: one who cannot is enough."""
        shared = self.env["complaint.category"].create({"name": "Shared"})
        self._create_case(category_id=shared.id, date_received="2024-01-01 10:00:00")
        vals = self._prepare_case_vals(
            category_id=shared.id, company_id=self.elsewhere.id, channel_id=False
        )
        self.Complaint.create([dict(vals) for _number in range(81)])
        with self._assert_refused("cannot be given"):
            shared.company_id = self.elsewhere

    def test_many_at_once_are_asked_for_once(self):
        def count(partners):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            partners.company_id = self.elsewhere
            return self.env.cr.sql_log_count - before

        few, many = (
            self.env["res.partner"].create([{"name": "Free"}] * number)
            for number in (2, 40)
        )
        count(self.env["res.partner"].create({"name": "Warm"}))
        self.assertLess(count(many) - count(few), 2 * len(many))
