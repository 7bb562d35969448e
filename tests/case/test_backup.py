# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who handles hard cases is helped, and cared for (R192, R216)."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import MANAGER, OFFICER, USER, ComplaintCase

BACKUP = "complaint_management.mail_activity_type_backup"
RELIEF = "complaint_management.mail_activity_type_relief"


class BackupCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.helper = cls._create_user("case_helper", USER)
        cls.case = cls._create_case(user=cls.handler)
        cls.case.user_id = cls.handler
        # Nobody reads it who does not work on it.
        cls.case.team_id = False

    def _ask(self, helper=None, user=None):
        case = self.case.with_user(user or self.handler)
        action = case.action_ask_for_backup()
        wizard = Form(
            self.env[action["res_model"]]
            .with_user(case.env.user)
            .with_context(**action["context"])
        )
        wizard.user_id = helper or self.helper
        wizard.request = "Join my call at ten."
        return wizard.save().action_ask()


@tagged("post_install", "-at_install")
class TestBackup(BackupCase):
    def test_who_is_asked_may_read_and_work_on_the_case(self):
        there = self.case.with_user(self.helper)
        self.assertFalse(there.has_access("read"))
        self._ask()
        self.assertEqual(there.backup_user_id, self.helper)
        self.assertTrue(there.has_access("write"))
        there.action_acknowledge()
        self.assertEqual(self.case.state, "acknowledged")
        self.assertEqual(self.case.user_id, self.handler)

    def test_who_is_asked_has_a_task_that_says_what_is_needed(self):
        self._ask()
        task = self.case.activity_ids.filtered(
            lambda task: task.activity_type_id == self.env.ref(BACKUP)
        )
        self.assertEqual(task.user_id, self.helper)
        self.assertIn("Join my call at ten.", task.note)
        self.assertIn(self.helper.partner_id, self.case.message_partner_ids)

    def test_what_is_done_ends_it(self):
        self._ask()
        self.case.with_user(self.handler).action_end_backup()
        self.assertFalse(self.case.backup_user_id)
        self.assertFalse(
            self.case.activity_ids.filtered(
                lambda task: task.activity_type_id == self.env.ref(BACKUP)
            )
        )

    def test_who_helps_does_not_decide(self):
        """Somebody other than who handles the case approves it (R47)."""
        boss = self._create_user("case_boss", f"{MANAGER},{OFFICER},{USER}")
        self.assertIn(boss, self.case._get_approvers())
        self._ask(boss)
        self.assertNotIn(boss, self.case._get_approvers())
        self.assertIn(
            "other than the handler",
            self.case.with_user(boss)._get_approver_refusal(),
        )

    def test_who_the_case_is_about_is_not_asked(self):
        """By no dialog and by no write (R100)."""
        employee = self.env["hr.employee"].create(
            {"name": "Accused", "user_id": self.helper.id}
        )
        self.case.complained_employee_ids = employee
        case = self.case.with_user(self.handler)
        self.assertNotIn(self.helper, case._get_possible_backups())
        wizard = self.env["complaint.backup.wizard"].with_user(self.handler)
        wizard = wizard.create(
            {
                "complaint_id": self.case.id,
                "user_id": self.helper.id,
                "request": "Help",
            }
        )
        with self.assertRaises(UserError):
            wizard.action_ask()
        with self.assertRaises(ValidationError):
            case.backup_user_id = self.helper

    def test_who_may_not_work_on_the_case_asks_nobody(self):
        stranger = self._create_user("case_stranger", USER)
        with self.assertRaises(AccessError):
            self._ask(user=stranger)
        with self.assertRaises(AccessError):
            self.case.with_user(stranger).action_end_backup()

    def test_who_leaves_helps_no_more(self):
        """The handler stays, and nobody inherits the help (R39)."""
        self._ask()
        self.helper.action_archive()
        self.assertFalse(self.case.backup_user_id)
        self.assertEqual(self.case.user_id, self.handler)

    def test_a_protected_case_bars_who_is_to_help(self):
        """Who came to be about it loses the case, as handlers do (R153)."""
        self._ask()
        self.env["hr.employee"].create({"name": "Aide", "user_id": self.helper.id})
        self.case._write_protected({"identity_mode": "confidential"})
        employee = self.helper.employee_id
        with self.assertRaises(ValidationError):
            self.case.complained_employee_ids = employee


@tagged("post_install", "-at_install")
class TestRelief(BackupCase):
    def _get_relief(self):
        return self.case.activity_ids.filtered(
            lambda task: task.activity_type_id == self.env.ref(RELIEF)
        )

    def _log_abuse(self, **vals):
        return self._log_contact(self.case, user=self.handler, is_abusive=True, **vals)

    def test_somebody_above_is_asked_to_see_to_who_was_abused(self):
        lead = self._create_user("case_lead", OFFICER)
        self.department.manager_id = self.env["hr.employee"].create(
            {"name": "Lead", "user_id": lead.id}
        )
        self.case.department_id = self.department
        self._log_abuse()
        task = self._get_relief()
        self.assertEqual(task.user_id, lead)
        self.assertIn(self.handler.name, task.summary)
        self.assertEqual(self.case.user_id, self.handler)

    def test_it_is_asked_once(self):
        self._log_abuse()
        contact = self._log_abuse()
        contact.is_abusive = False
        contact.is_abusive = True
        self.assertEqual(len(self._get_relief()), 1)

    def test_a_contact_that_turns_out_to_be_abusive_counts(self):
        contact = self._log_contact(self.case, user=self.handler)
        self.assertFalse(self._get_relief())
        contact.is_abusive = True
        self.assertTrue(self._get_relief())
        self.assertNotEqual(self._get_relief().user_id, self.handler)


@tagged("post_install", "-at_install")
class TestLoad(BackupCase):
    def _choose(self, user):
        self.env.invalidate_all()
        users = self.env["res.users"].with_user(user)
        found = users.with_context(complaint_load=True).web_name_search(
            self.handler.name, {"display_name": {}}
        )
        return next(row for row in found if row["id"] == self.handler.id)

    def test_how_much_somebody_has_is_seen_where_cases_are_given(self):
        """In the list to choose from, and not in the name on the case."""
        closed = self._create_case(user=self.handler)
        closed.user_id = self.handler
        closed._write_protected({"state": "closed"})
        before = self._choose(self.clerk)["__formatted_display_name"]
        other = self._create_case(user=self.handler)
        other.user_id = self.handler
        after = self._choose(self.clerk)
        self.assertIn("Open cases: 1", before)
        self.assertIn("Open cases: 2", after["__formatted_display_name"])
        self.assertNotIn("Open", after["display_name"])

    def test_other_employees_do_not_learn_it(self):
        employee = self._create_user("case_onlooker", "base.group_user")
        self.assertNotIn("Open", self._choose(employee)["__formatted_display_name"])
