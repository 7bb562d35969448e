# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A corrected contact reaches its open cases, or they say that they differ."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..common import ComplaintCase
from ..protection.vault_common import VaultCase


@tagged("post_install", "-at_install")
class TestContactNews(VaultCase, ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.env["res.partner"].create(
            {
                "name": "Ana Kim",
                "email": "ana@example.com",
                "phone": "+49 89 123456",
                "street": "Old Street 1",
                "lang": "en_US",
            }
        )
        cls.case = cls._create_of(cls.anna)

    @classmethod
    def _create_of(cls, partner, **vals):
        vals = cls._prepare_case_vals(
            partner_id=partner.id, user_id=cls.handler.id, **vals
        )
        given = {"partner_name", "email_from"} & set(vals)
        for fname in given:
            vals.pop(fname)
        return cls.Complaint.with_user(cls.clerk).create(vals).with_env(cls.env)

    def _correct(self, partner=None, **vals):
        (partner or self.anna).with_user(self.officer).sudo().write(vals)

    def test_said_on_the_case(self):
        for fname, value, label in (
            ("name", "Anna Kim", "Complainant: Ana Kim → Anna Kim"),
            ("email", "anna@example.com", "Email: ana@example.com → anna@example.com"),
            ("phone", "+49 89 999999", "+49 89 999999"),
            ("street", "New Street 2", "New Street 2"),
        ):
            with self.subTest(field=fname):
                self._correct(**{fname: value})
                self.assertIn(label, self.case.contact_difference)
        self.assertEqual(self.case.email_from, "ana@example.com", "nobody decided yet")

    def test_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self._correct(lang="fr_FR")
        self.assertIn("Français", self.case.contact_difference)
        self.case.with_user(self.handler).action_take_over_contact()
        self.assertEqual(self.case.lang, "fr_FR")

    def test_one_click(self):
        self._correct(name="Anna Kim", email="anna@example.com", street="New Street 2")
        self.case.with_user(self.handler).action_take_over_contact()
        self.assertEqual(self.case.partner_name, "Anna Kim")
        self.assertEqual(self.case.email_from, "anna@example.com")
        self.assertIn("New Street 2", self.case.street)
        self.assertFalse(self.case.contact_difference)

    def test_secrets_wait_for_a_manager(self):
        """An address that staff changed gets no link of the customer's page (R199)."""
        key = self.case.sudo()._portal_ensure_token()
        self._correct(email="mine@example.org")
        self.assertNotEqual(self.case.sudo().access_token, key)
        self.case.with_user(self.handler).action_take_over_contact()
        self.assertTrue(self.case.address_changed_on)
        self.assertEqual(self.case.address_changed_by_id, self.handler)
        self.assertFalse(self.case._is_address_known())

    def test_left_as_it_is(self):
        self._correct(phone="+49 89 999999")
        self.case.with_user(self.handler).action_keep_contact()
        self.assertFalse(self.case.contact_difference)
        self.assertEqual(self.case.phone, "+49 89 123456")

    def test_corrected_back(self):
        self._correct(phone="+49 89 999999")
        self._correct(phone="+49 89 123456")
        self.assertFalse(self.case.contact_difference)

    def test_what_was_typed_is_not_the_contacts(self):
        """Who registers an employee of a firm does not hear of the firm's name."""
        self.case.with_user(self.handler).partner_name = "Bo, of the workshop"
        self._correct(name="Anna Kim")
        self.assertFalse(self.case.contact_difference)

    def test_only_open_cases(self):
        closed = self._bring_to(self._create_of(self.anna), "closed")
        self._correct(phone="+49 89 999999")
        self.assertFalse(closed.contact_difference)
        self.assertTrue(self.case.contact_difference)

    def test_by_the_customer(self):
        """What they correct on the portal is their word, and reaches the case."""
        user = new_test_user(
            self.env,
            "anna_portal",
            groups="base.group_portal",
            name="Anna",
            email="anna.p@example.com",
        )
        case = self._create_of(user.partner_id)
        user.partner_id.with_user(user).sudo().write(
            {"email": "anna.new@example.com", "phone": "+49 89 777777"}
        )
        self.assertEqual(case.email_from, "anna.new@example.com")
        self.assertEqual(case.phone, "+49 89 777777")
        self.assertFalse(case.address_changed_on)
        self.assertTrue(case._is_address_known())
        self.assertFalse(case.contact_difference)

    def test_merged_contacts(self):
        other = self.env["res.partner"].create(
            {"name": "Anna Kim", "email": "anna@example.com"}
        )
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            (self.anna | other).ids, other, extra_checks=False
        )
        self.assertEqual(self.case.partner_id, other)
        self.assertIn("anna@example.com", self.case.contact_difference)

    def test_protected_case_says_nothing(self):
        """Nobody finds out whose it is by correcting contacts one by one (R152)."""
        case = self._create_of(self.anna, identity_mode="confidential")
        self._correct(name="Anna Kim", email="anna@example.com", phone="+49 89 999999")
        self.assertFalse(case.contact_news)
        self.assertFalse(case.contact_difference)
        self.case.identity_mode = "confidential"
        self.assertFalse(self.case.contact_difference)

    def test_who_may_not_work_on_it(self):
        self._correct(phone="+49 89 999999")
        for button in ("action_take_over_contact", "action_keep_contact"):
            with self.assertRaises(AccessError):
                getattr(self.case.with_user(self.outsider), button)()

    def test_no_query_for_each_case(self):
        for _number in range(5):
            self._create_of(self.anna)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(40):
            self._correct(phone="+49 89 999999")
            self.env.flush_all()
