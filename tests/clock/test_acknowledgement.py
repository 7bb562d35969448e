# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Everybody is told that the case arrived, what comes next and by when (R53, R56)."""

from odoo.tests import tagged
from odoo.tools import html2plaintext

from .act_common import HOUR, MilestoneCase
from .common import MONDAY

TEMPLATE = "complaint_management.mail_template_acknowledgement"
ACTIVITY = "complaint_management.mail_activity_type_acknowledge"
LETTER = "/report/pdf/complaint_management.report_acknowledgement_letter/"


@tagged("post_install", "-at_install")
class TestAcknowledgement(MilestoneCase):
    def _receive(self, moment=MONDAY, **vals):
        vals.setdefault("lang", "en_US")
        return self._with_mail(super()._receive(moment, **vals))

    def _read_mail(self, case, moment=MONDAY):
        """The acknowledgement as text, as it is sent at ``moment``."""
        template = self.env.ref(TEMPLATE)
        with self._at(moment):
            bodies = template._render_field("body_html", case.ids, compute_lang=True)
        return " ".join(html2plaintext(bodies[case.id]).split())

    def _get_task(self, case):
        kind = self.env.ref(ACTIVITY)
        return case.activity_ids.filtered(lambda task: task.activity_type_id == kind)

    def _acknowledge(self, case):
        self._walk(case, MONDAY + HOUR, "acknowledged")
        return self._get_task(case)

    def _get_mails(self, case):
        return self.env["mail.mail"].search([("res_id", "=", case.id)])

    # ------------------------------------------------------------------
    # What it says
    # ------------------------------------------------------------------

    def test_by_when(self):
        """The days come from the clocks that run, in the customer's time (R56)."""
        text = self._read_mail(self._receive())
        for words in (
            "You hear from us how far we are by Wednesday, June 3, 2026.",
            "You get our answer by Thursday, June 4, 2026.",
        ):
            self.assertIn(words, text)
        self.assertNotIn("Assessment", text)
        self.assertNotIn("confirm that it arrived", text)

    def test_no_mail_says_today(self):
        """A mail is read on another day; a page may say it (R56)."""
        case = self._receive()
        moment = MONDAY.replace(day=3)
        text = self._read_mail(case, moment)
        self.assertIn("how far we are by June 3, 2026, ", text)
        self.assertNotIn("today", text)
        with self._at(moment):
            promises = case.with_context(tz="UTC")._get_portal_promises()
        self.assertTrue(any("today" in promise["text"] for promise in promises))

    def test_nothing_late_is_promised(self):
        """A day that is over is not promised any more."""
        case = self._receive()
        text = self._read_mail(case, MONDAY.replace(day=3, hour=12))
        self.assertNotIn("Wednesday, June 3", text)
        self.assertIn("Thursday, June 4", text)

    def test_without_clocks(self):
        """A company without deadlines names no day, and the mail stays whole."""
        self.policy.active = False
        text = self._read_mail(self._receive())
        self.assertIn("What happens next", text)
        self.assertNotIn("2026.", text)

    def test_who_is_responsible(self):
        """A person, else the unit: never the system itself (R86)."""
        case = self._receive()
        self.assertIn("case_handler is responsible", self._read_mail(case))
        self.assertFalse(self.env.user.active, "the system")
        case = self._receive(
            user=self.env.user, category_id=False, department_id=self.department.id
        )
        self.assertFalse(case.user_id)
        self.assertIn("Metering is responsible", self._read_mail(case))

    def test_link(self):
        """A named complainant gets the way to the page of the case."""
        template = self.env.ref(TEMPLATE)
        case = self._receive()
        body = template._render_field("body_html", case.ids)[case.id]
        self.assertIn(f"/my/complaints/{case.id}?access_token=", body)

    def test_protected(self):
        """To a confidential one it is their mail, and tells nothing else (R152)."""
        case = self._receive(identity_mode="confidential")
        self.assertFalse(self._acknowledge(case))
        mail = self._get_mails(case)
        self.assertEqual(mail.email_to, "li.wei@example.com")
        words = mail.body_html + mail.subject + "".join(case.message_ids.mapped("body"))
        for trace in ("Li Wei", "li.wei", "access_token"):
            self.assertNotIn(trace, words)

    # ------------------------------------------------------------------
    # Once, and on a way that reaches them
    # ------------------------------------------------------------------

    def test_once(self):
        """A case that goes on is not acknowledged again (R53)."""
        case = self._receive()
        self._acknowledge(case)
        self._walk(case, MONDAY + 2 * HOUR, "assessed")
        self.assertEqual(len(self._get_mails(case)), 1)

    def test_call_or_letter(self):
        """Without an email the task says how, with the letter one click away."""
        ways = (
            ({"street": "7 Zhongshan Road"}, "Send the letter: ", "print, sign and"),
            ({"phone": "020 5550 0101"}, "Call: ", "call 020 5550 0101"),
            (
                {"phone": "020 5550 0101", "street": "7 Zhongshan Road"},
                "Call, or send the letter: ",
                "or print, sign and",
            ),
        )
        for vals, how, note in ways:
            with self.subTest(how):
                case = self._receive(email_from=False, **vals)
                task = self._acknowledge(case)
                self.assertTrue(task.summary.startswith(how), task.summary)
                self.assertIn(note, task.note)
                self.assertIn(f"{LETTER}{case.id}", task.note)

    def test_task_of_a_protected_case(self):
        """Who cannot be mailed is reached by a custodian; nothing is told (R152)."""
        case = self._receive(
            identity_mode="confidential",
            email_from=False,
            phone="020 5550 0101",
            user_id=self.handler.id,
        )
        task = self._acknowledge(case)
        self.assertIn("custodian", task.summary)
        self.assertNotIn("5550", task.note + task.summary)

    def test_letter_says_what_the_mail_says(self):
        """Also what a manager has changed; only the way back is another."""
        template = self.env.ref(TEMPLATE)
        case = self._receive()
        for body in (template.body_html, "<p>Changed: <t t-out='object.number'/></p>"):
            template.body_html = body
            letter = html2plaintext(case._get_letter_body(TEMPLATE))
            self.assertIn(case.number, letter)
            self.assertNotIn("reply to this email", letter)
            self.assertNotIn("access_token", letter)
        self.assertIn("Changed", letter)

    def test_mail_that_waits(self):
        """The form says so until the mail has left, and when it failed (R53)."""
        case = self._receive()
        self.assertFalse(case.waiting_mail)
        self._acknowledge(case)
        case.invalidate_recordset()
        self.assertIn("waits", case.waiting_mail)
        mail = self._get_mails(case)
        mail.state = "exception"
        case.invalidate_recordset()
        self.assertIn("could not be sent", case.waiting_mail)
        mail.state = "sent"
        case.invalidate_recordset()
        self.assertFalse(case.waiting_mail)
