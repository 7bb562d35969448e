# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The log of contacts: who spoke with the complainant, when, in which mood."""

from datetime import timedelta

import psycopg2

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestContacts(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case(date_received="2024-05-01 08:00:00")

    def _log_moods(self, *moods):
        """Contacts a day apart, logged in whatever order."""
        for day, mood in sorted(enumerate(moods, 1), key=lambda pair: pair[1] or ""):
            self._log_contact(self.case, mood=mood, date=f"2024-05-{day:02d} 10:00:00")
        self.case.invalidate_recordset()

    def test_no_mood_no_trend(self):
        """One mood makes no trend, and a contact without mood none at all."""
        self.assertFalse(self.case.mood_trend)
        self._log_moods("2")
        self.assertFalse(self.case.mood_trend)
        self.assertEqual(self.case.mood_history, "2")

    def test_better(self):
        """The mood is scored at every contact, in the order of time (R194)."""
        self._log_moods("1", False, "3", "4")
        self.assertEqual(self.case.mood_history, "1 → 3 → 4")
        self.assertEqual(self.case.mood_trend, "better")

    def test_worse_and_unchanged(self):
        """The trend compares the last with the first (R194)."""
        self._log_moods("4", "2")
        self.assertEqual(self.case.mood_trend, "worse")
        self._log_contact(self.case, mood="4")
        self.assertEqual(self.case.mood_trend, "same")

    def test_attempts(self):
        """Only calls of ours that nobody answered are attempts (R85)."""
        self._log_contact(self.case, direction="out", answered=False)
        self._log_contact(self.case, direction="out", answered=True)
        self._log_contact(self.case, direction="in", answered=False)
        self.assertEqual(self.case.contact_attempt_count, 1)

    def test_quick_call(self):
        """The button on the case logs a call with little typing."""
        action = self.case.with_user(self.handler).action_log_call()
        contacts = self.env[action["res_model"]].with_user(self.handler)
        with Form(contacts.with_context(**action["context"])) as form:
            form.summary = "Will send the old bills"
            form.mood = "3"
        self.assertRecordValues(
            self.case.contact_ids,
            [
                {
                    "medium": "phone",
                    "direction": "out",
                    "user_id": self.handler.id,
                    "answered": True,
                    "mood": "3",
                }
            ],
        )

    def test_impossible_contacts(self):
        """Not before it took place, not for minus five minutes (R48)."""
        now = fields.Datetime.now()
        with self.assertRaises(ValidationError):
            self._log_contact(self.case, date=now + timedelta(hours=1))
        with self.assertRaises(ValidationError):
            self._log_contact(self.case, callback_date=now - timedelta(days=1))
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.CheckViolation),
        ):
            self._log_contact(self.case, minutes=-5)
            self.env.flush_all()

    def test_a_call_back_is_promised(self):
        """A promise to call again is a time, and may lie ahead (R48)."""
        later = fields.Datetime.now() + timedelta(days=2)
        contact = self._log_contact(self.case, callback_date=later)
        self.assertEqual(contact.callback_date, later.replace(microsecond=0))
