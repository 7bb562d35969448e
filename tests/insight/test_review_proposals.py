# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What follows from a review: training, entries and actions (issue 14)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .review_common import ReviewCase


@tagged("post_install", "-at_install")
class TestReviewProposals(ReviewCase):
    def test_training_is_proposed_by_hand(self):
        review = self._create_review().with_user(self.reviewer)
        needs = self.env["complaint.training.participation"].sudo()
        before = needs.search([])
        with self._assert_refused("Score it"):
            review.action_propose_training(kind="skill")
        self._score(review)
        self.assertEqual(needs.search([]), before)
        self.assertEqual(
            review.action_propose_training()["res_model"], "complaint.review.training"
        )
        with self.assertRaises(AccessError):
            review.with_user(self.planner).action_propose_training(kind="skill")
        review.action_propose_training(kind="skill")
        self.assertRecordValues(
            needs.search([]) - before,
            [
                {
                    "employee_id": self.staff[self.handler].id,
                    "kind": "skill",
                    "source": "review",
                    "state": "needed",
                }
            ],
        )

    def test_entries_go_their_own_way(self):
        """The dialog of entries has its own rights; nothing is proposed by itself."""
        review = self._score(self._create_review()).with_user(self.reviewer)
        self.assertFalse(
            self.env["complaint.penalty"]
            .sudo()
            .search([("complaint_id", "=", self.case.id)])
        )
        action = review.action_propose_entry()
        dialogs = self.env[action["res_model"]].with_user(self.reviewer)
        dialog = dialogs.with_context(**action["context"]).create(
            {
                "rule_id": self.env["complaint.penalty.rule"]
                .sudo()
                .search([], limit=1)
                .id,
            }
        )
        self.assertEqual(dialog.employee_id, self.staff[self.handler])
        with self.assertRaises(UserError):
            dialog.action_propose()

    def test_action_from_a_review(self):
        """It hangs on the case, whoever may change that, and is as hidden."""
        review = self._score(self._create_review()).with_user(self.reviewer)
        context = review.action_new_action()["context"]
        action = (
            self.env["complaint.action"]
            .with_user(self.reviewer)
            .with_context(**context)
            .create({"name": "Write shorter letters"})
        )
        self.assertEqual(action.review_id, review)
        self.assertEqual(action.sudo().complaint_ids, self.case)
        self.env.invalidate_all()
        self.assertEqual(review.action_count, 1)
        with self.assertRaises(AccessError):
            self.env["complaint.action"].with_user(self.colleague).create(
                {"name": "Guess", "review_id": review.id}
            )
