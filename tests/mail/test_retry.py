# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A mail that did not go out is sent again, once, and in the end somebody is told."""

from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..clock.act_common import HOUR, MilestoneCase
from ..clock.common import MONDAY
from .smtp_server import SmtpServer

MINUTE = timedelta(minutes=1)
PAUSES = (5 * MINUTE, 30 * MINUTE, 2 * HOUR, 8 * HOUR, 24 * HOUR)
ADDRESS = "li.wei@example.com"
SENDING = ("odoo.addons.mail.models.mail_mail",)


@tagged("post_install", "-at_install")
class TestRetry(MilestoneCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mail.mail"].search([("state", "=", "outgoing")]).cancel()
        cls.env["ir.mail_server"].search([]).active = False
        cls.server = SmtpServer()
        cls.addClassCleanup(cls.server.close)
        cls.mail_server = cls.env["ir.mail_server"].create(
            {
                "name": "Test",
                "smtp_host": "127.0.0.1",
                "smtp_port": cls.server.port,
                "smtp_encryption": "none",
            }
        )

    def setUp(self):
        super().setUp()
        self.server.refused, self.server.dies_at = set(), None
        self.server.taken.clear()
        self.now = MONDAY + HOUR
        self.case = self._with_mail(self._receive())

    def _acknowledge(self):
        self._walk(self.case, self.now, "acknowledged")
        return self.env["mail.mail"].search(
            [("res_id", "=", self.case.id), ("model", "=", self.case._name)]
        )

    def _send(self):
        """Odoo's queue, as its scheduled action calls it."""
        server = type(self.env["ir.mail_server"])
        with (
            self._at(self.now),
            patch.object(server, "_disable_send", lambda _self: False),
            mute_logger(*SENDING),
        ):
            self.env["mail.mail"].sudo().process_email_queue()

    def _retry(self, after):
        """Our scheduled action, a while later, and the queue after it."""
        self.now += after
        crons = self.env.registry["ir.cron"]
        with (
            self._at(self.now),
            patch.object(crons, "_commit_progress", return_value=60.0),
        ):
            self.env["mail.mail"]._cron_retry_complaint_mails()
        self._send()

    def _get_tasks(self):
        return self.case.activity_search(
            ["complaint_management.mail_activity_type_undelivered"]
        )

    def _assert_given_up(self):
        self.assertTrue(self.case.mail_failed)
        self.assertEqual(self._get_tasks().user_id, self.handler)
        found = self.case.search([("mail_failed", "=", True)])
        self.assertIn(self.case, found)

    # ------------------------------------------------------------------
    # Refused
    # ------------------------------------------------------------------

    def test_sent_again(self):
        """Refused first, it goes out with the next try, and only then counts."""
        self.server.refused = {ADDRESS}
        mail = self._acknowledge()
        self._send()
        self.assertEqual(mail.state, "exception")
        self._assert_runs(self.case, "acknowledge")
        self._retry(4 * MINUTE)
        self.assertEqual(mail.complaint_tries, 0, "its pause is not over")
        self.server.refused = set()
        self._retry(MINUTE)
        self.assertEqual(self.server.taken, [ADDRESS])
        self._assert_stopped(self.case, "acknowledge", self.now)
        self._retry(24 * HOUR)
        self.assertEqual(self.server.taken, [ADDRESS], "nothing goes out twice")
        self.assertFalse(self.case.mail_failed)

    def test_growing_pauses_then_a_person(self):
        """After the last pause the handler has a task, and the case a mark."""
        self.server.refused = {ADDRESS}
        mail = self._acknowledge()
        self._send()
        for tries, pause in enumerate(PAUSES, 1):
            self._retry(pause - MINUTE)
            self.assertEqual(mail.complaint_tries, tries - 1)
            self._retry(MINUTE)
            self.assertEqual(mail.complaint_tries, tries)
            self.assertFalse(self.case.mail_failed)
        self._retry(MINUTE)
        self._assert_given_up()
        self._assert_runs(self.case, "acknowledge")
        self._retry(24 * HOUR)
        self.assertEqual(mail.complaint_tries, len(PAUSES))
        self.assertEqual(len(self._get_tasks()), 1)

    def test_sent_by_hand_afterwards(self):
        """Who repairs the address and sends it again ends the task and the mark."""
        self.server.refused = {ADDRESS}
        mail = self._acknowledge()
        self._send()
        for pause in (*PAUSES, MINUTE):
            self._retry(pause)
        self._assert_given_up()
        self.server.refused = set()
        mail.action_retry()
        self._send()
        self.assertEqual(self.server.taken.count(ADDRESS), 1)
        self.assertFalse(self.case.mail_failed)
        self.assertFalse(self._get_tasks())

    def test_seen_to(self):
        """Who does the task, or presses the button, takes the mark off."""
        for settle in (
            lambda: self._get_tasks().with_user(self.handler).action_done(),
            lambda: self.case.with_user(self.handler).action_settle_failed_mail(),
        ):
            self.case._mail_did_not_go_out("acknowledge", False)
            self._assert_given_up()
            settle()
            self.assertFalse(self.case.mail_failed)
            self.assertFalse(self._get_tasks())

    def test_mark_is_not_written(self):
        with self.assertRaises(UserError):
            self.case.with_user(self.handler).mail_failed = True

    def test_one_of_two_refused(self):
        """The one who was refused is written to again, the other is not."""
        other = "for.li@example.com"
        mail = self._acknowledge()
        mail.email_to = f"{ADDRESS}, {other}"
        self.server.refused = {other}
        self._send()
        self.assertEqual(self.server.taken, [ADDRESS])
        self.assertEqual(mail.state, "exception")
        self.assertIn(other, mail.failure_reason)
        self._retry(5 * MINUTE)
        self.server.refused = set()
        self._retry(30 * MINUTE)
        self.assertEqual(self.server.taken, [ADDRESS, other])

    def test_one_of_two_contacts_refused(self):
        """The same where each gets a mail of their own, and the second fails."""
        people = self.env["res.partner"].create(
            [
                {"name": "Li Wei", "email": ADDRESS},
                {"name": "Wang", "email": "wang@example.com"},
                {"name": "Zhao", "email": "zhao@example.com"},
            ]
        )
        self._post(people)
        self.server.refused = {"wang@example.com"}
        self._send()
        once = list(self.server.taken)
        self.assertNotIn("wang@example.com", once)
        self.server.refused = set()
        self._retry(5 * MINUTE)
        self.assertEqual(
            sorted(self.server.taken), sorted(people.mapped("email")), "each once"
        )

    def test_no_address(self):
        """What is no address is not tried again: somebody is asked at once."""
        mail = self._acknowledge()
        mail.write({"email_to": "no address", "recipient_ids": [Command.clear()]})
        self._send()
        self._assert_given_up()

    def test_called_off(self):
        """What somebody called off in Odoo is not sent by us."""
        customer = self.env["res.partner"].create({"name": "Li", "email": ADDRESS})
        self._post(customer)
        self.server.refused = {ADDRESS}
        self._send()
        notices = self.env["mail.notification"].search(
            [("res_partner_id", "=", customer.id)]
        )
        self.assertEqual(notices.notification_status, "exception")
        mail = notices.mail_mail_id
        self.case.notify_cancel_by_type("email")
        self.assertEqual(notices.notification_status, "canceled")
        self.server.refused = set()
        self._retry(5 * MINUTE)
        self.assertEqual(mail.state, "cancel")
        self.assertNotIn(ADDRESS, self.server.taken)

    def _post(self, people):
        with self._at(self.now):
            self.case.with_context(mail_notify_force_send=False).message_post(
                body="We measure on Friday.",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=people.ids,
            )

    # ------------------------------------------------------------------
    # Hanging
    # ------------------------------------------------------------------

    def test_hangs_before_the_mail(self):
        """A server that is silent before it was told the mail has not got it."""
        self.server.dies_at = "RCPT"
        mail = self._acknowledge()
        self._send()
        self.assertEqual(mail.state, "exception")
        self.server.dies_at = None
        self._retry(5 * MINUTE)
        self.assertEqual(self.server.taken, [ADDRESS])
        self._assert_stopped(self.case, "acknowledge", self.now)

    def test_hangs_after_the_mail(self):
        """A server that has all of it and is silent may have sent it: not again."""
        self.server.dies_at = "."
        self._acknowledge()
        self._send()
        self.assertEqual(self.server.taken, [ADDRESS])
        self.server.dies_at = None
        self._retry(5 * MINUTE)
        self._retry(30 * MINUTE)
        self.assertEqual(self.server.taken.count(ADDRESS), 1)
        self._assert_given_up()
        self._assert_runs(self.case, "acknowledge")

    def test_down(self):
        """A server that does not answer at all."""
        self.mail_server.smtp_port = 1
        mail = self._acknowledge()
        self._send()
        self.assertEqual(mail.state, "exception")
        self.mail_server.smtp_port = self.server.port
        self._retry(5 * MINUTE)
        self.assertEqual(self.server.taken, [ADDRESS])

    def test_others_go_on(self):
        """A mail that fails, and one that cannot be handled, keep nobody's."""
        second = self._with_mail(self._receive(email_from="wang@example.com"))
        self._walk(second, self.now, "acknowledged")
        mail = self._acknowledge()
        self.server.refused = {ADDRESS}
        self._send()
        self.assertIn("wang@example.com", self.server.taken)
        self.server.refused = set()
        third = self._with_mail(self._receive(email_from="zhao@example.com"))
        self.server.refused = {"zhao@example.com"}
        self._walk(third, self.now, "acknowledged")
        self._send()
        self.server.refused = set()
        mails = type(mail)
        try_again = mails._try_again

        def fail(this):
            if this == mail:
                raise ValueError("broken")
            return try_again(this)

        with (
            patch.object(mails, "_try_again", fail),
            mute_logger("odoo.addons.complaint_management.models.mail.retry"),
        ):
            self._retry(5 * MINUTE)
        self.assertIn("zhao@example.com", self.server.taken)
        self.assertEqual(mail.state, "exception")

    def test_other_mails_are_odoos(self):
        """What is not about our records is left as Odoo has it."""
        mail = self.env["mail.mail"].create(
            {"email_to": ADDRESS, "body_html": "x", "model": "res.partner"}
        )
        self.server.refused = {ADDRESS}
        self._send()
        self.assertEqual(mail.state, "exception")
        self.assertFalse(mail.complaint_retry_at)
