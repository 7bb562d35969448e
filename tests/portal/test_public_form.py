# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Filing through the public form: what becomes of it, once, and for whom (R23)."""

from unittest.mock import patch

from odoo import SUPERUSER_ID, http
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .public_common import FORM, PublicCase

SECRETS = ("SECRETCAMERA", "SECRETAUTHOR")


@tagged("post_install", "-at_install")
class TestPublicForm(PublicCase):
    def test_named(self):
        """A stranger files with a name, and gets the number and what happens next."""
        case, location = self._send_and_find(
            category=self.category.id, kind="complaint", phone="+86 571 8888 1234"
        )
        self.assertRecordValues(
            case,
            [
                {
                    "kind": "complaint",
                    "name": "The bill is wrong.",
                    "demand": "Please correct it.",
                    "identity_mode": "named",
                    "partner_name": "Li Wei",
                    "email_from": "li.wei@example.com",
                    "phone": "+86 571 8888 1234",
                    "partner_id": False,
                    "category_id": self.category.id,
                    "user_id": self.handler.id,
                    "company_id": self.company.id,
                    "create_uid": SUPERUSER_ID,
                    "first_contact_user_id": SUPERUSER_ID,
                    "is_suspected_spam": False,
                    "channel_id": self.env.ref(
                        "helpdesk_mgmt.helpdesk_ticket_channel_web"
                    ).id,
                }
            ],
        )
        self.assertIn("shop next door", case.description)
        page = self.url_open(location).text
        self.assertIn(case.number, page)
        self.assertIn("What happens next", page)

    def test_each_kind(self):
        """A suggestion and an inquiry come in by the same door."""
        for kind in ("suggestion", "inquiry"):
            case, location = self._send_and_find(kind=kind)
            self.assertEqual(case.kind, kind)
            self.assertIn(case.number, self.url_open(location).text)

    def test_confidential(self):
        """The name is put away; the case does not have it (R152)."""
        case, _location = self._send_and_find(identity="confidential")
        self.assertEqual(case.identity_mode, "confidential")
        self.assertFalse(case.partner_name or case.email_from or case.phone)
        self.assertEqual(case._get_reach().email, "li.wei@example.com")
        self.assertNotIn("Li Wei", str(case.message_ids.mapped("body")))

    def test_anonymous(self):
        """What was typed about oneself all the same is not kept (R149)."""
        case, location = self._send_and_find(
            identity="anonymous",
            phone="+86 571 1",
            files=[("Li Wei.jpg", self._make_photo())],
        )
        self.assertEqual(case.identity_mode, "anonymous")
        self.assertFalse(case.partner_name or case.email_from or case.phone)
        self.assertFalse(any(case._get_reach()))
        attachments = case.message_attachment_count and self.env[
            "ir.attachment"
        ].search([("res_model", "=", case._name), ("res_id", "=", case.id)])
        self.assertEqual(len(attachments), 1)
        self.assertNotIn("Li", attachments.name)
        for secret in SECRETS:
            self.assertNotIn(secret.encode(), attachments.raw)
        self.assertEqual(attachments.create_uid.id, SUPERUSER_ID)
        self.assertIn(case.number, self.url_open(location).text)

    def test_code_once(self):
        """The tracking code is shown once, and opens the case (R157)."""
        case, location = self._send_and_find(identity="anonymous")
        (code,) = self._parse(self.url_open(location)).xpath(
            "//*[contains(@class, 'o_complaint_code_value')]"
        )
        code = code.text_content().strip()
        self.assertEqual(case._find_by_tracking_code(code), case)
        again = self.url_open(location).text
        self.assertNotIn(code, again)
        self.assertIn("cannot be shown again", again)
        self.assertIn(case.number, again)

    def test_other_receipts(self):
        """A receipt that is forged, cut or of something else shows nothing."""
        case, location = self._send_and_find(identity="anonymous")
        receipt = self._get_receipt(location)
        token = self._get_form()["token"]
        for wrong in ("", "x", receipt[:-3], receipt[:-2] + "AA", token, "é", "\x00"):
            with self.subTest(receipt=wrong):
                response = self.url_open("/complaints/done", params={"receipt": wrong})
                self.assertEqual(response.status_code, 404)
                self.assertNotIn(case.number, response.text)
        self.assertEqual(self.url_open("/complaints/done").status_code, 404)

    def test_twice(self):
        """Double click, back button, retry: one case, the same number (issue 4)."""
        hidden = self._get_form()
        first = self._send(hidden)
        count = self._count_cases()
        second = self._send(hidden, description="Changed after going back.")
        self.assertEqual(second.status_code, 303)
        self.assertEqual(self._count_cases(), count)
        pages = [
            self.url_open(response.headers["Location"]).text
            for response in (first, second)
        ]
        case = self.Complaint.search([], order="id desc", limit=1)
        for page in pages:
            self.assertIn(case.number, page)

    def test_two_forms(self):
        """Who has something else to say opens the form anew."""
        first, _location = self._send_and_find()
        second, _location = self._send_and_find()
        self.assertNotEqual(first, second)

    def test_trap(self):
        """A program that fills in everything is kept apart, not lost."""
        case, location = self._send_and_find(homepage="https://spam.example.com")
        self.assertTrue(case.is_suspected_spam)
        self.assertEqual(case.state, "new")
        self.assertIn(case.number, self.url_open(location).text)

    def test_captcha(self):
        """Odoo's captcha is asked when it is set up; who fails loses nothing."""

        def refuse(_self, action):
            asked.append(action)
            raise UserError("Suspicious")

        asked = []
        count = self._count_cases()
        http_model = self.env.registry["ir.http"]
        with patch.object(http_model, "_verify_request_recaptcha_token", refuse):
            response = self._send(name="Still Here")
        self.assertEqual(response.status_code, 422)
        self.assertEqual(asked, ["complaint_submit"])
        self.assertEqual(self._count_cases(), count)
        self.assertEqual(self._get_value(response, "name"), "Still Here")
        self.assertIn("a person", response.text)
        self.assertIn('data-captcha="complaint_submit"', response.text)

    def test_with_files(self):
        """Files of a named case keep their names, and are on the case."""
        case, _location = self._send_and_find(
            files=[("bill.txt", b"400"), ("../../x.jpg", self._make_photo())]
        )
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", case._name), ("res_id", "=", case.id)]
        )
        self.assertEqual(sorted(attachments.mapped("name")), ["bill.txt", "x.jpg"])


@tagged("post_install", "-at_install")
class TestPublicFormLogin(PublicCase):
    """Who is logged in is known when they want to be, and not when they do not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = new_test_user(
            cls.env,
            "form_customer",
            groups="base.group_portal",
            name="Ana Customer",
            email="ana@example.com",
        )
        cls.staff_member = new_test_user(
            cls.env,
            "form_staff",
            groups="base.group_user",
            name="SECRETNAME Staff",
            email="secretaddress@example.com",
        )

    def test_prefilled(self):
        """Nobody types what we know already (R23)."""
        self.authenticate("form_customer", "form_customer")
        response = self.url_open(FORM)
        self.assertEqual(self._get_value(response, "name"), "Ana Customer")
        self.assertEqual(self._get_value(response, "email"), "ana@example.com")
        self.assertIn("csrf_token", self._read_hidden(response))

    def test_named_customer(self):
        """The case is theirs, though the product registered it."""
        self.authenticate("form_customer", "form_customer")
        case, location = self._send_and_find(name="Ana C.", email="ana@example.com")
        self.assertEqual(case.partner_id, self.customer.partner_id)
        self.assertEqual(case.partner_name, "Ana C.")
        self.assertEqual(case.create_uid.id, SUPERUSER_ID)
        self.assertEqual(case.first_contact_user_id.id, SUPERUSER_ID)
        self.assertIn(f"/my/complaints/{case.id}", self.url_open(location).text)

    def test_anonymous_employee(self):
        """No table of the database tells who it was (R149, R152)."""
        self.authenticate("form_staff", "form_staff")
        sent_before = dict(self.session)
        case, location = self._send_and_find(
            identity="anonymous",
            name="SECRETNAME Staff",
            email="secretaddress@example.com",
            files=[("photo.jpg", self._make_photo())],
        )
        self.url_open(location)
        self.env.invalidate_all()
        user, partner = self.staff_member, self.staff_member.partner_id
        self.assertEqual(case.create_uid.id, SUPERUSER_ID)
        self.assertEqual(case.write_uid.id, SUPERUSER_ID)
        self.assertEqual(case.first_contact_user_id.id, SUPERUSER_ID)
        self.assertNotIn(partner, case.message_partner_ids)
        self.assertNotIn(partner, case.message_ids.author_id)
        self._assert_no_row_of(user, case)
        session = http.root.session_store.get(self.session.sid)
        self.assertEqual(set(session), set(sent_before))
        self.assertNotIn(case.number, str(dict(session)))

    def _assert_no_row_of(self, user, case):
        """Of what the case brought along, nothing was made or touched by a user."""
        linked = {
            "mail.message": [("model", "=", case._name), ("res_id", "=", case.id)],
            "mail.followers": [
                ("res_model", "=", case._name),
                ("res_id", "=", case.id),
            ],
            "mail.activity": [
                ("res_model", "=", case._name),
                ("res_id", "=", case.id),
            ],
            "ir.attachment": [
                ("res_model", "=", case._name),
                ("res_id", "=", case.id),
            ],
            "complaint.clock": [("complaint_id", "=", case.id)],
            "complaint.transition": [("complaint_id", "=", case.id)],
        }
        for model, domain in linked.items():
            records = self.env[model].sudo().search(domain)
            for fname in {"create_uid", "write_uid"} & set(records._fields):
                with self.subTest(model=model, field=fname):
                    self.assertNotIn(user, records[fname])
            self.assertNotIn("SECRETNAME", str(records.read()))
            self.assertNotIn("secretaddress", str(records.read()))

    def test_other_sites_form(self):
        """Another site cannot make whoever is logged in complain."""
        self.authenticate(None, None)
        hidden = self._get_form()
        self.authenticate("form_customer", "form_customer")
        count = self._count_cases()
        response = self._send(hidden, description="Not my words.")
        self.assertEqual(response.status_code, 400)
        self.assertEqual(self._count_cases(), count)
        self.assertEqual(self._get_value(response, "description"), "Not my words.")
        self.assertIn("send it once more", response.text)
        # What the page shows now can be sent.
        again = self._send(self._read_hidden(response))
        self.assertEqual(again.status_code, 303)
