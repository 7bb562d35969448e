# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The way of a review, from its criteria to its end (issue 14, R75-R79)."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.complaint_management.models.insight.review_table import ACTS, STATES

from .review_common import ReviewCase


@tagged("post_install", "-at_install")
class TestReview(ReviewCase):
    def test_begins_with_all_criteria(self):
        review = self._create_review()
        self.assertEqual(review.handler_id, self.handler)
        self.assertEqual(review.handler_name, self.handler.name)
        self.assertEqual(review.department_id, self.case.department_id)
        names = review.score_ids.criterion_id.mapped("name")
        self.assertEqual(names[:5], ["Listen", "Share", "Clarify", "Illustrate", "Ask"])
        self.assertRecordValues(
            review.activity_ids,
            [{"user_id": self.reviewer.id, "date_deadline": review.date_due}],
        )

    @mute_logger("odoo.sql_db")
    def test_criteria_in_use_stay(self):
        criterion = self._create_review().score_ids.criterion_id[0]
        with self.assertRaises(Exception), self.env.cr.savepoint():  # noqa: B017
            criterion.unlink()
        criterion.active = False
        later = self._create_review(self._close_case())
        self.assertNotIn(criterion, later.score_ids.criterion_id)

    def test_criteria_stay_readable_where_they_were_scored_by(self):
        """What one company scored by does not become another's alone."""
        other = self.env["res.company"].create({"name": "Other"})
        criterion = self._create_review().score_ids.criterion_id[:1]
        criterion.company_id = self.company
        with self._assert_refused("cannot be given to Other"):
            criterion.company_id = other

    def test_due_day(self):
        review = self._create_review()
        self.assertEqual(
            review.date_due, fields.Date.add(fields.Date.context_today(review), days=14)
        )

    def test_score_is_weighed(self):
        """What does not apply counts in nothing; two weighs twice one."""
        review = self._create_review()
        rows = review.with_user(self.reviewer).score_ids
        rows.score = "na"
        self.assertEqual(review.score, 0)
        rows[0].score = "2"
        answer = rows.filtered(lambda row: row.weight == 2)
        answer.score = "5"
        self.assertEqual(review.score, 4)

    def test_whole_way(self):
        review = self._create_review()
        self._score(review)
        self.assertFalse(review.activity_ids)
        review.with_user(self.reviewer).action_discuss()
        self.assertEqual(review.activity_ids.user_id, self.handler)
        mine = review.with_user(self.handler)
        mine.action_answer(words="The customer was in a hurry.")
        self.assertIn("The customer was in a hurry.", review.handler_words)
        mine.action_answer(words="And I called twice.")
        self.assertIn("The customer was in a hurry.", review.handler_words)
        self.assertIn("And I called twice.", review.handler_words)
        self.assertFalse(review.activity_ids)
        review.with_user(self.reviewer).action_close()
        self.assertEqual(review.state, "closed")

    def test_machine(self):
        """From no state an act leads that the table does not name."""
        review = self._create_review()
        self._fill(review)
        given = {
            "rework": {"reason": "Too strict"},
            "cancel": {"reason": "Twice"},
            "answer": {"words": "Well"},
            "assign": {"reviewer_id": self.second.id},
        }
        actors = {"reviewer": self.reviewer, "handler": self.handler}
        for state, _label in STATES:
            for name, act in ACTS.items():
                actor = actors.get(act.role, self.reviewer)
                if state in act.sources:
                    continue
                review.sudo()._write_sealed({"state": state})
                with self.subTest(state=state, act=name):
                    with self.assertRaises(UserError):
                        getattr(review.with_user(actor), f"action_{name}")(
                            **given.get(name, {})
                        )
                    self.assertEqual(review.state, state)

    def test_all_is_scored_first(self):
        review = self._create_review().with_user(self.reviewer)
        with self._assert_refused("Listen"):
            review.action_score()
        review.score_ids.score = "na"
        with self._assert_refused("at least one"):
            review.action_score()

    def test_scored_stays(self):
        review = self._score(self._create_review()).with_user(self.reviewer)
        with self.assertRaises(AccessError):
            review.score_ids[0].score = "1"
        with self.assertRaises(AccessError):
            review.better = "Much"
        review.action_rework(reason="I mistook the case")
        review.score_ids[0].score = "1"

    def test_nobody_writes_what_buttons_write(self):
        review = self._create_review().with_user(self.reviewer)
        for vals in (
            {"state": "closed"},
            {"department_id": False},
            {"handler_words": "All is well"},
            {"complaint_id": self._close_case().id},
            {"reviewer_id": self.second.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                review.write(vals)
        with self.assertRaises(UserError):
            review.score_ids[0].weight = 100
        with self.assertRaises(AccessError):
            review.score_ids[0].unlink()
        with self.assertRaises(UserError):
            review.sudo().unlink()

    def test_words_are_needed(self):
        review = self._discuss(self._create_review())
        with self._assert_refused("write down"):
            review.with_user(self.handler).action_answer(words="  ")

    def test_goes_to_another_reviewer(self):
        review = self._fill(self._create_review())
        with self._assert_refused("cannot review"):
            review.with_user(self.planner).action_assign(reviewer_id=self.handler.id)
        review.with_user(self.planner).action_assign(reviewer_id=self.second.id)
        self.assertEqual(review.reviewer_id, self.second)
        self.assertFalse(any(review.score_ids.mapped("score")))
        self.assertEqual(review.activity_ids.user_id, self.second)
        with self.assertRaises(AccessError):
            review.with_user(self.reviewer).check_access("read")
