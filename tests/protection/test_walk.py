# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who may not know of a case walks through everything, and learns nothing of it."""

from odoo.tests import tagged

from .walking import WalkCase


@tagged("post_install", "-at_install")
class TestWalk(WalkCase):
    def test_there_is_something_to_find(self):
        """Who may read the cases finds the words, and touching them is noticed."""
        found = self._walk_models(self.officer)
        places = " ".join(found)
        for name in ("complaint.complaint", "mail.message", "complaint.contact"):
            self.assertIn(name, places)
        planted = " ".join(self.secrets.values())
        self.assertIn("complaint.penalty.event(", planted)
        self.assertFalse(self._get_alarms())
        self.planted.contact_ids[:1].summary = "Changed"
        self.assertEqual(self._get_alarms(), {"UPDATE complaint_contact"})

    def test_models(self):
        for role, user in self.actors.items():
            with self.subTest(role=role):
                self._assert_nothing(self._walk_models(user))

    def test_forms(self):
        for role, user in self.actors.items():
            with self.subTest(role=role):
                self._assert_nothing(self._walk_forms(user))

    def test_methods(self):
        for role, user in self.actors.items():
            with self.subTest(role=role):
                self._assert_nothing(self._walk_methods(user))
