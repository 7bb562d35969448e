# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who reviews a case, and who reads the review (issue 14, R75-R79)."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import MANAGER, OFFICER
from .review_common import ReviewCase


@tagged("post_install", "-at_install")
class TestReviewRights(ReviewCase):
    # ------------------------------------------------------------------
    # Who may review
    # ------------------------------------------------------------------

    def test_who_may_not_review(self):
        """Nobody who had a part, reports to somebody concerned, or may not read it."""
        boss = self.staff[self.officer]
        mate = self._create_user("review_mate", OFFICER)
        employee = self.env["hr.employee"].create(
            {"name": "Mate", "user_id": mate.id, "parent_id": boss.id}
        )
        cases = {
            "handled": (self._close_case(), self.handler),
            "registered": (self._close_case(user=self.officer), self.officer),
            "outside": (self._close_case(), self.outsider),
            "employee": (self._close_case(), self.employee),
        }
        about_boss = self._close_case()
        about_boss.sudo().complained_employee_ids = boss
        cases["about whom they report to"] = (about_boss, mate)
        found_guilty = self._close_case()
        found_guilty.sudo().responsible_employee_ids = employee
        cases["responsible"] = (found_guilty, mate)
        of_boss = self._close_case()
        of_boss.sudo().user_id = self.officer
        cases["handled by whom they report to"] = (of_boss, mate)
        called = self._close_case()
        self._log_contact(called, user=self.officer)
        cases["called"] = (called, self.officer)
        for name, (case, user) in cases.items():
            with self.subTest(name), self.assertRaises(UserError):
                self._create_review(case, user)
        self.assertTrue(self._create_review(user=mate))

    def test_open_cases_are_not_reviewed(self):
        with self.assertRaises(ValidationError):
            self._create_review(self._create_case())

    def test_barred_reviewer(self):
        """Of a protected case nobody whom it is about learns anything (R153)."""
        case = self._close_case(identity_mode="confidential")
        employee = self.env["hr.employee"].create(
            {"name": "Second", "user_id": self.second.id}
        )
        review = self._create_review(case)
        case.sudo().complained_employee_ids = employee
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            self._create_review(case, self.second)
        found = self.Review.with_user(self.second).search([])
        self.assertNotIn(review, found)
        boss = self.env["hr.employee"].create(
            {"name": "Planner", "user_id": self.planner.id}
        )
        employee.parent_id = boss
        self.env.invalidate_all()
        self.assertNotIn(review, self.Review.with_user(self.planner).search([]))
        with self.assertRaises(AccessError):
            review.with_user(self.planner).read(["score"])

    def test_refused_before_it_is_looked_into(self):
        """Of a case that is none of theirs nobody learns whether it is open."""
        case = self._create_case()
        with self.assertRaises(AccessError):
            self._create_review(case, user=self.outsider)

    # ------------------------------------------------------------------
    # Who reads
    # ------------------------------------------------------------------

    def test_who_reads(self):
        review = self._create_review()
        readers = {
            self.reviewer: True,
            self.planner: True,
            self.handler: False,
            self.colleague: False,
            self.second: False,
            self.officer: False,
            self.outsider: False,
        }
        for user, reads in readers.items():
            with self.subTest(user=user.login):
                self._assert_reads(review, user, reads)
        for user in (self.employee, self.judge):
            with self.assertRaises(AccessError):
                self.Review.with_user(user).search([])

    def test_handler_reads_once_discussed(self):
        """Fair: with the name of the reviewer, and not before."""
        review = self._create_review()
        self._score(review)
        self._assert_reads(review, self.handler, False)
        with self.assertRaises(AccessError):
            review.with_user(self.handler).action_answer(words="Well")
        review.with_user(self.reviewer).action_discuss()
        self._assert_reads(review, self.handler, True)
        mine = review.with_user(self.handler)
        self.assertEqual(mine.reviewer_id, self.reviewer)
        self.assertTrue(mine.is_about_me)
        self.assertIn(
            review,
            self.Review.with_user(self.handler).search([("is_about_me", "=", True)]),
        )
        with self.assertRaises(AccessError):
            mine.good = "Everything"
        with self.assertRaises(AccessError):
            mine.score_ids[0].score = "5"
        with self.assertRaises(AccessError):
            mine.action_close()
        self._assert_reads(review, self.colleague, False)

    def test_handler_that_is_manager_waits_as_well(self):
        """Their rights over all reviews begin with their own when it is discussed."""
        self._promote(self.handler)
        review = self._score(self._create_review())
        own = self.Review.with_user(self.handler)
        self.assertNotIn(review, own.search([]))
        self._assert_reads(review, self.handler, False)
        review.with_user(self.reviewer).action_discuss()
        self.assertIn(review, own.search([]))
        self._assert_reads(review, self.handler, True)
        others = self._close_case()
        others.sudo().user_id = self.colleague
        other = self._create_review(others)
        self.assertIn(other, own.search([]), "Of others they read as managers do")

    def test_only_accountability_groups_by_person(self):
        with self.assertRaises(AccessError):
            self.Review.with_user(self.planner)._read_group(
                [], ["handler_id"], ["score:avg"]
            )
        with self.assertRaises(AccessError):
            self.Review.with_user(self.planner).search(
                [("handler_id", "=", self.handler.id)]
            )

    def test_other_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._create_user(
            "review_stranger",
            MANAGER,
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        review = self._create_review()
        self._assert_reads(review, stranger, False)
        with self.assertRaises(UserError):
            self._create_review(user=stranger)

    # ------------------------------------------------------------------
    # Two reviewers
    # ------------------------------------------------------------------

    def test_blind_until_both_have_scored(self):
        """Neither reads what the other says before they have said their own."""
        first = self._create_review()
        other = self._create_review(user=self.second)
        # Managers as well, when they review it.
        self._promote(self.reviewer, self.second)
        self._assert_reads(first, self.second, False)
        self._score(first)
        self._assert_reads(first, self.second, False)
        self._assert_reads(other, self.reviewer, False)
        self.assertFalse(first.with_user(self.reviewer).twin_text)
        self._fill(other)
        other.with_user(self.second).score_ids[0].score = "1"
        other.with_user(self.second).action_score()
        self._assert_reads(first, self.second, True)
        self._assert_reads(other, self.reviewer, True)
        self.env.invalidate_all()
        self.assertIn("86 %", first.with_user(self.reviewer).twin_text)
        with self._assert_refused("stay as they are"):
            first.with_user(self.reviewer).action_rework(reason="To say the same")
