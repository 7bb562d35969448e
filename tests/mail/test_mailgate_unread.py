# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What could not become a case ends where a manager sees it; nothing is lost."""

import logging
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import USER
from .gate_common import ADDRESS, MailgateCase

CASES = "odoo.addons.complaint_management.models"


@tagged("post_install", "-at_install")
class TestUnreadMail(MailgateCase):
    def _leave_one(self, **headers):
        """A mail that a machine wrote."""
        self._write("Away.", Auto_Submitted="auto-replied", **headers)
        return self._get_unread()[:1]

    def test_manager_registers_it(self):
        unread = self._leave_one()
        action = unread.with_user(self.officer).action_register()
        case = unread.complaint_id
        self.assertEqual(action["res_id"], case.id)
        self.assertIn("Away.", case.description)
        self.assertEqual(case.company_id, self.company)
        self.assertEqual(unread.state, "registered")
        with self.assertRaises(UserError):
            unread.with_user(self.officer).action_register()

    def test_manager_registers_a_broken_one(self):
        """As far as it can be read, with the mail as it came."""
        raw = b"To: " + ADDRESS.encode() + b"\r\nSubject: Lamp\r\n\r\nIt \xff broke."
        self._receive(raw)
        unread = self._assert_unread("no_sender")
        unread.with_user(self.officer).action_register()
        case = unread.complaint_id
        self.assertEqual(case.name, "Lamp")
        self.assertIn("broke.", case.description)
        self.assertEqual(case.message_ids.attachment_ids.raw, raw)

    def test_left_aside(self):
        unread = self._leave_one()
        unread.with_user(self.officer).action_leave_aside()
        self.assertEqual(unread.state, "aside")
        unread.with_user(self.officer).action_take_up()
        self.assertEqual(unread.state, "todo")

    def test_nothing_to_read(self):
        self._write("", Subject="")
        self._assert_unread("empty")

    def test_archived_address(self):
        """Mails to an archived address are not lost either."""
        self.mailbox.active = False
        self.assertFalse(self._write())
        self._assert_unread("closed")

    def test_same_mail_twice(self):
        mail = self._make_mail(Auto_Submitted="auto-replied")
        self._receive(mail)
        self._receive(mail)
        self._assert_unread("automatic")

    def test_whatever_goes_wrong(self):
        """An error half-way leaves nothing behind but the mail itself."""
        before = self.Complaint.search_count([])
        words = type(self.Complaint)
        with (
            patch.object(words, "_note_new_mail", side_effect=ZeroDivisionError("Oh")),
            self.assertLogs(f"{CASES}.mail.case_mailgate", logging.INFO) as logged,
        ):
            self.assertFalse(self._write())
        self.assertEqual({record.levelname for record in logged.records}, {"INFO"})
        unread = self._assert_unread("error")
        self.assertIn("Oh", unread.detail)
        self.assertEqual(self.Complaint.search_count([]), before)
        unread.with_user(self.officer).action_register()
        self.assertIn("swapped", unread.complaint_id.description)

    @mute_logger("odoo.sql_db")
    def test_database_refuses(self):
        """An error of the database is undone as well."""

        def fail(case, *_args):
            case.env.cr.execute("SELECT nonsense")

        with patch.object(type(self.Complaint), "_note_new_mail", fail):
            self.assertFalse(self._write())
        self._assert_unread("error")

    def test_cannot_be_read(self):
        """What the library stumbles over is kept."""
        with patch.object(
            type(self.env["mail.thread"]), "message_parse", side_effect=KeyError("x")
        ):
            self.assertFalse(self._write())
        self._assert_unread("unreadable")

    # ------------------------------------------------------------------
    # Who sees them
    # ------------------------------------------------------------------

    def test_managers_are_asked_once(self):
        """One task, however many mails; it ends with the last of them."""
        activity_type = self.env.ref(
            "complaint_management.mail_activity_type_unread_mail"
        )
        domain = [
            ("activity_type_id", "=", activity_type.id),
            ("user_id", "=", self.manager.id),
        ]
        Activity = self.env["mail.activity"]
        first = self._leave_one()
        second = self._leave_one(From="b@example.com")
        self.assertEqual(Activity.search_count(domain), 1)
        first.with_user(self.officer).action_leave_aside()
        self.assertEqual(Activity.search_count(domain), 1)
        second.with_user(self.officer).action_register()
        self.assertEqual(Activity.search_count(domain), 0)

    def test_only_the_mail_server_hands_over(self):
        """Nobody else makes up mails of customers over the network."""
        threads = self.env["mail.thread"]
        portal = self._create_user("mail_portal", "base.group_portal")
        for user in (portal, self.employee, self.manager):
            with self.assertRaises(AccessError):
                threads.with_user(user).message_process(
                    None, self._make_mail().as_bytes()
                )
        admin = self.env.ref("base.user_admin")
        raw = self._make_mail().as_string()
        self.assertTrue(threads.with_user(admin).message_process(None, raw))

    def test_access(self):
        """Officers read and decide; nobody changes what a mail says."""
        unread = self._leave_one()
        for user in (self.employee, self.handler):
            with self.assertRaises(AccessError):
                unread.with_user(user).read(["name"])
            with self.assertRaises(AccessError):
                unread.with_user(user).action_leave_aside()
        with self.assertRaises(AccessError):
            unread.with_user(self.manager).write({"preview": "x"})
        with self.assertRaises(AccessError):
            unread.with_user(self.manager).unlink()
        self.assertTrue(unread.with_user(self.officer).original)

    def test_other_company(self):
        company = self.env["res.company"].create({"name": "Water"})
        officer = self._create_user(
            "water_officer",
            "complaint_management.group_complaint_officer",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        unread = self._leave_one()
        self.assertFalse(self.Unread.with_user(officer).search([]))
        with self.assertRaises(AccessError):
            unread.with_user(officer).action_register()

    # ------------------------------------------------------------------
    # Mailboxes
    # ------------------------------------------------------------------

    def test_each_company_has_an_address(self):
        companies = self.env["res.company"].create(
            [{"name": "Water"}, {"name": "Gas & Light"}, {"name": "Gas & Light 2"}]
        )
        companies.alias_domain_id = self.domain
        mailboxes = self.env["complaint.mailbox"].search(
            [("company_id", "in", companies.ids)]
        )
        self.assertEqual(mailboxes.company_id, companies)
        names = mailboxes.mapped("alias_name")
        self.assertEqual(len(set(names)), 3)
        self.assertTrue(all(name.startswith("complaints") for name in names))

    def test_mailbox_of_another_company(self):
        """A mail to another company's address is that company's case."""
        company = self.env["res.company"].create({"name": "Water"})
        mailbox = self.env["complaint.mailbox"].search(
            [("company_id", "=", company.id)]
        )
        mailbox.alias_id.alias_domain_id = self.domain
        case = self._write(To=f"{mailbox.alias_name}@power.example")
        self.assertEqual(case.company_id, company)

    def test_alias_says_what_the_mailbox_says(self):
        self.mailbox.write({"kind": "inquiry", "team_id": self.team.id})
        self.assertIn("'kind': 'inquiry'", self.mailbox.alias_defaults)
        case = self._write()
        self.assertEqual(case.kind, "inquiry")
        self.assertEqual(case.team_id, self.team)

    def test_managers_keep_mailboxes(self):
        user = self._create_user("mailbox_user", USER)
        with self.assertRaises(AccessError):
            self.mailbox.with_user(user).name = "x"
        self.mailbox.with_user(self.manager).write({"alias_name": "grievances"})
        self.assertTrue(self._write(To="grievances@power.example"))
