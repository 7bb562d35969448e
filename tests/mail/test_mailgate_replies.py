# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Replies find their case, and change what they may (R48, R53)."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .gate_common import MailgateCase


@tagged("post_install", "-at_install")
class TestReply(MailgateCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case()
        cls.told = cls.case.with_user(cls.handler).message_post(
            body="Please send a photo.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _reply(self, body="Here it is.", **headers):
        return self._write(
            body, **{"Subject": "Re: x", "In_Reply_To": self.told.message_id, **headers}
        )

    # ------------------------------------------------------------------
    # Which case
    # ------------------------------------------------------------------

    def test_by_reference(self):
        """Who answers our mail is heard, also from another address of theirs."""
        for sender in ("li.wei@example.com", "li.private@example.org"):
            with self.subTest(sender=sender):
                self.assertEqual(self._reply(From=sender, Subject=sender), self.case)
        self.assertEqual(
            self._get_words(self.case).mapped("email_from"),
            ["li.wei@example.com", "li.private@example.org"],
        )

    def test_by_reference_to_their_own_mail(self):
        case = self._write(From="new@example.com", Message_ID="<own@example.com>")
        again = self._write(From="new@example.com", References="<own@example.com>")
        self.assertEqual(again, case)

    def test_by_number(self):
        """The number in the subject, from somebody known there."""
        self._create_case()
        subject = f"More about [{self.case.number}]: photos"
        self.assertEqual(self._write(Subject=subject), self.case)
        tagged_sender = "li.wei+bill@example.com"
        self.assertEqual(self._write(Subject=subject, From=tagged_sender), self.case)

    def test_by_number_from_a_stranger(self):
        """A stranger who names a number gets a case of their own, which says so."""
        case = self._write(Subject=self.case.number, From="stranger@example.com")
        self.assertNotEqual(case, self.case)
        self.assertIn(self.case.number, self._get_notes(case))
        self.assertFalse(self._get_words(self.case))

    def test_by_number_from_a_copy(self):
        self.case.email_cc = "Wife <wife@example.com>"
        case = self._write(Subject=self.case.number, From="wife@example.com")
        self.assertEqual(case, self.case)

    def test_only_open_case(self):
        self.assertEqual(self._write(Subject="More photos"), self.case)

    def test_two_open_cases(self):
        other = self._create_case()
        self.assertNotIn(self._write(Subject="More photos"), self.case | other)

    def test_only_open_case_and_something_else(self):
        """An answer to something else, or for another address, is a new case."""
        self.assertNotEqual(self._write(References="<x@elsewhere.example>"), self.case)

    def test_only_case_is_resolved(self):
        """One resolved case and a new mail are two matters."""
        self._bring_to(self.case, "resolved")
        self.assertNotEqual(self._write(), self.case)
        self.assertEqual(self.case.state, "resolved")

    def test_only_open_case_and_another_address(self):
        self.mailbox.kind = "suggestion"
        case = self._write(Subject="An idea")
        self.assertNotEqual(case, self.case)
        self.assertEqual(case.kind, "suggestion")

    def test_answers_come_back_to_our_address(self):
        self.assertIn("complaints@power.example", self.told.reply_to)

    # ------------------------------------------------------------------
    # What it changes
    # ------------------------------------------------------------------

    def test_ends_a_pause(self):
        self._bring_to(self.case, "assessed")
        self.case.with_user(self.handler)._hold(
            reason="The old bills are missing",
            asked_what="The bills of May",
            asked_whom="customer",
            days=5,
        )
        self.assertTrue(self.case.on_hold)
        self._reply(Auto_Submitted="auto-replied")
        self.assertTrue(self.case.on_hold, "a machine is no answer")
        self._reply()
        self.assertFalse(self.case.on_hold)

    def test_reopens_inside_the_window(self):
        self._bring_to(self.case, "closed")
        self.assertEqual(self._reply("It happened again."), self.case)
        self.assertEqual(self.case.state, "investigating")
        self.assertIn("It happened again.", self._get_words(self.case).body)

    def test_continues_after_the_window(self):
        self._bring_to(self.case, "closed")
        past = fields.Datetime.now() - timedelta(days=60)
        self.case._write_protected({"date_resolved": past, "date_closed": past})
        case = self._reply("It happened again.")
        self.assertEqual(case.parent_id, self.case)
        self.assertEqual(self.case.state, "closed")
        self.assertEqual(len(self._get_words(case)), 1)

    def test_late_replies_are_one_new_case(self):
        """Who writes twice after the window has one case more, not two (R68)."""
        self._bring_to(self.case, "closed")
        past = fields.Datetime.now() - timedelta(days=400)
        self.case._write_protected({"date_resolved": past, "date_closed": past})
        first, second = (
            self._write(body, Subject=f"Re: {self.case.number}")
            for body in ("Still wrong.", "And one thing more.")
        )
        self.assertEqual(first.parent_id, self.case)
        self.assertEqual(second, first)

    def test_merged(self):
        survivor = self._create_case()
        self.case._merge_into(survivor)
        self.assertEqual(self._reply(), survivor)

    def test_somebody_we_asked(self):
        """An expert whom staff wrote to answers, and reopens nothing."""
        expert = self.env["res.partner"].create(
            {"name": "Lab", "email": "lab@example.org"}
        )
        asked = self.case.message_post(
            body="Is the meter sound?", partner_ids=expert.ids, message_type="comment"
        )
        self._bring_to(self.case, "closed")
        self._reply(From="lab@example.org", In_Reply_To=asked.message_id)
        self.assertEqual(self.case.state, "closed")
        self.assertEqual(self._get_words(self.case).author_id, expert)

    # ------------------------------------------------------------------
    # Forged senders
    # ------------------------------------------------------------------

    def test_colleagues_address(self):
        """It becomes a note, not a word of ours, whatever rights the person has."""
        self.manager.email = "boss@power.example"
        self.case.message_subscribe(
            self.env["res.partner"].create({"name": "Li", "email": "l@example.com"}).ids
        )
        for headers in (
            {"In_Reply_To": self.told.message_id},
            {"Subject": self.case.number},
        ):
            with self.subTest(headers=headers):
                before = self.case.message_ids
                self._write("We pay.", From="Boss <boss@power.example>", **headers)
                message = self.case.message_ids - before
                self.assertEqual(message.subtype_id, self.env.ref("mail.mt_note"))
                self.assertEqual(message.author_id, self.env.ref("base.partner_root"))
                self.assertIn("cannot prove", message.body)
                self.assertEqual(message.partner_ids, self.handler.partner_id)
        self.assertFalse(self._get_words(self.case))
        update = self.case.clock_ids.filtered(lambda c: c.milestone == "update")
        self.assertFalse(update.filtered("date_stop"))

    # ------------------------------------------------------------------
    # Machines
    # ------------------------------------------------------------------

    def test_automatic_reply(self):
        """It reopens nothing, and stays among us."""
        self._bring_to(self.case, "closed")
        for name, value in (
            ("Auto_Submitted", "auto-replied"),
            ("Precedence", "bulk"),
            ("X_Auto_Response_Suppress", "All"),
            ("X_Autoreply", "yes"),
            ("Return_Path", "<>"),
            ("Subject", "Automatic reply: away"),
        ):
            with self.subTest(header=name):
                self.assertEqual(self._reply(**{name: value}), self.case)
                self.assertEqual(self.case.state, "closed")
        self.assertFalse(self._get_words(self.case))
        self.assertIn("automatic reply", self._get_notes(self.case))

    def test_automatic_mail_without_case(self):
        cases = self.Complaint.search_count([])
        self.assertFalse(
            self._write(Auto_Submitted="auto-generated", From="a@x.example")
        )
        self._assert_unread("automatic")
        self.assertEqual(self.Complaint.search_count([]), cases)

    def test_bounce(self):
        """The handler is asked to reach the complainant otherwise: once."""
        report = (
            "From: MAILER-DAEMON@example.com\r\nTo: {to}\r\n"
            "Subject: Undelivered\r\nMessage-ID: <{name}@mx.example>\r\n"
            "Content-Type: multipart/report; report-type=delivery-status;"
            ' boundary="b"\r\n\r\n'
            "--b\r\nContent-Type: text/plain\r\n\r\nNo such user\r\n"
            "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
            "Reporting-MTA: dns; mx.example\r\n\r\n"
            "Final-Recipient: rfc822; li.wei@example.com\r\nAction: failed\r\n"
            "Status: 5.1.1\r\n\r\n"
            "--b\r\nContent-Type: message/rfc822\r\n\r\n"
            "Message-ID: {bounced}\r\nSubject: x\r\n\r\nx\r\n--b--\r\n"
        )
        activity_type = self.env.ref(
            "complaint_management.mail_activity_type_undelivered"
        )
        for name, to in (
            ("b1", "bounce@power.example"),
            ("b2", "complaints@power.example"),
        ):
            values = {"name": name, "to": to, "bounced": self.told.message_id}
            self._receive(report.format(**values).encode())
        planned = self.case.activity_ids.filtered(
            lambda activity: activity.activity_type_id == activity_type
        )
        self.assertEqual(planned.user_id, self.handler)
        self.assertEqual(len(planned), 1)
        self.assertFalse(self._get_unread())
        values = {"name": "b3", "to": "complaints@power.example", "bounced": "<?@x>"}
        self._receive(report.format(**values).encode())
        self._assert_unread("bounce")

    def test_own_addresses(self):
        """A mail from ourselves is a loop."""
        cases = self.Complaint.search_count([])
        for address in ("complaints@power.example", "notifications@power.example"):
            self.assertFalse(self._write(From=address, Subject=address))
        self._assert_unread("loop", count=2)
        self.assertEqual(self.Complaint.search_count([]), cases)

    def test_too_many(self):
        """More than so many mails an hour wait for a person."""
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("complaint_management.mails_per_hour", "2")
        for number in range(4):
            self._write(f"Mail {number}", From="machine@example.com")
        self._assert_unread("too_many", count=2)

    # ------------------------------------------------------------------
    # Spam
    # ------------------------------------------------------------------

    def test_spam(self):
        """Nobody is told until somebody says that it is none; one click does it."""
        marks = (
            {"X_Spam_Flag": "YES"},
            {"X_Spam_Status": "Yes, score=9"},
            {"Subject": "***SPAM*** Win"},
        )
        for mark in marks:
            with self.subTest(mark=mark):
                case = self._write(From=f"{len(str(mark))}@example.com", **mark)
                self.assertTrue(case.is_suspected_spam)
                self.assertEqual(case.state, "new")
        case.with_user(self.officer).action_is_no_spam()
        self.assertFalse(case.is_suspected_spam)
        self.assertEqual(case.state, "acknowledged")

    def test_spam_set_aside(self):
        case = self._write(From="x@example.com", X_Spam_Flag="YES")
        case.with_user(self.officer).action_is_spam()
        self.assertEqual(case.state, "cancelled")
        self.assertEqual(case.cancel_reason, "spam")
