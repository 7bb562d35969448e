# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What follows from a rating: for the manager, the customer's card, the analysis."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .rating_common import RatingCase

DISSATISFACTION = "complaint_management.mail_activity_type_dissatisfaction"


@tagged("post_install", "-at_install")
class TestDissatisfied(RatingCase):
    """A dissatisfied complainant brings the case back to the manager."""

    def _get_tasks(self, case):
        return case.activity_ids.filtered(
            lambda task: task.activity_type_id == self.env.ref(DISSATISFACTION)
        )

    def _review(self, case, user=None, **vals):
        return (
            self.env["complaint.dissatisfaction"]
            .with_user(user or self.manager)
            .create({"complaint_ids": [(6, 0, case.ids)], **vals})
            .action_confirm()
        )

    def test_either_question_marks_the_case(self):
        for answers, marked in (
            (("1", "5"), True),
            (("5", "2"), True),
            (("3", "3"), False),
        ):
            with self.subTest(answers=answers):
                case = self._close()
                case._rate_by_complainant(*answers)
                self.assertEqual(case.is_dissatisfied, marked)
                self.assertEqual(bool(self._get_tasks(case)), marked)

    def test_the_manager_looks_into_it(self):
        """The nearest manager, never the handler or somebody complained about."""
        self.department.manager_id = self.env["hr.employee"].create(
            {"name": "Boss", "user_id": self.manager.id, "company_id": self.company.id}
        )
        self.company.complaint_head_apology = False
        case = self._close()
        case._rate_by_complainant("1", "1")
        self.assertEqual(self._get_tasks(case).user_id, self.manager)
        accused = self._close()
        # Otherwise the handler would depend on who is accused.
        self.department.member_ids.write({"parent_id": False, "department_id": False})
        accused.complained_employee_ids = self.department.manager_id
        accused._rate_by_complainant("1", "1")
        self.assertNotEqual(self._get_tasks(accused).user_id, self.manager)
        self.assertFalse(accused.with_user(self.manager).can_review_dissatisfaction)
        with self.assertRaises(AccessError):
            self._review(accused, outcome="explained", note="Nothing to see")

    def test_explained(self):
        case = self._close()
        case._rate_by_complainant("1", "4", "Too little")
        self.assertTrue(case.with_user(self.manager).can_review_dissatisfaction)
        self._review(case, outcome="explained", note="Called them")
        self.assertRecordValues(
            case,
            [
                {
                    "is_dissatisfied": False,
                    "dissatisfaction_outcome": "explained",
                    "dissatisfaction_note": "Called them",
                    "dissatisfaction_user_id": self.manager.id,
                }
            ],
        )
        self.assertFalse(self._get_tasks(case))
        self.assertEqual(case.satisfaction_result, "1")

    def test_opened_again(self):
        case = self._close()
        case._rate_by_complainant("1", "1")
        self._review(case, outcome="reopened", note="They are right")
        self.assertEqual(case.state, "investigating")
        self.assertEqual(case.dissatisfaction_outcome, "reopened")
        self.assertFalse(case.is_dissatisfied)

    def test_opened_again_past_the_window(self):
        """A new case goes on; the old one is settled."""
        case = self._close()
        case._rate_by_complainant("1", "1")
        case._write_protected(
            {"date_resolved": fields.Datetime.now() - timedelta(days=99)}
        )
        self._review(case, outcome="reopened", note="They are right")
        self.assertEqual(case.state, "closed")
        self.assertEqual(len(case.child_ids), 1)
        self.assertFalse(case.is_dissatisfied)

    def test_whoever_opens_it_again_answers_the_question(self):
        case = self._close()
        case._rate_by_complainant("1", "1")
        self._reopen(case)
        self.assertFalse(case.is_dissatisfied)
        self.assertEqual(case.dissatisfaction_outcome, "reopened")

    def test_the_handler_does_not_wipe_it_away(self):
        case = self._close()
        case._rate_by_complainant("1", "1")
        self.assertFalse(case.with_user(self.handler).can_review_dissatisfaction)
        with self.assertRaises(AccessError):
            case.with_user(self.handler).action_review_dissatisfaction()
        case.user_id = self.manager
        with self.assertRaises(AccessError):
            self._review(case, outcome="nothing", note="Never mind")

    def test_a_second_rating_asks_anew(self):
        case = self._close()
        case._rate_by_complainant("1", "1")
        self._reopen(case)
        self._close(case)
        case._rate_by_complainant("2", "2")
        self.assertTrue(case.is_dissatisfied)
        self.assertFalse(case.dissatisfaction_outcome)


@tagged("post_install", "-at_install")
class TestResults(RatingCase):
    """What was said is seen on the customer and in the analysis (R35, R54)."""

    def test_the_customer(self):
        """The average and the last, of the named cases only."""
        for answers in (("5", "4"), ("2", "3")):
            case = self._close(partner_id=self.customer.id)
            case._rate_by_complainant(*answers)
            case.sudo().date_rated = fields.Datetime.now() + timedelta(
                minutes=int(answers[0] == "2")
            )
        hidden = self._close(partner_id=self.customer.id, identity_mode="confidential")
        hidden._rate_by_complainant("1", "1")
        self.assertRecordValues(
            self.customer.with_user(self.manager),
            [
                {
                    "complaint_satisfaction": 3.5,
                    "complaint_satisfaction_count": 2,
                    "complaint_satisfaction_last": "2",
                }
            ],
        )
        self.customer.invalidate_recordset()
        unseen = self.customer.with_user(self.employee)
        self.assertFalse(unseen.complaint_satisfaction_count)
        self.assertFalse(unseen.complaint_satisfaction_last)

    def test_the_analysis(self):
        self.company.complaint_survey_cooldown_days = 0
        cases = self._close() | self._close() | self._close(email_from=False, phone="1")
        cases[0]._rate_by_complainant("5", "3")
        cases[2]._rate_by_complainant("2", "4")
        self.env.flush_all()
        measures = [
            "satisfaction_with_result:avg",
            "satisfaction_with_handling:avg",
            "survey_answered:avg",
            "dissatisfied:avg",
        ]
        row = self.env["complaint.report"]._read_group(
            [("id", "in", cases.ids)], [], measures
        )
        self.assertEqual(row, [(3.5, 3.5, 0.5, 0.5)])

    def test_the_registration_form(self):
        """Content, handling, result and satisfaction on one printout (R35)."""
        case = self._close()
        report = "complaint_management.action_report_registration_form"
        reports = self.env["ir.actions.report"]
        ticks = reports._render_qweb_html(report, case.ids)[0].decode()
        self.assertIn("o_tick", ticks)
        case._rate_by_complainant("4", "2", "<b>Slow</b>")
        printed = reports._render_qweb_html(report, case.ids)[0].decode()
        self.assertIn("With the result: ", printed)
        self.assertIn("Dissatisfied", printed)
        self.assertIn("&lt;b&gt;Slow&lt;/b&gt;", printed)
