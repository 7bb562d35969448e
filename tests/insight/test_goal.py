# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Targets: set by managers, read by all, with where we stand (R133, R206)."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools.date_utils import start_of

from odoo.addons.complaint_management.models.insight.measures import LEAST

from ..common import MANAGER, ComplaintCase, without_commits

AT_RISK = "complaint_management.mail_activity_type_goal_at_risk"
MISSED = "complaint_management.mail_activity_type_goal_missed"


class GoalCase(ComplaintCase):
    """Targets of a company; cases are placed in the months that they measure."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Goal = cls.env["complaint.goal"]
        cls.today = fields.Date.today()
        cls.month = start_of(cls.today, "month")
        cls.last_month = cls.month - relativedelta(months=1)

    @classmethod
    def _create_goal(cls, user=None, **vals):
        goals = cls.Goal.with_user(user or cls.manager)
        return goals.create(
            {
                "measure": "upheld",
                "target": 0.5,
                "better": "less",
                "period": "month",
                "date_from": cls.month,
                "company_id": cls.company.id,
                **vals,
            }
        ).with_env(cls.env)

    @classmethod
    def _place(cls, day, count=1, **vals):
        """So many cases that were received and answered on a day."""
        moment = f"{day} 04:00:00"
        cases = cls.Complaint.browse()
        for _number in range(count):
            case = cls._create_case(date_received=moment)
            case._write_protected({"date_answered": moment, **vals})
            cases += case
        return cases

    @classmethod
    def _run_night(cls):
        cls.env.flush_all()
        with without_commits(cls.env):
            cls.Goal._cron_follow()
        cls.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestGoal(GoalCase):
    # ------------------------------------------------------------------
    # What a target says
    # ------------------------------------------------------------------

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
        with self._assert_refused("There is a target for the same", ValidationError):
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
        with self._assert_refused("There is a target for the same", ValidationError):
            goal.date_from = "2026-04-01"
        vals = {"measure": "upheld", "target": 0.2, "date_from": "2026-09-01"}
        with self._assert_refused("There is a target for the same", ValidationError):
            self.Goal.create([{**vals, "category_id": self.category.id}] * 2)

    # ------------------------------------------------------------------
    # Where we stand
    # ------------------------------------------------------------------

    def test_live(self):
        """While the period runs, it is counted anew each time (R206)."""
        goal = self._create_goal()
        self.assertEqual(goal.standing, "nothing")
        self.assertFalse(goal.has_value)
        self._place(self.month, 3, verdict="not_upheld")
        self._place(self.month, 2, verdict="upheld")
        goal.invalidate_recordset()
        self.assertEqual((goal.standing, goal.value), ("on_track", 0.4))
        self.assertEqual(goal.value_words, "40.0 %")
        self._place(self.month, 2, verdict="upheld")
        goal.invalidate_recordset()
        self.assertEqual(goal.standing, "off_track")
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
            goal.invalidate_recordset()
            self.assertEqual(goal.standing, "on_track")
            goal.target = 20
            self.assertEqual(goal.standing, "off_track")
            goal.target = 8
            self.assertEqual(goal.standing, "missed")

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

    def test_few_stay_unknown(self):
        """Nor is the figure of a few cases kept where somebody could read it."""
        goal = self._create_goal(date_from=self.last_month, team_id=self.team.id)
        self._place(self.last_month, 2, verdict="upheld", team_id=self.team.id)
        self._run_night()
        self.assertTrue(goal.date_frozen)
        self.assertEqual(goal.standing, "few")
        self.assertEqual((goal.value_kept, goal.count_kept), (0.0, 0))
        self.assertFalse(goal.is_measured)

    # ------------------------------------------------------------------
    # Units that are gone
    # ------------------------------------------------------------------

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

    # ------------------------------------------------------------------
    # The end
    # ------------------------------------------------------------------

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

    # ------------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------------

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
