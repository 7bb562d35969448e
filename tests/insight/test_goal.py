# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a target says: of what, of whom and until when (R133, R206)."""

from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from odoo.addons.complaint_management.models.insight.measures import LEAST

from .goal_common import GoalCase


@tagged("post_install", "-at_install")
class TestGoal(GoalCase):
    def _assert_same_refused(self):
        return self._assert_refused("There is a target for the same", ValidationError)

    def test_names(self):
        """A target is called by what is measured, of whom and when."""
        goal = self._create_goal(
            department_id=self.department.id, date_from="2026-03-01"
        )
        self.assertEqual(goal.display_name, "Share Upheld, Metering, March 2026")
        self.assertEqual(goal.target_words, "at most 50.0 %")
        self.assertEqual(goal.date_to, date(2026, 3, 31))
        quarter = self._create_goal(period="quarter", date_from="2026-04-01")
        self.assertEqual(quarter.period_words, "Quarter 2 of 2026")
        year = self._create_goal(period="year", date_from="2026-01-01")
        self.assertEqual(
            (year.period_words, year.date_to), ("2026", date(2026, 12, 31))
        )

    def test_defaults_follow_the_measure(self):
        """Fewer days are better; nearly is a tenth worse than the target."""
        goal = self.Goal.create({"measure": "days_to_close", "target": 10.0})
        self.assertEqual(goal.better, "less")
        self.assertAlmostEqual(goal.nearly, 11.0)
        self.assertEqual(goal.date_from, self.month)

    def test_form(self):
        """Any day of the month will do in the form."""
        form = Form(self.Goal.with_user(self.manager))
        form.measure = "days_to_answer"
        form.target = 5
        form.date_from = "2026-03-17"
        goal = form.save()
        self.assertEqual(
            (goal.date_from, goal.date_to), (date(2026, 3, 1), date(2026, 3, 31))
        )

    def test_form_with_no_period_chosen(self):
        """What is not filled in yet stops no form, and asks for nothing."""
        form = Form(self.Goal.with_user(self.manager))
        form.period = False
        form.period = "quarter"
        self.assertEqual(form.date_from.day, 1)
        self.assertGreater((form.date_to - form.date_from).days, 80)

    def test_bad_input(self):
        """What cannot be reached or measured is refused, with a reason."""
        for vals, words in (
            ({"target": 90}, "A share is at most 100"),
            ({"measure": "satisfaction_result", "target": 7}, "from 1 to 5"),
            ({"date_from": "2026-03-17"}, "begins on its first day"),
            ({"nearly": 0.4}, "nearly reached"),
        ):
            with (
                self.subTest(vals=vals),
                self._assert_refused(words, ValidationError),
                self.env.cr.savepoint(),
            ):
                self._create_goal(**vals)
        offered = dict(self.Goal._select_measures())
        self.assertNotIn("late", offered, "Nobody knows tomorrow what is late today")

    def test_overlap(self):
        """Two targets for the same are refused; a year may have its months (R133)."""
        goal = self._create_goal(date_from="2026-03-01")
        with self._assert_same_refused():
            self._create_goal(date_from="2026-03-01", target=0.1)
        self._create_goal(date_from="2026-04-01")
        self._create_goal(period="year", date_from="2026-01-01")
        self._create_goal(date_from="2026-03-01", department_id=self.department.id)
        self._create_goal(date_from="2026-03-01", team_id=self.team.id)
        self._create_goal(period="other", date_from="2026-03-10", date_to="2026-03-20")
        with self._assert_refused("Share Upheld", ValidationError):
            self._create_goal(
                period="other", date_from="2026-03-20", date_to="2026-03-25"
            )
        with self._assert_same_refused():
            goal.date_from = "2026-04-01"
        vals = {"measure": "upheld", "target": 0.2, "date_from": "2026-09-01"}
        with self._assert_same_refused():
            self.Goal.create([{**vals, "category_id": self.category.id}] * 2)

    # ------------------------------------------------------------------
    # Units that are gone
    # ------------------------------------------------------------------

    def test_overlap_of_many_is_asked_once(self):
        """A year's targets are imported at once: neither slow, nor two for a month."""
        asked = []
        find = self.env.registry["complaint.goal"].search

        def count(goals, *args, **kwargs):
            asked.append(args)
            return find(goals, *args, **kwargs)

        months = [
            {"measure": "upheld", "target": 0.5, "date_from": f"2031-{month:02}-01"}
            for month in range(1, 13)
        ]
        self.patch(self.env.registry["complaint.goal"], "search", count)
        self.Goal.create(months[:11])
        self.assertEqual(len(asked), 1)
        with self._assert_same_refused():
            self.Goal.create([months[11], months[11]])
        with self._assert_same_refused():
            self.Goal.create([months[11], months[4]])

    def test_renamed(self):
        """A unit that was renamed keeps its target, under its new name."""
        goal = self._create_goal(department_id=self.department.id)
        self.department.name = "Meters and Grid"
        self.assertEqual(goal.scope, "Meters and Grid")

    def test_dissolved(self):
        """A unit that is gone leaves its target, which says so and counts no others."""
        unit = self.env["hr.department"].create({"name": "Old Works"})
        goal = self._create_goal(department_id=unit.id)
        self._place(self.month, LEAST, verdict="upheld")
        unit.active = False
        self.assertIn("archived", goal.scope_hint)
        unit.unlink()
        self.env.invalidate_all()
        self.assertEqual(goal.scope, "Old Works")
        self.assertIn("“Old Works” was dissolved", goal.scope_hint)
        self.assertEqual((goal.standing, goal.has_value), ("nothing", False))
        # The target of the whole company is another one.
        self._create_goal()

    def test_team_is_gone(self):
        """So does a team."""
        team = self.env["helpdesk.ticket.team"].create({"name": "Night Shift"})
        goal = self._create_goal(team_id=team.id)
        team.unlink()
        self.env.invalidate_all()
        self.assertIn("“Night Shift” was dissolved", goal.scope_hint)
        self.assertEqual(goal.standing, "nothing")
