# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A case moves on after entries were made: they stay, and are looked at again."""

from odoo.tests import tagged

from .proposal_common import ProposalCase

REVIEW = "complaint_management.mail_activity_type_penalty_review"


@tagged("post_install", "-at_install")
class TestPenaltyReopened(ProposalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls._create_book_rule("D1")
        cls.case = cls._decide(cls.reader)
        cls.entry = cls._get_entries(cls.case)

    def _confirm(self):
        self.entry._write_sealed(
            {
                "state": "confirmed",
                "points_final": 5,
                "date_confirmed": self.env.cr.now(),
                "confirmer_id": self.auditor.id,
                "is_final": True,
            }
        )

    def _reopen(self):
        self._bring_to(self.case, "closed")
        self.case.with_user(self.handler).action_reopen(reason="It is back")

    def _decide_again(self, **vals):
        self._bring_to(self.case, "pending")
        self.case.write(vals)
        if vals:
            self._step_pending(self.case)
        self._step_approved(self.case)

    def _get_tasks(self, entry=None):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", "complaint.penalty"),
                ("res_id", "in", (entry or self.entry).ids),
                ("activity_type_id", "=", self.env.ref(REVIEW).id),
            ]
        )

    def test_reopened_after_confirmation(self):
        """Bad input: the entry stays as it is, marked, and the officers are told."""
        self._confirm()
        self._reopen()
        self.assertTrue(self.entry.needs_review)
        self.assertIn("opened again", self.entry.review_reason)
        self.assertEqual(self.entry.state, "confirmed")
        self.assertEqual(self.entry.balance, -5)
        tasks = self._get_tasks()
        self.assertIn(self.auditor, tasks.user_id)
        self.assertFalse(
            tasks.user_id.filtered(
                lambda user: (
                    not user.has_group(
                        "complaint_management.group_complaint_accountability"
                    )
                )
            )
        )

    def test_case_says_nothing(self):
        """Neither the chatter nor the tasks of the case tell of the review."""
        self._reopen()
        told = "".join(self.case.message_ids.mapped("body"))
        told += "".join(self.case.activity_ids.mapped("display_name"))
        for word in (self.entry.name, "entry", "review"):
            self.assertNotIn(word, told)

    def test_one_task(self):
        """Opened twice is looked at once; both reasons stand there."""
        self._reopen()
        before = self._get_tasks()
        self._decide_again()
        self._reopen()
        self.assertEqual(self._get_tasks(), before)
        self.assertEqual(self.entry.review_reason.count("opened again"), 2)

    def test_no_fault_after_reopening(self):
        """The new decision finds no fault: the entry stays, and says so."""
        self._confirm()
        self._reopen()
        self._decide_again(fault_level="none")
        self.assertIn("finds no fault of ours", self.entry.review_reason)
        self.assertEqual(self.entry.state, "confirmed")
        self.assertEqual(self._get_entries(self.case), self.entry)

    def test_not_upheld_after_reopening(self):
        self._reopen()
        self._decide_again(verdict="not_upheld")
        self.assertIn("finds no fault of ours", self.entry.review_reason)

    def test_somebody_else_after_reopening(self):
        """The new decision names somebody else: the officers see both entries."""
        self._reopen()
        self._bring_to(self.case, "pending")
        self._blame(self.case, self.crew)
        self._step_approved(self.case)
        self.assertIn("does not name this person", self.entry.review_reason)
        self._assert_proposed(
            self.case, [(self.reader, self.rule), (self.crew, self.rule)]
        )

    def test_same_decision_after_reopening(self):
        """Who decided to look again still looks, but nothing new is proposed."""
        self._reopen()
        self._decide_again()
        self.assertTrue(self.entry.needs_review)
        self.assertEqual(self._get_entries(self.case), self.entry)

    def test_decision_changed_without_reopening(self):
        """An approved decision that is changed does not stand any more."""
        self.case.decision = "<p>Refund all of it.</p>"
        self.assertEqual(self.case.decision_state, "draft")
        self.assertIn("not approved yet", self.entry.review_reason)

    def test_cancelled(self):
        self.case.with_user(self.handler).action_cancel(
            reason="Taken back", cancel_reason="withdrawn"
        )
        self.assertIn("cancelled", self.entry.review_reason)

    def test_merged(self):
        """The survivor is named, by its number only."""
        survivor = self._create_case(name="Somebody else's secret")
        (self.case | survivor)._merge_into(survivor)
        self.assertIn(f"merged into {survivor.number}", self.entry.review_reason)
        self.assertNotIn("secret", self.entry.review_reason)

    def test_without_effect(self):
        """What was dismissed needs no second look."""
        self.entry._write_sealed({"state": "dismissed"})
        self._reopen()
        self.assertFalse(self.entry.needs_review)
        self.assertFalse(self._get_tasks())

    def test_nobody_reviews_their_own(self):
        """An officer gets no task about themselves (they are told as employee)."""
        officer = self.env["hr.employee"].create(
            {
                "name": "Auditor",
                "user_id": self.auditor.id,
                "company_id": self.company.id,
            }
        )
        case = self._decide(officer)
        own = self._get_entries(case)
        case.decision = "<p>Refund all of it.</p>"
        self.assertTrue(own.needs_review)
        self.assertNotIn(self.auditor, self._get_tasks(own).user_id)

    def test_kept_closes_the_task(self):
        """An officer looks, keeps it with a reason, and nobody else has to."""
        self._confirm()
        self._reopen()
        self.entry.with_user(self.auditor).action_keep("The meter is another matter")
        self.assertFalse(self.entry.needs_review)
        self.assertFalse(self._get_tasks())

    def test_other_companies_officers(self):
        """Officers of another company are not told."""
        other = self.env["res.company"].create({"name": "Gas"})
        stranger = self._create_user(
            "case_stranger",
            "complaint_management.group_complaint_accountability",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self._reopen()
        self.assertTrue(self._get_tasks())
        self.assertNotIn(stranger, self._get_tasks().user_id)

    def test_queries_do_not_grow(self):
        """Many cases opened at once cost no more queries than a few."""

        def count(size):
            vals = {**self._prepare_case_vals(), **self._prepare_solution_vals()}
            cases = self.Complaint.create([dict(vals) for _case in range(size)])
            for case in cases:
                self._blame(case, self.reader)
            cases._write_protected({"state": "proposed", "decision_state": "approved"})
            cases._propose_entries()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cases._review_reopened(self.env.cr.now())
            self.env.flush_all()
            queries = self.env.cr.sql_log_count - before
            self.assertTrue(all(self._get_entries(cases).mapped("needs_review")))
            return queries

        count(1)
        few, many = count(5), count(300)
        self.assertLessEqual(many, few + 20)
