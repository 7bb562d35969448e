# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The seven rules of DESIGN.md section 4, each as it says, on real cases."""

from datetime import datetime

import psycopg2

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .act_common import (
    FRIDAY,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    ActCase,
)
from .common import MONDAY

# 17:00 in Shanghai.
CLOSE = 9


@tagged("post_install", "-at_install")
class TestClockRules(ActCase):
    def setUp(self):
        super().setUp()
        self.case = self._receive()
        self.clock = self._get_clock(self.case, "resolve")

    def test_rule_1_frozen(self):
        """A clock freezes policy, calendar, unit, amount and start when it starts;
        later edits never re-judge it. A manager plans it anew, as the ledger says.
        """
        target = self.policy.target_ids.filtered("cap_amount")
        target.write({"amount": 1, "unit": "calendar_days", "cap_amount": 2})
        self.policy.cutoff_hour = 9
        self.calendar.attendance_ids.filtered(
            lambda hours: hours.dayofweek == "1"
        ).unlink()
        self.company.complaint_calendar_id = self._create_calendar("Other")
        self.assertRecordValues(
            self.clock,
            [
                {
                    "policy_id": self.policy.id,
                    "calendar_id": self.calendar.id,
                    "unit": "business_days",
                    "amount": 3,
                    "cap_amount": 7,
                    "cutoff_hour": 0,
                    "date_start": MONDAY,
                    "date_due": datetime(2026, 6, 4, CLOSE),
                }
            ],
        )
        self.assertFalse(self.clock.event_ids)
        self.clock._replan("The law has changed")
        self.assertEqual(self.clock.unit, "calendar_days")
        self.assertRecordValues(
            self.clock.event_ids,
            [
                {
                    "kind": "replanned",
                    "note": "The law has changed",
                    "date_due_before": datetime(2026, 6, 4, CLOSE),
                    "date_due_after": self.clock.date_due,
                }
            ],
        )

    def test_rule_2_pauses(self):
        """Pauses belong to the case, and a target says whether it honours them.
        Resuming adds what was left; another severity keeps what was taken.
        """
        self.policy.target_ids.filtered(
            lambda target: target.milestone == "update"
        ).honours_pauses = False
        self._create_policy(
            "Critical",
            sequence=1,
            severity="3",
            targets=[{"milestone": "resolve", "unit": "business_days", "amount": 3}],
        )
        case = self._receive()
        resolve = self._get_clock(case, "resolve")
        update = self._get_clock(case, "update")
        self._hold(case, TUESDAY)
        # Monday 10:00 to Thursday 17:00 has 30 hours; 8 of them are over.
        self.assertRecordValues(
            resolve, [{"state": "paused", "remaining_seconds": 22 * 3600}]
        )
        self.assertRecordValues(
            update, [{"state": "running", "date_due": datetime(2026, 6, 3, CLOSE)}]
        )
        with self._at(THURSDAY):
            case._resume()
        self.assertRecordValues(
            resolve,
            [
                {
                    "state": "running",
                    "paused_seconds": 16 * 3600,
                    "date_due": datetime(2026, 6, 8, CLOSE),
                }
            ],
        )
        with self._at(THURSDAY):
            case.severity = "3"
        again = self._get_clock(case, "resolve")
        self.assertNotEqual(again, resolve)
        self.assertEqual(again.paused_seconds, 16 * 3600)
        self.assertEqual(again.date_due, datetime(2026, 6, 8, CLOSE))

    def test_rule_3_longest_pause(self):
        """A pause has a reason, what was asked of whom, and a longest length after
        which it ends by itself, and says so; then the clock runs on.
        """
        self._hold(self.case, TUESDAY, days=1)
        self.assertRecordValues(
            self.case.pause_ids,
            [
                {
                    "reason": "No photo",
                    "asked_what": "Photo of the meter",
                    "asked_whom": "customer",
                    "date_start": TUESDAY,
                    "user_id": self.env.uid,
                }
            ],
        )
        for days in (0, 366):
            with self._at(TUESDAY), self.assertRaises(UserError):
                self.case._hold("No photo", "The meter", "customer", days)
        with self._at(WEDNESDAY):
            self.Complaint._cron_end_pauses()
        self.assertEqual(self.clock.state, "paused")
        with self._at(FRIDAY):
            self.Complaint._cron_end_pauses()
        self.assertFalse(self.case.on_hold)
        self.assertEqual(self.clock.state, "running")
        self.assertIn("longest length", self.case.message_ids[0].body)

    def test_rule_4_extension(self):
        """An extension needs a reason and an approver, and never passes the cap,
        counted from the first start.
        """

        def ask(amount, reason="The laboratory needs longer"):
            with self._at(MONDAY):
                return (
                    self.env["complaint.extension"]
                    .with_user(self.handler)
                    ._request(
                        self.clock.with_user(self.handler),
                        amount,
                        reason,
                        self.manager,
                    )
                )

        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.NotNullViolation),
        ):
            ask(1, reason=False)
        with self._assert_refused("more than the 7"):
            ask(5)
        extension = ask(4)
        self.assertEqual(self.clock.date_due, datetime(2026, 6, 4, CLOSE))
        with self._at(MONDAY), self.assertRaises(UserError):
            extension.with_user(self.handler).action_approve()
        with self._at(MONDAY):
            extension.with_user(self.manager).action_approve()
        self.assertEqual(self.clock.date_due, datetime(2026, 6, 10, CLOSE))
        self.assertEqual(self.clock.date_due, self.clock.cap_date)
        with self._assert_refused("more than the 7"):
            ask(1)

    def test_rule_5_stopped_at_the_act(self):
        """A clock stops at the moment of the act, not when somebody clicks; once,
        and never changes. Reopened, both first and total time are known.
        """
        case = self.case
        self._walk(case, TUESDAY, "answered")
        with self._at(NEXT_MONDAY):
            case.customer_response = "accepted"
            case.with_user(self.handler)._transition("resolve", when=FRIDAY)
        self.assertRecordValues(
            self.clock,
            [
                {
                    "state": "stopped",
                    "outcome": "missed",
                    "is_late": True,
                    "date_stop": FRIDAY,
                    # Due on Thursday at 17:00, resolved on Friday at 10:00.
                    "late_seconds": 2 * 3600,
                    "used_seconds": 32 * 3600,
                }
            ],
        )
        self.assertFalse(self.clock._stop(NEXT_MONDAY), "once")
        with self._assert_refused("stays as it is"):
            self.clock.late_seconds = 0
        with self._at(NEXT_MONDAY):
            case.with_user(self.manager).action_reopen(reason="It happened again")
        self._walk(case, NEXT_TUESDAY, "resolved")
        clocks = case.clock_ids.filtered(
            lambda clock: clock.milestone == "resolve"
        ).sorted("id")
        self.assertEqual(clocks.mapped("round"), [1, 2])
        self.assertEqual(clocks[0].used_seconds, 32 * 3600, "the first time")
        self.assertEqual(sum(clocks.mapped("used_seconds")), 40 * 3600, "in total")
        self.assertEqual(case.date_first_resolved, FRIDAY)

    def test_rule_6_cancelled_is_no_breach(self):
        """Cancelled and merged cases cancel their clocks; the merge keeps the
        earliest receipt.
        """
        cancelled = self._walk(self._receive(), FRIDAY, "cancelled")
        survivor = self._receive(TUESDAY)
        with self._at(FRIDAY):
            self.case._merge_into(survivor, "The same")
        for case in (cancelled, self.case):
            self.assertEqual(set(case.clock_ids.mapped("state")), {"cancelled"})
            self.assertFalse(any(case.clock_ids.mapped("outcome")))
            self.assertFalse(any(case.clock_ids.mapped("is_late")))
        clock = self._get_clock(survivor, "resolve")
        self.assertEqual(clock.state, "running")
        self.assertEqual(clock.date_start, MONDAY)
        self.assertEqual(clock.date_due, datetime(2026, 6, 4, CLOSE))

    def test_rule_7_once(self):
        """Warnings and breaches happen at their time, once each: unique in the
        ledger per clock, kind and rule, whatever runs twice.
        """
        rule = self.env["complaint.escalation.rule"].create(
            {
                "name": "Nearly due",
                "trigger": "share",
                "share": 75,
                "on_resolve": True,
                "to_handler": True,
            }
        )
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        # After 22.5 of 30 hours: Thursday 8:30.
        self.assertEqual(clock.next_event_at, datetime(2026, 6, 4, 0, 30))
        self._sweep(datetime(2026, 6, 4, 0, 29))
        self.assertFalse(clock.event_ids)
        for moment in (THURSDAY, THURSDAY, FRIDAY, FRIDAY, NEXT_MONDAY):
            self._sweep(moment)
        self.assertEqual(self._get_ledger(clock), ["warned", "breached"])
        self.assertEqual(clock.event_ids.rule_id, rule)
        self.assertEqual(clock.date_breached, datetime(2026, 6, 4, 9, 0))
        events = self.env["complaint.clock.event"]
        for kind, vals in (("breached", {}), ("warned", {"rule_id": rule.id})):
            with (
                self.subTest(kind=kind),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.UniqueViolation),
            ):
                events._record(clock, kind, **vals)
