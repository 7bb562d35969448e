# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The night after: results are kept, and owners told (R206)."""

from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from odoo.addons.complaint_management.models.insight.measures import LEAST

from .goal_common import GoalCase

AT_RISK = "complaint_management.mail_activity_type_goal_at_risk"
MISSED = "complaint_management.mail_activity_type_goal_missed"


@tagged("post_install", "-at_install")
class TestGoalNight(GoalCase):
    def test_frozen(self):
        """In the night after the period the result is kept, whatever comes later."""
        goal = self._create_goal(date_from=self.last_month, user_id=self.officer.id)
        self._place(self.last_month, LEAST, verdict="upheld")
        self.assertEqual(goal.standing, "missed")
        self._run_night()
        self.assertTrue(goal.date_frozen and goal.is_measured)
        self.assertEqual((goal.value_kept, goal.count_kept), (1.0, LEAST))
        self._place(self.last_month, LEAST, verdict="not_upheld")
        goal.invalidate_recordset()
        self.assertEqual((goal.value, goal.standing), (1.0, "missed"))
        self.assertIn("Missed 100.0 %", goal.message_ids[0].body)
        tasks = goal.activity_ids
        self.assertEqual(tasks.activity_type_id, self.env.ref(MISSED))
        self.assertEqual(tasks.user_id, self.officer)
        before = goal.date_frozen
        self._run_night()
        self.assertEqual(goal.date_frozen, before)
        self.assertEqual(goal.activity_ids, tasks)

    def test_few_stay_unknown(self):
        """Nor is the figure of a few cases kept where somebody could read it."""
        goal = self._create_goal(date_from=self.last_month, team_id=self.team.id)
        self._place(self.last_month, 2, verdict="upheld", team_id=self.team.id)
        self._run_night()
        self.assertTrue(goal.date_frozen)
        self.assertEqual(goal.standing, "few")
        self.assertEqual((goal.value_kept, goal.count_kept), (0.0, 0))
        self.assertFalse(goal.is_measured)

    def test_missed_nights_lose_nothing(self):
        """What ended while the product stood still is kept with the next night."""
        goals = [
            self._create_goal(date_from=self.last_month - relativedelta(months=number))
            for number in range(3)
        ]
        running = self._create_goal()
        self._run_night()
        for goal in goals:
            self.assertTrue(goal.date_frozen)
            self.assertEqual(goal.standing, "nothing")
        self.assertFalse(running.date_frozen)

    def test_frozen_stays(self):
        """Nobody makes a missed target easier afterwards, nor deletes it."""
        goal = self._create_goal(date_from=self.last_month)
        self._run_night()
        as_manager = goal.with_user(self.manager)
        with self._assert_refused("its result is kept"):
            as_manager.target = 1.0
        with self._assert_refused("its result is kept"):
            as_manager.department_id = self.department
        with self._assert_refused("its result is kept"):
            as_manager.unlink()
        with self._assert_refused("cannot be written directly"):
            as_manager.value_kept = 0.1
        as_manager.note = "<p>We had the flu.</p>"
        as_manager.write({"target": goal.target, "date_from": str(goal.date_from)})

    def test_one_failure(self):
        """One target that cannot be counted does not stop the others."""
        bad = self._create_goal(date_from=self.last_month)
        good = self._create_goal(
            date_from=self.last_month, measure="closed", better="more", target=1
        )
        freeze = type(self.Goal)._prepare_frozen_vals

        def _break(goal, part):
            if goal == bad:
                raise ValueError("broken")
            return freeze(goal, part)

        self.patch(type(self.Goal), "_prepare_frozen_vals", _break)
        with self.assertLogs(
            "odoo.addons.complaint_management.models.insight.goal_night", "ERROR"
        ):
            self._run_night()
        self.assertTrue(good.date_frozen)
        self.assertFalse(bad.date_frozen)

    def test_warned_once(self):
        """The owner is told once that a target is at risk."""
        goal = self._create_goal(user_id=self.officer.id)
        self._place(self.month, LEAST, verdict="upheld")
        self._run_night()
        self._run_night()
        task = goal.activity_ids
        self.assertEqual(len(task), 1)
        self.assertEqual(task.activity_type_id, self.env.ref(AT_RISK))
        self.assertIn("100.0 %", task.note)
        other = self._create_goal(measure="days_to_close", target=5, user_id=False)
        self._run_night()
        self.assertFalse(other.activity_ids)

    def test_owner_left(self):
        """Nobody is told who works here no more."""
        goal = self._create_goal(user_id=self.outsider.id)
        self._place(self.month, LEAST, verdict="upheld")
        self.outsider.active = False
        self._run_night()
        self.assertFalse(goal.activity_ids)
