# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where we stand with a target, counted while it runs (R206)."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.complaint_management.models.insight.measures import LEAST

from .goal_common import GoalCase


@tagged("post_install", "-at_install")
class TestGoalStanding(GoalCase):
    def _assert_standing(self, goal, standing):
        """Where a target stands once it is counted anew."""
        goal.invalidate_recordset()
        self.assertEqual(goal.standing, standing)

    def test_live(self):
        """While the period runs, it is counted anew each time (R206)."""
        goal = self._create_goal()
        self.assertEqual(goal.standing, "nothing")
        self.assertFalse(goal.has_value)
        self._place(self.month, 3, verdict="not_upheld")
        self._place(self.month, 2, verdict="upheld")
        self._assert_standing(goal, "on_track")
        self.assertEqual(goal.value, 0.4)
        self.assertEqual(goal.value_words, "40.0 %")
        self._place(self.month, 2, verdict="upheld")
        self._assert_standing(goal, "off_track")
        goal.nearly = 0.6
        self.assertEqual(goal.standing, "at_risk")

    def test_equals_sql(self):
        """The figure of a unit with those below it is that of plain SQL."""
        below = self.env["hr.department"].create(
            {"name": "Readings", "parent_id": self.department.id}
        )
        other = self.env["hr.department"].create({"name": "Grid"})
        for place, count in ((self.department, 4), (below, 3), (other, 2)):
            cases = self._place(self.month, count, verdict="upheld")
            cases._write_protected({"department_id": place.id})
        self._place(self.month, 2, verdict="not_upheld", department_id=below.id)
        goal = self._create_goal(department_id=self.department.id)
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT avg((verdict IN ('upheld', 'partly_upheld'))::int)
              FROM complaint_complaint
             WHERE company_id = %s AND department_id IN %s AND date_answered >= %s
            """,
            [self.company.id, (self.department.id, below.id), self.month],
        )
        (share,) = self.env.cr.fetchone()
        self.assertAlmostEqual(goal.value, float(share))
        self.assertAlmostEqual(goal.value, 7 / 9)

    def test_scopes_together(self):
        """A unit and a team at once: cases count that belong to both."""
        goal = self._create_goal(
            measure="received",
            better="more",
            target=3,
            department_id=self.department.id,
            team_id=self.team.id,
        )
        self._place(self.month, LEAST, department_id=self.department.id)
        self._place(self.month, 2, team_id=self.other_team.id)
        self.assertEqual((goal.value, goal.standing), (LEAST, "reached"))

    def test_counts_grow(self):
        """A count is compared with its part of the period."""
        goal = self._create_goal(measure="complaints", better="less", target=30)
        with freeze_time(self.month + timedelta(days=9)):
            self._place(self.month, 9)
            self._assert_standing(goal, "on_track")
            for target, standing in ((20, "off_track"), (8, "missed")):
                goal.target = target
                self.assertEqual(goal.standing, standing)

    def test_future(self):
        """A period to come has not begun; it is not zero."""
        goal = self._create_goal(
            measure="closed",
            better="more",
            target=100,
            date_from=self.month + relativedelta(months=2),
        )
        self.assertEqual((goal.standing, goal.has_value), ("not_begun", False))
        self.assertFalse(goal.value_words)

    def test_few(self):
        """Of a few cases nobody sees the figure (R206, R153)."""
        goal = self._create_goal(team_id=self.team.id)
        counted = self._create_goal(
            team_id=self.team.id, measure="received", better="more", target=9
        )
        self._place(self.month, LEAST - 1, verdict="upheld", team_id=self.team.id)
        for user in (self.employee, self.manager):
            for read in (goal.with_user(user), counted.with_user(user)):
                self.assertEqual((read.standing, read.value), ("few", 0.0))
                self.assertFalse(read.has_value or read.value_words or read.progress)
        self._place(self.month, 1, verdict="upheld", team_id=self.team.id)
        goal.invalidate_recordset()
        self.assertEqual(goal.with_user(self.employee).value_words, "100.0 %")

    def test_money_of_few(self):
        """What a single case was given nobody reads in a target of the company."""
        goal = self._create_goal(measure="value_given", better="less", target=100)
        self._place(self.month, LEAST - 1, value_given=700)
        read = goal.with_user(self.employee)
        self.assertEqual((read.standing, read.value), ("few", 0.0))

    def test_list_in_few_queries(self):
        """Eighty targets of one month are counted together."""
        units = self.env["hr.department"].create(
            [{"name": f"Unit {number}"} for number in range(20)]
        )
        goals = self.Goal.create(
            [
                {
                    "measure": measure,
                    "target": 0.5,
                    "department_id": unit.id,
                    "date_from": self.month,
                }
                for unit in units
                for measure in ("upheld", "dissatisfied", "share_recovered", "reopened")
            ]
        )
        self.assertEqual(len(goals), 80)
        self.env.flush_all()
        as_employee = self.Goal.with_user(self.employee).browse(goals.ids)

        def read():
            self.env.invalidate_all()
            for goal in as_employee:
                self.assertEqual(goal.standing, "nothing")
                self.assertTrue(goal.display_name and goal.target_words)

        read()  # warm the rules
        with self.assertQueryCount(12):
            read()
