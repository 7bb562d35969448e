# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Surveys, where the apps know more customers, and have more questions (R135)."""

from datetime import timedelta

from odoo import fields, http
from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged

from ..insight.poll_common import PollCase
from .common import AppsCase


@tagged("post_install", "-at_install")
class TestPollApps(PollCase, AppsCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls.env["survey.survey"].create(
            {"title": "Ten questions", "access_mode": "public"}
        )

    def test_customers_by_their_business(self):
        """Who ordered or got an invoice is a customer, also without any case; of a
        quotation and of long ago nobody is."""
        buyer, debtor, asker, former = self._create_customers(
            "Buyer", "Debtor", "Asker", "Former", case=False
        )
        self._create_order(buyer)
        self._create_order(asker, confirm=False)
        invoice = self._create_invoice(debtor, post=False)
        invoice.invoice_date = fields.Date.today()
        invoice.action_post()
        self._create_order(former).date_order = "2020-01-02"
        found = self._create_poll(months=6)._find_reach().by_mail
        self.assertEqual(set(found), set((buyer | debtor).ids))

    def test_led_on_to_more_questions(self):
        """After ours; how many completed them is seen on the round."""
        self._create_customers("Anna")
        poll = self._create_poll(survey_ref=f"survey.survey,{self.survey.id}")
        asked = self._send_out(poll)
        token = self._get_token(self._get_invitations(asked))
        self.authenticate(None, None)
        page = self.url_open(
            f"/complaints/ask/{token}",
            data={"csrf_token": http.Request.csrf_token(self), "score": "4"},
        )
        self.assertIn(self.survey.get_start_url(), page.text)
        self.assertEqual(self.url_open(self.survey.get_start_url()).status_code, 200)
        answer = self.survey._create_answer()
        self.assertEqual(asked.survey_count, 0)
        answer.sudo()._mark_done()
        asked.invalidate_recordset()
        self.assertEqual(asked.survey_count, 1)
        asked.with_user(self.manager).action_close()
        answer.sudo().end_datetime = fields.Datetime.now() + timedelta(days=2)
        asked.invalidate_recordset()
        self.assertEqual(asked.survey_count, 0, "completed after it was closed")

    def test_what_is_refused(self):
        """A survey notes who is logged in: it is not for employees; and one for
        invited people leads nowhere."""
        link = f"survey.survey,{self.survey.id}"
        with self.assertRaises(ValidationError):
            self._create_poll(audience="employees", survey_ref=link)
        poll = self._create_poll(survey_ref=link)
        with self.assertRaises(ValidationError):
            poll.audience = "employees"
        self.survey.access_mode = "token"
        with self.assertRaises(ValidationError):
            self._create_poll(survey_ref=link)
        self.survey.active = False
        self.assertIsNone(poll._get_survey_url())
