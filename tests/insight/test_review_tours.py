# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A reviewer scores ten cases by mouse from the menu; one by keys (issue 14)."""

from odoo.tests import HttpCase, tagged

from .review_common import ReviewCase


@tagged("post_install", "-at_install")
class TestReviewTours(ReviewCase, HttpCase):
    def test_ten_cases_from_the_menu(self):
        for _number in range(9):
            self._close_case()
        sample = self._create_sample(count=10)
        sample.with_user(self.planner).action_draw()
        self.start_tour(
            "/odoo", "complaint_review_scores_ten", login=self.reviewer.login
        )
        reviews = sample.review_ids
        reviews.invalidate_recordset()
        self.assertEqual(len(reviews), 10)
        self.assertEqual(set(reviews.mapped("state")), {"scored"})
        self.assertTrue(all(1 <= review.score <= 5 for review in reviews))

    def test_by_keys_and_answered(self):
        review = self._create_review()
        url = f"/odoo/complaint-reviews/{review.id}"
        self.start_tour(url, "complaint_review_by_keys", login=self.reviewer.login)
        review.invalidate_recordset()
        self.assertEqual((review.state, review.score), ("discussed", 4))
        self.start_tour(
            f"/odoo/complaint-reviews-mine/{review.id}",
            "complaint_review_answer",
            login=self.handler.login,
        )
        review.invalidate_recordset()
        self.assertIn("in a hurry", review.handler_words)
