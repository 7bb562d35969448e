# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whoever stays anonymous leaves no trace: the whole database is searched (R149)."""

from odoo import SUPERUSER_ID
from odoo.tests import new_test_user, tagged

from ..intake import upload_files
from .tracking_common import TrackingCase

NAME = "Zebulon Quirke"
LOGIN = "zebulon.quirke"
EMAIL = "zebulon@quirke.example"
ADDRESS = "203.0.113.77"
AGENT = "QuirkeBrowser/1.0"
# Where a user of Odoo stands anyway, whatever they do.
OF_THE_USER = ("res_users", "res_partner", "res_device", "hr_employee", "resource_")


@tagged("post_install", "-at_install")
class TestNoTraces(TrackingCase):
    """The browser belongs to somebody who is logged in, as so often at work."""

    def _find_traces(self):
        found = set()
        for text in (NAME, LOGIN, EMAIL, ADDRESS, AGENT, *self._secrets):
            found |= self._find(text)
        return {place for place in found if not place.startswith(OF_THE_USER)}

    _secrets = tuple(secret.decode() for secret in upload_files.SECRETS)

    def _talk(self):
        """A whole conversation, with a photo, a rejection and a reopening."""
        self.opener.headers.update(
            {"User-Agent": AGENT, "X-Forwarded-For": ADDRESS, "Referer": EMAIL}
        )
        self._enter()
        self._post(
            "/message",
            text="I saw it in the storeroom",
            files={"files": (f"{NAME}.jpg", upload_files.photo())},
        )
        self.case.with_user(self.handler).message_post(
            body="Which storeroom?",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self._post(
            "/message",
            text="The one behind the shop",
            files={"files": (f"{NAME}.docx", upload_files.ooxml())},
        )
        self._bring_to(self.case, "answered")
        self._post("/respond", response="accept", reason="All right")
        self._bring_to(self.case, "closed")
        self._post("/reopen", why="It happened again")
        self._post("/leave")

    def _assert_not_by(self, user):
        """Neither creator, nor writer, nor author, nor follower, nor anything."""
        self.env.invalidate_all()
        seen = set()
        for records in self._get_records(self.case):
            for record in records.sudo():
                seen.add(record._name)
                for name, field in record._fields.items():
                    if (
                        field.relational
                        and field.store
                        and field.comodel_name
                        in (
                            "res.users",
                            "res.partner",
                        )
                    ):
                        known = (
                            user
                            if field.comodel_name == "res.users"
                            else user.partner_id
                        )
                        self.assertNotIn(known, record[name], f"{record}.{name}")
        self.assertLessEqual(
            {
                "complaint.complaint",
                "mail.message",
                "ir.attachment",
                "complaint.transition",
            },
            seen,
        )

    def _assert_no_trace_of(self, group):
        user = new_test_user(
            self.env, LOGIN, groups=group, name=NAME, email=EMAIL, lang="en_US"
        )
        # Everybody is welcomed to Odoo's own channels.
        self.env.cr.precommit.run()
        self.env["bus.bus"].search([]).unlink()
        self.authenticate(LOGIN, LOGIN)
        self._talk()
        self.assertEqual(self.case.reopen_count, 1)
        self.assertEqual(len(self._get_talk().attachment_ids), 2)
        self.assertFalse(self._find_traces())
        self._assert_not_by(user)
        for file in self._get_talk().attachment_ids:
            for secret in upload_files.SECRETS:
                self.assertNotIn(secret, file.raw)
            self.assertEqual(file.create_uid.id, SUPERUSER_ID)
        self.assertEqual(self.case.create_uid.id, SUPERUSER_ID)

    def test_employee(self):
        self._assert_no_trace_of("base.group_user")

    def test_portal_user(self):
        self._assert_no_trace_of("base.group_portal")

    def test_handlers_are_told_and_learn_nothing(self):
        """The mail to the handler has no sender, name or address of anybody."""
        new_test_user(self.env, LOGIN, groups="base.group_user", name=NAME, email=EMAIL)
        self.handler.notification_type = "email"
        self.handler.email = "handler@example.com"
        self.authenticate(LOGIN, LOGIN)
        with self.mock_mail_gateway():
            self._enter()
            self._post("/message", text="I saw it in the storeroom")
            self.env["mail.mail"].process_email_queue()
        told = [mail for mail in self._mails if "storeroom" in str(mail["body"])]
        self.assertIn("handler@example.com", str([mail["email_to"] for mail in told]))
        for mail in self._mails:
            whole = str(mail)
            for text in (NAME, LOGIN, EMAIL, self.code):
                self.assertNotIn(text, whole)
