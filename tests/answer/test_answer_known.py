# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who read the answer, or replied to it, has been told (R46, R47)."""

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from ..common import ComplaintCase


class ToldCase(ComplaintCase):
    def _answer(self, **vals):
        """A case whose answer is in the queue, and not sent."""
        case = self._bring_to(self._create_case(**vals), "approved")
        self._with_mail(case).with_user(self.handler).action_answer()
        return self._with_mail(case)

    def _fail(self, case, milestone="answer"):
        mail = self.env["mail.mail"].search(
            [("res_id", "=", case.id), ("complaint_milestone", "=", milestone)]
        )
        mail.write({"state": "exception", "failure_type": "mail_smtp"})
        case.sudo()._mail_did_not_go_out(milestone, False)
        case.invalidate_recordset(["waiting_mail"])
        return mail

    def _assert_told(self, case):
        case.invalidate_recordset()
        self.assertFalse(case._get_open_clocks(["notice"]))
        self.assertFalse(case.waiting_mail)
        self.assertFalse(case.mail_failed)
        self.assertTrue(case.date_answer_read)


@tagged("post_install", "-at_install")
class TestTold(ToldCase):
    def test_who_accepts_has_been_told(self):
        """The notice ends, and nothing says that they were not told (R46)."""
        case = self._answer()
        self._fail(case)
        self.assertTrue(case._get_open_clocks(["notice"]))
        self.assertIn("could not be sent", case.waiting_mail)
        case._respond_by_complainant(True)
        self._assert_told(case)

    def test_who_does_not_accept_has_been_told(self):
        case = self._answer()
        case._respond_by_complainant(False, "Too little")
        self._assert_told(case)

    def test_what_the_handler_records(self):
        case = self._answer(email_from=False, phone="555")
        kind = self.env.ref("complaint_management.mail_activity_type_answer")
        self.assertIn(kind, case.activity_ids.activity_type_id)
        case.with_user(self.handler).customer_response = "accepted"
        self._assert_told(case)
        self.assertNotIn(kind, case.activity_ids.activity_type_id)

    def test_who_could_not_be_reached_does_not_know(self):
        case = self._answer()
        case.with_user(self.handler).customer_response = "unreachable"
        self.assertFalse(case.date_answer_read)
        self.assertTrue(case._get_open_clocks(["notice"]))

    def test_another_answer_is_not_known(self):
        case = self._answer()
        case._know_answer()
        case.with_user(self.handler).answer = "<p>Something else</p>"
        self.assertFalse(case._knows_answer())

    def test_no_more_news_after_the_answer(self):
        """Who has our answer is not promised to hear how far we are."""
        case = self._answer()
        milestones = [row["milestone"] for row in case._get_portal_promises()]
        self.assertNotIn("update", milestones)


@tagged("post_install", "-at_install")
class TestSendAgain(ToldCase):
    def test_to_the_address_that_is_right_now(self):
        case = self._answer()
        failed = self._fail(case)
        self.assertIn("could not be sent", case.waiting_mail)
        self.assertIn("reason", case.waiting_mail)
        case.with_user(self.handler).email_from = "right@example.com"
        case.with_user(self.handler).action_send_again(reason="Mistyped")
        self.assertEqual(failed.state, "cancel")
        again = self.env["mail.mail"].search(
            [
                ("res_id", "=", case.id),
                ("state", "=", "outgoing"),
                ("complaint_milestone", "=", "answer"),
            ]
        )
        self.assertIn("right@example.com", again.email_to or "")
        self.assertFalse(case.mail_failed)

    def test_only_what_failed(self):
        case = self._answer()
        with self.assertRaises(UserError):
            case.with_user(self.handler).action_send_again()


@tagged("post_install", "-at_install")
class TestReading(HttpCase, ToldCase):
    def _open(self, case, login=None, method="GET"):
        self.env.flush_all()
        if login:
            self.authenticate(login, login)
        token = case._portal_ensure_token()
        return self.url_open(
            f"/my/complaints/{case.id}?access_token={token}", method=method
        )

    def test_who_opens_the_page_has_been_told(self):
        case = self._answer()
        response = self._open(case)
        self.assertIn("You get the money back", response.text)
        self._assert_told(case)

    def test_who_checks_a_link_has_read_nothing(self):
        """Mail servers ask whether a page is there before anybody opens it."""
        case = self._answer()
        self.assertEqual(self._open(case, method="HEAD").status_code, 200)
        case.invalidate_recordset()
        self.assertFalse(case.date_answer_read)

    def test_a_colleague_who_looks_is_not_the_customer(self):
        case = self._answer()
        self._open(case, login=self.handler.login)
        case.invalidate_recordset()
        self.assertFalse(case.date_answer_read)

    def test_no_machine_is_the_customer(self):
        """Nor a link checker, a browser that looks ahead, or a picture elsewhere."""
        case = self._answer()
        url = f"/my/complaints/{case.id}?access_token={case._portal_ensure_token()}"
        self.env.flush_all()
        for method, headers in (
            ("HEAD", {}),
            ("GET", {"Sec-Purpose": "prefetch;prerender"}),
            ("GET", {"Sec-Fetch-Mode": "no-cors"}),
        ):
            with self.subTest(method=method, **headers):
                response = self.url_open(url, method=method, headers=headers)
                self.assertEqual(response.status_code, 200)
                case.invalidate_recordset()
                self.assertFalse(case.date_answer_read)

    def test_before_the_answer_nothing_is_read(self):
        case = self._create_case()
        self._open(case)
        case.invalidate_recordset()
        self.assertFalse(case.date_answer_read)

    def test_the_answer_stands_once(self):
        """Not in the box and in the mail below it."""
        case = self._answer()
        self.assertEqual(self._open(case).text.count("You get the money back"), 1)
