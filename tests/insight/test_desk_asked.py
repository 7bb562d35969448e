# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What others ask of a person stands on their desk: to take over, answer, read, score
and look back (R4, R86, R98, R127, R222)."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..clock.request_common import RequestCase
from .desk_common import DeskCase

KINDS = ("handover", "request", "receipt", "review", "unit_review")


@tagged("post_install", "-at_install")
class TestDeskAsked(DeskCase, RequestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.handler)

    def _rows(self, user, kind, mine=True):
        return self._desk(user, ("kind", "=", kind), mine=mine)

    def _ask_to_read(self, user, **vals):
        lesson = self.env["complaint.lesson"].create({"name": "Label meters"})
        return (
            self.env["complaint.receipt"]
            .sudo()
            .create(
                {
                    "res_model": lesson._name,
                    "res_id": lesson.id,
                    "user_id": user.id,
                    "department_id": self.unit.id,
                    "company_id": self.company.id,
                    "date_due": self.today,
                    **vals,
                }
            )
        )

    # ------------------------------------------------------------------
    # Handover
    # ------------------------------------------------------------------

    def test_handover_waits_for_who_was_asked(self):
        case = self._create_case(user_id=self.handler.id)
        case.with_user(self.handler)._give_to(self.outsider, "Call at ten.")
        row = self._desk(self.outsider, ("complaint_id", "=", case.id))
        self.assertRecordValues(
            row,
            [
                {
                    "kind": "handover",
                    "user_id": self.outsider.id,
                    "reference": case.number,
                    "what": case.name,
                    "date_due": case.date_handover_due,
                    "next_step": "Accept or Decline",
                }
            ],
        )
        self.assertEqual(row.action_do()["res_id"], case.id)
        self.assertNotIn("handover", self._kinds(self.handler, case))
        self.assertIn("handover", self._kinds(self.officer, case, mine=False))
        case.with_user(self.outsider).action_accept_handover()
        self.assertEqual(self._kinds(self.outsider, case), ["case"])

    # ------------------------------------------------------------------
    # Questions of other departments
    # ------------------------------------------------------------------

    def test_question_waits_for_all_until_one_accepts_it(self):
        request = self._ask()
        for user in self.head | self.clerk_there:
            row = self._rows(user, "request")
            with self.subTest(user.login):
                self.assertEqual((row.what, row.next_step), (request.name, "Answer"))
                self.assertEqual(row.date_due, request.date_due)
                self.assertEqual(row.action_do()["res_id"], request.id)
                self.assertFalse(row.complaint_id or row.reference or row.customer)
        request.with_user(self.clerk_there).action_accept()
        self.assertTrue(self._rows(self.clerk_there, "request"))
        self.assertFalse(self._rows(self.head, "request"))
        self.assertEqual(
            self._rows(self.head, "request", mine=False).user_id, self.clerk_there
        )
        request.with_user(self.clerk_there).action_answer(answer="Yes.")
        self.assertFalse(self._rows(self.head, "request", mine=False))

    def test_question_is_not_on_other_desks(self):
        self._ask()
        for user in self.handler | self.employee | self.outsider:
            self.assertFalse(self._rows(user, "request"), user.login)
        self.assertFalse(self._rows(self.employee, "request", mine=False))
        self.assertTrue(self._rows(self.officer, "request", mine=False))

    def test_question_does_not_tell_who_is_protected(self):
        """R152: neither by the row nor by a search on the desk."""
        case = self._create_case(
            user_id=self.handler.id,
            identity_mode="confidential",
            partner_name="Wang Fang",
        )
        self._ask(case, name="Did Wang Fang call?")
        row = self._rows(self.head, "request")
        self.assertEqual(row.what, "Did […] call?")
        self.assertNotIn("Fang", row.display_name)
        for words in ("Fang", "call"):
            found = self._desk(self.head, ("name", "ilike", words))
            self.assertFalse(found, words)

    def test_each_reads_of_a_question_what_is_theirs(self):
        """R152: what one reads in full is not kept for the next."""
        case = self._create_case(
            user_id=self.handler.id,
            identity_mode="confidential",
            partner_name="Wang Fang",
        )
        self._ask(case, name="Did Wang Fang call?")
        row = self._rows(self.officer, "request", mine=False)
        self.assertEqual(row.display_name, "Did Wang Fang call?")
        theirs = row.with_user(self.head)
        self.assertEqual(theirs.what, "Did […] call?")
        self.assertEqual(theirs.display_name, "Did […] call?")

    def test_question_is_hidden_from_whom_it_is_about(self):
        """R153: the head of the asked department is complained about."""
        case = self._create_case(
            user_id=self.handler.id,
            identity_mode="confidential",
            complained_employee_ids=[(6, 0, self.unit.manager_id.ids)],
        )
        self._ask(case)
        self.assertFalse(self._rows(self.head, "request", mine=False))
        self.assertTrue(self._rows(self.clerk_there, "request"))

    # ------------------------------------------------------------------
    # To read
    # ------------------------------------------------------------------

    def test_what_is_to_be_read(self):
        receipt = self._ask_to_read(self.employee)
        row = self._rows(self.employee, "receipt")
        self.assertEqual((row.what, row.next_step), ("Label meters", "Read"))
        self.assertEqual(row.due_when, "2")
        self.assertEqual(row.action_do()["res_id"], receipt.id)
        self.assertFalse(self._rows(self.clerk_there, "receipt", mine=False))
        self.assertEqual(
            self._rows(self.head, "receipt", mine=False).user_id, self.employee
        )
        receipt.with_user(self.employee).action_read()
        self.assertFalse(self._rows(self.employee, "receipt"))

    def test_case_for_notice_is_hidden_from_whom_it_is_about(self):
        case = self._create_case(
            identity_mode="confidential",
            complained_employee_ids=[(6, 0, self.unit.manager_id.ids)],
        )
        self._ask_to_read(self.head, complaint_id=case.id)
        self.assertFalse(self._rows(self.head, "receipt", mine=False))

    # ------------------------------------------------------------------
    # Looking back
    # ------------------------------------------------------------------

    def test_case_review_waits_for_its_reviewer(self):
        case = self._create_case(verdict="upheld", user_id=self.handler.id)
        case.sudo()._write_sealed(
            {"state": "closed", "date_closed": fields.Datetime.now()}
        )
        reviews = self.env["complaint.review"].with_user(self.officer)
        review = reviews.create({"complaint_id": case.id})
        row = self._rows(self.officer, "review")
        self.assertEqual((row.what, row.reference), (case.name, case.number))
        self.assertEqual((row.next_step, row.is_others_turn), ("Score", False))
        self.assertEqual(row.action_do()["res_id"], review.id)
        self.assertFalse(self._rows(self.handler, "review", mine=False))
        case.sudo()._write_sealed({"state": "investigating"})
        self.assertTrue(self._rows(self.officer, "review").is_others_turn)

    def test_period_review_waits_for_who_writes_it(self):
        review = (
            self.env["complaint.unit.review"]
            .with_user(self.officer)
            .create(
                {
                    "department_id": self.unit.id,
                    "user_id": self.head.id,
                    "date_from": self.today - timedelta(days=30),
                    "date_to": self.today - timedelta(days=1),
                    "date_due": self.today + timedelta(days=20),
                }
            )
        )
        row = self._rows(self.head, "unit_review")
        self.assertTrue(row.what.startswith("Grid, "))
        self.assertEqual((row.next_step, row.due_when), ("Look Back", "4"))
        self.assertEqual(row.action_do()["res_id"], review.id)
        self.assertFalse(self._rows(self.clerk_there, "unit_review", mine=False))
        self.assertTrue(self._rows(self.officer, "unit_review", mine=False))

    # ------------------------------------------------------------------
    # Other companies, and many
    # ------------------------------------------------------------------

    def test_nothing_of_other_companies(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        there = self._create_user(
            "desk_there_officer",
            "complaint_management.group_complaint_officer",
            company_id=other.id,
            company_ids=other.ids,
        )
        self._ask()
        self._ask_to_read(self.employee)
        self.assertFalse(self._desk(there, ("kind", "in", KINDS), mine=False))

    def test_many_are_read_in_as_many_queries_as_few(self):
        """R4: whoever has fifty things to read and answer waits no longer."""
        case = self._create_case(user_id=self.handler.id)

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows = self._desk(self.head, ("kind", "in", KINDS))
            rows.read(["what", "next_step", "due_when"])
            return self.env.cr.sql_log_count - before

        self._ask(case)
        self._ask_to_read(self.head)
        count()
        few = count()
        for _index in range(25):
            self._ask(case)
            self._ask_to_read(self.head)
        self.assertLessEqual(count(), few)
