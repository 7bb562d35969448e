# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is said by mail counts when the mail was sent."""

from contextlib import contextmanager
from smtplib import SMTPServerDisconnected
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server
from odoo.addons.mail.tests.common import MailCase

from .act_common import HOUR, TUESDAY, WEDNESDAY, MilestoneCase
from .common import MONDAY


@tagged("post_install", "-at_install")
class TestSentMails(MilestoneCase, MailCase):
    """With an email it counts when the mail was sent, and not before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mail.mail"].search([("state", "=", "outgoing")]).cancel()
        cls.customer = cls.env["res.partner"].create(
            {"name": "Li Wei", "email": "li.wei@example.com"}
        )

    def _receive(self, moment=MONDAY, **vals):
        return self._with_mail(super()._receive(moment, **vals))

    @contextmanager
    def _sending(self, moment):
        with self._at(moment), self.mock_mail_gateway(mail_unlink_sent=True):
            yield

    def _send_queue(self, moment):
        with self._sending(moment):
            self.env["mail.mail"].sudo().process_email_queue()

    def _post(self, case, moment, user=None, **vals):
        """A message that the handler writes and that is sent at once.

        :param user: who writes it instead; as the system what nobody may write
        """
        with self._sending(moment):
            case.with_user(user or self.handler).message_post(
                **{
                    "body": "We are still measuring.",
                    "message_type": "comment",
                    "subtype_xmlid": "mail.mt_comment",
                    **vals,
                }
            )

    def _assert_round(self, case, number):
        self.assertEqual(self._get_clock(case, "update").round, number)

    def test_acknowledged_when_sent(self):
        """Not when the button was pressed; the queue sends later (R53)."""
        case = self._walk(self._receive(), MONDAY + HOUR, "acknowledged")
        self._assert_runs(case, "acknowledge")
        self._send_queue(MONDAY + 3 * HOUR)
        self._assert_stopped(case, "acknowledge", MONDAY + 3 * HOUR)
        self._assert_round(case, 1)

    def test_answered_when_sent(self):
        for kind, state in (
            ("complaint", "answered"),
            ("inquiry", "resolved"),
            ("suggestion", "resolved"),
        ):
            with self.subTest(kind=kind):
                case = self._walk(self._receive(kind=kind), TUESDAY, state)
                self._assert_runs(case, "answer")
                self._send_queue(WEDNESDAY)
                self._assert_stopped(case, "answer", WEDNESDAY)

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_mail_server_down(self):
        """What could not be sent stops nothing; sent again, it counts (R53)."""
        case = self._walk(self._receive(), MONDAY + HOUR, "acknowledged")
        with (
            self._sending(MONDAY + 2 * HOUR),
            patch.object(
                self.env.registry["ir.mail_server"],
                "_connect__",
                side_effect=OSError("down"),
            ),
        ):
            self.env["mail.mail"].sudo().process_email_queue()
        self._assert_runs(case, "acknowledge")
        mail = self.env["mail.mail"].search([("res_id", "=", case.id)])
        self.assertEqual(mail.state, "exception")
        with (
            self._sending(MONDAY + 3 * HOUR),
            patch.object(IrMail_Server, "send_email", side_effect=OSError("full")),
        ):
            mail.mark_outgoing()
            self.env["mail.mail"].sudo().process_email_queue()
        self._assert_runs(case, "acknowledge")
        mail.action_retry()
        self._send_queue(TUESDAY)
        self._assert_stopped(case, "acknowledge", TUESDAY, outcome="missed")

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_connection_lost(self):
        """The server hangs up in the middle of the queue: nothing was said."""
        case = self._walk(self._receive(), MONDAY + HOUR, "acknowledged")
        with (
            self._sending(MONDAY + 2 * HOUR),
            patch.object(
                IrMail_Server, "send_email", side_effect=SMTPServerDisconnected
            ),
        ):
            self.env["mail.mail"].sudo().process_email_queue()
        self._assert_runs(case, "acknowledge")

    def test_address_refused(self):
        """An address that is none was not written to."""
        case = self._receive()
        case.sudo().email_from = "no address"
        self._walk(case, MONDAY + HOUR, "acknowledged")
        self._send_queue(MONDAY + 2 * HOUR)
        self._assert_runs(case, "acknowledge")

    def test_written_to(self):
        """What a handler writes to the complainant is a progress notice (R45)."""
        case = self._receive(partner_id=self.customer.id)
        self._post(case, TUESDAY, partner_ids=self.customer.ids)
        self._assert_round(case, 2)
        self.assertEqual(self._get_clock(case, "update").date_start, TUESDAY)
        self._assert_runs(case, "acknowledge")

    def test_written_to_an_address(self):
        """The same without a contact record, whoever else has that address."""
        case = self._receive()
        self._post(case, TUESDAY, outgoing_email_to="LI.WEI@example.com")
        self._assert_round(case, 2)
        self._post(case, WEDNESDAY, partner_ids=self.customer.ids)
        self._assert_round(case, 3)

    def test_no_notice(self):
        """Notes, robots, and what others were told are no news (field notes 9)."""
        case = self._receive(partner_id=self.customer.id)
        stranger = self.env["res.partner"].create(
            {"name": "Meter maker", "email": "maker@example.com"}
        )
        for vals in (
            {"subtype_xmlid": "mail.mt_note"},
            {"subtype_xmlid": "mail.mt_note", "partner_ids": self.customer.ids},
            {"partner_ids": stranger.ids},
            {
                "user": self.env.user,
                "message_type": "auto_comment",
                "partner_ids": self.customer.ids,
            },
            {
                "user": self.env.user,
                "message_type": "out_of_office",
                "partner_ids": self.customer.ids,
            },
            {"message_type": "notification", "partner_ids": self.customer.ids},
        ):
            with self.subTest(**vals):
                self._post(case, TUESDAY, **vals)
                self._assert_round(case, 1)

    def test_only_the_stranger_got_it(self):
        """One of two mails failed, and it was the complainant's."""
        case = self._receive(partner_id=self.customer.id)
        stranger = self.env["res.partner"].create(
            {"name": "Meter maker", "email": "maker@example.com"}
        )
        self.customer.email = "broken"
        case.email_from = False
        self._post(case, TUESDAY, partner_ids=(self.customer | stranger).ids)
        self._assert_round(case, 1)

    def test_their_own_mail(self):
        """What somebody else wrote to us, and Odoo passes on, is not our word."""
        case = self._receive(partner_id=self.customer.id)
        stranger = self.env["res.partner"].create(
            {"name": "Meter maker", "email": "maker@example.com"}
        )
        self._post(
            case,
            TUESDAY,
            user=self.env.user,
            author_id=stranger.id,
            message_type="email",
            partner_ids=self.customer.ids,
        )
        self._assert_round(case, 1)

    def test_read_in_odoo(self):
        """A complainant who reads messages in Odoo is reached at once."""
        self.employee.notification_type = "inbox"
        case = self._receive(partner_id=self.employee.partner_id.id)
        self._post(case, TUESDAY, partner_ids=self.employee.partner_id.ids)
        self._assert_round(case, 2)
        self._post(
            case,
            WEDNESDAY,
            partner_ids=self.employee.partner_id.ids,
            subtype_xmlid="mail.mt_note",
        )
        self._assert_round(case, 2)

    def test_a_bad_clock_never_fails_the_mail(self):
        """The customer does not get the same mail twice; it counts a bit later."""
        case = self._walk(self._receive(), MONDAY + HOUR, "acknowledged")
        mail = self.env["mail.mail"].search([("res_id", "=", case.id)])
        mail.auto_delete = False
        with (
            mute_logger("odoo.addons.complaint_management.models.mail.mail"),
            patch.object(
                self.env.registry["complaint.complaint"],
                "_went_out",
                side_effect=ValueError,
            ),
        ):
            self._send_queue(MONDAY + 2 * HOUR)
        self.assertEqual(mail.state, "sent")
        self._assert_runs(case, "acknowledge")
        with self.enter_registry_test_mode(), self._at(TUESDAY):
            self.env.cr.postcommit.run()
        self.env.invalidate_all()
        self._assert_stopped(case, "acknowledge", MONDAY + 2 * HOUR)

    def test_many_mails(self):
        """Mails that no clock waits for cost nothing; the others are read at once."""
        cases = self.Complaint.concat(
            *(self._receive(email_from=f"c{n}@example.com") for n in range(12))
        )

        def count(cases):
            with self._at(TUESDAY):
                for case in cases:
                    case._mail_customer(
                        "acknowledge",
                        "complaint_management.mail_template_acknowledgement",
                    )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._send_queue(TUESDAY)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(cases[:1])
        told = count(cases[1:6])
        self._assert_stopped(cases[5], "acknowledge", TUESDAY, outcome="missed")
        self._get_quiet(cases)
        with patch.object(
            self.env.registry["mail.mail"],
            "_filter_waited_for",
            lambda mails: mails.browse(),
        ):
            bare = count(cases[6:9])
        silent = count(cases[9:12])
        self.assertLessEqual(silent, bare + 1, "one question for the whole queue")
        self.assertGreater(told, silent)

    def _get_quiet(self, cases):
        """No clock of these cases waits for a word any more."""
        cases._stop_clocks(("acknowledge", "answer", "update"), TUESDAY)
