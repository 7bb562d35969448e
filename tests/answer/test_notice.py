# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Notices: how far we are, why it takes longer, and a promise that is kept (R52)."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import html2plaintext

from odoo.addons.mail.tests.common import MailCase

from ..clock.act_common import HOUR, TUESDAY, WEDNESDAY, MilestoneCase
from ..clock.common import MONDAY

NOTICE = "complaint_management.mail_activity_type_notice"


@tagged("post_install", "-at_install")
class TestNotice(MilestoneCase, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mail.mail"].search([("state", "=", "outgoing")]).cancel()

    def _receive(self, moment=MONDAY, **vals):
        vals.setdefault("lang", "en_US")
        return self._with_mail(super()._receive(moment, **vals))

    def _prepare(self, case, **vals):
        wizards = self._with_mail(self.env["complaint.notice"])
        return wizards.with_user(self.handler).create(
            {"complaint_id": case.id, "words": "<p>We measure.</p>", **vals}
        )

    def _notify(self, case, moment=TUESDAY, **vals):
        with self._at(moment):
            self._prepare(case, **vals).action_send()
        return case.contact_ids.filtered("words")[:1]

    def _send_queue(self, moment):
        with self._at(moment), self.mock_mail_gateway(mail_unlink_sent=True):
            self.env["mail.mail"].sudo().process_email_queue()

    def _get_mails(self, case):
        return self.env["mail.mail"].search([("res_id", "=", case.id)])

    def _get_task(self, case):
        kind = self.env.ref(NOTICE)
        return case.activity_ids.filtered(lambda task: task.activity_type_id == kind)

    # ------------------------------------------------------------------
    # By mail
    # ------------------------------------------------------------------

    def test_counts_when_sent(self):
        """The next news are due from when the mail left, and not before (R200)."""
        case = self._receive()
        contact = self._notify(case)
        mail = self._get_mails(case)
        self.assertEqual(mail.email_to, "li.wei@example.com")
        self.assertIn("We measure.", mail.body_html)
        self.assertIn("Dear Li Wei,", mail.body_html)
        self.assertEqual(self._get_clock(case, "update").round, 1)
        self.assertFalse(contact.answered)
        self._send_queue(TUESDAY + 3 * HOUR)
        clock = self._get_clock(case, "update")
        self.assertEqual((clock.round, clock.date_start), (2, TUESDAY + 3 * HOUR))
        self.assertRecordValues(
            contact,
            [
                {
                    "answered": True,
                    "date": TUESDAY + 3 * HOUR,
                    "medium": "email",
                    "purpose": "progress",
                    "direction": "out",
                }
            ],
        )
        self._assert_runs(case, "answer", "resolve")

    def test_counts_without_deadlines(self):
        """A company without deadlines keeps its contacts all the same."""
        self.policy.active = False
        case = self._receive()
        contact = self._notify(case)
        self._send_queue(TUESDAY + HOUR)
        self.assertTrue(contact.answered)

    def test_the_new_date_is_a_promise(self):
        """It runs as a clock, and is kept by the next word (R48)."""
        case = self._receive()
        self._notify(case, until=WEDNESDAY)
        promise = self._get_clock(case, "promise")
        self.assertEqual((promise.state, promise.date_due), ("running", WEDNESDAY))
        self._send_queue(TUESDAY + HOUR)
        self.assertEqual(promise.state, "running", "not kept by its own notice")
        self._notify(case, TUESDAY + 5 * HOUR, until=WEDNESDAY + 24 * HOUR)
        self._assert_runs(case, "promise")
        self._send_queue(TUESDAY + 6 * HOUR)
        self.assertEqual(promise.outcome, "met")
        following = self._get_clock(case, "promise")
        self.assertEqual((following.previous_id, following.round), (promise, 2))

    def test_a_broken_promise(self):
        """Who waited in vain is told by when, and the break stays on record (R49)."""
        case = self._receive()
        self._log(case, MONDAY + HOUR, callback_date=MONDAY + 2 * HOUR)
        promise = self._get_clock(case, "promise")
        with self._assert_refused("promised to call back"):
            self._notify(case)
        self._notify(case, until=WEDNESDAY)
        self._send_queue(TUESDAY + HOUR)
        self.assertEqual(promise.outcome, "missed")
        self._assert_runs(case, "promise")

    def test_queue_that_stood_still(self):
        """A mail that left after the day it names breaks nothing but the promise."""
        case = self._receive()
        contact = self._notify(case, until=TUESDAY + HOUR)
        self._send_queue(WEDNESDAY)
        self.assertTrue(contact.answered)
        self.assertEqual(self._get_clock(case, "update").round, 2)

    def test_confidential(self):
        """The same words to the vaulted address, and no trace of it (R152)."""
        case = self._receive(identity_mode="confidential", user_id=self.handler.id)
        contact = self._notify(case)
        mail = self._get_mails(case)
        self.assertEqual(mail.email_to, "li.wei@example.com")
        self.assertNotIn("Li Wei", mail.body_html)
        self.assertNotIn("access_token", mail.body_html)
        self._send_queue(TUESDAY + HOUR)
        self.assertTrue(contact.answered)
        self.assertEqual(self._get_clock(case, "update").round, 2)

    # ------------------------------------------------------------------
    # On other ways
    # ------------------------------------------------------------------

    def test_anonymous(self):
        """It stands on the page that the tracking code opens, at once (R149)."""
        case = self._receive(
            identity_mode="anonymous",
            partner_name=False,
            email_from=False,
            user_id=self.handler.id,
        )
        contact = self._notify(case)
        self.assertTrue(contact.answered)
        self.assertIn("We measure.", case._get_customer_messages()[-1].body)
        self.assertFalse(self._get_mails(case).filtered("email_to"))
        self.assertFalse(self._get_task(case))

    def test_call_or_letter(self):
        """Without an email there is a task with the letter; done, it counts (R53)."""
        case = self._receive(email_from=False, street="7 Zhongshan Road")
        contact = self._notify(case, until=WEDNESDAY)
        self.assertFalse(self._get_mails(case))
        self.assertEqual(contact.medium, "letter")
        task = self._get_task(case)
        self.assertEqual(task.user_id, self.handler)
        self.assertIn(f"report_notice_letter/{contact.id}", task.note)
        self.assertEqual(self._get_clock(case, "update").round, 1)
        with self._at(TUESDAY + 2 * HOUR):
            task.with_user(self.handler).action_feedback()
        self.assertTrue(contact.answered)
        self.assertEqual(self._get_clock(case, "update").round, 2)
        self._assert_runs(case, "promise")

    def test_not_in_a_case_of_others(self):
        case = self._receive()
        wizard = self._prepare(case).with_user(self.outsider)
        with self.assertRaises(AccessError):
            wizard.sudo(False).complaint_id._give_notice("<p>Hello</p>")

    # ------------------------------------------------------------------
    # The dialog
    # ------------------------------------------------------------------

    def _open(self, case):
        action = case.with_user(self.handler).action_send_notice()
        return Form.from_action(self.env(user=self.handler), action)

    def test_proposal(self):
        """Words from the texts, with the reason and the date; theirs to edit."""
        case = self._receive()
        with self._at(TUESDAY):
            form = self._open(case)
            self.assertEqual((form.notice, form.way), ("progress", "By email"))
            self.assertIn("how far we are", form.words)
            form.notice = "late"
            form.reason = "The <laboratory> is ill."
            form.until = WEDNESDAY
            text = html2plaintext(form.words)
            self.assertIn("The <laboratory> is ill.", text)
            self.assertIn("Wednesday, 06/03/2026 at 10:00", text)
            form.words = "<p>My own words</p>"
            form.reason = "Another reason"
            self.assertEqual(form.words, "<p>My own words</p>")
            wizard = form.save()
            wizard.action_send()
        self.assertIn("My own words", case.contact_ids[:1].words)

    def test_late_by_itself(self):
        """What is late is told as late; an extended deadline is the new date."""
        case = self._receive()
        with self._at(MONDAY + timedelta(days=10)):
            form = self._open(case)
            self.assertEqual(form.notice, "late")
            self.assertFalse(form.until)
        with self._at(TUESDAY):
            form = self._open(case)
            form.notice = "late"
            self.assertEqual(form.until, self._get_clock(case, "answer").date_due)

    def test_what_is_missing(self):
        """A late notice says why and by when; none goes out with gaps (R52)."""
        case = self._receive()
        for words, vals in (
            ("Say why", {"notice": "late", "until": WEDNESDAY}),
            ("Say why", {"notice": "late", "until": WEDNESDAY, "reason": "  "}),
            ("Say by when", {"notice": "late", "reason": "Ill", "until": False}),
            ("is over already", {"until": MONDAY}),
            ("Write what", {"words": "<p><br></p>"}),
            ("still missing", {"words": "<p>We […did this…]</p>"}),
        ):
            with self.subTest(words), self._assert_refused(words):
                self._notify(case, **vals)
        self.assertFalse(case.contact_ids)

    def test_script_in_the_words(self):
        case = self._receive()
        contact = self._notify(case, words="<p onclick='x()'>A<script>x()</script></p>")
        for html in (contact.words, self._get_mails(case).body_html):
            self.assertNotIn("script", html)
            self.assertNotIn("onclick", html)
