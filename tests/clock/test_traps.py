# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Ways in which a deadline could be gained, lost or hidden, and must not be."""

from datetime import datetime, timedelta

import psycopg2

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MONDAY, ClockCase

CLOSE = 9
TUESDAY = MONDAY + timedelta(days=1)
WEDNESDAY = MONDAY + timedelta(days=2)
THURSDAY = MONDAY + timedelta(days=3)
FRIDAY = MONDAY + timedelta(days=4)
NEXT_MONDAY = MONDAY + timedelta(days=7)


@tagged("post_install", "-at_install")
class TestNothingIsGained(ClockCase):
    def test_derived_fields_are_not_written(self):
        """No remote call chooses a kinder policy, or none."""
        case = self._receive().with_user(self.handler)
        for vals in (
            {"policy_id": False},
            {"next_due_date": "2030-01-01 00:00:00"},
            {"on_hold": True},
        ):
            with self.subTest(vals), self._assert_refused("cannot be written"):
                case.write(vals)
        self.assertEqual(len(case._get_open_clocks()), 3)

    def test_held_after_the_deadline(self):
        """What was missed runs on: no hold hides it, no extension undoes it."""
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        with self._at(FRIDAY):
            case._hold("Photo", "Photo of the meter", "customer", 7)
            self.assertEqual(clock.state, "running")
            self.assertTrue(case.is_overdue)
            with self._assert_refused("The deadline passed"):
                clock._check_extension(1)
        with self._at(NEXT_MONDAY):
            case._resume()
        self.assertEqual(clock.date_due, datetime(2026, 6, 4, CLOSE))

    def test_act_before_the_hold(self):
        """An act recorded later is not excused by a hold that came after it."""
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        with self._at(THURSDAY):
            case._hold("Photo", "Photo of the meter", "customer", 7)
        with self._at(NEXT_MONDAY):
            case._resume()
        self.assertGreater(clock.date_due, datetime(2026, 6, 8))
        clock._stop(MONDAY + timedelta(hours=1))
        self.assertRecordValues(
            clock,
            [
                {
                    "outcome": "met",
                    "used_seconds": 3600,
                    "paused_seconds": 0,
                    "date_due": datetime(2026, 6, 4, CLOSE),
                }
            ],
        )

    def test_act_during_the_hold(self):
        """Time on hold counts up to the act."""
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        with self._at(TUESDAY):
            case._hold("Photo", "Photo of the meter", "customer", 7)
        clock._stop(TUESDAY + timedelta(hours=1))
        self.assertRecordValues(
            clock,
            [{"outcome": "met", "used_seconds": 8 * 3600, "paused_seconds": 3600}],
        )

    def test_promise_moved_after_it_was_missed(self):
        """Another day is another promise; the first stays missed (R5)."""
        self._create_policy(
            "Suggestions",
            kind="suggestion",
            targets=[{"milestone": "answer", "unit": "promised_date", "amount": 1}],
        )
        with self._at(MONDAY):
            case = self._receive(kind="suggestion", promised_reply_date="2026-06-03")
        first = self._get_clock(case, "answer")
        with self._at(FRIDAY):
            case.promised_reply_date = "2026-06-30"
        second = self._get_clock(case, "answer")
        self.assertEqual(first.outcome, "missed")
        self.assertEqual(second.previous_id, first)
        self.assertEqual(second.date_due, datetime(2026, 6, 30, CLOSE))
        self.assertFalse(second.is_late)

    def test_reassessed_after_it_was_missed(self):
        """Another policy does not make a miss disappear."""
        self._create_policy("Critical", sequence=1, severity="3")
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        with self._at(FRIDAY):
            case.severity = "3"
        self.assertEqual(self._get_clock(case, "resolve"), clock)
        self.assertEqual(clock.state, "running")

    def test_archived_criterion(self):
        """A policy for one channel does not fit all when the channel is archived."""
        policy = self._create_policy(
            "Fax", sequence=1, channel_ids=[Command.set(self.channel.ids)]
        )
        self.channel.active = False
        case = self._receive(channel_id=False)
        self.assertNotEqual(case.policy_id, policy)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.ForeignKeyViolation),
            self.env.cr.savepoint(),
        ):
            self.channel.unlink()

    def test_archived_policies_stay_out(self):
        """Also when somebody looks at archived records, and fills the cache."""
        lax = self._create_policy("Lax", sequence=1)
        lax.active = False
        with self._at(MONDAY):
            self.Complaint.with_context(active_test=False).create(
                self._prepare_case_vals()
            )
        self.assertEqual(self._receive().policy_id, self.policy)


@tagged("post_install", "-at_install")
class TestNothingIsLost(ClockCase):
    def _extend(self, clock, amount, when=MONDAY):
        with self._at(when):
            self.env["complaint.extension"].with_user(self.manager)._request(
                clock.with_user(self.manager), amount, "Laboratory", self.manager
            )

    def test_reassessed_keeps_the_extension(self):
        self._create_policy("Critical", sequence=1, severity="3")
        case = self._receive()
        self._extend(self._get_clock(case, "resolve"), 4)
        with self._at(TUESDAY):
            case.severity = "3"
        clock = self._get_clock(case, "resolve")
        self.assertEqual(clock.extended_amount, 4)
        self.assertEqual(clock.date_due, datetime(2026, 6, 10, CLOSE))

    def test_reassessed_after_a_notice(self):
        """The next progress notice stays due, from the last one on."""
        self._create_policy("Critical", sequence=1, severity="3")
        case = self._receive()
        with self._at(TUESDAY):
            case._reached_complainant(TUESDAY)
            case.severity = "3"
        clock = self._get_clock(case, "update")
        self.assertEqual(clock.state, "running")
        self.assertEqual(clock.date_start, TUESDAY)
        self.assertEqual(clock.round, 2)
        self.assertEqual(clock.date_due, datetime(2026, 6, 4, CLOSE))

    def test_request_ends_with_its_clock(self):
        """Nobody is asked to decide on a deadline that is over."""
        case = self._receive()
        with self._at(MONDAY):
            extension = (
                self.env["complaint.extension"]
                .with_user(self.handler)
                ._request(
                    self._get_clock(case, "resolve").with_user(self.handler),
                    1,
                    "Laboratory",
                    self.manager,
                )
            )
        self.assertTrue(extension.activity_id)
        with self._at(TUESDAY):
            self._bring_to(case, "resolved")
        self.assertEqual(extension.state, "refused")
        self.assertFalse(extension.activity_id.exists())

    def test_reopened_and_extended(self):
        """The cap of the first start holds for what goes on after a reopening."""
        case = self._receive()
        with self._at(TUESDAY):
            self._bring_to(case, "resolved")
        with self._at(WEDNESDAY):
            case.with_user(self.manager).action_reopen(reason="Again")
        clock = self._get_clock(case, "resolve")
        # 22 hours from Wednesday 10:00.
        self.assertEqual(clock.date_due, datetime(2026, 6, 5, CLOSE))
        self._extend(clock, 2, WEDNESDAY)
        self.assertEqual(clock.date_due, datetime(2026, 6, 9, CLOSE))
        with self._assert_refused("at the latest"):
            self._extend(clock, 2, WEDNESDAY)

    def test_receipt_corrected_twice(self):
        """Earlier, later, and much earlier: it counts from the earliest."""
        case = self._receive(WEDNESDAY)
        for received in (TUESDAY, WEDNESDAY, MONDAY):
            with self._at(WEDNESDAY):
                case.date_received = received
        clock = self._get_clock(case, "resolve")
        self.assertEqual(clock.date_start, MONDAY)
        self.assertEqual(clock.date_due, datetime(2026, 6, 4, CLOSE))

    def test_receipt_keeps_what_was_promised(self):
        """A policy edited since does not judge what ran before (rule 1)."""
        case = self._receive(TUESDAY)
        self.policy.target_ids.filtered("cap_amount").amount = 6
        with self._at(TUESDAY):
            case.date_received = MONDAY
        clock = self._get_clock(case, "resolve")
        self.assertEqual(clock.amount, 3)
        self.assertEqual(clock.date_due, datetime(2026, 6, 4, CLOSE))

    def test_pause_ends_with_its_last_day(self):
        """Whenever the server gets to it; one bad case does not stop the others."""
        case, bad = self._receive(), self._receive()
        with self._at(MONDAY):
            (case | bad)._hold("Photo", "Photo of the meter", "customer", 2)
        bad_clock = self._get_clock(bad, "resolve")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE complaint_clock SET date_paused = NULL WHERE id = %s",
            [bad_clock.id],
        )
        self.env.invalidate_all()
        with (
            self._at(NEXT_MONDAY),
            self.assertLogs("odoo.addons.complaint_management", "ERROR"),
        ):
            self.Complaint._cron_end_pauses()
        # Until Wednesday, midnight in Shanghai.
        self.assertEqual(case.pause_ids.date_end, datetime(2026, 6, 3, 16))
        self.assertEqual(
            self._get_clock(case, "resolve").date_due, datetime(2026, 6, 9, 7)
        )
        self.assertTrue(bad.on_hold)

    def test_anonymous_and_back(self):
        """Who cannot be reached is promised no message, and is again when known."""
        case = self._receive(partner_name=False, email_from=False)
        with self._at(MONDAY):
            case.identity_mode = "anonymous"
        self.assertEqual(case._get_open_clocks().mapped("milestone"), ["resolve"])
        with self._at(MONDAY):
            case.identity_mode = "named"
        self.assertEqual(
            set(case._get_open_clocks().mapped("milestone")),
            {"acknowledge", "update", "resolve"},
        )

    def test_followup_of_another_policy(self):
        """It counts from the resolution, not from the receipt."""
        self._create_policy("Critical", sequence=1, severity="3")
        self.policy.target_ids.filtered(
            lambda target: target.milestone == "followup"
        ).unlink()
        case = self._receive()
        with self._at(TUESDAY):
            self._bring_to(case, "resolved")
            case.severity = "3"
        self.assertEqual(
            self._get_clock(case, "followup").date_due, datetime(2026, 6, 9, CLOSE)
        )


@tagged("post_install", "-at_install")
class TestClosedForGood(ClockCase):
    """A closing with a mistyped year, and all shipped rules at work."""

    def test_work_goes_on(self):
        rules = self.env["complaint.escalation.rule"].with_context(active_test=False)
        rules.search([]).active = True
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Until 2062 instead of 2026",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": "2026-05-30 00:00:00",
                "date_to": "2062-06-01 00:00:00",
            }
        )
        case = self._receive()
        with self._at(MONDAY):
            case._hold("Photo", "Photo of the meter", "customer", 7)
        with self._at(TUESDAY):
            case._resume()
            self.assertIn(case.due_soon, (True, False))
            self.Complaint.search([("due_soon", "=", True)])
            self._bring_to(case, "closed")
        self.assertFalse(case._get_open_clocks())

    def test_absurd_amounts(self):
        for unit, amount in (("working_hours", 1e7), ("calendar_days", 1e6)):
            with self.subTest(unit), self._assert_refused("ten years", UserError):
                self._create_policy(
                    "Never",
                    targets=[{"milestone": "answer", "unit": unit, "amount": amount}],
                )
