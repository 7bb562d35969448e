# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The page behind the link in the mail: public, and known to nobody else (R135)."""

from datetime import timedelta

from odoo import fields, http
from odoo.tests import HttpCase, tagged

from .poll_common import PollCase


@tagged("post_install", "-at_install")
class TestPollPage(PollCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls._create_customers("Anna")

    def setUp(self):
        super().setUp()
        self.asked = self._send_out()
        self.token = self._get_token(self._get_invitations(self.asked))
        self.page = f"/complaints/ask/{self.token}"

    def _post(self, page, **data):
        self.authenticate(None, None)
        csrf = http.Request.csrf_token(self)
        response = self.url_open(page, data={"csrf_token": csrf, **data})
        self.env.invalidate_all()
        return response

    def test_opening_changes_nothing(self):
        """The answer that was clicked is chosen, and no name is on the page."""
        page = self.url_open(f"{self.page}?score=4")
        self.assertEqual(page.status_code, 200)
        self.assertIn('id="poll_score_4" value="4" checked="checked"', page.text)
        self.assertNotIn("Anna", page.text)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertFalse(self.asked._get_ratings())

    def test_answer_and_change_it(self):
        """The comment is optional; the link shows what was answered."""
        page = self._post(self.page, score="2")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Thank you", page.text)
        self._post(self.page, score="5", comment="Much <better> now")
        rating = self.asked._get_ratings()
        self.assertEqual((rating.rating, rating.partner_id), (5, self.anna))
        self.assertEqual(rating.create_uid, self.env.ref("base.user_root"))
        page = self.url_open(self.page)
        self.assertIn("Much &lt;better&gt; now", page.text)
        self.assertIn('value="5" checked="checked"', page.text)

    def test_what_is_wrong_is_said(self):
        """And what was typed stays."""
        for score in ("", "6", "x", "1e9"):
            with self.subTest(score=score):
                page = self._post(self.page, score=score, comment="My words")
                self.assertEqual(page.status_code, 422)
                self.assertIn("Choose how satisfied you are", page.text)
                self.assertIn("My words", page.text)
        self.assertFalse(self.asked._get_ratings())

    def test_a_company_without_a_public_form(self):
        """Is not promised to be found there."""
        for is_public in (True, False):
            self.company.complaint_public_form = is_public
            self.env.flush_all()
            page = self._post(self.page, score="5")
            self.assertEqual("write to us" in page.text, is_public)
        # Nor of one that was closed: its form is gone.
        closed = self.env["res.company"].create({"name": "Closed"})
        closed.write({"complaint_public_form": True, "active": False})
        self.asked.sudo().company_id = closed
        self.env.flush_all()
        self.assertNotIn("write to us", self._post(self.page, score="5").text)

    def test_a_wrong_link(self):
        """It tells nothing."""
        for token in (self.token[:-1], "x", "%00", "ä", "-"):
            for page in (f"/complaints/ask/{token}", f"/complaints/ask/{token}/stop"):
                with self.subTest(page=page):
                    answer = self.url_open(page)
                    self.assertEqual(answer.status_code, 404)
        answer = self._post(f"/complaints/ask/{self.token}x", score="5")
        self.assertEqual(answer.status_code, 404)
        self.assertIn("This link does not work", answer.text)

    def test_the_time_is_over(self):
        """It says so plainly, also before the job has closed the round."""
        self.asked.sudo().date_end = fields.Date.today() - timedelta(days=2)
        for page in (self.url_open(self.page), self._post(self.page, score="5")):
            self.assertEqual(page.status_code, 410)
            self.assertIn("The time to answer is over", page.text)
        self._run_job()
        self.assertEqual(self.asked.state, "closed")
        self.assertEqual(self.url_open(self.page).status_code, 410)
        self.assertFalse(self.asked._get_ratings())

    def test_ask_me_no_more(self):
        """A visit asks back; one click in the mail program is enough, also later."""
        page = self.url_open(f"{self.page}/stop")
        self.assertIn("Shall we ask you no more?", page.text)
        minds = self.env["mail.blacklist"].search([("email", "=", self.anna.email)])
        self.assertFalse(minds)
        self.asked.with_user(self.manager).action_close()
        self.env.flush_all()
        answer = self.url_open(
            f"{self.page}/stop", data={"List-Unsubscribe": "One-Click"}
        )
        self.assertEqual(answer.status_code, 200)
        minds = self.env["mail.blacklist"].search([("email", "=", self.anna.email)])
        self.assertTrue(minds)
        self.assertFalse(self.asked.poll_id._find_reach().by_mail)

    def test_an_employee_who_is_logged_in(self):
        """Signs nothing."""
        self._create_employees(5)
        employees = self._create_poll(audience="employees", name="Ours")
        asked = self._send_out(employees)
        invitation = self._get_invitations(asked)[0]
        page = f"/complaints/ask/{self._get_token(invitation)}"
        self.authenticate("case_employee", "case_employee")
        csrf = http.Request.csrf_token(self)
        answer = self.url_open(page, data={"csrf_token": csrf, "score": "3"})
        self.assertEqual(answer.status_code, 200)
        self.env.invalidate_all()
        rating = asked._get_ratings()
        self.assertEqual(rating.create_uid, self.env.ref("base.user_root"))
        self.assertNotEqual(asked.write_uid, self.employee)
        self.assertFalse(rating.partner_id)
        # Who has the mail, as whoever keeps copies of it, does not see the answer.
        self.assertNotIn('checked="checked"', self.url_open(page).text)

    def test_an_employee_is_not_shown_what_they_said(self):
        """Whoever has the link as well, an administrator say who saw the mail before
        it was sent, reads no answer by it; another answer takes its place (R215)."""
        self._create_employees(5)
        asked = self._send_out(self._create_poll(audience="employees", name="Ours"))
        page = f"/complaints/ask/{self._get_token(self._get_invitations(asked)[0])}"
        blank = self.url_open(page).text
        self._post(page, score="2", comment="My boss shouts")
        again = self.url_open(page).text
        self.assertNotIn("My boss shouts", again)
        self.assertNotIn("checked=", again)
        self.assertIn("takes its place", blank)
        self._post(page, score="4")
        self.assertRecordValues(asked._get_ratings(), [{"rating": 4.0, "feedback": ""}])

    def test_in_the_language_of_who_was_asked(self):
        """Whatever the browser prefers."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.anna.lang = "fr_FR"
        self.env["ir.model.data"].flush_model()
        self.asked.sudo().question = "How is it?"
        self.asked.sudo().with_context(lang="fr_FR").question = "Comment est-ce ?"
        self.env.flush_all()
        page = self.url_open(self.page)
        self.assertIn("Comment est-ce ?", page.text)
        self.assertIn('lang="fr-FR"', page.text)
