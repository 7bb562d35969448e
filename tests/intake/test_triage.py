# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A case that nobody is found for belongs to who met the customer first (R86)."""

from odoo.tests import tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestTriage(ComplaintCase):
    def _get_tasks(self, case):
        kind = self.env.ref("complaint_management.mail_activity_type_triage")
        return case.activity_ids.filtered(lambda task: task.activity_type_id == kind)

    def test_it_is_in_the_list_of_who_registered_it(self):
        case = self._create_case(category_id=False)
        self.assertEqual(case.user_id, self.clerk)
        self.assertTrue(case.is_unrouted)
        self.assertEqual(self._get_tasks(case).user_id, self.clerk)

    def test_the_routing_takes_over(self):
        case = self._create_case(category_id=False)
        case.with_user(self.clerk).category_id = self.category
        self.assertEqual(case.user_id, self.handler)
        self.assertEqual(case.team_id, self.team)
        self.assertFalse(case.is_unrouted)
        self.assertFalse(self._get_tasks(case))
        self.assertEqual(case.reassign_count, 0)

    def test_who_was_chosen_stays(self):
        """Whom a person entered is not taken away by the routing (R60)."""
        case = self._create_case(category_id=False, user_id=self.colleague.id)
        self.assertFalse(self._get_tasks(case))
        case.with_user(self.officer).category_id = self.category
        self.assertEqual(case.user_id, self.colleague)
        taken = self._create_case(category_id=False)
        taken.with_user(self.officer).user_id = self.colleague
        self.assertFalse(taken.is_unrouted)
        self.assertFalse(self._get_tasks(taken))
        taken.with_user(self.officer).category_id = self.category
        self.assertEqual(taken.user_id, self.colleague)

    def test_a_category_without_anybody(self):
        category = self.env["complaint.category"].create({"name": "Noise"})
        case = self._create_case(category_id=category.id)
        self.assertEqual(case.user_id, self.clerk)
        self.assertTrue(case.is_unrouted)
        self.assertEqual(self._get_tasks(case).user_id, self.clerk)

    def test_a_team_takes_up_what_a_colleague_registered(self):
        """Who stands at the counter does not keep what a team was found for."""
        self.category.user_id = False
        case = self._create_case()
        self.assertEqual(case.team_id, self.team)
        self.assertFalse(case.user_id)
        self.assertFalse(case.is_unrouted)
        self.assertFalse(self._get_tasks(case))

    def test_who_may_not_work_on_cases_hands_it_on(self):
        """Any employee registers; somebody who may work on it has the task."""
        case = self._create_case(user=self.employee, category_id=False)
        self.assertFalse(case.user_id)
        task = self._get_tasks(case)
        self.assertTrue(task.user_id)
        self.assertNotEqual(task.user_id, self.employee)

    def test_a_case_from_outside_is_somebodys_task(self):
        case = self.Complaint._as_the_house().create(
            self._prepare_case_vals(category_id=False)
        )
        self.assertFalse(case.user_id)
        self.assertTrue(self._get_tasks(case).user_id)
        case.user_id = self.handler
        self.assertFalse(self._get_tasks(case))

    def test_the_leader_of_the_team_is_asked_first(self):
        case = self.Complaint._as_the_house().create(
            self._prepare_case_vals(category_id=False, team_id=self.team.id)
        )
        self.assertEqual(self._get_tasks(case).user_id, self.handler)

    def test_who_turns_out_to_be_accused_does_not_keep_it(self):
        """A protected case leaves whom it is about (R153)."""
        accused = self.env["hr.employee"].create(
            {"name": "Clerk", "user_id": self.clerk.id, "company_id": self.company.id}
        )
        case = self._create_case(category_id=False)
        self.assertEqual(case.user_id, self.clerk)
        case.write(
            {"complained_employee_ids": accused.ids, "identity_mode": "confidential"}
        )
        self.assertFalse(case.user_id)
        task = self._get_tasks(case)
        self.assertEqual(len(task), 1)
        self.assertNotEqual(task.user_id, self.clerk)

    def test_who_is_not_accused_keeps_it(self):
        case = self._create_case(category_id=False)
        case.complained_employee_ids = self.staff[self.employee]
        self.assertEqual(case.user_id, self.clerk)
        self.assertTrue(case.is_unrouted)
        self.assertEqual(self._get_tasks(case).user_id, self.clerk)

    def test_nobody_handles_a_complaint_about_themselves(self):
        accused = self.env["hr.employee"].create(
            {"name": "Clerk", "user_id": self.clerk.id, "company_id": self.company.id}
        )
        case = self._create_case(
            category_id=False, complained_employee_ids=[(6, 0, accused.ids)]
        )
        self.assertNotEqual(case.user_id, self.clerk)

    def test_nobody_hides_a_handover(self):
        """That nobody was found for it is seen, and not said by who handles it."""
        case = self._create_case(user_id=self.handler.id).with_user(self.handler)
        with self._assert_refused("cannot be written directly"):
            case.is_unrouted = True
        case.with_user(self.officer).user_id = self.colleague
        self.assertEqual(case.sudo().reassign_count, 1)
