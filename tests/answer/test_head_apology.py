# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where the fault is ours, the head of the department says sorry (R100)."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..remedy.common import RemedyCase


@tagged("post_install", "-at_install")
class TestHeadApology(RemedyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.department.manager_id = cls.staff[cls.officer]

    def _get_tasks(self, case):
        return case._get_head_apology_tasks()

    def test_the_head_apologises_before_the_case_is_closed(self):
        """The task comes with the approval, and closing waits for it (R100)."""
        case = self._bring_to(self._create_case(), "pending")
        self.assertFalse(self._get_tasks(case))
        self._bring_to_close(case)
        self.assertEqual(self._get_tasks(case).user_id, self.officer)
        with self._assert_refused("case_officer has not apologised"):
            case.with_user(self.handler).action_close()
        self.env["complaint.apology"].with_user(self.officer).create(
            {"complaint_id": case.id, "medium": "in_person"}
        )
        self.assertFalse(self._get_tasks(case))
        case.with_user(self.handler).action_close()
        self.assertEqual(case.state, "closed")

    def test_the_task_can_be_ticked_off(self):
        case = self._bring_to_close(self._create_case())
        self._get_tasks(case).with_user(self.officer).action_feedback(feedback="Done")
        case.with_user(self.handler).action_close()
        self.assertEqual(case.state, "closed")

    def test_the_task_cannot_be_taken_away(self):
        """Who has to close the case deletes, moves or does no task of the head."""
        case = self._bring_to_close(self._create_case())
        task = self._get_tasks(case)
        other = self._create_case()
        todo = self.env.ref("mail.mail_activity_data_todo")
        for user in (self.handler, self.manager):
            mine = task.with_user(user)
            for attempt in (
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.action_cancel(),
                lambda mine=mine: mine.action_archive(),
                lambda mine=mine: mine.write({"res_id": other.id}),
                lambda mine=mine: mine.write({"activity_type_id": todo.id}),
                lambda user=user: case.with_user(user).activity_unlink(
                    ["complaint_management.mail_activity_type_head_apology"]
                ),
                lambda user=user: case.with_user(user).write(
                    {"activity_ids": [Command.delete(task.id)]}
                ),
            ):
                with self._assert_refused("cannot be closed before", AccessError):
                    attempt()
        as_handler = task.with_user(self.handler)
        for attempt in (
            lambda: as_handler.action_feedback(feedback="Done"),
            lambda: as_handler.write({"user_id": self.handler.id}),
        ):
            with self._assert_refused("cannot be closed before", AccessError):
                attempt()
        self.assertEqual(self._get_tasks(case), task)
        self.assertEqual(task.user_id, self.officer)

    def test_a_manager_gives_the_task_to_somebody_else(self):
        case = self._bring_to_close(self._create_case())
        self._get_tasks(case).with_user(self.manager).user_id = self.manager
        self._get_tasks(case).with_user(self.manager).action_feedback(feedback="Said")
        case.with_user(self.handler).action_close()
        self.assertEqual(case.state, "closed")

    def test_a_task_that_nothing_waits_for_is_cancelled(self):
        """Where the fault turns out not to be ours, nobody has to say sorry (R100)."""
        case = self._bring_to(self._create_case(), "approved")
        self.assertTrue(self._get_tasks(case))
        case.with_user(self.investigator).fault_level = "customer"
        self._get_tasks(case).with_user(self.handler).unlink()
        self.assertFalse(self._get_tasks(case))

    def test_somebody_else_does_not_do_it(self):
        """An apology of the handler is good, and not that of the head (R100)."""
        case = self._bring_to(self._create_case(), "answered")
        self.env["complaint.apology"].with_user(self.handler).create(
            {"complaint_id": case.id, "medium": "phone"}
        )
        self.assertTrue(self._get_tasks(case))

    def test_a_manager_waives_it(self):
        case = self._bring_to_close(self._create_case())
        case.with_user(self.manager)._transition(
            "close", reason="The customer wants no visit", override=True
        )
        self.assertIn("has not apologised", case.transition_ids[-1].missing)

    def test_asked_once(self):
        """A decision that is approved again asks nobody twice."""
        case = self._bring_to(self._create_case(), "answered")
        case.with_user(self.handler).answer = "<p>We were wrong.</p>"
        self._bring_to(case, "answered")
        self.assertEqual(len(self._get_tasks(case)), 1)
        self.env["complaint.apology"].with_user(self.officer).create(
            {"complaint_id": case.id, "medium": "phone"}
        )
        case.with_user(self.handler).answer = "<p>We were very wrong.</p>"
        self._bring_to(case, "approved")
        self.assertFalse(self._get_tasks(case))

    def test_not_where_the_fault_is_not_ours(self):
        """Not upheld, or the customer's own matter: nobody has to say sorry (R100)."""
        for vals in (
            {"verdict": "not_upheld", "fault_level": "none"},
            {"fault_level": "customer"},
        ):
            with self.subTest(vals=vals):
                case = self._bring_to(self._create_case(), "proposed")
                case.with_user(self.investigator).write(vals)
                self._bring_to(case, "approved")
                self.assertFalse(self._get_tasks(case))

    def test_a_company_can_do_without(self):
        self.company.complaint_head_apology = False
        case = self._bring_to(self._create_case(), "approved")
        self.assertFalse(self._get_tasks(case))

    def test_the_nearest_head_who_can(self):
        """Without a head, or one who is accused, it is the one above (R100)."""
        above = self.env["hr.department"].create(
            {"name": "Operations", "manager_id": self.staff[self.handler].id}
        )
        self.department.parent_id = above
        self.department.manager_id = False
        case = self._create_case()
        case.user_id = self.colleague
        self.assertEqual(case._get_apologising_head(), self.handler)
        self.department.manager_id = self.staff[self.officer]
        self.assertEqual(case._get_apologising_head(), self.officer)
        case.complained_employee_ids = self.staff[self.officer]
        self.assertEqual(case._get_apologising_head(), self.handler)

    def test_nobody_to_ask(self):
        """No head, a head without account, one who left: the case goes on."""
        for change in (
            {"manager_id": False},
            {"manager_id": self.env["hr.employee"].create({"name": "No account"}).id},
        ):
            self.department.write(change)
            case = self._bring_to_close(self._create_case())
            self.assertFalse(self._get_tasks(case))
            case.with_user(self.handler).action_close()
            self.assertEqual(case.state, "closed")

    def test_a_head_who_may_not_read_it_is_not_asked(self):
        """A protected case is not told to whom it is hidden from (R153)."""
        case = self._create_case(
            identity_mode="anonymous", partner_name=False, email_from=False
        )
        self._bring_to(case, "approved")
        self.assertFalse(self._get_tasks(case), "nobody can speak to the unknown")
