# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Targets are set by managers and read by all (R133, R206)."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.complaint_management.models.insight.measures import LEAST

from ..common import MANAGER
from .goal_common import GoalCase


@tagged("post_install", "-at_install")
class TestGoalRights(GoalCase):
    def test_employee_reads(self):
        """Everybody reads the targets and where we stand, and opens no case (R206)."""
        goal = self._create_goal()
        cases = self._place(self.month, LEAST, verdict="upheld")
        cases[0].identity_mode = "confidential"
        read = goal.with_user(self.employee)
        self.assertEqual((read.value, read.standing), (1.0, "off_track"))
        with self._assert_refused("", AccessError):
            read.action_view_cases()
        for what in ({"target": 0.9}, {"note": "x"}):
            with self._assert_refused("", AccessError):
                read.write(what)
        with self._assert_refused("", AccessError):
            self._create_goal(user=self.employee, period="year")
        with self._assert_refused("", AccessError):
            read.unlink()

    def test_officer_does_not_set(self):
        """Setting targets is for complaint managers."""
        with self._assert_refused("", AccessError):
            self._create_goal(user=self.officer)

    def test_same_figure_for_all(self):
        """A protected case counts for all alike, also for whom it is about."""
        goal = self._create_goal(measure="received", better="more", target=1)
        cases = self._place(self.month, LEAST)
        cases[0].complained_employee_ids = self.staff[self.officer]
        cases[0].identity_mode = "confidential"
        self.env.flush_all()
        figures = {
            goal.with_user(user).value
            for user in (self.employee, self.officer, self.manager, self.outsider)
        }
        self.assertEqual(figures, {LEAST})

    def test_drill_down(self):
        """Who analyses cases opens those that they may read."""
        goal = self._create_goal(department_id=self.department.id)
        cases = self._place(
            self.month, 2, verdict="upheld", department_id=self.department.id
        )
        action = goal.with_user(self.officer).action_view_cases()
        rows = self.env["complaint.report"].with_user(self.officer)
        found = rows.with_context(**action["context"]).search(action["domain"])
        self.assertEqual(set(found.ids), set(cases.ids))

    def test_other_company(self):
        """A target counts the cases of its company, and only its people read it."""
        other = self.env["res.company"].create({"name": "Other company"})
        stranger = new_test_user(
            self.env,
            "goal_stranger",
            groups=MANAGER,
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        goal = self._create_goal(measure="received", better="more", target=1)
        self._place(self.month, 2)
        theirs = self._create_goal(
            user=stranger,
            measure="received",
            better="more",
            target=1,
            company_id=other.id,
        )
        self.assertEqual(theirs.value, 0)
        self.assertFalse(goal.with_user(stranger).has_access("read"))
        self.assertNotIn(goal, self.Goal.with_user(stranger).search([]))
        with self._assert_refused(""):
            theirs.department_id = self.department.copy({"company_id": self.company.id})
