# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is responsible now is asked in one place, and is always somebody who lives."""

from datetime import timedelta

from odoo import SUPERUSER_ID, fields
from odoo.tests import tagged

from ..common import OFFICER, USER, ComplaintCase

CALL = "complaint_management.mail_activity_type_acknowledge"


@tagged("post_install", "-at_install")
class TestResponsible(ComplaintCase):
    def _responsible(self, case):
        case.invalidate_recordset()
        return case._get_responsible()[case]

    def _take_leave(self, user):
        now = fields.Datetime.now()
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Away",
                "resource_id": self.staff[user].resource_id.id,
                "date_from": now - timedelta(days=1),
                "date_to": now + timedelta(days=1),
            }
        )

    def test_the_chain_link_by_link(self):
        """Handler, first contact, team leader and so on, as each of them leaves."""
        lead = self._create_user("case_lead", OFFICER)
        head = self._create_user("case_head", OFFICER)
        named = self._create_user("case_named", OFFICER)
        self.team.user_id = lead
        self.department.manager_id = self.env["hr.employee"].create(
            {"name": "Head", "user_id": head.id}
        )
        case = self._create_case()
        self.category.user_id = named
        for user in (self.handler, self.clerk, lead, head, named):
            self.assertEqual(self._responsible(case), user)
            # Past the hand-over, which is tested on its own.
            self.env.cr.execute(
                "UPDATE res_users SET active = FALSE WHERE id = %s", [user.id]
            )
            self.env.invalidate_all()
        self.assertTrue(self._responsible(case).has_group(OFFICER))

    def test_robots_and_customers_are_nobody_to_ask(self):
        case = self._create_case(
            user=self.env["res.users"].browse(SUPERUSER_ID), category_id=False
        )
        self.assertEqual(case.first_contact_user_id.id, SUPERUSER_ID)
        self.assertNotEqual(self._responsible(case).id, SUPERUSER_ID)
        self.assertTrue(self._responsible(case).active)

    def test_who_is_away_is_passed_over_unless_all_are(self):
        case = self._create_case()
        self._take_leave(self.handler)
        self.assertEqual(self._responsible(case), self.clerk)

    def test_nobody_the_case_is_about_nor_who_depends_on_them(self):
        case = self._create_case(
            user_id=False, complained_employee_ids=self.staff[self.handler].ids
        )
        self.assertNotEqual(self._responsible(case), self.handler)
        self.staff[self.handler].parent_id = self.staff[self.officer]
        secret = self._create_case(
            user_id=False,
            category_id=False,
            identity_mode="confidential",
            complained_employee_ids=self.staff[self.handler].ids,
        )
        self.assertIn(self.officer, secret._get_accused_users())
        self.assertNotIn(self._responsible(secret), secret._get_accused_users())

    def test_nobody_who_may_not_read_the_case(self):
        case = self._create_case(identity_mode="confidential", user_id=False)
        self.category.user_id = self.outsider
        case.user_id = False
        self.env.cr.execute(
            "UPDATE res_users SET active = FALSE WHERE id = %s", [self.clerk.id]
        )
        self.env.invalidate_all()
        responsible = self._responsible(case)
        self.assertTrue(case.with_user(responsible).has_access("read"))

    def test_each_link_is_asked_once_for_many_cases(self):
        cases = self.Complaint.union(*(self._create_case() for _n in range(20)))
        cases._get_responsible()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            cases._get_responsible()


@tagged("post_install", "-at_install")
class TestTasksOfTheLiving(ComplaintCase):
    def _call_of(self, case):
        return case.activity_ids.filtered(
            lambda task: task.activity_type_id == self.env.ref(CALL)
        )

    def test_a_public_case_with_only_a_phone_is_called_by_a_person(self):
        """zammad/zammad#5209: the call was the robot's for ever."""
        robot = self.env["res.users"].browse(SUPERUSER_ID)
        case = (
            self._with_mail(self.Complaint)
            .with_user(robot)
            .create({"name": "Noise", "partner_name": "Wu", "phone": "13812345678"})
        )
        case.action_acknowledge()
        call = self._call_of(case)
        self.assertTrue(call.user_id.active)
        self.assertFalse(call.user_id.share)
        self.assertNotEqual(call.user_id, robot)

    def test_by_the_door_of_the_public_form(self):
        public = self.env.ref("base.public_user")
        case = self._with_mail(self.Complaint).with_user(public)
        case = case.sudo()._register_from_outside(
            {"name": "Noise", "partner_name": "Wu", "phone": "13812345678"}
        )
        call = self._call_of(case.with_env(self.env))
        self.assertTrue(call)
        self.assertTrue(call.user_id._is_living())

    def test_no_task_is_planned_for_robots_and_who_left(self):
        case = self._create_case()
        box = self.env["complaint.box"].create({"name": "Hall", "place": "Hall"})
        gone = self._create_user("case_gone", USER)
        gone.active = False
        robot = self.env["res.users"].browse(SUPERUSER_ID)
        for document in (case, box):
            for user in (gone, robot):
                task = document.activity_schedule(
                    "mail.mail_activity_data_todo", user_id=user.id
                )
                self.assertTrue(task.user_id._is_living(), document)
                task.user_id = self.officer
                task.user_id = user
                self.assertTrue(task.user_id._is_living(), document)

    def test_a_person_may_leave_a_task_to_whoever_takes_it(self):
        task = self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("complaint.complaint"),
                "res_id": self._create_case().id,
                "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
                "user_id": False,
            }
        )
        self.assertFalse(task.user_id)

    def test_somebody_hears_a_reply_when_the_handler_has_left(self):
        case = self._with_mail(self._create_case())
        self.env.cr.execute(
            "UPDATE res_users SET active = FALSE WHERE id in %s",
            [(self.handler.id, self.clerk.id)],
        )
        self.env.invalidate_all()
        message = case.message_post(
            body="Where is my money?",
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            author_id=False,
            email_from="li.wei@example.com",
        )
        told = message.notified_partner_ids.user_ids
        self.assertTrue(told.filtered(lambda user: user._is_living()))


@tagged("post_install", "-at_install")
class TestHandingOver(ComplaintCase):
    def _open_things(self):
        tasks = self.env["mail.activity"].search(
            [("res_model", "=like", "complaint.%")]
        )
        cases = self.Complaint.search([("state", "not in", ("closed", "cancelled"))])
        return cases, tasks

    def _assert_owned(self, what):
        self.env.invalidate_all()
        cases, tasks = self._open_things()
        for task in tasks:
            self.assertTrue(task.user_id._is_living(), (what, task.summary))
            if task.res_model == "complaint.complaint":
                case = self.Complaint.browse(task.res_id)
                self.assertTrue(case.with_user(task.user_id).has_access("read"), what)
        for case, user in cases._get_responsible().items():
            self.assertTrue(user._is_living(), (what, case.name))
            self.assertNotIn(user, case._get_partial_users(), what)
            self.assertTrue(case.with_user(user).has_access("read"), what)
            for one in case.user_id | case.investigator_id:
                self.assertTrue(one._is_living(), (what, case.name))

    def _plan_everything(self):
        """Open cases in every state and of every identity, and tasks on them."""
        cases = self.Complaint
        for state in ("new", "assessed", "investigating", "pending", "resolved"):
            cases |= self._bring_to(self._create_case(), state)
        cases |= self._create_case(identity_mode="confidential")
        cases |= self._create_case(
            identity_mode="anonymous", partner_name=False, email_from=False
        )
        cases |= self._create_case(
            complained_employee_ids=self.staff[self.employee].ids
        )
        for case in cases:
            case.activity_schedule(
                "mail.mail_activity_data_todo", user_id=case._get_contact_person().id
            )
        return cases

    def test_archiving_every_person_in_turn_leaves_nothing_without_an_owner(self):
        cases = self._plan_everything()
        count = len(self._open_things()[1])
        self.assertTrue(cases)
        people = self.handler | self.clerk | self.investigator | self.colleague
        people |= self.officer | self.manager
        for user in people:
            user.action_archive()
            self._assert_owned(user.name)
        self.assertEqual(len(self._open_things()[1]), count, "no task is lost")

    def test_archiving_or_deleting_every_team_in_turn(self):
        cases = self._plan_everything()
        cases.filtered(lambda case: case.state == "new").user_id = False
        self._assert_owned("before")
        for team in self.env["helpdesk.ticket.team"].search([]):
            team.active = False
            self._assert_owned(team.name)
        self.assertFalse(cases.filtered(lambda case: not case.user_id))
        cases.team_id = False
        self.category.team_id = False
        self.team.unlink()
        self._assert_owned("deleted")

    def test_by_every_door(self):
        """Archived, made a portal user, or taken out of the company."""
        portal = self.env.ref("base.group_portal")
        other = self.env["res.company"].create({"name": "Elsewhere"})
        doors = (
            lambda user: user.action_archive(),
            lambda user: user.write({"active": False}),
            lambda user: user.write({"group_ids": [(6, 0, portal.ids)]}),
            lambda user: user.write(
                {"company_id": other.id, "company_ids": [(6, 0, other.ids)]}
            ),
        )
        for number, leave in enumerate(doors):
            user = self._create_user(f"case_leaver_{number}", USER)
            case = self._create_case(user_id=user.id)
            task = case.activity_schedule(
                "mail.mail_activity_data_todo", user_id=user.id
            )
            leave(user)
            self.env.invalidate_all()
            self.assertTrue(task.exists(), number)
            self.assertEqual(case.user_id, self.clerk, number)
            if number != 3:
                self.assertEqual(task.user_id, self.clerk, number)

    def test_who_is_deleted_leaves_their_tasks(self):
        user = self._create_user("case_leaver", USER)
        case = self._create_case()
        task = case.activity_schedule("mail.mail_activity_data_todo", user_id=user.id)
        user.unlink()
        self.assertEqual(task.exists().user_id, self.handler)

    def test_the_new_owner_hears_of_it_once_for_all(self):
        cases = self.Complaint.union(
            *(self._with_mail(self._create_case()) for _n in range(3))
        )
        self._with_mail(self.handler).action_archive()
        self.assertEqual(cases.user_id, self.clerk)
        told = self.env["mail.message"].search(
            [
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", self.clerk.partner_id.ids),
            ]
        )
        self.assertEqual(len(told), 1)
        for case in cases:
            self.assertIn(case.number, told.body)

    def test_a_decision_waits_for_another_approver_not_for_the_handler(self):
        second = self._create_user(
            "case_second", "complaint_management.group_complaint_manager"
        )
        case = self._bring_to(self._create_case(user_id=self.handler.id), "pending")
        task = case.activity_ids.filtered(lambda task: task.user_id != self.handler)
        asked = task.user_id
        self.assertIn(asked, second | self.manager)
        asked.action_archive()
        self.assertIn(task.user_id, case._get_approvers())
        self.assertNotEqual(task.user_id, self.handler)
