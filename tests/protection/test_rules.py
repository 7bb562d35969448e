# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Record rules follow what changes: who is in which team, leads whom, is whose user.

Odoo works the domain of a rule out once for each user and keeps it; what it reads of
the user at that moment stays, in every worker, until something makes it forget.
"""

import re

from odoo.tests import new_test_user, tagged

from ..common import OFFICER, ComplaintCase

ACCOUNTABILITY = "complaint_management.group_complaint_accountability"
# What rules may read of the user. The number never changes; what else there is makes
# part of the key under which the domain is kept, see models/protection/rule.py.
READ_OF_USER = {
    "id",
    "partner_id.id",
    "partner_id.commercial_partner_id.id",
    # Forgotten when a team or its members change: a join would make lists slower.
    "helpdesk_team_ids.ids",
}
OF_USER = re.compile(r"\buser\.([\w.]+)")


@tagged("post_install", "-at_install")
class TestRulesFollow(ComplaintCase):
    def _reads(self, user, case):
        """Whether a search finds the case, and reading it by its number agrees."""
        found = self.Complaint.with_user(user).search([("id", "=", case.id)])
        readable = case.with_user(user)._filtered_access("read")
        self.assertEqual(found, readable)
        return bool(found)

    def _get_rules(self):
        rows = self.env["ir.model.data"].search(
            [("module", "=", "complaint_management"), ("model", "=", "ir.rule")]
        )
        return self.env["ir.rule"].browse(rows.mapped("res_id"))

    def test_no_rule_reads_what_is_not_followed(self):
        """A rule with another relation of the user gets a test here first."""
        rules = self._get_rules()
        self.assertTrue(rules)
        read = {
            (rule.name, path)
            for rule in rules
            for path in OF_USER.findall(rule.domain_force or "")
            if path not in READ_OF_USER
        }
        self.assertFalse(read, "Use a path of fields, or a field that is searched.")

    def test_team(self):
        case = self._create_case(user=self.officer, user_id=self.handler.id)
        self.assertTrue(self._reads(self.colleague, case))
        self.assertFalse(self._reads(self.outsider, case))
        self.team.user_ids = self.handler | self.outsider
        self.assertFalse(self._reads(self.colleague, case))
        self.assertTrue(self._reads(self.outsider, case))
        self.outsider.helpdesk_team_ids -= self.team
        self.assertFalse(self._reads(self.outsider, case))

    def test_archived_team(self):
        case = self._create_case(user=self.officer, user_id=self.handler.id)
        self.team.active = False
        self.assertFalse(self._reads(self.colleague, case))

    def test_team_of_case(self):
        case = self._create_case(user=self.officer, user_id=self.handler.id)
        case.team_id = self.other_team
        self.assertFalse(self._reads(self.colleague, case))
        self.assertTrue(self._reads(self.outsider, case))

    def test_follower_becomes_another_contact(self):
        """Who follows is a contact: whose user that is may change."""
        case = self._create_case()
        case._message_subscribe(self.employee.partner_id.ids)
        self.assertTrue(self._reads(self.employee, case))
        self.employee.partner_id = self.env["res.partner"].create({"name": "Other"})
        self.assertFalse(self._reads(self.employee, case))

    def test_reporting_line(self):
        """By the manager of a person, and by the user of an employee."""
        boss = self._create_user("line_boss", OFFICER)
        head = self.env["hr.employee"].create({"name": "Boss", "user_id": boss.id})
        accused = self.staff[self.employee]
        case = self._create_case(
            identity_mode="confidential", complained_employee_ids=accused.ids
        )
        self.assertTrue(self._reads(boss, case))
        accused.parent_id = head
        self.assertFalse(self._reads(boss, case))
        head.user_id = False
        self.assertTrue(self._reads(boss, case))
        head.user_id = boss
        self.assertFalse(self._reads(boss, case))
        accused.parent_id = False
        self.assertTrue(self._reads(boss, case))

    def test_case_changes(self):
        """What the case is about and how it is protected count at once."""
        accused = self.staff[self.officer]
        case = self._create_case()
        self.assertTrue(self._reads(self.officer, case))
        case.complained_employee_ids = accused
        self.assertTrue(self._reads(self.officer, case))
        case.identity_mode = "confidential"
        self.assertFalse(self._reads(self.officer, case))
        case.complained_employee_ids = False
        self.assertTrue(self._reads(self.officer, case))

    def test_companies(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        case = self._create_case()
        self.assertTrue(self._reads(self.officer, case))
        self.officer.write({"company_ids": other.ids, "company_id": other.id})
        self.assertFalse(self._reads(self.officer, case))

    def test_customer_becomes_another_contact(self):
        portal = new_test_user(self.env, "rule_portal", groups="base.group_portal")
        case = self._create_case(partner_id=portal.partner_id.id)
        self.assertTrue(self._reads(portal, case))
        portal.partner_id = self.env["res.partner"].create({"name": "Other"})
        self.assertFalse(self._reads(portal, case))

    def test_customer_goes_to_another_company(self):
        """Who left the customer's company reads its cases no more."""
        self.company.complaint_portal_company = True
        portal = new_test_user(self.env, "rule_portal", groups="base.group_portal")
        firm, other = self.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in ("Firm", "Other")]
        )
        portal.partner_id.parent_id = firm
        case = self._create_case(partner_id=firm.id)
        self.assertTrue(self._reads(portal, case))
        portal.partner_id.parent_id = other
        self.assertFalse(self._reads(portal, case))

    def test_totals_of_departments(self):
        """Who leads a department no more sees no totals of it."""
        head = self._create_user("line_head", "base.group_user")
        employee = self.env["hr.employee"].create({"name": "H", "user_id": head.id})
        units = self.env["hr.department"].with_user(head).sudo()
        led = [("is_led_by_reader", "=", True)]
        totals = self.env["complaint.penalty.total"].with_user(head)
        self.assertFalse(units.search(led))
        totals.search([])
        self.department.manager_id = employee
        self.assertEqual(units.search(led), self.department)
        rules = self.env["ir.rule"].with_user(head)._compute_domain(totals._name)
        [path] = [
            rule
            for rule in rules.iter_conditions()
            if rule.field_expr.startswith("department_id")
        ]
        self.assertIn("is_led_by_reader", str(path))
        self.department.manager_id = False
        self.assertFalse(units.search(led))


@tagged("post_install", "-at_install")
class TestLine(ComplaintCase):
    """Whom a protected case bars: by persons, and by departments (R153)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.heads = {
            name: cls._create_user(f"line_{name}", OFFICER)
            for name in ("top", "middle", "above")
        }
        cls.top, cls.middle, cls.above = cls.env["hr.employee"].create(
            [{"name": user.name, "user_id": user.id} for user in cls.heads.values()]
        )
        units = cls.env["hr.department"]
        cls.house = units.create({"name": "House", "manager_id": cls.top.id})
        cls.branch = units.create({"name": "Branch", "parent_id": cls.house.id})
        cls.desk = units.create({"name": "Desk", "parent_id": cls.branch.id})
        cls.clerk_employee = cls.env["hr.employee"].create(
            {"name": "Desk clerk", "department_id": cls.desk.id, "parent_id": False}
        )
        cls.clerk_employee.parent_id = False

    def _assert_barred(self, case, *names):
        """Of the heads exactly these are barred, by the rule and where we ask."""
        users = self.env["res.users"].union(*(self.heads[name] for name in names))
        everybody = self.env["res.users"].union(*self.heads.values())
        reading = everybody.filtered(
            lambda user: case.with_user(user)._filtered_access("read")
        )
        searching = everybody.filtered(
            lambda user: case.with_user(user).search([("id", "=", case.id)])
        )
        self.assertEqual(everybody - reading, users)
        self.assertEqual(everybody - searching, users)
        self.assertEqual(case._get_accused_users() & everybody, users)

    def _create_about(self, **vals):
        return self._create_case(identity_mode="confidential", **vals)

    def test_department_without_head(self):
        """The head of a department above is barred where there is none below."""
        case = self._create_about(complained_department_ids=self.desk.ids)
        self._assert_barred(case, "top")
        case.identity_mode = "named"
        self._assert_barred(case)

    def test_every_head_above(self):
        self.branch.manager_id = self.middle
        self.top.parent_id = self.above
        case = self._create_about(complained_department_ids=self.desk.ids)
        self._assert_barred(case, "top", "middle", "above")

    def test_head_of_another_department(self):
        self.env["hr.department"].create(
            {
                "name": "Elsewhere",
                "parent_id": self.house.id,
                "manager_id": self.middle.id,
            }
        )
        case = self._create_about(complained_department_ids=self.desk.ids)
        self._assert_barred(case, "top")

    def test_person_without_manager(self):
        """Whose department has a head above is led by that head."""
        case = self._create_about(complained_employee_ids=self.clerk_employee.ids)
        self._assert_barred(case, "top")
        self.house.manager_id = False
        self._assert_barred(case)
        self.house.manager_id = self.middle
        self._assert_barred(case, "middle")

    def test_person_moves(self):
        case = self._create_about(complained_employee_ids=self.clerk_employee.ids)
        self.clerk_employee.department_id = False
        self._assert_barred(case)
        self.clerk_employee.department_id = self.branch
        self._assert_barred(case, "top")

    def test_department_moves(self):
        case = self._create_about(complained_department_ids=self.desk.ids)
        self.branch.parent_id = False
        self._assert_barred(case)
        self.branch.parent_id = self.house
        self._assert_barred(case, "top")

    def test_circle(self):
        """Two who report to each other do not keep us going."""
        self.top.parent_id = self.middle
        self.env.cr.execute(
            "UPDATE hr_employee SET parent_id = %s WHERE id = %s",
            (self.top.id, self.middle.id),
        )
        self.env.invalidate_all()
        case = self._create_about(complained_department_ids=self.desk.ids)
        self._assert_barred(case, "top", "middle")

    def test_unread_mail(self):
        """Mails of the case are closed to the same people."""
        case = self._create_about(complained_department_ids=self.desk.ids)
        mail = self.env["complaint.unread.mail"].create(
            {"reason": "error", "company_id": case.company_id.id}
        )
        top, middle = (self.heads[name] for name in ("top", "middle"))
        mails = self.env["complaint.unread.mail"]
        domain = [("id", "=", mail.id)]
        for user in (top, middle):
            self.assertTrue(mails.with_user(user).search(domain))
        mail.complaint_id = case
        self.assertFalse(mails.with_user(top).search(domain))
        self.assertFalse(mail.with_user(top).has_access("read"))
        self.assertTrue(mails.with_user(middle).search(domain))
        self.assertTrue(mail.with_user(middle).has_access("read"))

    def test_conflict_of_who_stands_below(self):
        """People of a department depend on the head of one above."""
        staff = self.staff[self.handler]
        staff.write({"department_id": self.desk.id, "parent_id": False})
        case = self._create_case(
            complained_employee_ids=self.top.ids, user_id=self.colleague.id
        )
        self.assertIn(self.handler, case._get_partial_users())
        self.house.manager_id = self.middle
        self.assertNotIn(self.handler, case._get_partial_users())
