# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reviews of cases: who scores, who reads, what follows (issue 14, R75-R79)."""

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.complaint_management.models.insight.review_table import ACTS, STATES

from ..common import MANAGER, OFFICER
from .review_common import ReviewCase


@tagged("post_install", "-at_install")
class TestReview(ReviewCase):
    # ------------------------------------------------------------------
    # The way of a review
    # ------------------------------------------------------------------

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
                self._check_reads(review, user, reads)
        for user in (self.employee, self.judge):
            with self.assertRaises(AccessError):
                self.Review.with_user(user).search([])

    def _check_reads(self, review, user, reads):
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

    def test_handler_reads_once_discussed(self):
        """Fair: with the name of the reviewer, and not before."""
        review = self._create_review()
        self._score(review)
        self._check_reads(review, self.handler, False)
        with self.assertRaises(AccessError):
            review.with_user(self.handler).action_answer(words="Well")
        review.with_user(self.reviewer).action_discuss()
        self._check_reads(review, self.handler, True)
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
        self._check_reads(review, self.colleague, False)

    def test_handler_that_is_manager_waits_as_well(self):
        self.handler.group_ids |= self.env.ref(
            "complaint_management.group_complaint_manager"
        )
        review = self._score(self._create_review())
        self._check_reads(review, self.handler, False)

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
        self._check_reads(review, stranger, False)
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
        for user in (self.reviewer, self.second):
            user.group_ids |= self.env.ref(
                "complaint_management.group_complaint_manager"
            )
        self._check_reads(first, self.second, False)
        self._score(first)
        self._check_reads(first, self.second, False)
        self._check_reads(other, self.reviewer, False)
        self.assertFalse(first.with_user(self.reviewer).twin_text)
        self._fill(other)
        other.with_user(self.second).score_ids[0].score = "1"
        other.with_user(self.second).action_score()
        self._check_reads(first, self.second, True)
        self._check_reads(other, self.reviewer, True)
        self.env.invalidate_all()
        self.assertIn("86 %", first.with_user(self.reviewer).twin_text)
        with self._assert_refused("stay as they are"):
            first.with_user(self.reviewer).action_rework(reason="To say the same")

    # ------------------------------------------------------------------
    # Faults
    # ------------------------------------------------------------------

    def test_refused_before_it_is_looked_into(self):
        """Of a case that is none of theirs nobody learns whether it is open."""
        case = self._create_case()
        with self.assertRaises(AccessError):
            self._create_review(case, user=self.outsider)

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

    # ------------------------------------------------------------------
    # What is proposed
    # ------------------------------------------------------------------

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

    @mute_logger("odoo.sql_db")
    def test_criteria_in_use_stay(self):
        criterion = self._create_review().score_ids.criterion_id[0]
        with self.assertRaises(Exception), self.env.cr.savepoint():  # noqa: B017
            criterion.unlink()
        criterion.active = False
        later = self._create_review(self._close_case())
        self.assertNotIn(criterion, later.score_ids.criterion_id)

    def test_due_day(self):
        review = self._create_review()
        self.assertEqual(
            review.date_due, fields.Date.add(fields.Date.context_today(review), days=14)
        )
