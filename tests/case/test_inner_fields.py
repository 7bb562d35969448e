# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What only the product's own searches use is no column of anybody."""

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestInnerFields(TransactionCase):
    def test_keys_of_searches_are_not_offered(self):
        described = self.env["complaint.complaint"].fields_get(
            ["phone_key", "email_normalized", "stall_check_at", "reassign_count"]
        )
        for fname in ("phone_key", "email_normalized", "stall_check_at"):
            with self.subTest(field=fname):
                self.assertFalse(described[fname]["groupable"])
                self.assertFalse(described[fname]["exportable"])
        self.assertTrue(described["reassign_count"]["groupable"])

    def test_only_what_is_asked_for_is_said(self):
        described = self.env["complaint.complaint"].fields_get(["phone_key"], ["type"])
        self.assertEqual(described["phone_key"], {"type": "char"})
