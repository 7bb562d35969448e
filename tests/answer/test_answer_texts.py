# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Suggested texts: the right one, respectful, and never in the way (R10-R17)."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import html2plaintext

from odoo.addons.complaint_management.models.answer.case_answer import find_gaps

from ..common import ComplaintCase

# Words that have no place in a text to who complains.
UNKIND = ("unfortunately", "your fault", "you should have", "wrong of you", "refuse")


@tagged("post_install", "-at_install")
class TestAnswerTexts(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.texts = cls.env["complaint.answer.text"]
        cls.case = cls._bring_to(cls._create_case(lang="en_US"), "investigating")
        cls.case.with_user(cls.handler).write(
            {"verdict": "not_upheld", "fault_level": "none"}
        )

    def _ref(self, name):
        return self.env.ref(f"complaint_management.complaint_answer_text_{name}")

    def _create_text(self, user=None, **vals):
        return self.texts.with_user(user or self.manager).create(
            {"name": "Ours", "body": "<p>Ours</p>", **vals}
        )

    def _insert(self, case, **vals):
        """Press the button, and answer its dialog."""
        case = case.with_user(self.handler)
        action = case.action_insert_answer_text()
        if action:
            wizard = self.env["complaint.answer.insert"].with_user(self.handler)
            wizard = wizard.with_context(**action["context"]).create(vals)
            wizard.action_insert()
        return html2plaintext(case.answer or "")

    # ------------------------------------------------------------------
    # The texts
    # ------------------------------------------------------------------

    def test_each_outcome_has_its_text(self):
        """Tactful where it is not upheld, an explanation where one helps (R10-R15)."""
        cases = (
            ({"verdict": "upheld"}, "upheld"),
            ({"verdict": "partly_upheld"}, "partly_upheld"),
            ({"verdict": "not_upheld", "fault_level": "none"}, "not_upheld"),
            ({"verdict": "not_upheld", "fault_level": "customer"}, "misunderstanding"),
        )
        for vals, name in cases:
            with self.subTest(name):
                self.case.write(vals)
                self.assertEqual(self.case._get_answer_texts()[:1], self._ref(name))
        self.assertIn(self._ref("wrong_use"), self.case._get_answer_texts())
        suggestion = self._create_case(kind="suggestion")
        for outcome, name in (
            ("adopted", "adopted"),
            ("partly", "partly_adopted"),
            ("not_adopted", "not_adopted"),
        ):
            with self.subTest(name):
                suggestion.suggestion_outcome = outcome
                self.assertEqual(suggestion._get_answer_texts(), self._ref(name))
        inquiry = self._create_case(kind="inquiry")
        self.assertEqual(inquiry._get_answer_texts(), self._ref("inquiry"))

    def test_respectful(self):
        """Always thanks, never blame; nothing is admitted before it is found (R17)."""
        for text in self.texts.search([]):
            words = html2plaintext(text.body).lower()
            with self.subTest(text.name):
                for word in UNKIND:
                    self.assertNotIn(word, words)
                if text.purpose == "answer" and text.kind != "inquiry":
                    self.assertIn("thank you", words)
        words = html2plaintext(self._ref("apology").body).lower()
        for admission in ("mistake", "fault", "we were wrong", "liable", "guilty"):
            self.assertNotIn(admission, words)

    def test_the_nearest_first(self):
        """What says more about the case comes before what fits every case."""
        general = self._create_text(sequence=1)
        child = self.env["complaint.category"].create(
            {
                "name": "Swapped",
                "parent_id": self.category.id,
                "company_id": self.company.id,
            }
        )
        narrow = {"verdict": "not_upheld", "company_id": self.company.id}
        branch = self._create_text(category_id=self.category.id, **narrow)
        leaf = self._create_text(category_id=child.id, **narrow)
        self.case.category_id = child
        self.assertEqual(
            self.case._get_answer_texts(),
            leaf | branch | self._ref("not_upheld") | general,
        )
        self.case.category_id = self.category
        self.assertNotIn(leaf, self.case._get_answer_texts())

    def test_other_companies_keep_theirs(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        text = self.texts.create(
            {"name": "X", "body": "<p>X</p>", "company_id": other.id}
        )
        self.assertNotIn(text, self.case._get_answer_texts())

    def test_archived(self):
        self._ref("not_upheld").active = False
        self.assertNotIn(self._ref("not_upheld"), self.case._get_answer_texts())

    # ------------------------------------------------------------------
    # Placeholders
    # ------------------------------------------------------------------

    def test_placeholders(self):
        """The number and the like, escaped, in the language of the customer."""
        self.case.name = "A <script>alert(1)</script> bill"
        body = self._ref("not_upheld")._render_for(self.case)
        self.assertNotIn("<script", body)
        self.assertIn("A <script>alert(1)</script> bill", html2plaintext(body))
        self.env["res.lang"]._activate_lang("fr_FR")
        text = self._create_text(body="<p>English <t t-out='object.number'/></p>")
        text.with_context(
            lang="fr_FR"
        ).body = "<p>Français <t t-out='object.number'/></p>"
        self.case.lang = "fr_FR"
        rendered = text.with_context(lang="en_US")._render_for(self.case)
        self.assertIn(f"Français {self.case.number}", html2plaintext(rendered))

    def test_no_placeholder_tells_who_complained(self):
        """Whoever writes it, also in another language: R152."""
        self.env["res.lang"]._activate_lang("fr_FR")
        editor = self.env.ref("mail.group_mail_template_editor")
        self.manager.group_ids += editor
        for expression in (
            "object.partner_name",
            "object.partner_id.name",
            "object._get_reach().email",
            "object.sudo().identity_ids.partner_name",
            "env['res.users'].search([])",
            "ctx",
            "user.login",
        ):
            body = f'<p><t t-out="{expression}"/></p>'
            with (
                self.subTest(expression),
                self._assert_refused("placeholder", ValidationError),
            ):
                self._create_text(body=body)
        text = self._create_text()
        with self._assert_refused("placeholder", ValidationError):
            text.with_context(lang="fr_FR").body = '<p t-out="object.partner_name"/>'
        with self._assert_refused("placeholder", ValidationError):
            text.update_field_translations(
                "body", {"fr_FR": '<p t-out="object.partner_name"/>'}
            )

    def test_only_managers_write_them(self):
        with self.assertRaises(AccessError):
            self._create_text(user=self.officer)
        with self.assertRaises(AccessError):
            self._ref("upheld").with_user(self.handler).body = "<p>Mine</p>"

    # ------------------------------------------------------------------
    # Inserting
    # ------------------------------------------------------------------

    def test_insert_at_once(self):
        """One text and an empty answer: no dialog in between."""
        case = self._create_case(kind="inquiry", lang="en_US")
        self.assertFalse(case.with_user(self.handler).action_insert_answer_text())
        self.assertTrue(find_gaps(case.answer))

    def test_choice(self):
        """Several fit: the nearest is offered, another can be chosen."""
        self.case.fault_level = "customer"
        with Form.from_action(
            self.env(user=self.handler),
            self.case.with_user(self.handler).action_insert_answer_text(),
        ) as form:
            self.assertEqual(form.text_id, self._ref("misunderstanding"))
            self.assertIn("clear it up", form.preview)
            form.text_id = self._ref("wrong_use")
        form.record.action_insert()
        self.assertIn("when it is used like this", self.case.answer)

    def test_nothing_typed_is_lost(self):
        """What is written stays, unless the user says otherwise."""
        self.case.answer = "<p>Typed by hand</p>"
        text = self._insert(self.case)
        self.assertTrue(text.startswith("Typed by hand"))
        self.assertIn("Thank you", text)
        text = self._insert(self.case, placement="instead")
        self.assertNotIn("Typed by hand", text)

    def test_not_one_for_other_cases(self):
        with self._assert_refused("other cases"):
            self.env["complaint.answer.insert"].with_user(self.handler).create(
                {"complaint_id": self.case.id, "text_id": self._ref("adopted").id}
            ).action_insert()

    def test_no_text_fits(self):
        self.texts.search([]).active = False
        with self._assert_refused("no suggested text"):
            self._insert(self.case)

    def test_not_in_a_case_of_others(self):
        """Who may not read the case gets nothing of it, by no field of the dialog."""
        wizards = self.env["complaint.answer.insert"].with_user(self.outsider)
        with self.assertRaises(AccessError):
            wizards.create(
                {"complaint_id": self.case.id, "text_id": self._ref("upheld").id}
            )

    def test_settled_cases_keep_their_answer(self):
        case = self._bring_to(self._create_case(), "resolved")
        with self.assertRaises(UserError):
            self._insert(case, placement="instead")

    # ------------------------------------------------------------------
    # Gaps
    # ------------------------------------------------------------------

    def test_gaps(self):
        """What has to be filled in is filled in before it is approved or sent."""
        self._bring_to(self.case, "proposed")
        self.case.with_user(self.handler).answer = "<p>Found: […what…] [1]</p>"
        with self._assert_refused("[…what…]"):
            self.case.with_user(self.handler).action_request_approval()
        self.case.with_user(self.handler).answer = "<p>Found: it [1]</p>"
        self._bring_to(self.case, "answered")
        inquiry = self._create_case(kind="inquiry")
        self._insert(inquiry)
        with self._assert_refused("still missing"):
            inquiry.with_user(self.handler).action_answer_inquiry()

    def test_a_change_withdraws_the_approval(self):
        """What the customer reads about changes is approved as the answer is (R47)."""
        self._bring_to(self.case, "approved")
        self.case.with_user(self.handler).customer_change = "Meters are checked twice."
        self.assertEqual(self.case.decision_state, "draft")
