# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A suggested answer begins with what is known; the letter says each thing once."""

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged
from odoo.tools import html2plaintext

from odoo.addons.complaint_management.models.answer.case_answer import find_gaps

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestTold(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._bring_to(cls._create_case(lang="en_US"), "investigating")
        cls.case.with_user(cls.handler).write(
            {
                "finding": "<p>The meter was read wrongly.</p><p>Twice.</p>",
                "verdict": "upheld",
                "fault_level": "ordinary",
                "cause_id": cls.env["complaint.cause"]
                .create({"name": "Two meters look alike", "origin": "equipment"})
                .id,
            }
        )

    def _insert(self, case, name):
        wizard = (
            self.env["complaint.answer.insert"]
            .with_user(self.handler)
            .create({"complaint_id": case.id, "text_id": self._ref(name).id})
        )
        wizard.placement = "instead"
        wizard.action_insert()
        return html2plaintext(case.answer)

    def _ref(self, name):
        return self.env.ref(f"complaint_management.complaint_answer_text_{name}")

    def _get_letter(self, case):
        report = self.env["ir.actions.report"]
        html, _type = report._render_qweb_html(
            "complaint_management.action_report_answer_letter", case.ids
        )
        return html2plaintext(html.decode())

    def test_what_was_found_is_filled_in(self):
        text = self._insert(self.case, "upheld")
        self.assertIn("The meter was read wrongly. Twice.", text)
        self.assertFalse(find_gaps(self.case.answer), "Nothing is left to type")

    def test_the_cause_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.case.cause_id.with_context(lang="fr_FR").name = "Compteurs semblables"
        self.case.lang = "fr_FR"
        self.assertIn("Compteurs semblables", self._insert(self.case, "upheld_cause"))

    def test_a_notice_before_the_decision_tells_no_finding(self):
        """It is refused where it is saved; other texts may say it."""
        texts = self.env["complaint.answer.text"].with_user(self.manager)
        body = '<p>We found: <t t-out="object.told_finding">[…what…]</t></p>'
        for purpose in ("progress", "late", "beyond"):
            vals = {"name": "Text", "purpose": purpose, "body": body}
            with self._assert_refused("before it is decided", ValidationError):
                texts.create(vals)
        for purpose in ("answer", "apology", "withdrawn", "out_of_scope"):
            vals = {"name": "Text", "purpose": purpose, "body": body, "sequence": 1}
            text = texts.create(vals)
            words = text.with_user(self.handler)._render_for(
                self.case.with_user(self.handler)
            )
            self.assertIn("The meter was read wrongly. Twice.", words)
        with self._assert_refused("before it is decided", ValidationError):
            text.purpose = "late"

    def test_what_is_missing_stays_a_gap(self):
        self.case.finding = False
        self._insert(self.case, "upheld")
        self.assertEqual(find_gaps(self.case.answer), ["[…what went wrong…]"])

    def test_several_to_choose_from(self):
        texts = self.case._get_answer_texts()
        self.assertGreaterEqual(len(texts), 4)
        with Form.from_action(
            self.env(user=self.handler),
            self.case.with_user(self.handler).action_insert_answer_text(),
        ) as form:
            self.assertIn("The meter was read wrongly.", form.preview)
            form.text_id = self._ref("upheld_short")
            self.assertIn("The meter was read wrongly.", form.preview)
            self.assertIn("Your complaint is justified.", form.added)

    def test_names_of_our_people_are_no_words_to_a_customer(self):
        """Who is named in the finding is a gap, so it is not sent by oversight."""
        employee = self.env["hr.employee"].create(
            {"name": "Zacharias Quill", "company_id": self.company.id}
        )
        self.case.complained_employee_ids = employee
        self.case.finding = "<p>Zacharias Quill read the meter wrongly.</p>"
        text = self._insert(self.case, "upheld")
        self.assertNotIn("Quill", text)
        self.assertEqual(find_gaps(self.case.answer), ["[…]"])

    def test_the_vault_is_not_asked_who_it_is(self):
        """Who types names learns nothing by what becomes of them (R152)."""
        case = self._create_case(
            identity_mode="confidential",
            partner_name="Ophelia Nightingale",
            phone="+49 171 2345678",
        )
        self._bring_to(case, "investigating")
        words = "Ophelia Nightingale, or Rose Miller? +49 171 2345678?"
        case = case.with_user(self.handler)
        case.finding = f"<p>{words}</p>"
        self.assertEqual(case.told_finding, words)

    def test_the_letter_says_each_thing_once(self):
        self.case.with_user(self.handler).customer_change = "Meters are marked."
        self._insert(self.case, "upheld")
        letter = " ".join(self._get_letter(self.case).split()).lower()
        for words in ("thank you", "sorry", "this is what you get", "justified"):
            with self.subTest(words):
                self.assertLessEqual(letter.count(words), 1)
        self.assertEqual(letter.count("meters are marked."), 1)
        self.assertEqual(letter.count("the meter was read wrongly."), 1)

    def test_what_the_answer_says_the_frame_does_not_repeat(self):
        suggestion = self._create_case(kind="suggestion", lang="en_US")
        suggestion.write(
            {"suggestion_outcome": "adopted", "customer_change": "Seats at the tills."}
        )
        suggestion.with_user(self.handler).answer = self._ref("adopted")._render_for(
            suggestion
        )
        self.assertIn("Seats at the tills.", html2plaintext(suggestion.answer))
        self.assertFalse(suggestion._get_change_to_tell())
        suggestion.answer = "<p>Thank you.</p>"
        self.assertEqual(suggestion._get_change_to_tell(), "Seats at the tills.")
