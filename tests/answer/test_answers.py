# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Everybody gets an answer, on a way that reaches them (R53, R64)."""

from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..common import ComplaintCase

ACKNOWLEDGE = "complaint_management.mail_activity_type_acknowledge"
ANSWER = "complaint_management.mail_activity_type_answer"


@tagged("post_install", "-at_install")
class TestAnswers(ComplaintCase):
    def _create_case(self, user=None, **vals):
        """A case as in production, with mails."""
        return self._with_mail(super()._create_case(user=user, **vals))

    def _get_mails(self, case):
        domain = [("model", "=", case._name), ("res_id", "=", case.id)]
        return self.env["mail.mail"].search(domain).filtered("email_to")

    def _get_tasks(self, case, xmlid):
        return case.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref(xmlid)
        )

    def test_acknowledged_by_mail(self):
        """Who gave an email hears that the case arrived (R53)."""
        case = self._create_case()
        self._bring_to(case, "acknowledged")
        mail = self._get_mails(case)
        self.assertEqual(mail.email_to, "li.wei@example.com")
        self.assertIn(case.number, mail.subject)
        self.assertFalse(self._get_tasks(case, ACKNOWLEDGE))

    def test_acknowledged_by_call_or_letter(self):
        """Without an email the handler is asked to call or write (R53)."""
        case = self._create_case(email_from=False, phone="+86 10 1234")
        self._bring_to(case, "acknowledged")
        self.assertFalse(self._get_mails(case))
        self.assertEqual(self._get_tasks(case, ACKNOWLEDGE).user_id, self.handler)

    def test_acknowledged_before_anybody_handles_it(self):
        """Until somebody handles it, who met the customer calls (R86)."""
        case = self._create_case(email_from=False, phone="1", category_id=False)
        self._bring_to(case, "acknowledged")
        self.assertEqual(self._get_tasks(case, ACKNOWLEDGE).user_id, self.clerk)

    def test_nobody_who_left_is_asked_to_call(self):
        """Nor who the protected case is about: then an officer calls (R53)."""
        case = self._create_case(email_from=False, phone="1")
        self.handler.active = False
        self._bring_to(case, "acknowledged")
        self.assertEqual(self._get_tasks(case, ACKNOWLEDGE).user_id, self.clerk)
        accused = self.env["hr.employee"].create(
            {"name": "Clerk", "user_id": self.clerk.id, "company_id": self.company.id}
        )
        case = self._create_case(email_from=False, phone="1", category_id=False)
        case.write(
            {"complained_employee_ids": accused.ids, "identity_mode": "confidential"}
        )
        case.with_user(self.manager).action_acknowledge()
        self.assertEqual(self._get_tasks(case, ACKNOWLEDGE).user_id, self.officer)

    def test_the_investigator_is_told(self):
        """Who has to find out the facts hears of it, and follows the case (R3)."""
        case = self._bring_to(self._create_case(), "assessed")
        case.with_user(self.handler).investigator_id = self.investigator
        self.assertIn(self.investigator.partner_id, case.message_partner_ids)
        told = self.env["mail.notification"].search(
            [
                ("mail_message_id.model", "=", case._name),
                ("mail_message_id.res_id", "=", case.id),
                ("res_partner_id", "=", self.investigator.partner_id.id),
            ]
        )
        self.assertEqual(len(told), 1)

    def test_assessed_at_once(self):
        """Skipping the first button does not skip the acknowledgement (R53)."""
        case = self._create_case()
        case.grounds = "sufficient"
        case.with_user(self.handler).action_assess()
        self.assertEqual(len(self._get_mails(case)), 1)
        self.assertEqual(case.date_acknowledged, case.date_assessed)
        again = self._create_case()
        self._bring_to(again, "assessed")
        self.assertEqual(len(self._get_mails(again)), 1, "told once")

    def test_nobody_writes_to_the_anonymous(self):
        """There is nobody to tell, and no task that cannot be done (R149)."""
        case = self._create_case(
            identity_mode="anonymous", partner_name=False, email_from=False
        )
        self._bring_to(case, "answered")
        self.assertFalse(self._get_mails(case))
        self.assertFalse(self._get_tasks(case, ACKNOWLEDGE))
        self.assertFalse(self._get_tasks(case, ANSWER))

    def test_the_answer_goes_out_once_approved(self):
        """With its letter, and with the text that was approved (R47, R64)."""
        case = self._bring_to(self._create_case(), "approved")
        before = self._get_mails(case)
        self._bring_to(case, "answered")
        mail = self._get_mails(case) - before
        self.assertEqual(len(mail), 1)
        self.assertIn("You get the money back", mail.body_html)
        self.assertNotIn("correct the meters", mail.body_html, "internal reasons")
        self.assertTrue(mail.attachment_ids)
        self.assertEqual(case.date_answered.date(), fields.Date.today())

    def test_the_answer_where_nothing_makes_pdfs(self):
        """It goes out without its letter: the case must not get stuck (R64)."""
        case = self._bring_to(self._create_case(), "approved")
        before = self._get_mails(case)
        with patch.object(
            self.env.registry["ir.actions.report"],
            "get_wkhtmltopdf_state",
            lambda report: "install",
        ):
            self._bring_to(case, "answered")
        mail = self._get_mails(case) - before
        self.assertIn("You get the money back", mail.body_html)
        self.assertFalse(mail.attachment_ids)

    def test_the_answer_by_call_or_letter(self):
        """Without an email, the handler gives the answer (R64)."""
        case = self._create_case(email_from=False, street="Station Road 1")
        self._bring_to(case, "answered")
        self.assertEqual(self._get_tasks(case, ANSWER).user_id, self.handler)

    def test_inquiries_and_suggestions_are_answered(self):
        """Their own texts, to the same address (R5, R7)."""
        for kind, words in (
            ("inquiry", "upper row of figures"),
            ("suggestion", "open on Saturdays"),
        ):
            with self.subTest(kind=kind):
                case = self._bring_to(self._create_case(kind=kind), "resolved")
                self.assertIn(words, self._get_mails(case)[0].body_html)

    def test_in_the_customer_s_language(self):
        """Dates, words and letter in the language of the customer (R64)."""
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("complaint_management.mail_template_acknowledgement")
        template.with_context(lang="fr_FR").subject = "Reçu ({{ object.number }})"
        case = self._create_case(lang="fr_FR")
        self._bring_to(case, "acknowledged")
        self.assertEqual(self._get_mails(case).subject, f"Reçu ({case.number})")

    def test_a_move_that_fails_tells_nobody(self):
        """Nobody is told what did not happen."""
        case = self._bring_to(self._create_case(), "approved")
        count = len(self._get_mails(case))
        case._write_protected({"date_answered": False})
        with self._assert_refused("Answered On"):
            case.customer_response = "accepted"
            case.with_user(self.handler).action_resolve()
        self.assertEqual(len(self._get_mails(case)), count)

    def test_followers_are_told_the_outcome(self):
        """Who follows a case hears its outcome, not each step inside."""
        case = self._create_case()
        case._message_subscribe(self.employee.partner_id.ids)
        self._bring_to(case, "closed")
        outcome = self.env.ref("complaint_management.mt_complaint_outcome")
        told = case.message_ids.filtered(lambda m: m.subtype_id == outcome)
        words = " ".join(told.mapped("body"))
        self.assertIn("Closed", words)
        self.assertNotIn("Approval requested", words)
