# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo's own doors to a case: messages, files, chatter routes, prints."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PNG
from .secrets_common import CASE, SecretsCase


@tagged("post_install", "-at_install")
class TestPortalDoors(SecretsCase):
    def test_models_around(self):
        """Messages, files, activities, ratings, followers, tracking."""
        on_case = [("model", "=", CASE), ("res_id", "=", self.case.id)]
        of_case = [("res_model", "=", CASE), ("res_id", "=", self.case.id)]
        there = set()
        for name, domain in {
            "mail.message": on_case,
            "mail.mail": on_case,
            "mail.activity": of_case,
            "mail.followers": of_case,
            "ir.attachment": of_case,
            "mail.tracking.value": [],
            "mail.notification": [],
            "rating.rating": of_case,
            "helpdesk.ticket.category": [],
            "helpdesk.ticket.channel": [],
            "hr.employee": [],
            "hr.department": [],
        }.items():
            with self.subTest(model=name):
                if self.env[name].search_count(domain, limit=1):
                    there.add(name)
                model = self.env[name].with_user(self.user)
                self._try(
                    name, lambda model=model, domain=domain: model.search_read(domain)
                )
                self._try(
                    name,
                    lambda model=model, domain=domain: (
                        model.sudo().search(domain).with_user(self.user).read()
                    ),
                )
        # Where nothing is, nothing is kept from anybody.
        self.assertLessEqual(
            {"mail.message", "mail.activity", "mail.followers", "ir.attachment"}, there
        )

    def test_each_message_by_its_number(self):
        """The log is closed also to who guesses the number of an entry."""
        messages = (
            self.env["mail.message"]
            .search([("model", "=", CASE), ("res_id", "=", self.case.id)])
            .with_user(self.user)
        )
        talk = self._get_talk()
        self.assertTrue(messages - talk)
        for message in messages:
            if message.sudo() in talk:
                self._assert_clean(message.read(["body", "subject"]), "talk")
                continue
            with self.assertRaises(AccessError):
                message.read(["body"])

    def test_messages_are_not_forged(self):
        """By remote call nobody outside posts, changes or deletes on a case (R48)."""
        self.case.message_subscribe(self.user.partner_id.ids)
        own = self.case._post_from_complainant("MINE").with_user(self.user)
        messages = self.env["mail.message"].with_user(self.user)
        vals = {
            "model": CASE,
            "res_id": self.case.id,
            "body": "FORGED",
            "author_id": self.handler.partner_id.id,
            "message_type": "comment",
            "subtype_id": self.env.ref("mail.mt_comment").id,
        }
        for call in (
            lambda: messages.create(vals),
            lambda: messages.create({**vals, "is_internal": True}),
            lambda: messages.create({**vals, "parent_id": own.id}),
            lambda: own.write({"body": "CHANGED"}),
            lambda: own.unlink(),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                call()

    @mute_logger("odoo.http")
    def test_chatter_routes(self):
        """Odoo's routes of the chatter are closed, with a login and with the link."""
        self.case._post_from_complainant("MINE")
        token = self._get_token()
        partner = self.user.partner_id
        keys = {
            "token": token,
            "hash": self.case._sign_token(partner.id),
            "pid": partner.id,
        }
        thread = {"thread_model": CASE, "thread_id": self.case.id}
        post = {"body": "FORGED", "message_type": "comment", "is_internal": True}
        data = {"request_list": ["activities", "attachments", "followers", "messages"]}
        calls = [
            ("/mail/thread/messages", thread),
            ("/mail/message/post", {**thread, "post_data": post}),
            ("/mail/message/post", {**thread, "post_data": post, **keys}),
            ("/portal/chatter_init", thread),
            ("/portal/chatter_init", {**thread, **keys}),
            ("/mail/chatter_fetch", thread),
            ("/mail/chatter_fetch", {**thread, **keys}),
            ("/mail/thread/recipients", thread),
            ("/mail/thread/recipients/get_suggested_recipients", thread),
            ("/mail/data", {"fetch_params": [["mail.thread", {**thread, **data}]]}),
            (
                "/mail/thread/subscribe",
                {
                    "res_model": CASE,
                    "res_id": self.case.id,
                    "partner_ids": self.other.partner_id.ids,
                },
            ),
        ]
        talk = self._get_talk()
        for user in (self.user, None):
            self.authenticate(user and user.login, user and user.login)
            for route, params in calls:
                with self.subTest(route=route, user=user and user.login):
                    response = self.url_open(
                        route, json={"jsonrpc": "2.0", "params": params}
                    )
                    self._assert_clean(response.text, route)
        self.assertEqual(self._get_talk(), talk)
        self.assertNotIn(self.other.partner_id, self.case.message_partner_ids)

    @mute_logger("odoo.http")
    def test_other_routes(self):
        """Pictures, contents and prints of a case, and uploads to it."""
        self._login()
        for url in (
            f"/web/content/{CASE}/{self.case.id}/finding",
            f"/web/image/{CASE}/{self.case.id}/decision",
            f"/mail/view?model={CASE}&res_id={self.case.id}",
            f"/report/html/complaint_management.report_registration_form/{self.case.id}",
            f"/report/html/complaint_management.report_answer_letter/{self.case.id}",
            f"/report/pdf/complaint_management.report_registration_form/{self.case.id}",
            f"/odoo/{CASE}/{self.case.id}",
            *(
                f"/web/content/{file.id}"
                for file in self.env["ir.attachment"].search(
                    [("res_model", "=", CASE), ("res_id", "=", self.case.id)]
                )
            ),
        ):
            with self.subTest(url=url):
                self._assert_clean(self.url_open(url).text, url)

    def test_promises_do_not_tell(self):
        """Nor do deadlines that concern us alone, or were set aside with an error."""
        case = self._create_case(partner_id=self.user.partner_id.id, lang="en_US")
        late = fields.Datetime.now() - timedelta(days=3)
        self.env.cr.execute(
            "UPDATE complaint_clock SET error = %s, date_due = %s, date_start = %s "
            "WHERE complaint_id = %s",
            (self._make_secret("error"), late, late, case.id),
        )
        case.clock_ids.invalidate_recordset()
        self._login()
        self._assert_clean(self._open(case).text, "promises")

    def test_confidential_case_tells_no_name(self):
        """Neither its page nor a remote call says who complained."""
        case = self._create_case(
            partner_id=self.user.partner_id.id,
            identity_mode="confidential",
            partner_name=self._make_secret("vaulted name"),
            phone=self._make_secret("vaulted phone"),
            street=self._make_secret("vaulted street"),
        )
        self._login()
        self._assert_clean(self._open(case).text, "confidential page")
        self._assert_clean(case.with_user(self.user).read(), "confidential read")
        photo = [("files", ("Li Wei.png", PNG, "image/png"))]
        self._post("message", case, text="HELLO", files=photo)
        self.assertEqual(self._get_talk(case).attachment_ids.name, "1-file.png")
