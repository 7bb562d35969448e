# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Cases that an authority forwarded: its date, its reply, and what it learns (R103)."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from odoo.addons.mail.tests.common import MailCase

from ..common import ComplaintCase

BODY = "Provincial Power Company"


class AuthorityCase(ComplaintCase, MailCase):
    @classmethod
    def _forward(cls, **vals):
        """A case that an authority forwarded ten days before its due date."""
        return cls._create_case(
            **{
                "external_body": BODY,
                "external_ref": "YP-118",
                "external_email": "office@province.example",
                "external_due_date": fields.Date.today() + timedelta(days=10),
                **vals,
            }
        )

    def _get_clocks(self, case):
        return case.clock_ids.filtered(
            lambda clock: clock.milestone == "authority"
        ).sorted("id")

    def _reply(self, case, user=None, **vals):
        """The dialog, filled in."""
        return (
            self.env["complaint.authority.reply"]
            .with_user(user or self.handler)
            .create({"complaint_id": case.id, **vals})
        )


@tagged("post_install", "-at_install")
class TestAuthorityClock(AuthorityCase):
    def test_its_date_is_a_deadline(self):
        """It runs from the receipt to close of business of their day."""
        case = self._forward()
        clock = self._get_clocks(case)
        self.assertEqual(clock.state, "running")
        self.assertEqual(clock.date_start, case.date_received)
        self.assertGreaterEqual(clock.date_due.date(), case.external_due_date)
        self.assertFalse(clock.policy_id)
        self.assertIn("Reply to the authority", clock.sentence)

    def test_without_a_date_nothing_runs(self):
        self.assertFalse(self._get_clocks(self._forward(external_due_date=False)))

    def test_it_moves_with_the_date(self):
        """The ledger says from when to when, and it stays one clock."""
        case = self._forward()
        clock = self._get_clocks(case)
        before = clock.date_due
        case.with_user(self.handler).external_due_date += timedelta(days=7)
        self.assertEqual(self._get_clocks(case), clock)
        self.assertGreater(clock.date_due, before)
        event = clock.event_ids.filtered(lambda event: event.kind == "replanned")
        self.assertEqual(
            (event.date_due_before, event.date_due_after), (before, clock.date_due)
        )

    def test_a_missed_date_stays_missed(self):
        """A later date is another promise."""
        case = self._forward()
        with freeze_time(fields.Datetime.now() + timedelta(days=20)):
            case.external_due_date += timedelta(days=30)
        missed, running = self._get_clocks(case)
        self.assertEqual((missed.outcome, running.state), ("missed", "running"))
        self.assertEqual((running.round, running.previous_id), (2, missed))

    def test_a_date_that_is_taken_out(self):
        case = self._forward()
        case.external_due_date = False
        self.assertEqual(self._get_clocks(case).state, "cancelled")

    def test_other_policies_and_holds_leave_it_alone(self):
        """No policy promised it, and putting a case on hold buys no time."""
        case = self._forward()
        due = self._get_clocks(case).date_due
        case.severity = "3"
        case._hold(reason="x", asked_what="y", asked_whom="customer", days=3)
        clock = self._get_clocks(case)
        self.assertEqual((clock.state, clock.date_due), ("running", due))

    def test_mistyped_dates_are_told(self):
        for days in (-400, -3, 40000):
            with self.subTest(days=days):
                with self._assert_refused("Check the date", ValidationError):
                    self._forward(
                        external_due_date=fields.Date.today() + timedelta(days=days)
                    )

    def test_it_goes_on_in_the_case_that_goes_on(self):
        """Merging loses neither the authority nor its date."""
        survivor, merged = self._create_case(), self._forward()
        merged._merge_into(survivor)
        self.assertEqual(survivor.external_body, BODY)
        self.assertEqual(self._get_clocks(survivor).state, "running")
        self.assertEqual(self._get_clocks(merged).state, "cancelled")

    def test_a_rule_can_watch_it(self):
        """The escalation rules know the milestone."""
        rule = self.env["complaint.escalation.rule"].create(
            {"name": "Authority", "on_authority": True, "to_handler": True}
        )
        clock = self._get_clocks(self._forward())
        self.assertTrue(clock.next_event_at)
        self.assertTrue(rule.on_authority)


@tagged("post_install", "-at_install")
class TestAuthorityGate(AuthorityCase):
    def test_not_closed_without_a_reply(self):
        """The authority is answered first, or a manager says why not."""
        case = self._bring_to(self._forward(), "resolved")
        self._log_contact(case, purpose="follow_up")
        with self._assert_refused(BODY):
            case.with_user(self.handler).action_close()
        self.assertIn(BODY, case.with_user(self.handler).next_missing)
        case.with_user(self.manager)._transition(
            "close", reason="They told us to leave it", override=True
        )
        self.assertEqual(self._get_clocks(case).state, "cancelled")

    def test_closed_with_a_reply(self):
        case = self._bring_to(self._forward(), "resolved")
        self._reply(case, way="other").action_send()
        self._log_contact(case, purpose="follow_up")
        case.with_user(self.handler).action_close()
        self.assertEqual(self._get_clocks(case).outcome, "met")

    def test_nobody_waits_without_an_authority(self):
        case = self._bring_to(self._create_case(), "closed")
        self.assertEqual(case.state, "closed")

    def test_they_ask_again(self):
        """Another date after the reply waits for another reply."""
        case = self._bring_to(self._forward(), "resolved")
        self._reply(case, way="other").action_send()
        case.external_due_date += timedelta(days=30)
        self._log_contact(case, purpose="follow_up")
        with self._assert_refused(BODY):
            case.with_user(self.handler).action_close()

    def test_reopened_without_a_reply(self):
        """What a manager closed without a reply waits again when it is reopened."""
        case = self._bring_to(self._forward(), "resolved")
        case.with_user(self.manager)._transition("close", reason="x", override=True)
        case.with_user(self.handler).action_reopen(reason="Again")
        self.assertEqual(self._get_clocks(case)[-1].state, "running")

    def test_nobody_writes_the_date_of_the_reply(self):
        """It is stamped by the dialog, for managers and imports too."""
        case = self._forward()
        now = fields.Datetime.now()
        for user in (self.handler, self.manager):
            with self._assert_refused("cannot be written directly"):
                case.with_user(user).write({"date_external_reply": now})
        with self._assert_refused("cannot be written directly"):
            self._create_case(date_external_reply=now)

    def test_nobody_takes_a_reply_back(self):
        """What went out is not erased by who may write the case."""
        case = self._forward()
        case.sudo().write({"external_reply": "<p>Settled.</p>"})
        for fname in ("external_reply", "date_external_reply"):
            with self._assert_refused("cannot be written directly"):
                case.with_user(self.manager).write({fname: False})
        self.assertIn("Settled", case.external_reply)


@tagged("post_install", "-at_install")
class TestAuthorityReply(AuthorityCase):
    def test_by_mail(self):
        """It counts when it was sent; the answer to the complainant is attached."""
        case = self._bring_to(self._forward(), "answered")
        reply = self._reply(self._with_mail(case))
        self.assertEqual((reply.way, reply.email_to), ("email", case.external_email))
        self.assertIn("YP-118", reply.subject)
        self.assertIn("You get the money back", reply.body)
        with self.mock_mail_gateway(mail_unlink_sent=False):
            reply.action_send()
            self.assertFalse(case.date_external_reply)
            mail = self.env["mail.mail"].search(
                [("complaint_milestone", "=", "authority")]
            )
            mail.send()
        self.assertEqual(mail.email_to, "office@province.example")
        self.assertEqual(len(mail.attachment_ids), 1)
        self.assertTrue(case.date_external_reply)
        self.assertEqual(self._get_clocks(case).outcome, "met")
        self.assertIn("YP-118", case.external_reply)

    def test_a_mail_that_fails_counts_for_nothing(self):
        case = self._forward()
        self._reply(self._with_mail(case)).action_send()
        mail = self.env["mail.mail"].search([("complaint_milestone", "=", "authority")])
        with (
            self.mock_mail_gateway(),
            patch.object(
                type(self.env["ir.mail_server"]),
                "send_email",
                side_effect=UserError("No"),
            ),
        ):
            mail.send()
        self.assertFalse(case.date_external_reply)
        self.assertEqual(self._get_clocks(case).state, "running")
        notification = mail.mail_message_id.notification_ids
        self.assertEqual(notification.notification_status, "exception")

    def test_by_letter(self):
        """The letter is kept with the case, and counts from the day it was sent."""
        case = self._bring_to(
            self._forward(date_received=fields.Datetime.now() - timedelta(days=2)),
            "answered",
        )
        sent = fields.Datetime.now() - timedelta(days=1)
        reply = self._reply(case, way="letter", date_sent=sent)
        action = reply.action_send()
        self.assertEqual(action["type"], "ir.actions.report")
        self.assertEqual(case.date_external_reply, sent.replace(microsecond=0))
        self.assertEqual(self._get_clocks(case).date_stop, case.date_external_reply)
        note = case.message_ids.filtered("attachment_ids")[:1]
        self.assertEqual(len(note.attachment_ids), 2)

    def test_the_complainant_does_not_read_it(self):
        """It is a note: on no page and in no mail of the complainant."""
        case = self._forward()
        self._reply(case, way="other", body="<p>SECRETREPLY</p>").action_send()
        note = case.message_ids.filtered(lambda note: "SECRETREPLY" in note.body)
        self.assertTrue(note.subtype_id.internal)
        self.assertFalse(note.notified_partner_ids)
        self.assertNotIn(note, case._get_customer_messages())

    def test_it_is_no_word_to_the_complainant(self):
        """The deadlines of the complainant do not stop for the authority."""
        case = self._forward()
        open_clocks = case._get_open_clocks() - self._get_clocks(case)
        self._reply(case, way="other").action_send()
        self.assertTrue(open_clocks)
        self.assertEqual(set(open_clocks.mapped("state")), {"running"})

    def test_a_protected_name_stays_here(self):
        """Neither text, mail nor attachment tells who complained (R152)."""
        for mode in ("confidential", "anonymous"):
            vals = {"identity_mode": mode, "user_id": self.handler.id}
            if mode == "anonymous":
                vals.update(partner_name=False, email_from=False)
            case = self._bring_to(self._forward(**vals), "answered")
            reply = self._reply(case)
            with self.subTest(mode=mode):
                self.assertFalse(reply.with_answer)
                self.assertNotIn("Li Wei", reply.body + reply.subject)
                with self._assert_refused("protected"):
                    reply.with_answer = True
                    reply.action_send()

    def test_the_name_of_a_named_complainant(self):
        case = self._forward()
        self.assertIn("Li Wei", self._reply(case).body)

    def test_bad_input(self):
        """Each mistake is named, and what was typed stays."""
        case = self._forward()
        for vals, words in (
            ({"email_to": "nobody"}, "email address"),
            ({"email_to": "a@x.example, b@y.example"}, "email address"),
            ({"body": "<p> </p>"}, "what you reply"),
            ({"way": "letter", "date_sent": "2999-01-01"}, "check the time"),
            ({"way": "other", "date_sent": "1999-01-01"}, "check the time"),
        ):
            with self.subTest(vals), self._assert_refused(words):
                self._reply(case, **vals).action_send()
        self.assertFalse(case.date_external_reply)

    def test_scripts_are_taken_out(self):
        reply = self._reply(self._forward(), body="<p>a<script>alert(1)</script></p>")
        self.assertNotIn("<script", reply.body)

    def test_pressed_twice(self):
        case = self._forward()
        reply = self._reply(case)
        reply.action_send()
        reply.action_send()
        mails = self.env["mail.mail"].search(
            [("complaint_milestone", "=", "authority")]
        )
        self.assertEqual(len(mails), 1)

    def test_who_may_not_edit_the_case(self):
        case = self._forward()
        with self.assertRaises(AccessError):
            self._reply(case, user=self.outsider).action_send()
        with self.assertRaises(AccessError):
            case.with_user(self.employee).action_reply_to_authority()

    def test_the_dialog(self):
        """It opens with the text, and can be edited."""
        case = self._forward()
        action = case.with_user(self.handler).action_reply_to_authority()
        with Form.from_action(self.env(user=self.handler), action) as form:
            self.assertIn(case.number, form.body)
            form.way = "other"
        self.assertEqual(form.record.complaint_id, case)
