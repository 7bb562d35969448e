# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What reviews say over time, and never of one person from a few (issue 14)."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import MANAGER
from .review_common import ACCOUNTABILITY, ReviewCase


@tagged("post_install", "-at_install")
class TestReviewReport(ReviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for score in ("2", "3", "4", "4"):
            cls._score(cls._create_review(cls._close_case()), score)
        cls.env.flush_all()

    def _read(self, user, groupby=(), domain=()):
        self.env.invalidate_all()
        self.env.flush_all()
        report = self.env["complaint.review.report"].with_user(user)
        return report._read_group(
            list(domain), list(groupby), ["score:avg", "review_id:count_distinct"]
        )

    def test_four_reviews_tell_nothing_of_a_person(self):
        """Nor by any filter or group; how many there are is no secret."""
        self.assertEqual(self._read(self.planner), [(False, 4)])
        for _unit, score, _count in self._read(self.planner, ["department_id"]):
            self.assertFalse(score)
        for handler, score, _count in self._read(self.judge, ["handler_id"]):
            self.assertFalse(handler)
            self.assertFalse(score)

    def test_five_reviews_tell(self):
        self._score(self._create_review(self._close_case()), "5")
        self.assertEqual(self._read(self.planner), [(3.6, 5)])
        self.assertEqual(
            self._read(self.judge, ["handler_id"]), [(self.handler, 3.6, 5)]
        )
        for _criterion, score, count in self._read(self.planner, ["criterion_id"]):
            self.assertEqual((score, count), (3.6, 5))
        # A part of them that is small tells nothing again.
        first = self.env["complaint.review"].search([], limit=1)
        other = self.env["complaint.category"].create({"name": "Other"})
        first.sudo()._write_sealed({"category_id": other.id})
        domain = [("category_id", "=", other.id)]
        self.assertEqual(self._read(self.judge, domain=domain), [(False, 1)])

    def test_no_way_to_a_single_score(self):
        """Neither by a condition or a group, nor by the lowest of them."""
        self._score(self._create_review(self._close_case()), "5")
        report = self.env["complaint.review.report"]
        for user in (self.planner, self.judge):
            mine = report.with_user(user)
            for domain, groupby, aggregate in (
                ([("score", "=", 1)], ["criterion_id"], "__count"),
                (["!", ("score", ">", 1)], [], "__count"),
                ([("review_id", "=", 1)], [], "score:avg"),
                ([("review_id.score", ">", 1)], [], "__count"),
                ([("review_id", "any", [("score", ">", 1)])], [], "__count"),
                ([("id", "=", 1)], [], "score:avg"),
                ([], ["review_id", "criterion_id"], "__count"),
                ([], ["review_id.state"], "__count"),
                ([], ["score"], "__count"),
                ([], [], "score:min"),
                ([], [], "score:array_agg"),
            ):
                with self.subTest(user=user.login, domain=domain, groupby=groupby):
                    with self.assertRaises(AccessError):
                        mine.formatted_read_group(domain, groupby, [aggregate])
            with self.assertRaises(AccessError):
                mine.search_count([("score", "=", 1)])

    def test_not_scored_is_no_review_of_a_figure(self):
        """Five reviews of which one scored a criterion tell that one score."""
        review = self._fill(self._create_review(self._close_case()), "5")
        row = review.with_user(self.reviewer).score_ids[0]
        row.score = "na"
        review.with_user(self.reviewer).action_score()
        for criterion, score, count in self._read(self.planner, ["criterion_id"]):
            self.assertEqual(count, 5)
            self.assertEqual(bool(score), criterion != row.criterion_id)

    def test_blind_and_own_do_not_count(self):
        """Who still reviews a case, or handled it, counts no review of it yet."""
        case = self._close_case()
        self._score(self._create_review(case), "5")
        both = self._create_user("report_both", MANAGER)
        both.group_ids += self.env.ref(ACCOUNTABILITY)
        for user in (self.planner, both):
            self.assertEqual(self._read(user), [(3.6, 5)])
            review = self._create_review(case, user)
            self.assertEqual(self._read(user), [(False, 4)])
            self._score(review, "5")
            self.assertEqual(self._read(user)[0][1], 6)
            review.sudo()._write_sealed({"state": "cancelled"})
        other = self._score(self._create_review(self._close_case()))
        for user in (self.planner, self.judge):
            self.assertEqual(self._read(user)[0][1], 6)
            other.sudo()._write_sealed({"handler_id": user.id, "state": "discussed"})
            self.assertEqual(self._read(user)[0][1], 5)

    def test_several_people_are_a_unit(self):
        case = self._close_case()
        case.sudo().user_id = self.colleague
        self._score(self._create_review(case), "5")
        [(score, count)] = self._read(self.planner)
        self.assertEqual((round(score, 2), count), (3.6, 5))

    def test_average_is_weighed(self):
        """As the score of each review is: the answer counts twice."""
        review = self._fill(self._create_review(self._close_case()), "1")
        rows = review.with_user(self.reviewer).score_ids
        rows.filtered(lambda row: row.weight == 2).score = "5"
        rows[0].score = "na"
        review.with_user(self.reviewer).action_score()
        self.assertAlmostEqual(review.score, 15 / 7, 2)
        [(score, _count)] = self._read(self.planner)
        weights = [8, 8, 8, 8, 7]
        points = [16, 24, 32, 32, 15]
        self.assertAlmostEqual(score, sum(points) / sum(weights))

    def test_who_reads(self):
        report = self.env["complaint.review.report"]
        for user in (self.employee, self.handler, self.officer):
            with self.assertRaises(AccessError):
                report.with_user(user)._read_group([], [], ["__count"])
        with self.assertRaises(AccessError):
            report.with_user(self.planner)._read_group([], ["handler_id"])
        # No row is read on its own, by nobody.
        for user in (self.planner, self.judge):
            with self.assertRaises(AccessError):
                report.with_user(user).search_read([], ["score"], limit=1)

    def test_barred_counts_nothing_of_the_case(self):
        """Who may not know of a case does not see it in a count (R153)."""
        case = self._close_case(identity_mode="confidential")
        self._score(self._create_review(case))
        self.assertEqual(self._read(self.planner)[0][1], 5)
        employee = self.env["hr.employee"].create(
            {"name": "Planner", "user_id": self.planner.id}
        )
        case.sudo().complained_employee_ids = employee
        self.assertEqual(self._read(self.planner)[0][1], 4)

    def test_other_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._create_user(
            "report_stranger",
            "complaint_management.group_complaint_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.assertEqual(self._read(stranger), [(False, 0)])

    def test_pivot_and_its_totals(self):
        """The screen groups by sets at once; the same holds there."""
        report = self.env["complaint.review.report"].with_user(self.judge)
        sets = report._read_grouping_sets(
            [], [[], ["handler_id"], ["date_scored:month"]], ["score:avg"]
        )
        for rows in sets:
            for *_groups, score in rows:
                self.assertFalse(score)
