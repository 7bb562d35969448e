# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whose case it is no longer acts on it by mail no more than by a link (R199)."""

from odoo.tests import tagged

from .gate_common import MailgateCase


@tagged("post_install", "-at_install")
class TestFormerMail(MailgateCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case(
            email_from="old@example.com", user_id=cls.handler.id
        )
        cls.told = cls.case.with_user(cls.handler).message_post(
            body="Please send a photo.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _reply(self, body="Here I am.", **headers):
        given = {"From": "old@example.com", "In_Reply_To": self.told.message_id}
        return self._write(body, **{**given, **headers})

    def test_answers_while_it_is_theirs(self):
        self.assertEqual(self._reply(), self.case)
        self.assertTrue(self._get_words(self.case))

    def test_answers_afterwards(self):
        """It is kept for the handler, and neither shown nor followed."""
        self._bring_to(self.case, "closed")
        self.case.with_user(self.handler).email_from = "new@example.com"
        self.assertEqual(self._reply(), self.case)
        self.assertFalse(self._get_words(self.case))
        self.assertEqual(self.case.state, "closed")
        self.assertIn("before it was changed", self._get_notes(self.case))
        self.assertIn("Here I am.", self._get_notes(self.case))

    def test_number_afterwards(self):
        self.case.with_user(self.handler).email_from = "new@example.com"
        case = self._write(From="old@example.com", Subject=self.case.number)
        self.assertNotEqual(case, self.case)

    def test_another_address_of_theirs(self):
        """Who was never known there is heard as before: only they got our mail."""
        self.case.with_user(self.handler).email_from = "new@example.com"
        self._reply(From="private@example.org")
        self.assertTrue(self._get_words(self.case))

    def test_changed_back(self):
        case = self.case.with_user(self.handler)
        case.email_from = "new@example.com"
        case.email_from = "old@example.com"
        self._reply()
        self.assertTrue(self._get_words(self.case))
