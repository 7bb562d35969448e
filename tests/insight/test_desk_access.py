# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whose desk somebody sees: their own, and that of those whom they look after."""

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import new_test_user, tagged

from ..common import OFFICER, USER
from .desk_common import DeskCase

ACCOUNTABILITY = "complaint_management.group_complaint_accountability"


@tagged("post_install", "-at_install")
class TestDeskAccess(DeskCase):
    def test_nobody_sees_the_desk_of_a_colleague(self):
        """Although they may read the case, being in the same team."""
        case = self._create_case(user_id=self.handler.id)
        self.assertEqual(case.team_id, self.team)
        self.assertTrue(case.with_user(self.colleague).has_access("read"))
        row = self._desk(self.handler, ("complaint_id", "=", case.id))
        for user in (self.colleague, self.outsider, self.employee):
            with self.subTest(user.login):
                self.assertFalse(self._kinds(user, case, mine=False))
                self._assert_out_of_reach(row, user)

    def _assert_out_of_reach(self, row, user):
        """Neither by its number nor by its buttons."""
        row.invalidate_recordset()
        ghost = row.with_user(user)
        self.assertFalse(ghost.read(["name", "customer"]))
        for button in (ghost.action_do, ghost.action_open, ghost.action_assign):
            with self.assertRaises(UserError) as refused:
                button()
            self.assertIsInstance(refused.exception, AccessError | MissingError)

    def test_who_leads_the_team_sees_its_cases(self):
        case = self._create_case(user_id=self.colleague.id)
        rows = self._desk(self.handler, ("complaint_id", "=", case.id), mine=False)
        self.assertEqual(rows.user_id, self.colleague)
        self.assertFalse(rows.is_mine)
        self.assertFalse(self._kinds(self.handler, case))
        case.team_id = self.other_team
        self.assertFalse(self._kinds(self.handler, case, mine=False))

    def test_who_heads_the_unit_sees_its_cases(self):
        """As far as they may read them: nobody reads more by the desk."""
        head = self._create_user("desk_head", USER)
        self.department.manager_id = self.env["hr.employee"].create(
            {"name": "Head", "user_id": head.id, "company_id": self.company.id}
        )
        case = self._create_case(user_id=self.handler.id)
        case.department_id = self.department
        self.assertFalse(self._kinds(head, case, mine=False))
        case.message_subscribe(head.partner_id.ids)
        self.assertEqual(self._kinds(head, case, mine=False), ["case"])

    def test_officers_see_all_desks(self):
        case = self._create_case(user_id=self.handler.id)
        for user in (self.officer, self.manager):
            self.assertEqual(self._kinds(user, case, mine=False), ["case"])
            self.assertFalse(self._kinds(user, case))

    def test_without_handler_it_is_nobodys(self):
        case = self._create_case()
        case.user_id = False
        rows = self._desk(self.officer, ("complaint_id", "=", case.id), mine=False)
        self.assertFalse(rows.user_id)
        self.assertFalse(self._kinds(self.officer, case))

    def test_protected_case_is_hidden_from_whom_it_is_about(self):
        """R153: not by row, count, group or number."""
        accused = self._create_user("desk_accused", OFFICER)
        employee = self.env["hr.employee"].create(
            {"name": "Accused", "user_id": accused.id, "company_id": self.company.id}
        )
        case = self._create_case(user_id=self.handler.id)
        before = self._count(accused)
        self.assertTrue(self._kinds(accused, case, mine=False))
        case.complained_employee_ids = employee
        case.write({"identity_mode": "confidential"})
        self.assertFalse(self._kinds(accused, case, mine=False))
        self.assertEqual(self._count(accused), before - 1)
        row = self._desk(self.handler, ("complaint_id", "=", case.id))
        self._assert_out_of_reach(row, accused)
        # A task that somebody gave them before tells nothing, either.
        self.env["mail.activity"].sudo().create(
            {
                "res_model_id": self.env["ir.model"]._get_id(case._name),
                "res_id": case.id,
                "user_id": self.handler.id,
                "summary": "Ask",
            }
        ).flush_recordset()
        self.env.cr.execute(
            "UPDATE mail_activity SET user_id = %s"
            " WHERE res_model = %s AND res_id = %s",
            (accused.id, case._name, case.id),
        )
        self.assertFalse(self._kinds(accused, case, mine=False))

    def _count(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.Desk.with_user(user).search_count([("kind", "=", "case")])

    def test_protected_complainant_is_not_named(self):
        """R153: not even to who handles the case, and not by a search."""
        case = self._create_case(user_id=self.handler.id, partner_name="Zhao Min")
        case.with_user(self.officer).write({"identity_mode": "confidential"})
        row = self._desk(self.handler, ("complaint_id", "=", case.id))
        self.assertTrue(row)
        self.assertFalse(row.customer)
        self.assertFalse(self._desk(self.handler, ("customer", "ilike", "zhao")))

    def test_other_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        there = new_test_user(
            self.env,
            "desk_elsewhere",
            groups=OFFICER,
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        case = self._create_case(user_id=self.handler.id)
        row = self._desk(self.handler, ("complaint_id", "=", case.id))
        self.assertFalse(self._kinds(there, case, mine=False))
        self._assert_out_of_reach(row, there)

    def test_employee_has_a_desk_too(self):
        """Without any group: what they own or are to learn; nothing of cases."""
        rows = self._desk(self.employee, mine=False)
        self.assertFalse(rows)
        training = self.env["complaint.training"].create(
            {"name": "Reading meters", "company_id": self.company.id}
        )
        self.env["complaint.training.participation"].create(
            {
                "training_id": training.id,
                "employee_id": self.staff[self.employee].id,
                "state": "planned",
            }
        )
        row = self._desk(self.employee)
        self.assertEqual((row.kind, row.what), ("training", "Reading meters"))
        self.assertEqual(row.action_do()["res_id"], training.id)
        self.assertFalse(
            self._desk(self.manager, ("kind", "=", "training"), mine=False)
        )

    def _propose_entry(self, employee):
        case = self._bring_to(self._create_case(), "approved")
        rule = self.env["complaint.penalty.rule"].create(
            {
                "code": "D-1",
                "name": "Mistake",
                "clause": "Who makes a mistake.",
                "basis": "caused",
                "kind": "points",
                "points": 1,
                "months": 6,
            }
        )
        entries = self.env["complaint.penalty"].sudo()
        return entries._propose(
            [
                {
                    "complaint_id": case.id,
                    "employee_id": employee.id,
                    "rule_id": rule.id,
                    "origin": "verdict",
                }
            ]
        )

    def test_entry_waits_for_the_person_and_for_who_decides(self):
        """R66: the person tells their side; nobody else sees that on a desk."""
        judge = new_test_user(
            self.env, "desk_judge", groups=ACCOUNTABILITY, company_id=self.company.id
        )
        entry = self._propose_entry(self.staff[self.employee])
        row = self._desk(judge, ("kind", "=", "decision"))
        self.assertIn(entry.name, row.mapped("reference"))
        self.assertFalse(self._desk(self.employee))
        entry.with_user(judge).action_notify()
        row = self._desk(self.employee)
        self.assertEqual((row.kind, row.reference), ("statement", entry.name))
        self.assertEqual(row.next_step, "Tell Your Side")
        self.assertEqual(row.action_do()["res_model"], "complaint.penalty.say")
        for user in (judge, self.officer, self.manager):
            rows = self._desk(user, ("kind", "=", "statement"), mine=False)
            self.assertFalse(rows)

    def test_nobody_from_outside(self):
        portal = new_test_user(self.env, "desk_portal", groups="base.group_portal")
        with self.assertRaises(AccessError):
            self.Desk.with_user(portal).search([])

    def test_nothing_is_written(self):
        case = self._create_case(user_id=self.handler.id)
        row = self._desk(self.handler, ("complaint_id", "=", case.id))
        for operation in ("write", "create", "unlink"):
            self.assertFalse(row.with_user(self.manager).has_access(operation))
