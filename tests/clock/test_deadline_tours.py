# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Deadlines in the browser: warned, missed, escalated, held, extended."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from ..escalation.common import EscalationCase

CLOCK_DATES = (
    "date_start",
    "date_due",
    "date_due_first",
    "cap_date",
    "date_paused",
    "next_event_at",
)


@tagged("post_install", "-at_install")
class TestDeadlineTours(EscalationCase, HttpCase):
    """A company that works day and night, so that every hour counts.

    The browser has the time of the machine: the tester moves the deadlines
    instead, and lets the scheduled action run.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar.attendance_ids = [
            Command.clear(),
            *(
                Command.create(
                    {
                        "name": "Day and night",
                        "dayofweek": str(day),
                        "hour_from": 0,
                        "hour_to": 24,
                        "day_period": "full_day",
                    }
                )
                for day in range(7)
            ),
        ]
        cls.policy.target_ids = [
            Command.clear(),
            Command.create(
                {
                    "milestone": "resolve",
                    "unit": "working_hours",
                    "amount": 16,
                    "cap_amount": 24,
                }
            ),
        ]
        cls.manager.name = "Maria Lopez"

    def _receive_now(self, name):
        """A case received a moment ago, so that 15 whole hours are left."""
        case = self._create_case(
            name=name, date_received=fields.Datetime.now() - timedelta(minutes=10)
        )
        return case, self._get_clock(case, "resolve")

    def _pass_time(self, clock, hours):
        """Let so many hours pass: all that the clock knows is longer ago."""
        self.env.flush_all()
        shifts = SQL(", ").join(
            SQL("%(name)s = %(name)s - %(time)s", name=SQL.identifier(name), time=time)
            for time in [timedelta(hours=hours)]
            for name in CLOCK_DATES
        )
        self.env.cr.execute(
            SQL("UPDATE complaint_clock SET %s WHERE id = %s", shifts, clock.id)
        )
        self.env.invalidate_all()
        # What lists search is stored on the case.
        self.env.add_to_compute(
            clock.complaint_id._fields["next_due_date"], clock.complaint_id
        )
        self.env.flush_all()
        self._sweep(fields.Datetime.now())

    def _look(self, tour, user, case):
        self.start_tour(f"/odoo/complaints/{case.id}", tour, login=user.login)
        self.env.invalidate_all()

    def test_warned_missed_escalated(self):
        """The handler is warned, the deadline passes, two levels up hear of it."""
        warning = self._create_rule("Nearly due", trigger="share", share=75)
        escalation = self._create_rule(
            "A day late", offset_hours=8, to_handler=False, chain_level=2
        )
        case, clock = self._receive_now("Nobody answers")
        self._look("complaint_deadline_runs", self.handler, case)
        self._pass_time(clock, 13)
        self.assertEqual(self._get_fired(clock, warning), ["warned"])
        self.assertEqual(self._get_told(case), [self.handler.login])
        self._look("complaint_deadline_warns", self.handler, case)
        self._pass_time(clock, 4)
        self.assertEqual(self._get_ledger(clock), ["warned", "breached"])
        self._look("complaint_deadline_is_missed", self.handler, case)
        self.start_tour(
            "/odoo/complaints", "complaint_deadline_late_list", login=self.handler.login
        )
        self._pass_time(clock, 8)
        self.assertEqual(self._get_fired(clock, escalation), ["escalated"])
        self.assertEqual(self._get_told(case), [self.handler.login, self.chief.login])
        self._look("complaint_deadline_is_escalated", self.chief, case)
        # Moving on, nothing happens twice.
        self._pass_time(clock, 8)
        self.assertEqual(self._get_ledger(clock), ["warned", "breached", "escalated"])

    def test_held_and_resumed(self):
        """On hold the time stands still, however long; then it goes on."""
        case, clock = self._receive_now("The photo is missing")
        self._look("complaint_deadline_hold", self.handler, case)
        self.assertEqual(clock.state, "paused")
        left = clock.remaining_seconds
        self._pass_time(clock, 40)
        self.assertFalse(clock.date_breached)
        self._look("complaint_deadline_resume", self.handler, case)
        self.assertEqual(clock.state, "running")
        self.assertAlmostEqual(
            (clock.date_due - fields.Datetime.now()).total_seconds(), left, delta=120
        )
        self.assertEqual(self._get_ledger(clock), ["paused", "resumed"])

    def test_extended_with_approval(self):
        """Past the longest time is refused; up to it, a manager approves (R54)."""
        case, clock = self._receive_now("The laboratory is slow")
        due = clock.date_due
        self._look("complaint_deadline_ask", self.handler, case)
        self.assertEqual(clock.date_due, due)
        self._look("complaint_deadline_approve", self.manager, case)
        self.assertEqual(clock.date_due, due + timedelta(hours=8))
        self.assertEqual(clock.date_due, clock.cap_date)
        self.assertEqual(clock.extension_ids.approver_id, self.manager)
