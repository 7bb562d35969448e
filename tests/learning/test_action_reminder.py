# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reminders of actions: one for each stage, upwards, and never lost (R39, R139)."""

from odoo.tests import tagged

from .common import LearningCase


@tagged("post_install", "-at_install")
class TestReminders(LearningCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls._create_user("case_boss", "base.group_user")
        above = cls.env["hr.employee"].create(
            {"name": "Boss", "user_id": cls.boss.id, "company_id": cls.company.id}
        )
        house = cls.env["hr.department"].create(
            {"name": "House", "manager_id": above.id, "company_id": cls.company.id}
        )
        cls.department.parent_id = house

    def _get_told(self, action):
        """Who was told how often."""
        messages = self.env["mail.message"].search(
            [
                ("model", "=", action._name),
                ("res_id", "=", action.id),
                ("message_type", "=", "user_notification"),
                ("author_id", "=", self.env.ref("base.partner_root").id),
            ]
        )
        told = {}
        for message in messages:
            for partner in message.partner_ids:
                told[partner.user_ids[:1]] = told.get(partner.user_ids[:1], 0) + 1
        return told

    def _move(self, action, days):
        action._write_sealed({"date_due": self._day(days)})

    def test_each_stage_once(self):
        action = self._create_action()
        for days, count in ((4, 0), (3, 1), (2, 1), (0, 2), (-1, 3), (-2, 3)):
            told = action.reminders or {}
            self._move(action, days)
            # The days pass; the date stays the same.
            action._write_sealed(
                {"reminders": dict.fromkeys(told, str(action.date_due))}
            )
            for _night in range(2):
                self._run_cron()
            self.assertEqual(self._get_told(action).get(self.employee, 0), count, days)

    def test_overdue_goes_up(self):
        action = self._create_action()
        expected = {self.employee: 1}
        self._move(action, -1)
        self._run_cron()
        self.assertEqual(self._get_told(action), expected)
        officer = action._get_reminded(2)
        for days, user in ((-4, self.head), (-8, self.boss), (-15, officer)):
            told = action.reminders
            self._move(action, days)
            action._write_sealed(
                {"reminders": dict.fromkeys(told, str(self._day(days)))}
            )
            self._run_cron()
            expected[user] = 1
            self.assertEqual(self._get_told(action), expected)
        self.assertIn(officer.name, "".join(action.message_ids.mapped("body")))

    def test_missed_nights_lose_nothing(self):
        """After a month without a night each hears once, with the latest."""
        action = self._create_action()
        self._move(action, -30)
        self._run_cron()
        told = self._get_told(action)
        self.assertEqual(set(told.values()), {1})
        self.assertTrue({self.employee, self.head, self.boss} < set(told))
        self._run_cron()
        self.assertEqual(self._get_told(action), told)

    def test_a_new_date_begins_anew(self):
        action = self._create_action()
        self._move(action, 0)
        self._run_cron()
        action.with_user(self.officer).action_extend(self._day(30), "Labels are late")
        self._run_cron()
        self.assertEqual(self._get_told(action)[self.employee], 1)
        self._move(action, 2)
        self._run_cron()
        self.assertEqual(self._get_told(action)[self.employee], 2)

    def test_ended_ones_remind_nobody(self):
        action = self._create_action()
        self._move(action, -30)
        action.with_user(self.officer).action_cancel("Made twice")
        self._run_cron()
        self.assertFalse(self._get_told(action))

    def test_the_checker_is_reminded(self):
        action = self._do(self._create_action())
        self._run_cron()
        self.assertFalse(self._get_told(action))
        action._write_sealed({"date_done": self._day(-7)})
        self._run_cron()
        self.assertEqual(self._get_told(action), {self.colleague: 1})
        action._write_sealed({"date_done": self._day(-14)})
        self._run_cron()
        self.assertEqual(self._get_told(action)[self.head], 1)

    def test_the_effect_is_signed(self):
        action = self._do(
            self._create_action(measure="count", scope_cause_id=self.cause.id)
        )
        action.with_user(self.colleague).action_check()
        action._write_sealed(
            {"date_done": self._day(-60), "date_effect": self._day(-14)}
        )
        self._run_cron()
        self.assertEqual(self._get_told(action), {self.colleague: 1, self.head: 1})

    def test_the_accused_above_is_left_out(self):
        """The head of the unit learns nothing of an action on a case about them."""
        employee = self.head.employee_id
        protected = self._create_case(
            user=self.manager,
            identity_mode="confidential",
            complained_employee_ids=[(6, 0, employee.ids)],
            user_id=False,
        )
        action = self._create_action(
            user=self.manager, complaint_ids=[(6, 0, protected.ids)]
        )
        self._move(action, -30)
        self._run_cron()
        told = self._get_told(action)
        self.assertNotIn(self.head, told)
        self.assertIn(self.boss, told)

    # -- who leaves --------------------------------------------------------------

    def test_the_owner_leaves(self):
        """The head has the action, with its task, at once."""
        action = self._create_action()
        self.employee.action_archive()
        self.assertEqual(action.user_id, self.head)
        self.assertEqual(action.activity_ids.user_id, self.head)
        everybody = action.with_context(active_test=False)
        everybody.invalidate_recordset(["former_owner_ids"])
        self.assertIn(self.employee, everybody.former_owner_ids)

    def test_the_checker_takes_over_and_checks_no_more(self):
        """Only who checks it is left in the unit: they own it, others check."""
        action = self._create_action(checker_id=self.head.id)
        self.employee.action_archive()
        self.assertNotEqual(action.user_id, self.employee)
        self.assertTrue(action.user_id)
        self.assertNotEqual(action.user_id, action.checker_id)

    def test_the_checker_leaves(self):
        action = self._do(self._create_action())
        self.colleague.action_archive()
        self.assertEqual(action.checker_id, self.head)
        self.assertEqual(action.activity_ids.user_id, self.head)

    def test_found_in_the_night_too(self):
        """Who was archived by another door is found."""
        action = self._create_action()
        action.activity_ids.unlink()
        self.employee._write({"active": False})
        self.employee.invalidate_recordset()
        self._run_cron()
        self.assertEqual(action.user_id, self.head)
        self.assertEqual(action.activity_ids.user_id, self.head)
