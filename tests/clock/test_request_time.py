# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The clock of an internal request, and who has it while people come and go (R99)."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .request_common import OVERDUE, RequestCase


@tagged("post_install", "-at_install")
class TestRequestTime(RequestCase):
    def test_overdue_goes_up_once(self):
        boss = self._create_user("case_boss", "base.group_user")
        above = self.env["hr.department"].create(
            {
                "name": "Technology",
                "manager_id": self.env["hr.employee"]
                .create({"name": "Boss", "user_id": boss.id})
                .id,
            }
        )
        self.unit.parent_id = above
        request = self._ask()
        self._run_cron()
        self.assertFalse(request.date_escalated)
        self._let_be_late(request, days=5)
        self._run_cron()
        self._run_cron()
        self.assertEqual(self._get_tasks(request, OVERDUE).user_id, boss)
        self.assertEqual(len(self._get_tasks(request, OVERDUE)), 1)
        self.assertTrue(request.with_user(boss).is_overdue)
        request.with_user(self.head).action_answer(answer="Late, but true.")
        self.assertEqual(request.in_time, 0)
        self.assertFalse(request.activity_ids)

    def test_reminded_once(self):
        request = self._ask()
        self._let_come_due(request)
        self._run_cron()
        self.assertTrue(request.date_reminded)
        self.assertEqual(len(self._get_reminders(request)), 1)
        self._run_cron()
        self.assertEqual(len(self._get_reminders(request)), 1)

    def test_left(self):
        """Who was asked has left: the next of the department answers."""
        request = self._ask(user_id=self.clerk_there.id)
        self.assertEqual(self._get_tasks(request).user_id, self.clerk_there)
        self.clerk_there.action_archive()
        self._run_cron()
        self.assertEqual(self._get_tasks(request).user_id, self.head)

    def test_nobody_in_the_department(self):
        """An empty department: whoever looks after complaints sees to it."""
        empty = self.env["hr.department"].create({"name": "Empty"})
        request = self._ask(department_id=empty.id)
        self.assertTrue(self._get_tasks(request).user_id)

    # ------------------------------------------------------------------
    # Who has it
    # ------------------------------------------------------------------

    def _create_head(self):
        user = self._create_user("case_next_head", "base.group_user")
        return self.env["hr.employee"].create(
            {"name": "Next head", "user_id": user.id, "company_id": self.company.id}
        )

    def _get_reminded(self, request):
        """Let most of the time pass; who is reminded then."""
        self._let_come_due(request)
        self._run_cron()
        return self._get_reminders(request).notified_partner_ids.user_ids

    def _get_reminders(self, request):
        return self.env["mail.message"].search(
            [
                ("model", "=", request._name),
                ("res_id", "=", request.id),
                ("subject", "=like", "An answer is due soon%"),
            ]
        )

    def test_department_gets_another_head(self):
        """Who heads it now has the task, at once, and is reminded."""
        request = self._ask()
        self.assertEqual(request.task_user_id, self.head)
        self.unit.manager_id = self._create_head()
        new = self.unit.manager_id.user_id
        self.assertEqual(request.task_user_id, new)
        self.assertEqual(self._get_tasks(request).user_id, new)
        self.assertEqual(self._get_reminded(request), new)

    def test_another_head_of_a_department_that_is_asked_much(self):
        """R99: many questions change hands in as many queries as few."""

        heads = self.unit.manager_id | self._create_head()

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.unit.manager_id = heads - self.unit.manager_id
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        def count_of_others():
            """When both heads follow all that is asked."""
            count()
            count()
            return count()

        requests = self._ask() | self._ask()
        few = count_of_others()
        for _index in range(20):
            requests |= self._ask()
        self.assertLessEqual(count_of_others(), few)
        self.assertEqual(requests.task_user_id, self.unit.manager_id.user_id)

    def test_who_accepted_it_keeps_it(self):
        request = self._ask()
        request.with_user(self.clerk_there).action_accept()
        self.unit.manager_id = self._create_head()
        self.assertEqual(request.task_user_id, self.clerk_there)

    def test_head_leaves(self):
        request = self._ask()
        self.head.action_archive()
        self.assertEqual(request.task_user_id, self.clerk_there)
        self.assertEqual(self._get_tasks(request).user_id, self.clerk_there)
        self.assertEqual(self._get_reminded(request), self.clerk_there)

    def test_somebody_comes_where_nobody_was(self):
        empty = self.env["hr.department"].create({"name": "Empty"})
        request = self._ask(department_id=empty.id)
        employee = self._create_head()
        employee.department_id = empty
        self.assertEqual(request.task_user_id, employee.user_id)

    def test_head_becomes_whom_it_is_about(self):
        """R153: the task goes to somebody else with the same click."""
        case = self._create_case(
            user_id=self.handler.id,
            identity_mode="confidential",
            partner_name="Wang Fang",
        )
        request = self._ask(case)
        self.assertEqual(request.task_user_id, self.head)
        case.complained_employee_ids = self.unit.manager_id
        self.assertEqual(request.task_user_id, self.clerk_there)
        self.assertNotIn(self.head, request.activity_ids.user_id)

    def test_task_that_somebody_deleted_comes_back(self):
        request = self._ask()
        self._get_tasks(request).unlink()
        request._write_sealed({"task_user_id": False})
        self._run_cron()
        self.assertEqual(self._get_tasks(request).user_id, self.head)
        self.assertEqual(request.task_user_id, self.head)

    def test_nobody_has_it_once_it_ended(self):
        request = self._ask()
        request.with_user(self.head).action_answer(answer="Yes.")
        self.assertFalse(request.task_user_id)

    def test_job_reads_what_is_due_only(self):
        """However many wait in time, the hourly job does not go through them."""
        self._ask()

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._run_cron()
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        for _index in range(20):
            self._ask()
        self.assertLessEqual(count(), few)

    # ------------------------------------------------------------------
    # Asked again, and late
    # ------------------------------------------------------------------

    def test_asked_again_keeps_when_it_was_asked_first(self):
        request = self._ask()
        first = fields.Datetime.now() - timedelta(days=40)
        self._move(request, date_asked=first, date_due=first + timedelta(days=50))
        request.with_user(self.head).action_decline(reason="Ask Billing.")
        now = fields.Datetime.now()
        request.with_user(self.handler).action_ask_again(reason="It is you.")
        self.assertEqual(request.date_asked, first)
        self.assertGreaterEqual(request.date_asked_again, now.replace(microsecond=0))
        self.assertGreater(request.remind_at, now)
        request.with_user(self.head).action_answer(answer="Yes.")
        self.assertLess(request.hours_taken, 1)

    def test_late_stays_late(self):
        """R99: for the figures, whatever comes after."""
        request = self._ask()
        self.assertFalse(request.is_late)
        self._let_be_late(request, days=5)
        self._run_cron()
        self.assertTrue(request.is_late)
        request.with_user(self.head).action_answer(answer="Late, but true.")
        self.assertTrue(request.is_late)
        request.with_user(self.handler).action_ask_again(reason="Which meter?")
        self.assertTrue(request.is_late)
        request.with_user(self.head).action_answer(answer="4711.")
        self.assertTrue(request.is_late)
        self.assertEqual(request.in_time, 0)

    def test_late_before_the_job_has_seen_it(self):
        request = self._ask()
        self._let_be_late(request, minutes=1)
        request.with_user(self.head).action_decline(reason="Too late for us.")
        self.assertTrue(request.is_late)
