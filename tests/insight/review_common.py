# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields
from odoo.exceptions import AccessError

from ..common import MANAGER, OFFICER, ComplaintCase

ACCOUNTABILITY = "complaint_management.group_complaint_accountability"


class ReviewCase(ComplaintCase):
    """Closed cases of the handler, and two supervisors who had no part in them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Review = cls.env["complaint.review"]
        cls.Sample = cls.env["complaint.review.sample"]
        cls.reviewer = cls._create_user("review_reviewer", OFFICER)
        cls.second = cls._create_user("review_second", OFFICER)
        cls.planner = cls._create_user("review_planner", MANAGER)
        cls.judge = cls._create_user("review_judge", ACCOUNTABILITY)
        cls.case = cls._close_case()

    @classmethod
    def _promote(cls, *users):
        """They are managers of complaints from now on."""
        for user in users:
            user.group_ids |= cls.env.ref(MANAGER)

    @classmethod
    def _close_case(cls, **vals):
        """A closed case, as if its handler had closed it."""
        case = cls._create_case(**{"verdict": "upheld", **vals})
        case.sudo()._write_sealed(
            {
                "state": "closed",
                "date_answered": fields.Datetime.now(),
                "date_resolved": fields.Datetime.now(),
                "date_closed": fields.Datetime.now(),
            }
        )
        return case

    @classmethod
    def _create_review(cls, case=None, user=None):
        reviews = cls.Review.with_user(user or cls.reviewer)
        review = reviews.create({"complaint_id": (case or cls.case).id})
        return review.with_env(cls.env)

    @classmethod
    def _fill(cls, review, score="4"):
        """All criteria get a score, by the reviewer."""
        rows = review.with_user(review.reviewer_id).score_ids
        rows.write({"score": score})
        return review

    @classmethod
    def _score(cls, review, score="4"):
        cls._fill(review, score)
        review.with_user(review.reviewer_id).action_score()
        return review

    @classmethod
    def _discuss(cls, review):
        cls._score(review).with_user(review.reviewer_id).action_discuss()
        return review

    @classmethod
    def _create_sample(cls, user=None, **vals):
        today = fields.Date.context_today(cls.Sample)
        samples = cls.Sample.with_user(user or cls.planner)
        return samples.create(
            {
                "name": "Last week",
                "date_from": fields.Date.subtract(today, days=7),
                "date_to": fields.Date.add(today, days=1),
                "reviewer_ids": [fields.Command.set(cls.reviewer.ids)],
                **vals,
            }
        ).with_env(cls.env)

    def _assert_reads(self, review, user, reads):
        """Whether somebody finds and reads a review with its scores."""
        self.env.invalidate_all()
        found = self.Review.with_user(user).search([("id", "=", review.id)])
        self.assertEqual(bool(found), reads)
        rows = self.env["complaint.review.score"].with_user(user)
        self.assertEqual(bool(rows.search([("review_id", "=", review.id)])), reads)
        if not reads:
            with self.assertRaises(AccessError):
                review.with_user(user).read(["state"])
            with self.assertRaises(AccessError):
                review.sudo().score_ids.with_user(user).read(["score"])
