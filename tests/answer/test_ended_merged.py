# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A case that others were merged into ends: these are told as well (R39, R53)."""

from odoo.tests import tagged

from .test_ended import WORDS, EndedCase


@tagged("post_install", "-at_install")
class TestMergedAreTold(EndedCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._with_mail(cls._create_case(name="Street is dark"))
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.mailed = cls._with_mail(
            cls._create_case(
                name="Dark again",
                partner_name="Ms Ito",
                email_from="ito@example.com",
                lang="fr_FR",
            )
        )
        cls.called = cls._with_mail(
            cls._create_case(
                name="No light",
                partner_name="Mr Wu",
                email_from=False,
                phone="13812345678",
            )
        )
        (cls.first | cls.mailed | cls.called)._merge_into(cls.first)

    def _get_new_words(self, case, known):
        return " ".join((self._get_mails(case) - known).mapped("body_html"))

    def test_another_took_it_back(self):
        """Each hears that it ended, that theirs still stands, and nothing of others."""
        known = self._get_mails(self.mailed)
        self._cancel(self.first)
        words = self._get_new_words(self.mailed, known)
        self.assertIn(self.mailed.number, words)
        self.assertIn("You have not taken your complaint back", words)
        for secret in (self.first.number, "Li Wei", "Wu", "Street is dark"):
            self.assertNotIn(secret, words)
        self.assertNotIn("You have not", self.first.ending_words)

    def test_who_has_no_email_is_called(self):
        self._cancel(self.first)
        task = self._get_tasks(self.called)
        self.assertEqual(len(task), 1)
        self.assertIn("13812345678", task.note)
        self.assertTrue(task.user_id._is_living())
        notice = self.called.contact_ids.filtered("words")
        self.assertIn(self.called.number, notice.words)
        self.assertNotIn("Ito", notice.words)

    def test_out_of_scope_is_explained_to_everybody(self):
        known = self._get_mails(self.mailed)
        self._cancel(self.first, "out_of_scope", words=WORDS)
        words = self._get_new_words(self.mailed, known)
        self.assertIn("tenants' union", words)
        self.assertIn(self.mailed.number, words)

    def test_in_their_own_language(self):
        known = self._get_mails(self.mailed)
        langs = []
        kind = type(self.mailed)
        plain = kind._get_shared_ending

        def spy(case, survivor):
            langs.append(case.env.lang)
            return plain(case, survivor)

        self.patch(kind, "_get_shared_ending", spy)
        self._cancel(self.first)
        self.assertIn("fr_FR", langs)
        self.assertTrue(self._get_mails(self.mailed) - known)

    def test_spam_is_told_to_nobody(self):
        known = self._get_mails(self.mailed)
        self._cancel(self.first, "spam")
        self.assertEqual(self._get_mails(self.mailed), known)
        self.assertFalse(self._get_tasks(self.called))

    def test_the_dialog_says_who_hears_it(self):
        way = self.first.with_user(self.handler)._say_ending_way()
        self.assertIn("Ms Ito", way)
        self.assertIn("Mr Wu", way)
