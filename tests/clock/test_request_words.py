# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a department reads of a question about somebody who is protected (R152)."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .request_common import OVERDUE, TO_ANSWER, RequestCase

NAME = "Wang Fang"


@tagged("post_install", "-at_install")
class TestRequestWords(RequestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.closed = cls._create_case(
            user_id=cls.handler.id, identity_mode="confidential", partner_name=NAME
        )

    def _ask_about(self, who=NAME):
        return self._ask(
            self.closed, name=f"Did {who} call?", question=f"{who} says so.\nIn March."
        )

    def test_department_does_not_read_who_complained(self):
        request = self._ask_about()
        theirs = request.with_user(self.head)
        self.assertEqual(theirs.name, "Did […] call?")
        self.assertEqual(theirs.question, "[…] says so.\nIn March.")
        self.assertNotIn(NAME, theirs.display_name)
        request.with_user(self.handler).action_withdraw(reason=f"{NAME} called.")
        self.assertEqual(theirs.end_reason, "[…] called.")

    def test_asker_learns_nothing_by_trying_names(self):
        """Whatever name they try, they read their own words, and see no difference:
        when they ask, later, and in what is told of it elsewhere."""
        seen = []
        for who in (NAME, "Zhao Min"):
            request = self._ask_about(who).with_user(self.handler)
            request.invalidate_recordset()
            log = "".join(self.closed.message_ids.sorted("id")[-1:].mapped("body"))
            said = (request.name, request.question, request.display_name, log)
            seen.append([text.replace(who, "X") for text in said])
            found = self.env["complaint.request"].with_user(self.handler)
            self.assertIn(request, found.search([("name", "ilike", who)]))
            self.assertNotIn(request, found.search([("name", "not ilike", who)]))
        self.assertEqual(*seen)

    def test_department_learns_nothing_by_what_it_writes(self):
        """It declines with a list of names, and reads all of them again."""
        request = self._ask_about()
        names = f"Ask Zhao Min, {NAME} or Li Na."
        request.with_user(self.head).action_decline(reason=names)
        self.env.invalidate_all()
        for user in self.head | self.clerk_there:
            self.assertEqual(request.with_user(user).end_reason, names)
        request.with_user(self.handler).action_ask_again(reason=f"{NAME} says no.")
        self.assertEqual(request.with_user(self.head).end_reason, "[…] says no.")

    def test_asker_who_left_the_case_reads_their_own_words(self):
        """Else they would see afterwards which of the names was hidden."""
        request = self._ask_about()
        self.closed.user_id = self.officer
        self.staff[self.handler].department_id = self.unit
        self.env.invalidate_all()
        self.assertFalse(self.closed.with_user(self.handler).has_access("read"))
        self.assertIn(NAME, request.with_user(self.handler).name)

    def test_department_finds_nothing_by_trying_names(self):
        request = self._ask_about()
        theirs = self.env["complaint.request"].with_user(self.head)
        for operator in ("ilike", "=", "=ilike", "in"):
            value = [request.name] if operator == "in" else request.name
            with self.subTest(operator):
                self.assertFalse(theirs.search([("name", operator, value)]))
        self.assertFalse(theirs.search([("name", "ilike", "call")]))
        self.assertIn(request, theirs.search([("name", "not ilike", NAME)]))
        self.assertIn(request, theirs.search([]))

    def test_nothing_that_is_told_of_it_has_the_words(self):
        """Tasks and mails are read by several people."""
        request = self._ask_about()
        self._let_come_due(request)
        self._run_cron()
        self._let_be_late(request, hours=1)
        self._run_cron()
        tasks = self._get_tasks(request, TO_ANSWER) | self._get_tasks(request, OVERDUE)
        self.assertGreaterEqual(len(tasks), 1)
        told = [*tasks.mapped("summary"), *tasks.mapped("res_name")]
        request.with_user(self.head).action_answer(answer="Yes.")
        request.with_user(self.handler).action_ask_again(reason=f"Was it {NAME}?")
        messages = self.env["mail.message"].search(
            [("model", "=", request._name), ("res_id", "=", request.id)]
        )
        self.assertGreater(len(messages), 2)
        for message in messages:
            told += [message.subject, message.body, message.record_name]
        self.assertNotIn("Fang", " ".join(filter(None, map(str, told))))

    def test_nobody_writes_beside_the_buttons(self):
        request = self._ask_about()
        for user in self.handler | self.head:
            for kind in ("comment", "notification"):
                with (
                    self.subTest(user.login, kind=kind),
                    self.assertRaises(UserError),
                ):
                    request.with_user(user).message_post(
                        body=f"{NAME} called.", message_type=kind
                    )
        self._ask().with_user(self.head).message_post(
            body="Which street?", message_type="comment"
        )

    def test_nobody_plans_tasks_beside_the_buttons(self):
        """The words of a task are read by whoever reads the request."""
        model = self.env["ir.model"]._get("complaint.request")
        vals = {"res_model_id": model.id, "note": f"{NAME} called."}
        protected, named = self._ask_about(), self._ask()
        for user in self.handler | self.head:
            tasks = self.env["mail.activity"].with_user(user)
            with self.subTest(user.login):
                with self.assertRaises(UserError):
                    tasks.create({**vals, "res_id": protected.id})
                self.assertTrue(tasks.create({**vals, "res_id": named.id}))

    def test_dialog_shows_what_its_user_may_read(self):
        request = self._ask_about()
        dialogs = self.env["complaint.request.act"]
        for user, seen in ((self.head, "Did […] call?"), (self.handler, request.name)):
            dialog = dialogs.with_user(user).create(
                {"request_id": request.id, "act": "answer"}
            )
            self.assertEqual(dialog.name, seen)

    def test_named_complainants_are_not_hidden(self):
        request = self._ask(name="Did Li Wei call?")
        self.assertEqual(request.with_user(self.head).name, "Did Li Wei call?")
        self.assertEqual(request.display_name, "Did Li Wei call?")

    def test_something_is_asked(self):
        for name in ("", " ", False):
            with self.assertRaises(ValidationError):
                self._ask(name=name)

    def test_dialog_keeps_what_is_written(self):
        requests = self.env["complaint.request"].with_user(self.handler)
        form = Form(
            requests.with_context(default_complaint_id=self.case.id),
            "complaint_management.complaint_request_view_form_ask",
        )
        form.name = "Was it changed?"
        form.department_id = self.unit
        form.question = "In March."
        request = form.save()
        self.assertEqual(request.name, "Was it changed?")
        self.assertEqual(request.with_user(self.head).question, "In March.")
