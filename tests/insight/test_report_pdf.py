# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The printed form and letter, as real PDFs: what they say, and what they do not."""

import io
import re
from datetime import timedelta

import pytest

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools.pdf import PdfFileReader

from ..common import ComplaintCase

FORM = "complaint_management.action_report_registration_form"
LETTER = "complaint_management.action_report_answer_letter"
ACKNOWLEDGEMENT = "complaint_management.action_report_acknowledgement_letter"
NOTICE_LETTER = "complaint_management.action_report_notice_letter"
APOLOGY_LETTER = "complaint_management.action_report_apology_letter"
AUTHORITY = "complaint_management.action_report_authority_letter"
# Words that stand only in what is internal.
SECRETS = (
    "SECRETFINDING",
    "SECRETDECISION",
    "SECRETREASON",
    "SECRETNOTE",
    "SECRETPERSON",
    "SECRETUNIT",
)


@pytest.mark.pdf
@tagged("post_install", "-at_install")
class TestReportPdf(ComplaintCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("report.url", cls.base_url())
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(
            ["complaint_management"], ["zh_CN"]
        )
        cls.clerk.tz = cls.env.user.tz = "Asia/Shanghai"
        cls.case = cls._create_case(
            date_received=fields.Datetime.now() - timedelta(days=2),
            demand="The 400 back, and an apology.",
            phone="020 5550 0101",
            street="7 Zhongshan Road",
            external_body="Provincial Power Company",
            external_ref="YP-118",
            lang="en_US",
        )
        cls._answer(cls.case)

    @classmethod
    def _answer(cls, case):
        """Bring a case to its answer, with secrets wherever they belong."""
        person = cls.env["hr.employee"].create({"name": "SECRETPERSON"})
        unit = cls.env["hr.department"].create({"name": "SECRETUNIT"})
        cls._bring_to(case, "investigating", mindset="opportunist")
        cls._bring_to(case, "proposed")
        case.write(
            {
                "finding": "<p>SECRETFINDING</p>",
                "decision": "<p>SECRETDECISION</p>",
                "fault_level": "violation",
                "responsible_employee_ids": person.ids,
                "responsible_department_ids": unit.ids,
            }
        )
        cls._bring_to(case, "pending")
        case.with_user(cls.manager).action_refuse(reason="SECRETREASON")
        cls._bring_to(case, "answered")
        cls._log_contact(case, medium="phone", mood="1", summary="SECRETNOTE")

    def _print(self, report, cases, user=None):
        """Print as a user prints, with wkhtmltopdf.

        :return: number of pages, and the text with single spaces
        """
        reports = self.env["ir.actions.report"].with_user(user or self.handler)
        content, kind = reports.with_context(
            force_report_rendering=True, lang="en_US", tz="Asia/Shanghai"
        )._render_qweb_pdf(report, cases.ids)
        self.assertEqual(kind, "pdf")
        pages = PdfFileReader(io.BytesIO(content)).pages
        text = " ".join(page.extract_text() for page in pages)
        return len(pages), re.sub(r"\s+", " ", text)

    def _assert_says(self, text, *words):
        for word in words:
            self.assertIn(word, text)

    def _assert_keeps_secrets(self, text):
        for word in (*SECRETS, "opportunist", "Opportunist", "violation"):
            self.assertNotIn(word, text)

    def test_form(self):
        """Content, process, result and satisfaction stand on one page (R34, R35)."""
        pages, text = self._print(FORM, self.case)
        self.assertEqual(pages, 1)
        self._assert_says(
            text,
            "Complaint Registration Form",
            self.case.number,
            "Li Wei",
            "020 5550 0101",
            "7 Zhongshan Road",
            "Provincial Power Company",
            "YP-118",
            "Counter",
            "Wrong bill",
            "Charged for the shop next door",
            "The meters were swapped.",
            "The 400 back, and an apology.",
            "case_handler",
            "case_investigator",
            "Meters swapped",
            "You get the money back, and we are sorry.",
            "Final answer sent",
            "Very satisfied",
            "Head of unit",
        )
        self._assert_keeps_secrets(text)

    def test_form_in_chinese(self):
        """The form is in the customer's language, whatever the clerk's (R34)."""
        case = self._create_case(
            name="被收取隔壁商铺的电费",
            partner_name="黄美华",
            description="<p>两块电表接反了。</p>",
            lang="zh_CN",
        )
        pages, text = self._print(FORM, case)
        self.assertEqual(pages, 1)
        self._assert_says(
            text.replace(" ", ""),
            "客户投诉登记表",
            "被收取隔壁商铺的电费",
            "黄美华",
            "两块电表接反了。",
            "部门负责人",
        )
        self.assertNotIn("Complainant", text)

    def test_form_of_a_new_case(self):
        """At the counter most of it is still empty, and it can be signed."""
        for kind, title in (
            ("complaint", "Complaint Registration Form"),
            ("suggestion", "Suggestion Registration Form"),
            ("inquiry", "Inquiry Registration Form"),
        ):
            case = self._create_case(kind=kind, lang="en_US")
            pages, text = self._print(FORM, case, user=self.clerk)
            self.assertEqual(pages, 1)
            self._assert_says(text, title, case.number, "Head of unit")

    def test_form_of_a_protected_complainant(self):
        """A confidential or anonymous form names nobody (R152)."""
        case = self._create_case(
            identity_mode="confidential", phone="020 5550 0101", lang="en_US"
        )
        _pages, text = self._print(FORM, case, user=self.clerk)
        self.assertIn("Confidential", text)
        for word in ("Li Wei", "li.wei@example.com", "020 5550 0101"):
            self.assertNotIn(word, text)

    def test_form_for_signature(self):
        """Who signs has read it and got a copy; a protected one signs nothing (R34)."""
        case = self._create_case(lang="en_US")
        _pages, text = self._print(FORM, case, user=self.clerk)
        self._assert_says(text, "read this form", "got a copy", "Date:")
        self.assertNotIn("Not signed", text)
        protected = self._create_case(identity_mode="confidential", lang="en_US")
        _pages, text = self._print(FORM, protected, user=self.clerk)
        self.assertIn("Not signed: protected", text)

    def test_form_of_a_representative(self):
        """It says who speaks for the complainant, unless that is protected."""
        vals = {
            "on_behalf": True,
            "representative_name": "Zhao Min",
            "representative_relation": "lawyer",
            "answers_to": "both",
            "lang": "en_US",
        }
        case = self._create_case(**vals)
        _pages, text = self._print(FORM, case, user=self.clerk)
        self._assert_says(text, "Represented by", "Zhao Min", "Lawyer", "Both")
        case = self._create_case(identity_mode="confidential", **vals)
        _pages, text = self._print(FORM, case, user=self.clerk)
        self.assertNotIn("Zhao Min", text)

    def test_reply_to_the_authority(self):
        """The letter says what was written, to the authority, under its reference."""
        reply = self.env["complaint.authority.reply"].with_user(self.handler)
        reply.create(
            {
                "complaint_id": self.case.id,
                "way": "letter",
                "body": "<p>We gave the 400 back. ليس 您好</p>",
            }
        ).action_send()
        pages, text = self._print(AUTHORITY, self.case)
        self.assertEqual(pages, 1)
        self._assert_says(
            text,
            "Provincial Power Company",
            "YP-118",
            self.case.number,
            "We gave the 400 back.",
            "您好",
            "case_handler",
        )
        self._assert_keeps_secrets(text)
        self.assertNotIn("Li Wei", text)

    def test_dates_in_the_reader_s_time(self):
        """A case received late in UTC is printed with the next day in Shanghai."""
        case = self._create_case(date_received="2026-01-31 20:00:00", lang="en_US")
        _pages, text = self._print(FORM, case)
        self.assertIn("02/01/2026 04:00 AM", text)

    def test_long_case_runs_on(self):
        """Long texts go on to the next page instead of being cut."""
        story = "I came again, and nobody had heard of me. " * 150
        case = self._create_case(description=f"<p>{story}</p>END", lang="en_US")
        pages, text = self._print(FORM, case)
        self.assertGreater(pages, 1)
        self._assert_says(text, "END", "Head of unit")

    def test_letter(self):
        """The letter says whether the matter is solved, and how (R137)."""
        self.case.company_id.complaint_recourse = "<p>You can turn to 12315.</p>"
        pages, text = self._print(LETTER, self.case)
        self.assertEqual(pages, 1)
        self._assert_says(
            text,
            self.case.company_id.name,
            self.case.number,
            "Li Wei",
            "7 Zhongshan Road",
            "Dear Li Wei,",
            "Your complaint is justified.",
            "You get the money back, and we are sorry.",
            "within 30 days",
            "You can turn to 12315.",
            "case_handler",
        )
        self.assertNotIn("Draft", text)
        self._assert_keeps_secrets(text)

    def test_letter_that_is_not_approved(self):
        """Before the approval the letter says that it is a draft (R47)."""
        case = self._bring_to(self._create_case(lang="en_US"), "pending")
        _pages, text = self._print(LETTER, case)
        self.assertIn("Draft: this answer is not approved", text)

    def test_letter_in_chinese(self):
        """The letter is in the customer's language."""
        case = self._create_case(partner_name="黄美华", lang="zh_CN")
        self._bring_to(case, "pending", answer="<p>全部退还。</p>")
        self._bring_to(case, "answered")
        _pages, text = self._print(LETTER, case)
        self._assert_says(
            text.replace(" ", ""), "尊敬的黄美华", "您的投诉属实。", "全部退还。"
        )
        self.assertNotIn("Dear", text)

    def test_letter_to_a_protected_complainant(self):
        """A protected complainant is not called by name (R152)."""
        case = self._create_case(
            identity_mode="confidential", user_id=self.handler.id, lang="en_US"
        )
        self._bring_to(case, "answered")
        _pages, text = self._print(LETTER, case)
        self.assertIn("Dear Sir or Madam,", text)
        self.assertNotIn("Li Wei", text)
        self.assertIn("The complainant", text)
        for trace in ("li.wei@example.com", "Zhongshan"):
            self.assertNotIn(trace, text)

    def test_letter_says_what_changes(self):
        """What we change stands in the letter, each line of it (R137)."""
        case = self._create_case(lang="en_US")
        self._bring_to(case, "pending", customer_change="Checked twice.\nAnd labelled.")
        self._bring_to(case, "answered")
        _pages, text = self._print(LETTER, case)
        self._assert_says(text, "What we change", "Checked twice.", "And labelled.")

    def test_acknowledgement_letter(self):
        """The words of the mail on paper, with an address and a line to sign (R53)."""
        case = self._create_case(
            email_from=False, street="7 Zhongshan Road", lang="en_US"
        )
        self._bring_to(case, "acknowledged")
        pages, text = self._print(ACKNOWLEDGEMENT, case, user=self.clerk)
        self.assertEqual(pages, 1)
        self._assert_says(
            text,
            "Li Wei",
            "7 Zhongshan Road",
            "Dear Li Wei,",
            case.number,
            "You hear from us how far we are by",
            "case_handler is responsible",
            "write to us or call us",
            "Yours sincerely,",
        )
        self.assertEqual(text.count("Yours sincerely"), 1)
        self.assertNotIn("reply to this email", text)

    def test_letters_with_words(self):
        """A notice and an apology as letters; markup is shown, not obeyed."""
        case = self._create_case(
            name="Bill <script>x()</script>", street="7 Zhongshan Road", lang="en_US"
        )
        notice = case.with_user(self.handler)._give_notice("<p>We measure.</p>")
        _pages, text = self._print(NOTICE_LETTER, notice)
        self._assert_says(text, "Dear Li Wei,", "We measure.", "<script>x()</script>")
        apology = self.env["complaint.apology"].create(
            {
                "complaint_id": case.id,
                "medium": "letter",
                "words": "<p>We are sorry.</p>",
            }
        )
        _pages, text = self._print(APOLOGY_LETTER, apology)
        self._assert_says(text, "7 Zhongshan Road", "We are sorry.", case.number)
