# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who complained, who met them, and when they spoke."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestComplainant(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop = cls.env["res.partner"].create(
            {"name": "Corner Shop", "is_company": True, "email": "shop@example.com"}
        )
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Wang Fang",
                "parent_id": cls.shop.id,
                "email": "wang@example.com",
                "phone": "+86 10 5555",
                "street": "Station Road 1",
            }
        )

    def test_filled_from_the_customer(self):
        """A known customer is not asked for what we know (R23)."""
        case = self._create_case(
            partner_id=self.customer.id, partner_name=False, email_from=False
        )
        self.assertEqual(case.commercial_partner_id, self.shop)
        case = self.Complaint.create({"name": "A", "partner_id": self.customer.id})
        self.assertRecordValues(
            case,
            [
                {
                    "partner_name": "Wang Fang",
                    "email_from": "wang@example.com",
                    "phone": "+86 10 5555",
                }
            ],
        )
        self.assertIn("Station Road 1", case.street)
        self.assertNotIn(self.shop.name, case.street)

    def test_a_name_is_enough(self):
        """No contact record is needed to complain (R24)."""
        with Form(self.Complaint.with_user(self.clerk)) as form:
            form.name = "Rude at the counter"
            form.partner_name = "Mr Zhao"
        self.assertFalse(form.record.partner_id)
        self.assertEqual(form.record.first_contact_user_id, self.clerk)

    def test_typed_details_stay(self):
        """What the customer said at the counter is not overwritten by less."""
        self.customer.phone = False
        case = self._create_case(phone="139")
        case.partner_id = self.customer
        self.assertEqual(case.phone, "139")
        self.assertEqual(case.email_from, "wang@example.com")

    def test_another_customer_another_address(self):
        """Nobody's answer goes to the customer that was chosen by mistake."""
        case = self.Complaint.create({"name": "A", "partner_id": self.customer.id})
        other = self.env["res.partner"].create({"name": "Chen"})
        case.partner_id = other
        self.assertEqual(case.partner_name, "Chen")
        self.assertFalse(case.email_from)
        self.assertFalse(case.phone)

    def test_anonymous_keeps_nothing(self):
        """Nothing on an anonymous case tells who complained (R149, R152)."""
        case = self._create_case(
            identity_mode="anonymous", partner_name=False, email_from=False
        )
        for vals in (
            {"partner_id": self.customer.id},
            {"partner_name": "Li"},
            {"email_from": "li@example.com"},
            {"phone": "1"},
            {"street": "Here"},
            {"other_partner_ids": self.customer.ids},
        ):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                case.write(vals)

    def test_named_turns_anonymous(self):
        """Choosing to be anonymous later takes the details off the case."""
        case = self._create_case()
        case.write({"identity_mode": "anonymous", "partner_id": False})
        self.assertFalse(case.partner_name)
        self.assertFalse(case.email_from)

    def test_language_of_the_customer(self):
        """Letters use the customer's language; else the company's (R64)."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.customer.lang = "fr_FR"
        case = self.Complaint.create({"name": "A", "partner_id": self.customer.id})
        self.assertEqual(case.lang, "fr_FR")
        self.assertTrue(self._create_case().lang)


@tagged("post_install", "-at_install")
class TestReceipt(ComplaintCase):
    def test_who_met_the_customer_first_stays(self):
        """First contact is set once, by nobody changed (R86, R197)."""
        case = self._create_case()
        self.assertEqual(case.first_contact_user_id, self.clerk)
        for user in (self.clerk, self.manager):
            with self.subTest(user=user.login):
                with self._assert_refused("first"):
                    case.with_user(user).first_contact_user_id = self.handler
        with self.assertRaises(UserError):
            case.sudo().first_contact_user_id = self.handler
        self._bring_to(case, "assessed")
        self.assertEqual(case.first_contact_user_id, self.clerk)
        case.write({"first_contact_user_id": self.clerk.id, "name": "Saved again"})

    def test_registered_for_a_colleague(self):
        """A case typed in for somebody else belongs to who met the customer."""
        case = self._create_case(first_contact_user_id=self.colleague.id)
        self.assertEqual(case.first_contact_user_id, self.colleague)
        self.assertEqual(case.create_uid, self.clerk)

    def test_received_when_the_customer_spoke(self):
        """The receipt may lie back, and its change is tracked (R33)."""
        case = self._with_mail(self._create_case())
        self.env.flush_all()
        self.env.cr.precommit.run()
        yesterday = fields.Datetime.now() - timedelta(days=1)
        case.with_user(self.handler).date_received = yesterday
        self.env.flush_all()
        self.env.cr.precommit.run()
        values = case.message_ids.sudo().tracking_value_ids
        self.assertIn("date_received", values.field_id.mapped("name"))

    def test_not_received_in_the_future(self):
        """Nobody complains tomorrow (R33)."""
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        with self.assertRaises(ValidationError):
            self._create_case(date_received=tomorrow)
        case = self._create_case()
        with self.assertRaises(ValidationError):
            case.date_received = tomorrow

    def test_not_received_after_work_began(self):
        """The receipt is not moved past the first act on the case (R33)."""
        ago = fields.Datetime.now() - timedelta(days=2)
        case = self._create_case(date_received=ago)
        act = ago + timedelta(hours=1)
        case.with_user(self.clerk)._transition("acknowledge", when=act)
        with self.assertRaises(ValidationError):
            case.date_received = act + timedelta(hours=1)
        case.date_received = ago - timedelta(days=1)

    def test_styles_stay_and_scripts_do_not(self):
        """A mail keeps its looks and loses what could do harm."""
        case = self._create_case(
            description='<p style="color: red">Look<script>alert(1)</script></p>'
        )
        self.assertIn("color", case.description)
        self.assertNotIn("script", case.description)

    def test_amounts_are_not_negative(self):
        """A claim is nothing or something (R106)."""
        with self.assertRaises(Exception):  # noqa: B017 a database error
            self._create_case(claimed_amount=-1)
            self.env.flush_all()

    def test_origins_of_installed_apps(self):
        """A case can be about a document of an app that is installed (R11)."""
        models = dict(self.Complaint._selection_origin_ref())
        self.assertTrue(all(name in self.env for name in models))
