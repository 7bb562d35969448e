# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The same cause with any customer, after something was done about it (R143)."""

from datetime import datetime, time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from .common import LearningCase

CAME_BACK = "complaint_management.mail_activity_type_action_came_back"


class RecurrenceCase(LearningCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.part = cls.cause.create({"name": "Labels", "parent_id": cls.cause.id})
        cls.other = cls.cause.create({"name": "Weather"})

    def _finish(self, days=-10, **vals):
        action = self._do(self._create_action(**vals))
        action._write_sealed({"date_done": self._day(days)})
        return action

    def _receive(self, days=-1, cause=None, **vals):
        when = datetime.combine(self._day(days), time(12))
        case = self._create_case(date_received=when, **vals)
        if cause:
            case.cause_id = cause
        return case

    def _get_tasks(self, action):
        kind = self.env.ref(CAME_BACK)
        return action.activity_ids.filtered(lambda one: one.activity_type_id == kind)


@tagged("post_install", "-at_install")
class TestRecurrence(RecurrenceCase):
    def test_flagged_on_the_case_the_action_and_the_list(self):
        action = self._finish()
        case = self._receive()
        self.assertFalse(case.recurrence_action_ids)
        case.with_user(self.handler).cause_id = self.part
        self.assertEqual(case.recurrence_action_ids, action)
        self.assertEqual(action.recurrence_ids, case)
        shown = action.with_user(self.officer)
        self.assertEqual((shown.recurrence_count, shown.has_come_back), (1, True))
        found = self.Action.with_user(self.officer).search(
            [("has_come_back", "=", True)]
        )
        self.assertEqual(found, action)
        (task,) = self._get_tasks(action)
        self.assertEqual(task.user_id, self.colleague)
        opened = case.with_user(self.handler).action_open_recurrence()
        self.assertEqual(opened["res_id"], action.id)

    def test_what_we_find_ourselves_does_not_come_back(self):
        """Whoever else is affected by the same cause, and was found for it (R105)."""
        action = self._finish()
        incident = self.env["complaint.incident"].create(
            {"name": "Labels", "cause_id": self.part.id}
        )
        customer = self.env["res.partner"].create({"name": "Chen Min"})
        case = incident._open_found_cases({customer: "S00042"}, {})
        self.assertEqual((case.cause_id, case.is_found_by_us), (self.part, True))
        self._run_cron()
        self.assertFalse(action.recurrence_ids)

    def test_registered_with_its_cause(self):
        action = self._finish()
        case = self._receive(cause_id=self.cause.id)
        self.assertEqual(case.recurrence_action_ids, action)

    def test_what_is_no_recurrence(self):
        """Before or on the day, another cause, an open action, another kind."""
        action = self._finish()
        self._receive(-10, self.cause)
        self._receive(-20, self.cause)
        self._receive(-1, self.other)
        self._receive(-1, kind="inquiry", cause_id=self.cause.id)
        self._create_action()
        self.assertFalse(action.recurrence_ids)
        # Nor a case of an upper cause: it is not known to be the same.
        below = self._finish(cause_ids=[(6, 0, self.part.ids)])
        case = self._receive(-1, self.cause)
        self.assertEqual(case.recurrence_action_ids, action)
        self.assertFalse(below.recurrence_ids)

    def test_one_task_for_each_time_it_was_done(self):
        action = self._finish()
        for _case in range(3):
            self._receive(-1, self.cause)
        self.assertEqual(len(self._get_tasks(action)), 1)
        action.with_user(self.officer).action_reopen("It came back three times")
        self.assertFalse(self._get_tasks(action))
        self.assertEqual(action.recurrence_count, 3)
        self._do(action)
        action._write_sealed({"date_done": self._day(-1)})
        self._receive(0, self.cause)
        self.assertEqual(len(self._get_tasks(action)), 1)
        self.assertEqual(action.recurrence_count, 4)

    def test_another_cause_after_all(self):
        action = self._finish()
        case = self._receive(-1, self.cause)
        case.cause_id = self.other
        self.assertFalse(action.recurrence_ids)
        self.assertFalse(case.recurrence_action_ids)

    def test_spam_does_not_count(self):
        action = self._finish()
        case = self._receive(-1, self.cause)
        case._write_sealed({"state": "cancelled", "cancel_reason": "spam"})
        action.invalidate_recordset()
        self.assertFalse(action.has_come_back)

    def test_the_night_finds_what_was_changed(self):
        """A cause that is linked later, or moved below another."""
        action = self._finish()
        case = self._receive(-1, self.other)
        self.assertFalse(action.recurrence_ids)
        action.with_user(self.handler).cause_ids = [(4, self.other.id)]
        for _night in range(2):
            self._run_cron()
        self.assertEqual(action.recurrence_ids, case)
        self.assertEqual(len(self._get_tasks(action)), 1)

    def test_another_company_has_its_own(self):
        other = self.env["res.company"].create({"name": "Other"})
        action = self._finish()
        action_sudo = self.Action.create(
            {
                "name": "Theirs",
                "company_id": other.id,
                "cause_ids": [(4, self.cause.id)],
            }
        )
        action_sudo._write_sealed({"state": "done", "date_done": self._day(-10)})
        case = self._receive(-1, self.cause)
        self.assertEqual(case.recurrence_action_ids, action)

    def test_who_is_barred_learns_nothing(self):
        """Neither by a count, the list, a task, nor by the filter (R153)."""
        action = self._finish(checker_id=self.officer.id)
        case = self._receive(
            user=self.manager,
            identity_mode="confidential",
            complained_employee_ids=[(6, 0, self.staff[self.officer].ids)],
            user_id=self.handler.id,
        )
        case.cause_id = self.cause
        self.assertEqual(action.recurrence_ids, case)
        accused = action.with_user(self.officer)
        accused.invalidate_recordset()
        self.assertFalse(accused.recurrence_count)
        with self.assertRaises(AccessError):
            accused.read(["recurrence_ids"])
        with self.assertRaises(AccessError):
            accused.search([("recurrence_ids", "!=", False)])
        self.assertNotIn(
            action,
            self.Action.with_user(self.officer).search([("has_come_back", "=", True)]),
        )
        self.assertFalse(self._get_tasks(accused))
        self.assertEqual(action.with_user(self.manager).recurrence_count, 1)

    def test_many_actions_are_one_query(self):
        self._finish()
        self._receive(-1, self.cause)
        counted = []
        for number in (1, 8):
            for _action in range(number):
                self._finish(days=-40)
            case = self._receive(-1)
            case._write_sealed({})
            self.env.flush_all()
            start = self.env.cr.sql_log_count
            self.Action._find_recurrences(SQL("complaint.id = %s", case.id))
            counted.append(self.env.cr.sql_log_count - start)
        self.assertEqual(*counted)

    def test_the_cause_of_many_cases_at_once(self):
        action = self._finish()
        cases = self._receive() | self._receive() | self._receive()
        cases.write({"cause_id": self.cause.id})
        self.assertEqual(action.recurrence_ids, cases)
        self.assertEqual(len(self._get_tasks(action)), 1)
