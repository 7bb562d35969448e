# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An action that is carried out as a task of the project app."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import AppsCase


@tagged("post_install", "-at_install")
class TestActionWork(AppsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = new_test_user(
            cls.env,
            "case_project_officer",
            groups="complaint_management.group_complaint_officer,"
            "project.group_project_user",
        )
        cls.action = cls.env["complaint.action"].create(
            {
                "name": "Label both meters",
                "user_id": cls.employee.id,
                "date_due": "2099-01-31",
                "company_id": cls.company.id,
            }
        )

    def test_a_task_for_the_owner(self):
        """It has the words and the date of the action; its maker sees it, too."""
        self.action.with_user(self.worker).action_make_task()
        task = self.action.work_ref
        self.assertEqual(
            (task.name, task.user_ids, task.project_id.id),
            ("Label both meters", self.employee | self.worker, False),
        )
        self.assertEqual(str(task.date_deadline)[:10], "2099-01-31")
        with self.assertRaises(UserError):
            self.action.with_user(self.worker).action_make_task()

    def test_a_task_that_is_done_proves_nothing_by_itself(self):
        self.action.with_user(self.worker).action_make_task()
        self.action.work_ref.state = "1_done"
        self.assertTrue(self.action.is_work_done)
        self.assertEqual(self.action.state, "open")

    def test_who_makes_no_tasks(self):
        """Who may only read an action gives nobody a task of it."""
        self.action.message_subscribe(self.colleague.partner_id.ids)
        action = self.action.with_user(self.colleague)
        self.assertFalse(action.can_make_task)
        with self.assertRaises(AccessError):
            action.action_make_task()

    def test_nobody_links_what_they_may_not_read(self):
        project = self.env["project.project"].create(
            {"name": "Secret", "privacy_visibility": "followers"}
        )
        task = self.env["project.task"].create(
            {"name": "Secret", "project_id": project.id, "user_ids": False}
        )
        with self.assertRaises(AccessError):
            self.action.with_user(self.officer).work_ref = task
