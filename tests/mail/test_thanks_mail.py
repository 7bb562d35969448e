# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who only says thank you does not get their case opened again."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .gate_common import MailgateCase

THANKS = "Thank you very much for your quick help!\n\nKind regards,\nLi Wei"


@tagged("post_install", "-at_install")
class TestThanksMail(MailgateCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case()
        cls._bring_to(cls.case, "resolved")
        cls.told = cls.case.with_user(cls.handler).message_post(
            body="We changed the meters.",
            subject="Your complaint",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _reply(self, body=THANKS, **headers):
        return self._write(
            body,
            **{
                "Subject": "Re: Your complaint",
                "In_Reply_To": self.told.message_id,
                **headers,
            },
        )

    def _assert_filed(self, state):
        self.assertEqual(self.case.state, state)
        self.assertIn("quick help", self._get_words(self.case)[-1:].body)
        self.assertIn("only thanked", self._get_notes(self.case))
        self.assertFalse(self.case.reopen_count)
        self.assertFalse(self.case.child_ids)

    def test_stays_resolved(self):
        """It is filed, the handler reads it, and nothing else happens."""
        response = self.case.customer_response
        self.assertEqual(self._reply(), self.case)
        self._assert_filed("resolved")
        self.assertEqual(self.case.customer_response, response)

    def test_stays_closed_whenever(self):
        """Also when a new case would go on, as the window is over."""
        past = fields.Datetime.now() - timedelta(days=400)
        self.case._write_protected(
            {"state": "closed", "date_resolved": past, "date_closed": past}
        )
        self.assertEqual(self._reply(), self.case)
        self._assert_filed("closed")

    def test_history_and_signature(self):
        """What their program adds below is not what they say."""
        self._reply(
            f"{THANKS}\n-- \nLi Wei, Shop 12\n\nOn Monday, Power wrote:\n> It is wrong?"
        )
        self._assert_filed("resolved")

    def test_doubtful(self):
        """Anything else opens the case again, as ever."""
        for body, headers in (
            ("Thank you, but it is still wrong.", {}),
            (THANKS, {"Subject": "Still wrong"}),
            ("Thanks. When?", {}),
        ):
            with self.subTest(body=body, **headers):
                before = self.case.reopen_count
                self._reply(body, **headers)
                self.assertEqual(self.case.state, "investigating")
                self.assertEqual(self.case.reopen_count, before + 1)
                self._bring_to(self.case, "resolved")

    def test_with_a_photo(self):
        """Who sends something along wants it to be looked at."""
        mail = self._make_mail(
            THANKS, Subject="Re: Your complaint", In_Reply_To=self.told.message_id
        )
        mail.add_attachment(
            b"x" * 99, maintype="image", subtype="png", filename="a.png"
        )
        self._receive(mail)
        self.assertEqual(self.case.state, "investigating")

    def test_waits_for_papers(self):
        """Thanks on a case that is worked on changes what it changed before."""
        case = self._create_case()
        self._write(THANKS, Subject=f"Re: {case.number}")
        self.assertEqual(case.state, "new")
