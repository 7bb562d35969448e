# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is accused reads the rule in their own language, beside the text that binds."""

from odoo.tests import tagged

from .common import PenaltyCase

SAY = "complaint.penalty.say"


@tagged("post_install", "-at_install")
class TestEntryLanguage(PenaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.penalty_rule.clause = "Who misreads a meter…"
        cls.penalty_rule.with_context(lang="fr_FR").write(
            {"name": "Relevé erroné", "clause": "Qui se trompe de relevé…"}
        )
        cls.reader.lang = "en_US"
        cls.entry = cls._propose(cls._decide_case())
        cls.entry.with_user(cls.judge).action_notify()

    def _read(self, lang):
        return self.entry.with_user(self.reader).with_context(lang=lang)

    def test_the_rule_in_ones_own_language(self):
        mine = self._read("fr_FR")
        self.assertEqual(mine.clause, "Who misreads a meter…")
        self.assertEqual(mine.clause_here, "Qui se trompe de relevé…")
        self.assertEqual(mine.rule_name_here, "Relevé erroné")

    def test_nothing_twice_where_it_is_the_same(self):
        mine = self._read("en_US")
        self.assertFalse(mine.clause_here)
        self.assertFalse(mine.rule_name_here)

    def test_what_binds_is_the_copy(self):
        """A translation that is corrected later changes nothing that was cited."""
        self.env["res.lang"]._activate_lang("de_DE")
        self.penalty_rule.update_field_translations(
            "clause", {"de_DE": "Wer falsch abliest…"}
        )
        self.assertEqual(self._read("de_DE").clause, "Who misreads a meter…")
        self.assertEqual(self._read("de_DE").clause_here, "Wer falsch abliest…")

    def test_in_the_dialog(self):
        dialogs = self.env[SAY].with_user(self.reader).with_context(lang="fr_FR")
        dialog = dialogs.create(
            {"penalty_id": self.entry.id, "act": "statement", "text": "Brouillard"}
        )
        self.assertEqual(dialog.clause_here, "Qui se trompe de relevé…")
        self.assertEqual(dialog.rule_name_here, "Relevé erroné")
