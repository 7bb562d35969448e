# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who met the customer first decides, or reports the case up (R87, R89)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ComplaintCase

REPORTED = "complaint_management.mail_activity_type_reported_up"
CALL_BACK = "complaint_management.mail_activity_type_call_back"


@tagged("post_install", "-at_install")
class TestReportUp(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls._create_user(
            "case_head", "complaint_management.group_complaint_user"
        )
        cls.boss = cls.env["hr.employee"].create(
            {"name": "Head", "user_id": cls.head.id, "company_id": cls.company.id}
        )
        cls.department.manager_id = cls.boss

    def _register(self, **vals):
        vals = {"first_contact_user_id": self.clerk.id, **vals}
        return self._create_case(department_id=self.department.id, **vals)

    def _get_told(self, case):
        kind = self.env.ref(REPORTED)
        return case.activity_ids.filtered(
            lambda task: task.activity_type_id == kind
        ).user_id

    def test_head_is_told(self):
        """R87: the head gets a task, and the time that it took is kept."""
        day = fields.Datetime.now() - timedelta(days=7)
        case = self._register(date_received=day)
        theirs = case.with_user(self.clerk)
        self.assertTrue(theirs.can_decide_first)
        theirs.action_report_up()
        self.assertTrue(self._get_told(case))
        self.assertTrue(case.date_reported_up)
        self.assertGreater(case.hours_to_report, 0)
        self.assertEqual(case.first_decision, "report")
        self.assertFalse(theirs.can_decide_first)
        with self.assertRaises(UserError):
            theirs.action_report_up()

    def test_accused_head_is_not_told(self):
        """R153: a protected case about the head goes to somebody else."""
        case = self._register(
            identity_mode="confidential",
            partner_name="Wang Fang",
            complained_employee_ids=[(6, 0, self.boss.ids)],
        )
        case.with_user(self.clerk).action_report_up()
        told = self._get_told(case)
        self.assertTrue(told)
        self.assertNotEqual(told, self.head)

    def test_handled_by_first_contact(self):
        """R89: who can handle it says so; it can still be reported later."""
        case = self._register()
        case.with_user(self.clerk).action_handle_first()
        self.assertEqual(case.first_decision, "handle")
        self.assertTrue(case.date_first_decision)
        case.with_user(self.clerk).action_report_up()
        self.assertEqual(case.first_decision, "report")

    def test_others_do_not_decide(self):
        case = self._register()
        for user in self.officer | self.outsider | self.employee:
            with self.assertRaises(AccessError):
                case.with_user(user).action_report_up()
        with self.assertRaises(UserError):
            case.with_user(self.clerk).write({"first_decision": "handle"})

    def test_promised_call_moves_with_the_case(self):
        """R48: who takes the case over makes the promised call."""
        case = self._register(user_id=self.handler.id)
        contacts = self.env["complaint.contact"].with_user(self.handler)
        promised = fields.Datetime.now() + timedelta(days=2)
        contacts.create({"complaint_id": case.id, "callback_date": promised})
        kind = self.env.ref(CALL_BACK)
        task = case.activity_ids.filtered(lambda one: one.activity_type_id == kind)
        self.assertEqual(task.user_id, self.handler)
        case.with_user(self.officer).user_id = self.colleague
        self.assertEqual(task.user_id, self.colleague)
        contacts.with_user(self.colleague).create(
            {"complaint_id": case.id, "purpose": "call_back"}
        )
        self.assertFalse(task.exists().filtered("active"))
