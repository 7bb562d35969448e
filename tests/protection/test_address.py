# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Secrets go where the customer is known to be, whoever changed the address (R199)."""

import re

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.complaint_management.models.case.life_cycle import OPEN_STATES

from ..answer.rating_common import TEMPLATE, RatingCase
from ..common import MANAGER
from .vault_common import VaultCase

MINE = "mine@example.org"
KEY = re.compile(r"access_token=([\w-]+)")


class AddressCase(VaultCase, RatingCase, HttpCase):
    """Anna Kim has a case that was acknowledged; its handler wants her mails."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chief = cls._create_user("case_chief", MANAGER)
        cls.friend = new_test_user(
            cls.env,
            "friend",
            groups="base.group_portal",
            name="Friend",
            email="friend@example.org",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.case = cls._with_mail(
            cls._create_case(
                partner_id=cls.customer.id,
                partner_name=cls.customer.name,
                email_from=cls.customer.email,
                user_id=cls.handler.id,
            )
        )
        cls._bring_to(cls.case, "acknowledged")

    @classmethod
    def _steal(cls, case=None, **vals):
        (case or cls.case).with_user(cls.handler).write({"email_from": MINE, **vals})

    def _get_key(self, case=None):
        return (case or self.case).sudo()._portal_ensure_token()

    def _opens(self, key, case=None):
        self.env.flush_all()
        self.authenticate(None, None)
        page = self.url_open(
            f"/my/complaints/{(case or self.case).id}/rate?access_token={key}"
        )
        return page.status_code == 200

    def _mail(self, case=None):
        """The body of the mail that asks how we did, as it waits to be sent."""
        case = case or self.case
        case.with_user(self.handler)._mail_customer(False, TEMPLATE)
        mail = self.env["mail.mail"].sudo().search([], order="id desc", limit=1)
        return mail.body_html

    def _accept(self, case=None, user=None, reason="I called them"):
        case = (case or self.case).with_user(user or self.chief)
        dialogs = self._with_mail(self.env["complaint.address.accept"])
        dialog = dialogs.with_user(user or self.chief)
        dialog.create({"complaint_id": case.id, "reason": reason}).action_accept()


@tagged("post_install", "-at_install")
class TestAddress(AddressCase):
    # ------------------------------------------------------------------
    # The case of the issue
    # ------------------------------------------------------------------

    def test_handler_gets_no_link_by_another_address(self):
        """Changed, surveyed, changed back: nothing came that rates in their place."""
        self._steal()
        case = self._close(self.case)
        self._assert_asked(case, times=0)
        self.assertTrue(case.survey_waits)
        self.assertIn("not asked yet", " ".join(case.message_ids.mapped("body")))
        self.assertFalse(KEY.search(self._mail()))
        case.with_user(self.handler).email_from = self.customer.email
        mails = self.env["mail.mail"].sudo().search([("email_to", "ilike", MINE)])
        self.assertFalse(any(KEY.search(mail.body_html or "") for mail in mails))

    def test_contact_data_is_tracked(self):
        self._steal(phone="12345", street="Elsewhere 1", partner_name="Me")
        self.env.flush_all()
        self.env.cr.precommit.run()
        logged = self.case.message_ids.sudo().tracking_value_ids
        self.assertLessEqual(
            {"email_from", "phone", "street", "partner_name"},
            set(logged.field_id.mapped("name")),
        )

    def test_protected_contact_data_is_tracked_nowhere(self):
        case = self._create_secret(user_id=self.handler.id)
        self._steal(case, phone="+49 77713 5", street="Elsewhere Lane")
        self.assertFalse(self._find("Elsewhere Lane") | self._find("77713 5"))
        self.assertFalse(self._find(MINE))

    # ------------------------------------------------------------------
    # Renewal
    # ------------------------------------------------------------------

    def test_old_links_stop_working(self):
        key = self._get_key()
        queued = KEY.search(self._mail())[1]
        self.assertEqual(queued, key)
        self.assertTrue(self._opens(key))
        self._steal()
        self.assertFalse(self._opens(key))
        self.case.with_user(self.handler).email_from = self.customer.email
        self.assertFalse(self._opens(key))
        self.assertTrue(self._opens(KEY.search(self._mail())[1]))

    def test_another_customer_another_link(self):
        key = self._get_key()
        sign = self.case._sign_token(self.customer.id)
        self.case.with_user(self.handler).partner_id = self.secret
        self.assertFalse(self._opens(key))
        self._get_key()
        self.assertNotEqual(self.case._sign_token(self.customer.id), sign)

    def test_what_is_no_other_address_renews_nothing(self):
        key = self._get_key()
        self._steal(email_from="Anna <ANNA.KIM@example.com>")
        self.assertTrue(self._opens(key))
        self.case.with_user(self.handler).phone = "999"
        self.assertTrue(self._opens(key))
        self.assertFalse(self.case.address_changed_on)

    # ------------------------------------------------------------------
    # Other doors
    # ------------------------------------------------------------------

    def test_contact_of_the_customer_changed(self):
        """Mails of the chatter go to the contact's address, and so would the button."""
        key = self._get_key()
        self.customer.with_user(self.handler).sudo().email = MINE
        self.assertFalse(self._opens(key))
        self.assertFalse(self._get_button())
        self.customer.with_user(self.handler).sudo().email = "anna.kim@example.com"
        self.assertFalse(self._opens(key))
        self.assertTrue(self._get_button())

    def _get_button(self):
        message = self.env["mail.message"]
        groups = self.case._notify_get_recipients_groups(message, "Case")
        return {name: row for name, _is, row in groups}["portal_customer"][
            "has_button_access"
        ]

    def test_contacts_merged(self):
        key = self._get_key()
        mine = self.env["res.partner"].create({"name": "Anna Kim", "email": MINE})
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            (self.customer | mine).ids, mine, extra_checks=False
        )
        self.env.invalidate_all()
        self.assertEqual(self.case.partner_id, mine)
        self.assertFalse(self._opens(key))
        self.assertFalse(self._get_button())

    def test_representative_put_in_to_get_the_answers(self):
        key = self._get_key()
        self.case.with_user(self.handler).write(
            {
                "on_behalf": True,
                "answers_to": "representative",
                "representative_name": "Me",
                "representative_email": MINE,
            }
        )
        self.assertFalse(self._opens(key))
        self.assertFalse(KEY.search(self._mail()))
        self.assertTrue(self.case.address_changed_on)

    def test_vault(self):
        """Nor by the dialog that puts a contact in the vault right."""
        case = self._create_secret(user_id=self.handler.id)
        key = self._get_key(case)
        self.assertTrue(KEY.search(self._mail(case)))
        self.env["complaint.identity.change"].with_user(self.handler).create(
            {"complaint_id": case.id, "email_from": MINE}
        ).action_change()
        self.assertFalse(self._opens(key, case))
        self.assertFalse(KEY.search(self._mail(case)))
        self.assertEqual(case.address_changed_by_id, self.handler)

    def test_protecting_a_stolen_case(self):
        """What is put into the vault is known no better than before."""
        self._steal()
        self.case.with_user(self.handler).identity_mode = "confidential"
        self.assertFalse(KEY.search(self._mail()))

    def test_continuing_a_stolen_case(self):
        self._steal()
        child = self.case._continue("It goes on")
        self.assertEqual(child.email_from, MINE)
        self.assertFalse(KEY.search(self._mail(child)))
        self.assertTrue(child.address_changed_on)

    def test_address_by_a_code_of_ours(self):
        """A slip that its issuer kept does not make them reachable either."""
        case = self._create_case(
            identity_mode="anonymous",
            partner_name=False,
            email_from=False,
            user_id=self.handler.id,
        )
        code = case.with_user(self.handler)._issue_tracking_code("nobody")
        by_code = self.Complaint._find_by_tracking_code(code)
        by_code._disclose_complainant("named", "Me", MINE, "")
        self.assertEqual(case.email_from, MINE)
        self.assertFalse(KEY.search(self._mail(case)))

    def test_state_of_the_address_is_not_written(self):
        for fname in ("address_changed_on", "address_changed_by_id", "survey_waits"):
            with self._assert_refused("written"):
                self.case.with_user(self.manager).write({fname: False})
        with self.assertRaises(AccessError):
            self.case.with_user(self.manager).write({"known_addresses": "x"})

    # ------------------------------------------------------------------
    # Acting by login
    # ------------------------------------------------------------------

    def _rate_as(self, user):
        self.env.flush_all()
        self.authenticate(user.login, user.login)
        page = self.url_open(f"/my/complaints/{self.case.id}/rate")
        return page.status_code == 200

    def test_handler_puts_in_themselves_as_the_customer(self):
        for partner in (self.handler.partner_id, self.friend.partner_id):
            self.case.with_user(self.handler).partner_id = partner
            user = partner.user_ids
            self.assertFalse(self._rate_as(user))
            with self.assertRaises(AccessError):
                self.case.with_user(user).get_portal_url()
        self.assertTrue(self.case.address_changed_on)
        self._accept()
        self.assertTrue(self._rate_as(self.friend))

    def test_or_a_friend_as_another_complainant(self):
        self.case.with_user(self.handler).other_partner_ids = self.friend.partner_id
        self.assertFalse(self._rate_as(self.friend))

    def test_customer_linked_later_logs_in_with_the_known_address(self):
        user = new_test_user(
            self.env,
            self.customer.email,
            groups="base.group_portal",
            name="Anna",
            email=self.customer.email,
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.case.with_user(self.handler).partner_id = user.partner_id
        self.assertFalse(self.case.address_changed_on)
        self.assertTrue(self._rate_as(user))

    # ------------------------------------------------------------------
    # What stays easy
    # ------------------------------------------------------------------

    def test_clerk_puts_a_typing_error_right(self):
        """Before anything was sent, who registered may correct what they typed."""
        case = self._with_mail(self._create_case(email_from="li.wie@example.com"))
        case.with_user(self.clerk).email_from = "li.wei@example.com"
        self.assertFalse(case.address_changed_on)
        self.assertTrue(KEY.search(self._mail(case)))

    def test_nobody_else_does(self):
        """Nor for a case that the customer brought in themselves."""
        sent = self.Complaint._register_from_outside(
            {"name": "Bill", "partner_name": "Li", "email_from": "li@example.com"}
        ).with_env(self.env)
        sent.sudo().user_id = self.handler
        self._steal(sent)
        self.assertTrue(sent.address_changed_on)

    def test_acknowledgement_goes_out_all_the_same(self):
        case = self._with_mail(self._create_case(user_id=self.handler.id))
        self._steal(case)
        case.with_user(self.handler).action_acknowledge()
        mail = self.env["mail.mail"].sudo().search([("res_id", "=", case.id)], limit=1)
        self.assertEqual(mail.email_to, MINE)
        self.assertNotIn("access_token", mail.body_html)
        self.assertIn(case.state, OPEN_STATES)

    def test_complainant_gives_a_new_address(self):
        """What comes in by the house's own door is their word."""
        case = self.case._as_the_house()
        case.email_from = "anna@example.net"
        self.assertFalse(self.case.address_changed_on)
        self.assertTrue(self.case._is_address_known())

    # ------------------------------------------------------------------
    # Accepting
    # ------------------------------------------------------------------

    def test_manager_accepts_and_the_survey_goes_out(self):
        self._steal()
        case = self._close(self.case)
        self._accept(case)
        self._assert_asked(case)
        mail = self._get_requests(case)
        self.assertEqual(mail.email_to, MINE)
        self.assertTrue(KEY.search(mail.body_html))
        self.assertFalse(case.address_changed_on or case.survey_waits)
        self.assertIn("I called them", " ".join(case.message_ids.mapped("body")))

    def test_manager_accepts_what_they_see(self):
        """Another address that slipped in under the dialog is not accepted with it."""
        self._steal()
        context = self.case.with_user(self.chief).action_accept_address()["context"]
        self.assertEqual(context["default_address"], MINE)
        dialogs = self.env["complaint.address.accept"].with_user(self.chief)
        dialog = dialogs.with_context(**context).create({"reason": "I called them"})
        self.case.sudo().address_changed_on = "2031-01-01 10:00:00"
        with self.assertRaisesRegex(UserError, "changed again"):
            dialog.action_accept()

    def test_reopened_case_waits_no_more(self):
        self._steal()
        case = self._close(self.case)
        self._reopen(case)
        self.assertFalse(case.survey_waits)

    def test_who_may_accept(self):
        self._steal()
        for user in (self.handler, self.officer):
            with self.assertRaises(AccessError):
                self._accept(user=user)
            with self.assertRaises(AccessError):
                self.case.with_user(user)._accept_address("Because")
        self.case.with_user(self.manager).email_from = "other@example.org"
        with self.assertRaises(AccessError):
            self._accept(user=self.manager)
        with self.assertRaises(UserError):
            self._accept(reason=" ")
        self._accept()
        with self.assertRaises(UserError):
            self._accept()

    def test_second_handler_does_not_accept(self):
        self._steal()
        self.case.backup_user_id = self.chief
        with self.assertRaises(AccessError):
            self.case.with_user(self.chief)._accept_address("Because")

    def test_writing_from_the_address_proves_nothing(self):
        """Who put it in can write from it."""
        self._steal()
        self.case._as_the_house()._heard_from_complainant("It is really me")
        self.assertFalse(self.case._is_address_known())

    def test_address_is_forgotten_with_the_complainant(self):
        self.assertTrue(self.case.sudo().known_addresses)
        names = ("partner_id", "partner_name", "email_from", "phone", "street")
        self.case.sudo().write(
            {"identity_mode": "anonymous", **dict.fromkeys(names, False)}
        )
        self.assertFalse(self.case.sudo().known_addresses)
