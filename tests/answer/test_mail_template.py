# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the customer reads in our mails, and what they do not."""

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import html2plaintext

from ..common import ComplaintCase

ACKNOWLEDGEMENT = "complaint_management.mail_template_acknowledgement"
ANSWER = "complaint_management.mail_template_answer"
INQUIRY_ANSWER = "complaint_management.mail_template_inquiry_answer"
SUGGESTION_REPLY = "complaint_management.mail_template_suggestion_reply"
TEMPLATES = (ACKNOWLEDGEMENT, ANSWER, INQUIRY_ANSWER, SUGGESTION_REPLY)


@tagged("post_install", "-at_install")
class TestMailTemplate(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(
            ["complaint_management"], ["zh_CN"]
        )
        cls.case = cls._create_case(lang="en_US")

    def _render(self, xmlid, case):
        """What the template makes of a case, its body as text without breaks."""
        template = self.env.ref(xmlid)
        values = template._generate_template(
            case.ids,
            ("subject", "body_html", "email_from", "email_to", "report_template_ids"),
        )[case.id]
        values["text"] = " ".join(html2plaintext(values["body_html"]).split())
        return values

    def _assert_says(self, text, *words):
        for word in words:
            self.assertIn(word, text)

    def test_acknowledgement(self):
        """It says the number, who is responsible and what happens next (R56)."""
        values = self._render(ACKNOWLEDGEMENT, self.case)
        self.assertIn(self.case.number, values["subject"])
        self.assertEqual(values["email_to"], "li.wei@example.com")
        self._assert_says(
            values["text"],
            "Dear Li Wei,",
            self.case.number,
            "full responsibility",
            "case_handler is responsible",
            "What happens next",
        )

    def test_acknowledgement_without_handler(self):
        """Until a handler takes over, the first contact is responsible (R86)."""
        case = self._create_case(category_id=False, lang="en_US")
        case.user_id = False
        values = self._render(ACKNOWLEDGEMENT, case)
        self.assertIn("case_clerk is responsible", values["text"])

    def test_acknowledgement_of_other_kinds(self):
        """A suggestion is not called a complaint, nor is an inquiry."""
        for kind, word in (("suggestion", "your suggestion"), ("inquiry", "question")):
            case = self._create_case(kind=kind, lang="en_US")
            text = self._render(ACKNOWLEDGEMENT, case)["text"]
            text = text.partition("[1] http")[0]
            self.assertIn(word, text)
            self.assertNotIn("complaint", text)

    def test_answer(self):
        """It says whether the customer was right, and how it is solved (R137)."""
        case = self._bring_to(self._create_case(lang="en_US"), "answered")
        case.company_id.complaint_recourse = "<p>You can turn to 12315.</p>"
        values = self._render(ANSWER, case)
        self._assert_says(
            values["text"],
            case.number,
            "Your complaint is justified.",
            "You get the money back",
            "within 30 days, by ",
            "You can turn to 12315.",
        )
        ((name, _content),) = values["attachments"]
        self.assertTrue(name.endswith(".pdf") or name.endswith(".html"), name)
        self.assertNotIn("/", name)

    def test_answer_says_what_changes(self):
        """What the customer gets and what changes, not the lesson inside (R137)."""
        case = self._create_case(lang="en_US")
        self._bring_to(case, "pending", customer_change="Meters are checked twice.")
        self._bring_to(case, "answered")
        case.lesson = "<p>SECRETLESSON</p>"
        with patch.object(
            self.env.registry["complaint.complaint"],
            "_get_remedy_lines",
            lambda case: ["A refund of 400."],
        ):
            text = self._render(ANSWER, case)["text"]
        self._assert_says(text, "A refund of 400.", "Meters are checked twice.")
        self.assertNotIn("SECRETLESSON", text)

    def test_letter_is_named_only_when_attached(self):
        """Where nothing makes PDFs the mail speaks of no letter."""
        case = self._bring_to(self._create_case(lang="en_US"), "answered")
        for state, attached in (("ok", True), ("install", False)):
            with patch.object(
                self.env.registry["ir.actions.report"],
                "get_wkhtmltopdf_state",
                lambda report, state=state: state,
            ):
                text = self._render(ANSWER, case)["text"]
            self.assertEqual("attached letter" in text, attached)

    def test_answer_without_reopening(self):
        """A company without a reopening window promises none."""
        case = self._bring_to(self._create_case(lang="en_US"), "answered")
        case.company_id.complaint_reopen_days = 0
        self.assertNotIn("do not agree", self._render(ANSWER, case)["text"])

    def test_outcomes(self):
        """Each outcome has its own words; without one there are none."""
        case = self._create_case()
        sentences = [case._get_outcome_sentence()]
        for verdict in ("upheld", "partly_upheld", "not_upheld"):
            case.verdict = verdict
            sentences.append(case._get_outcome_sentence())
        suggestion = self._create_case(kind="suggestion")
        for outcome in ("adopted", "partly", "not_adopted"):
            suggestion.suggestion_outcome = outcome
            sentences.append(suggestion._get_outcome_sentence())
        self.assertEqual(sentences[0], "")
        self.assertEqual(len(set(sentences)), 7)

    def test_inquiry_answer(self):
        """An inquiry gets its answer, and no talk of complaints (R6)."""
        case = self._create_case(kind="inquiry", lang="en_US")
        case = self._bring_to(case, "resolved")
        text = self._render(INQUIRY_ANSWER, case)["text"]
        self._assert_says(text, case.number, "Read the upper row of figures.")
        self.assertNotIn("complaint", text)

    def test_suggestion_reply(self):
        """A suggestion's reply says what was decided (R5)."""
        case = self._create_case(kind="suggestion", lang="en_US")
        case = self._bring_to(case, "resolved")
        text = self._render(SUGGESTION_REPLY, case)["text"]
        self._assert_says(
            text, "We adopt your suggestion.", "We shall open on Saturdays."
        )
        self.assertNotIn("It costs little", text)

    def test_nothing_internal(self):
        """Finding, reasons, fault and people responsible stay inside."""
        person = self.env["hr.employee"].create({"name": "SECRETPERSON"})
        case = self._create_case(lang="en_US")
        self._bring_to(case, "proposed")
        case.write(
            {
                "finding": "<p>SECRETFINDING</p>",
                "decision": "<p>SECRETDECISION</p>",
                "mindset": "opportunist",
                "responsible_employee_ids": person.ids,
            }
        )
        self._bring_to(case, "answered")
        self._log_contact(case, summary="SECRETNOTE")
        for xmlid in TEMPLATES:
            body = self._render(xmlid, case)["body_html"]
            self.assertNotIn("SECRET", body)
            self.assertNotIn("pportunist", body)

    def test_protected_complainant(self):
        """A protected complainant is not called by name (R152)."""
        case = self._create_case(
            identity_mode="confidential", user_id=self.handler.id, lang="en_US"
        )
        self._bring_to(case, "answered")
        for xmlid in TEMPLATES:
            values = self._render(xmlid, case)
            self.assertIn("Dear Sir or Madam,", values["text"])
            self.assertNotIn("Li Wei", values["body_html"] + values["subject"])

    def test_in_chinese(self):
        """Every mail is in the customer's language."""
        case = self._create_case(partner_name="黄美华", lang="zh_CN")
        self._bring_to(case, "answered")
        for xmlid in TEMPLATES:
            values = self._render(xmlid, case)
            self._assert_says(values["text"], "尊敬的黄美华", case.number)
            self.assertIn(case.number, values["subject"])
            self.assertNotRegex(values["text"], "Dear|Thank|Yours")
            self.assertNotRegex(values["subject"], "complaint|question|suggestion")
