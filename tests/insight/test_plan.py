# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The plan of the year, on which targets hang (R212)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..common import MANAGER
from .goal_common import GoalCase

TO_REVIEW = "complaint_management.mail_activity_type_plan_review"


@tagged("post_install", "-at_install")
class TestPlan(GoalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Plan = cls.env["complaint.plan"]
        cls.plan = cls._create_plan()

    @classmethod
    def _create_plan(cls, user=None, **vals):
        return (
            cls.Plan.with_user(user or cls.manager)
            .create(
                {
                    "name": "Nobody waits",
                    "year": 2026,
                    "user_id": cls.officer.id,
                    "line_ids": [
                        (0, 0, {"name": "Answer within a week", "measure": "9 of 10"})
                    ],
                    "review_ids": [(0, 0, {"date": cls.today + timedelta(days=60)})],
                    **vals,
                }
            )
            .with_env(cls.env)
        )

    def _agree(self):
        self.plan.with_user(self.manager).action_agree()

    def test_names(self):
        """A plan is called by its name and its year, said once."""
        self.assertEqual(self.plan.display_name, "Nobody waits 2026")
        self.plan.name = "Plan 2026"
        self.assertEqual(self.plan.display_name, "Plan 2026")

    def test_draft_is_for_managers(self):
        """Nobody reads a draft, nor its targets, but those who write it (R212)."""
        goal = self._create_goal(plan_id=self.plan.id)
        line, review = self.plan.line_ids, self.plan.review_ids
        for user in (self.employee, self.officer):
            for record in (self.plan, goal, line, review):
                self.assertFalse(record.with_user(user).has_access("read"))
        self._agree()
        for user in (self.employee, self.officer, self.outsider):
            for record in (self.plan, goal, line, review):
                self.assertTrue(record.with_user(user).has_access("read"))
                for operation in ("write", "unlink"):
                    self.assertFalse(record.with_user(user).has_access(operation))
        self.assertEqual(self.plan.with_user(self.employee).goal_count, 1)

    def test_acts(self):
        """It is agreed when it says something, and closed when it says what came."""
        empty = self._create_plan(line_ids=False, user_id=False)
        as_manager = empty.with_user(self.manager)
        with self._assert_refused("write down what you want to reach"):
            as_manager.action_agree()
        with self._assert_refused("name its owner"):
            as_manager.action_agree()
        with self._assert_refused("", AccessError):
            self.plan.with_user(self.officer).action_agree()
        with self._assert_refused("cannot be written directly"):
            as_manager.state = "agreed"
        self._agree()
        as_manager = self.plan.with_user(self.manager)
        with self._assert_refused("write down what came of it"):
            as_manager.action_close()
        as_manager.summary = "<p><br></p>"
        with self._assert_refused("write down what came of it"):
            as_manager.action_close()
        as_manager.summary = "<p>Half of it.</p>"
        as_manager.action_close()
        self.assertEqual(self.plan.state, "closed")
        with self._assert_refused("is kept"):
            as_manager.unlink()
        with self._assert_refused("is not possible"):
            as_manager.action_redraft()

    def test_reviews_are_tasks(self):
        """Each review of an agreed plan is a task of its owner, once."""
        review = self.plan.review_ids
        self.assertFalse(self.plan.activity_ids)
        self._agree()
        task = self.plan.activity_ids
        self.assertEqual(task.user_id, self.officer)
        self.assertEqual(task.date_deadline, review.date)
        self.assertEqual(task.activity_type_id, self.env.ref(TO_REVIEW))
        as_manager = self.plan.with_user(self.manager)
        later = review.date + timedelta(days=7)
        as_manager.review_ids.date = later
        self.assertEqual((task.date_deadline, self.plan.activity_ids), (later, task))
        as_manager.user_id = self.manager
        self.assertEqual(task.user_id, self.manager)
        as_manager.review_ids.note = "  "
        self.assertFalse(review.is_done)
        as_manager.review_ids.note = "On a good way."
        self.assertTrue(review.is_done)
        self.assertFalse(self.plan.activity_ids)
        self.assertFalse(self.plan.next_review_date)
        with self._assert_refused("is kept"):
            as_manager.review_ids.unlink()

    def test_back_to_draft(self):
        """A plan that is taken back asks nobody to review it."""
        self._agree()
        self.plan.with_user(self.manager).action_redraft()
        self.assertFalse(self.plan.activity_ids)
        self._agree()
        self.assertEqual(len(self.plan.activity_ids), 1)
        self.plan.with_user(self.manager).review_ids.unlink()
        self.assertFalse(self.plan.activity_ids)

    def test_owner_left(self):
        """Nobody gets tasks who works here no more."""
        self.officer.active = False
        self._agree()
        self.assertFalse(self.plan.activity_ids)

    def test_targets_hang_on_it(self):
        """The plan says where its targets stand; none is lost with it."""
        self.assertFalse(self.plan.goal_words)
        self._create_goal(plan_id=self.plan.id)
        action = self.plan.with_user(self.manager).action_view_goals()
        self.assertEqual(self.Goal.search_count(action["domain"]), self.plan.goal_count)
        self.plan.invalidate_recordset()
        self.assertEqual(self.plan.goal_words, "Nothing to Measure: 1")

    def test_next_year(self):
        """The plan of this year begins that of the next."""
        self._agree()
        copy = self.plan.with_user(self.manager).copy()
        self.assertEqual((copy.year, copy.state), (2027, "draft"))
        self.assertEqual(copy.line_ids.name, "Answer within a week")
        self.assertFalse(copy.review_ids)

    def test_other_company(self):
        """A plan is read in its company only, and takes no target of another."""
        other = self.env["res.company"].create({"name": "Other company"})
        stranger = new_test_user(
            self.env,
            "plan_stranger",
            groups=MANAGER,
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self._agree()
        for record in (self.plan, self.plan.line_ids, self.plan.review_ids):
            self.assertFalse(record.with_user(stranger).has_access("read"))
        with self._assert_refused(""):
            self._create_goal(company_id=other.id, plan_id=self.plan.id)

    def test_bad_year(self):
        """A slip of the finger is no year."""
        with self.assertRaises(Exception) as refused, self.env.cr.savepoint():
            self._create_plan(year=26)
            self.env.flush_all()
        self.assertIn("complaint_plan_year_sane", str(refused.exception))
        self.assertEqual(self.Plan.new({}).year, fields.Date.today().year)
