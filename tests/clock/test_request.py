# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What another department is asked about a case, with its own clock (R98, R99)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import USER
from .request_common import RequestCase


@tagged("post_install", "-at_install")
class TestRequest(RequestCase):
    # ------------------------------------------------------------------
    # Asking and answering
    # ------------------------------------------------------------------

    def test_asked_department_answers(self):
        """R98: the head gets a task; whoever accepts it answers it, and all see it."""
        request = self._ask()
        self.assertEqual(self._get_tasks(request).user_id, self.head)
        theirs = request.with_user(self.clerk_there)
        self.assertIn("accept", theirs.allowed_acts)
        theirs.action_accept()
        self.assertEqual(self._get_tasks(request).user_id, self.clerk_there)
        theirs.action_answer(answer="Yes, on March 3, see the list.")
        self.assertEqual(request.state, "answered")
        self.assertEqual(request.in_time, 1)
        self.assertEqual(request.answered_by_id, self.clerk_there)
        self.assertFalse(request.activity_ids)
        log = "".join(self.case.message_ids.mapped("body"))
        self.assertIn("on March 3", log)

    def test_who_asked_is_told_in_their_language(self):
        """Whatever language the department speaks."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(
            ["complaint_management"], ["zh_CN"]
        )
        self.handler.lang = "zh_CN"
        request = self._ask()
        request.with_user(self.head).action_answer(answer="Yes, on March 3.")
        told = self.env["mail.message"].search(
            [
                ("model", "=", request._name),
                ("res_id", "=", request.id),
                ("partner_ids", "in", self.handler.partner_id.ids),
            ],
            limit=1,
        )
        done = request._get_acts()["answer"].done
        there = request.with_context(lang="zh_CN").env
        self.assertNotEqual(there._(done), str(done))
        self.assertTrue(told.subject.startswith(there._(done)), told.subject)

    def test_a_dialog_for_nothing(self):
        """A remote call that names no act is told so."""
        for act in (None, "burn"):
            request = self._ask().with_context(request_act=act)
            with self._assert_refused("by the buttons"):
                request.action_ask()

    def test_due_as_the_department_promises(self):
        """R99: its own hours before the company's, in working time."""
        self.unit.complaint_request_hours = 4
        now = fields.Datetime.now()
        request = self._ask()
        working_time = self.company._get_complaint_working_time()
        worked = working_time.elapsed(now, request.date_due)
        self.assertAlmostEqual(worked, 4 * 3600, delta=60)
        self.assertGreater(self._ask(department_id=self.department.id).date_due, now)

    def test_due_where_nobody_works(self):
        """An empty calendar keeps nobody from asking."""
        self.company.resource_calendar_id.attendance_ids.unlink()
        self.company.complaint_calendar_id = False
        self.assertGreater(self._ask().date_due, fields.Datetime.now())

    def test_due_is_chosen(self):
        due = fields.Datetime.now() + timedelta(days=3)
        self.assertEqual(self._ask(date_due=due).date_due, due)
        for wrong in (timedelta(days=-1), timedelta(days=900)):
            with self.assertRaises(ValidationError):
                self._ask(date_due=fields.Datetime.now() + wrong)

    def test_decline_and_ask_again(self):
        request = self._ask()
        with self.assertRaises(UserError):
            request.with_user(self.head).action_decline(reason=" ")
        request.with_user(self.head).action_decline(reason="Ask Billing.")
        with self.assertRaises(AccessError):
            request.with_user(self.head).action_ask_again(reason="?")
        request.with_user(self.handler).action_ask_again(reason="They say it is you.")
        self.assertEqual(request.state, "open")
        self.assertEqual(self._get_tasks(request).user_id, self.head)
        with self.assertRaises(UserError):
            request.with_user(self.head).action_answer(answer="")

    def test_dialog_answers(self):
        request = self._ask()
        action = (
            request.with_user(self.head).with_context(request_act="answer").action_ask()
        )
        dialog = (
            self.env[action["res_model"]]
            .with_user(self.head)
            .with_context(**action["context"])
            .create({"answer": "No."})
        )
        self.assertEqual(dialog.asks, ["answer"])
        dialog.action_confirm()
        self.assertEqual(request.answer, "No.")
        with self.assertRaises(AccessError):
            self.env["complaint.request.act"].with_user(self.stranger).create(
                {"request_id": request.id, "act": "answer"}
            )

    # ------------------------------------------------------------------
    # Rights
    # ------------------------------------------------------------------

    def test_asked_sees_only_the_question(self):
        """R98: who is asked reads the question, and nothing of the case."""
        request = self._ask()
        theirs = request.with_user(self.clerk_there)
        self.assertEqual(theirs.name, request.name)
        self.assertIn(
            request,
            self.env["complaint.request"].with_user(self.clerk_there).search([]),
        )
        with self.assertRaises(AccessError):
            theirs.read(["complaint_id"])
        self.assertFalse(self.case.with_user(self.clerk_there).has_access("read"))
        for vals in ({"name": "Else"}, {"state": "answered"}):
            with self.assertRaises(UserError):
                theirs.write(vals)
        with self.assertRaises(AccessError):
            theirs.unlink()

    def test_strangers_see_nothing(self):
        request = self._ask()
        for user in self.stranger | self.outsider:
            theirs = request.with_user(user)
            self.assertFalse(theirs.search([("id", "=", request.id)]), user.name)
            with self.assertRaises(AccessError):
                theirs.read(["name"])
            with self.assertRaises(AccessError):
                theirs.action_answer(answer="Mine")
        with self.assertRaises(AccessError):
            self.env["complaint.request"].with_user(self.outsider).create(
                {
                    "name": "What is it about?",
                    "complaint_id": self.case.id,
                    "department_id": self.unit.id,
                }
            )

    def test_other_company(self):
        """Nobody asks a department of another company, nor reads what it is asked."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        unit = self.env["hr.department"].create(
            {"name": "Theirs", "company_id": other.id}
        )
        with self.assertRaises(UserError):
            self._ask(department_id=unit.id)
        foreigner = self._create_user(
            "case_foreigner", USER, company_id=other.id, company_ids=other.ids
        )
        request = self._ask()
        self.assertFalse(request.with_user(foreigner).search([("id", "=", request.id)]))

    def test_accused_learn_nothing(self):
        """R153: the asked department has somebody the protected case is about."""
        case = self._create_case(
            user_id=self.handler.id,
            identity_mode="confidential",
            partner_name="Wang Fang",
            complained_employee_ids=[(6, 0, self.unit.manager_id.ids)],
        )
        request = self._ask(case)
        self.assertEqual(self._get_tasks(request).user_id, self.clerk_there)
        theirs = request.with_user(self.head)
        self.assertFalse(theirs.search([("id", "=", request.id)]))
        self.assertFalse(theirs.search_count([("department_id", "=", self.unit.id)]))
        with self.assertRaises(AccessError):
            theirs.action_accept()
        with self.assertRaises(ValidationError):
            self._ask(case, user_id=self.head.id)
        self._let_be_late(request, hours=1)
        self._run_cron()
        self.assertNotIn(self.head, request.activity_ids.user_id)

    def test_refused_before_it_is_looked_into(self):
        """Who may not know of a case learns nothing by what a question is refused for,
        as whom it is about (R153)."""
        case = self._create_case(
            user_id=self.handler.id,
            identity_mode="confidential",
            partner_name="Wang Fang",
            complained_employee_ids=[(6, 0, self.staff[self.investigator].ids)],
        )
        for vals in ({"question": "Is it Wang Fang?"}, {"user_id": self.head.id}):
            with self.assertRaises(AccessError):
                self.env["complaint.request"].with_user(self.investigator).create(
                    {
                        "name": "What is it about?",
                        "complaint_id": case.id,
                        "department_id": self.unit.id,
                        **vals,
                    }
                )

    # ------------------------------------------------------------------
    # The case
    # ------------------------------------------------------------------

    def test_case_says_what_is_open(self):
        self._ask()
        case = self.case.with_user(self.handler)
        self.assertEqual((case.request_count, case.open_request_count), (1, 1))
        action = case.action_view_requests()
        found = self.env["complaint.request"].search(action["domain"])
        self.assertEqual(found, self.case.request_ids)

    def test_closing(self):
        """A case that ends withdraws its questions, unless the category waits."""
        request = self._ask()
        self.category.waits_for_requests = True
        self.assertTrue(self.case._check_need_requests_answered({}))
        self.category.waits_for_requests = False
        self.assertFalse(self.case._check_need_requests_answered({}))
        self.case.with_user(self.handler).action_cancel(
            reason="They withdrew it", cancel_reason="withdrawn"
        )
        self.assertEqual(request.state, "withdrawn")
        self.assertFalse(request.activity_ids)
        with self.assertRaises(ValidationError):
            self._ask()

    def test_analysis(self):
        """R99: time to answer and share in time, by department."""
        for _index in range(2):
            self._ask().with_user(self.head).action_answer(answer="Yes.")
        rows = (
            self.env["complaint.request"]
            .with_user(self.officer)
            ._read_group(
                [("state", "=", "answered")],
                ["department_id"],
                ["in_time:avg", "hours_taken:avg"],
            )
        )
        self.assertIn(
            (self.unit, 1, 0), [(row[0], row[1], round(row[2])) for row in rows]
        )
