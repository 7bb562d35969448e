# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reviews when a case is reopened or somebody has left (issue 14)."""

from odoo.tests import tagged

from .review_common import ReviewCase


@tagged("post_install", "-at_install")
class TestReviewFaults(ReviewCase):
    def test_reopened_case(self):
        """It is marked, counts no more, and counts again once it is closed again."""
        review = self._create_review()
        report = self.env["complaint.review.report"].with_user(self.planner)

        def count():
            return report._read_group([], [], ["review_id:count_distinct"])[0][0]

        self._score(review)
        self.assertEqual(count(), 1)
        draft = self._create_review(user=self.second)
        self.case.sudo()._write_sealed({"state": "investigating"})
        self.env.flush_all()
        self.assertTrue(review.is_on_hold)
        self.assertIn(review, self.Review.search([("is_on_hold", "=", True)]))
        self.assertEqual(count(), 0)
        self._fill(draft)
        with self._assert_refused("reopened"):
            draft.with_user(self.second).action_score()
        self.case.sudo()._write_sealed({"state": "closed"})
        self.env.flush_all()
        self.assertFalse(review.is_on_hold)
        self.assertEqual(count(), 1)
        draft.with_user(self.second).action_score()

    def test_handler_has_left(self):
        """Nobody is there to talk with: it is closed, and keeps its results."""
        review = self._score(self._create_review())
        self.handler.with_context(complaint_no_handover=True).active = False
        as_reviewer = review.with_user(self.reviewer)
        self.assertNotIn("discuss", as_reviewer.allowed_acts)
        with self._assert_refused("has left"):
            as_reviewer.action_discuss()
        as_reviewer.action_close()
        self.assertEqual(review.state, "closed")
        self.assertEqual(review.handler_name, self.handler.name)

    def test_not_closed_without_talking(self):
        review = self._score(self._create_review()).with_user(self.reviewer)
        with self._assert_refused("discuss it"):
            review.action_close()

    def test_reviewer_has_left(self):
        review = self._create_review()
        self.reviewer.active = False
        found = self.Review.with_user(self.planner).search(
            [("state", "=", "draft"), ("reviewer_id.active", "=", False)]
        )
        self.assertEqual(found, review)
        review.with_user(self.planner).action_assign(reviewer_id=self.second.id)
        self.assertEqual(review.reviewer_id, self.second)
        self.assertEqual(review.activity_ids.user_id, self.second)

    def test_task_of_a_reviewer_who_left(self):
        """Whoever drew the sample gives it to another; never who handled the case."""
        sample = self._create_sample(count=1).with_user(self.planner)
        sample.action_draw()
        review = sample.sudo().review_ids
        self.reviewer.action_archive()
        self.assertEqual(review.activity_ids.user_id, self.planner)

    def test_task_of_a_handler_who_left(self):
        """Nobody reads the review of their work in their place."""
        review = self._discuss(self._create_review())
        task = review.activity_ids
        self.assertEqual(task.user_id, self.handler)
        self.handler.action_archive()
        self.assertFalse(task.exists())

    def test_a_sample_is_given_out_in_few_queries(self):
        """One task more costs no more than itself."""
        cases = [self._close_case() for _number in range(6)]
        counts = []
        for these in (cases[:1], cases[1:]):
            vals_list = [
                {"complaint_id": case.id, "reviewer_id": self.reviewer.id}
                for case in these
            ]
            reviews = self.Review.sudo().create(vals_list)
            reviews.activity_ids.unlink()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            reviews._plan_work()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 5)

    def test_list_costs_the_same_for_many(self):
        for _number in range(3):
            self._create_review(self._close_case())
        fnames = [
            "name",
            "complaint_id",
            "reviewer_id",
            "is_on_hold",
            "score",
            "state",
            "is_mine",
            "is_about_me",
            "action_count",
        ]
        queries = []
        for limit in (1, 3):
            self.env.invalidate_all()
            reviews = self.Review.with_user(self.planner)
            reviews.search_read([], fnames, limit=1)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            reviews.search_read([], fnames, limit=limit)
            queries.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(queries[1], queries[0] + 1)
