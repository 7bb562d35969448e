# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What users of other systems had to ask for, for years: each a test of ours."""

from datetime import datetime, timedelta

from odoo.tests import tagged

from .act_common import (
    FRIDAY,
    HOUR,
    NEXT_MONDAY,
    NEXT_TUESDAY,
    SUNDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    ActCase,
)
from .common import MONDAY

# Hours in UTC at which business begins and ends in Shanghai.
OPEN, CLOSE = 0, 9


class ThreadCase(ActCase):
    def _receive_with(self, moment, unit, amount, milestone="resolve", **vals):
        """A case with one deadline of its own."""
        self.policy.active = False
        target = {"milestone": milestone, "unit": unit, "amount": amount}
        self._create_policy("Only this", targets=[{**target, **vals}])
        case = self._receive(moment)
        return case, self._get_clock(case, milestone)

    def _close_office(self, day, days=1):
        """A public holiday: local days from ``day`` on."""
        start = datetime(day.year, day.month, day.day) - 8 * HOUR
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Dragon Boat Festival",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": start,
                "date_to": start + timedelta(days=days),
            }
        )

    def _get_kinds(self, case):
        return set(case.sudo().clock_ids.event_ids.mapped("kind"))


@tagged("post_install", "-at_install")
class TestCalendarThreads(ThreadCase):
    """Threads 1 to 4, 8, 12 and 16: what is counted."""

    def test_01_nights_weekends_holidays(self):
        """osTicket/osTicket#1168, #2131, #4166, #4969, #1107: five years of asking
        that deadlines skip nights, weekends and holidays.
        """
        self._close_office(NEXT_MONDAY)
        # Friday 16:30 and six hours: half an hour, the weekend, the holiday.
        _case, clock = self._receive_with(
            FRIDAY.replace(hour=8, minute=30), "working_hours", 6
        )
        self.assertEqual(clock.date_due, datetime(2026, 6, 9, 6, 30))

    def test_02_lunch(self):
        """frappe/helpdesk#2212: the deadline ran through lunch."""
        # Monday 10:00 and four hours: 12:00 to 13:00 is nobody's time.
        _case, clock = self._receive_with(MONDAY, "working_hours", 4)
        self.assertEqual(clock.date_due, MONDAY + 5 * HOUR)

    def test_03_split_shifts(self):
        """chatwoot/chatwoot#14009, #13392: Friday 16:30 and one hour is Monday
        9:30 where business begins at nine, and not Friday 17:30.
        """
        calendar = self._create_calendar("Nine to five")
        calendar.attendance_ids.filtered(
            lambda hours: hours.hour_from == 8
        ).hour_from = 9
        self.policy.active = False
        self._create_policy(
            "Nine to five",
            calendar_id=calendar.id,
            targets=[{"milestone": "answer", "unit": "working_hours", "amount": 1}],
        )
        case = self._receive(FRIDAY.replace(hour=8, minute=30))
        clock = self._get_clock(case, "answer")
        self.assertEqual(clock.date_due, datetime(2026, 6, 8, 1, 30))
        self._sweep(datetime(2026, 6, 8, 1, 29))
        self.assertFalse(clock.date_breached, "not at 17:30 on the wall")

    def test_04_pause_over_a_weekend(self):
        """glpi-project/glpi#10594: a deadline in days, paused over a weekend, got
        too much time, as adding and measuring used two calendars.
        """
        case, clock = self._receive_with(THURSDAY, "business_days", 3)
        self.assertEqual(clock.date_due, datetime(2026, 6, 9, CLOSE))
        self._hold(case, FRIDAY, NEXT_MONDAY)
        # Friday 10:00 to Monday 10:00 is one working day, not three.
        self.assertEqual(clock.paused_seconds, 8 * 3600)
        self.assertEqual(clock.date_due, datetime(2026, 6, 10, CLOSE))

    def test_08_hold_over_days_off(self):
        """frappe/helpdesk#2449; frappe/erpnext#47029, #47884, #49414: the time on
        hold was added to the receipt, and days off made it wrong.
        """
        self._close_office(THURSDAY)
        case, clock = self._receive_with(TUESDAY, "working_hours", 16)
        # Tuesday 10:00: 6 + 8 hours until Wednesday, 2 on Friday.
        self.assertEqual(clock.date_due, FRIDAY)
        self._hold(case, WEDNESDAY.replace(hour=CLOSE), FRIDAY.replace(hour=OPEN))
        self.assertEqual(clock.date_due, FRIDAY, "the office was closed anyway")
        self._hold(case, FRIDAY.replace(hour=OPEN + 1), NEXT_MONDAY.replace(hour=OPEN))
        self.assertEqual(clock.date_due, NEXT_MONDAY.replace(hour=OPEN + 1))

    def test_12_on_hold_on_a_holiday(self):
        """MicrosoftDocs, sla-timer-pause-state-changed: put on hold on a holiday it
        "does not pause", by design, and confuses everybody.
        """
        case, clock = self._receive_with(FRIDAY, "business_days", 3)
        self._hold(case, SUNDAY)
        self.assertRecordValues(clock, [{"state": "paused", "date_paused": SUNDAY}])
        with self._at(NEXT_MONDAY):
            case._resume()
        # It stood still from Monday 8:00 to 10:00, and the ledger says when.
        self.assertEqual(clock.paused_seconds, 2 * 3600)
        self.assertEqual(
            [(event.kind, event.date) for event in clock.event_ids],
            [("paused", SUNDAY), ("resumed", NEXT_MONDAY)],
        )

    def test_16_calendar_edited(self):
        """zammad/zammad#534: a holiday entered later moved nothing. Here it moves
        what is open on request, with a line in the ledger, and nothing that ended.
        """
        done, ended = self._receive_with(MONDAY, "business_days", 3)
        self._walk(done, MONDAY + HOUR, "resolved")
        clock = self._get_clock(self._receive(), "resolve")
        self._close_office(WEDNESDAY)
        self.assertEqual(clock.date_due, datetime(2026, 6, 4, CLOSE))
        moved = (clock | ended)._replan("Festival")
        self.assertEqual(moved, clock)
        self.assertEqual(clock.date_due, datetime(2026, 6, 5, CLOSE))
        self.assertEqual(ended.date_due, datetime(2026, 6, 4, CLOSE))
        self.assertEqual(clock.event_ids.mapped("note"), ["Festival"])


@tagged("post_install", "-at_install")
class TestHoldThreads(ThreadCase):
    """Threads 5, 6, 9 and 10: on hold."""

    def test_05_priority_changed(self):
        """glpi-project/glpi#6902, #15605: another priority forgot the pauses."""
        self._create_policy(
            "Urgent",
            sequence=1,
            severity="3",
            targets=[{"milestone": "resolve", "unit": "working_hours", "amount": 16}],
        )
        case = self._receive()
        self._hold(case, MONDAY, TUESDAY)
        with self._at(TUESDAY):
            case.severity = "3"
        # 16 hours from Monday 10:00 without the 8 on hold.
        clock = self._get_clock(case, "resolve")
        self.assertEqual(clock.paused_seconds, 8 * 3600)
        self.assertEqual(clock.date_due, datetime(2026, 6, 4, 2))
        with self._at(WEDNESDAY):
            case.severity = "2"
        back = self._get_clock(case, "resolve")
        self.assertEqual(back.paused_seconds, 8 * 3600)
        self.assertEqual(back.date_due, datetime(2026, 6, 5, CLOSE))

    def test_06_no_breach_on_hold(self):
        """glpi-project/glpi#24481: late while it waited for the customer."""
        case, clock = self._receive_with(MONDAY, "business_days", 1)
        self._hold(case, MONDAY)
        self.assertFalse(clock.next_event_at)
        self._sweep(NEXT_MONDAY)
        self.assertFalse(clock.date_breached)
        with self._at(NEXT_MONDAY):
            self.assertFalse(case.is_overdue)
            case._resume()
        self.assertEqual(clock.date_due, datetime(2026, 6, 9, CLOSE))
        self.assertEqual(clock.next_event_at, clock.date_due)

    def test_09_shown_is_what_is_counted(self):
        """frappe/helpdesk#1554, #1542: shown on hold while time went on; a reply
        counted as the resolution.
        """
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        self._hold(case, TUESDAY)
        left = clock.remaining_seconds
        self.assertTrue(case.on_hold)
        self._log(case, WEDNESDAY, summary="We wait for your photo")
        self._log(case, WEDNESDAY, purpose="answer")
        self.assertEqual((clock.state, clock.remaining_seconds), ("paused", left))
        with self._at(THURSDAY):
            case._resume()
        measure = clock._get_measure()
        self.assertEqual(measure.elapsed(THURSDAY, clock.date_due), left)
        self.assertFalse(clock.date_stop)

    def test_10_pause_in_the_first_version(self):
        """OCA/helpdesk#344, #345: stages that freeze, proposed in 2022, came in
        2025. Ours hold, resume, and hold again, without losing a second.
        """
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        for since, until in (
            (MONDAY + HOUR, MONDAY + 2 * HOUR),
            (TUESDAY, TUESDAY),
            (WEDNESDAY, WEDNESDAY + 2 * HOUR),
        ):
            self._hold(case, since, until)
        self.assertEqual(clock.paused_seconds, 3 * 3600)
        self.assertEqual(clock.date_due, datetime(2026, 6, 5, OPEN + 3))
        self._walk(case, THURSDAY, "resolved")
        self.assertEqual(clock.used_seconds, (24 - 3) * 3600)


@tagged("post_install", "-at_install")
class TestVerdictThreads(ThreadCase):
    """Threads 7, 11, 14, 15, 17, 18 and 19: what stands in the end."""

    def test_07_solved_is_not_waiting(self):
        """glpi-project/glpi#23359: after reopening, the time in which the case was
        solved counted as time on hold.
        """
        case = self._walk(self._receive(), TUESDAY, "resolved")
        with self._at(NEXT_MONDAY):
            case.with_user(self.manager).action_reopen(reason="Again")
        clock = self._get_clock(case, "resolve")
        self.assertEqual(clock.paused_seconds, 0)
        self._walk(case, NEXT_MONDAY + HOUR, "resolved")
        self.assertEqual(clock.used_seconds, 3600)

    def test_11_verdicts_do_not_move(self):
        """OCA/helpdesk#157: deadlines of closed and cancelled tickets changed."""
        closed = self._walk(self._receive(), TUESDAY, "resolved")
        self._walk(closed, WEDNESDAY, "closed")
        cancelled = self._walk(self._receive(), TUESDAY, "cancelled")
        clocks = (closed | cancelled).clock_ids
        fnames = ["state", "date_due", "date_stop", "late_seconds", "user_id"]
        before = clocks.read(fnames)
        self._create_policy("Everything", sequence=1)
        self._close_office(TUESDAY, days=2)
        with self._at(THURSDAY):
            (closed | cancelled).write({"severity": "3", "user_id": self.colleague.id})
        self.assertEqual((closed | cancelled).clock_ids, clocks)
        self.assertEqual(clocks.read(fnames), before)

    def test_14_every_closed_case_has_actuals(self):
        """zammad/zammad#2579, #3551, #4516: on some ways out nothing was stored."""
        self._create_policy("All kinds", sequence=99)
        cases = self.Complaint
        for kind in ("complaint", "suggestion", "inquiry"):
            case = self._receive(kind=kind)
            self._hold(case, MONDAY + HOUR)
            self._walk(case, TUESDAY, "closed")
            cases += case
        passed = self._receive()
        with self._at(TUESDAY):
            passed.sudo().write(self._prepare_solution_vals())
            self._bring_to(passed, "answered")
            for name in ("resolve", "close"):
                passed.with_user(self.manager)._transition(
                    name, reason="They moved", override=True
                )
        cases += passed
        cases += self._walk(self._receive(), TUESDAY, "cancelled")
        self.assertTrue(cases.clock_ids)
        for clock in cases.clock_ids:
            with self.subTest(kind=clock.kind, milestone=clock.milestone):
                self.assertIn(clock.state, ("stopped", "cancelled"))
                self.assertTrue(clock.date_stop)
                self.assertEqual(bool(clock.outcome), clock.state == "stopped")
                self.assertFalse(clock.next_event_at)
        self.assertFalse(any(cases.mapped("next_due_date")))

    def test_15_wrong_escalations(self):
        """zammad/zammad#188, #904, #4353, #5177, #3140: reopened, merged and
        answered cases escalated, and such whose policy was switched off.
        """
        self.env["complaint.escalation.rule"].create(
            {"name": "Late", "trigger": "after", "to_handler": True}
        )
        merged, survivor = self._receive(), self._receive()
        with self._at(MONDAY + HOUR):
            merged._merge_into(survivor, "The same")
        told = self._receive()
        self._log(told, MONDAY + HOUR, purpose="first")
        self._log(told, WEDNESDAY)
        solved = self._walk(self._receive(), MONDAY + HOUR, "resolved")
        reopened = self._walk(self._receive(), MONDAY + HOUR, "resolved")
        with self._at(WEDNESDAY):
            reopened.with_user(self.manager).action_reopen(reason="Again")
        self._sweep(datetime(2026, 6, 4, 1))
        for case in (merged, told, solved, reopened):
            with self.subTest(case=case.id):
                self.assertNotIn("breached", self._get_kinds(case))
                self.assertNotIn("escalated", self._get_kinds(case))
        self.assertIn("escalated", self._get_kinds(survivor), "its acknowledgement")

    def test_15_policy_switched_off(self):
        """zammad/zammad#4353: what was promised under a policy stands; new cases
        do not get it.
        """
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        self.policy.active = False
        self.assertEqual(clock.state, "running")
        self.assertEqual(clock.date_due, datetime(2026, 6, 4, CLOSE))
        self.assertFalse(self._receive().clock_ids)

    def test_17_burnt_clock_handed_over(self):
        """glpi-project/glpi#1911: group B inherits what group A left of the time.
        The ledger says since when it is whose, and who had it when it was missed.
        """
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        with self._at(THURSDAY):
            case.user_id = self.colleague
        event = clock.event_ids
        self.assertEqual((event.kind, event.date), ("handover", THURSDAY))
        self.assertIn(self.handler.name, event.note)
        self.assertIn(self.colleague.name, event.note)
        with self._at(FRIDAY):
            clock._stop(FRIDAY)
        self.assertEqual(clock.user_id, self.colleague)
        with self._at(FRIDAY):
            case.user_id = self.handler
        self.assertEqual(clock.user_id, self.colleague, "as it was when it stopped")

    def test_18_thanks(self):
        """chatwoot/chatwoot#10178: the customer's "thanks" kept the clock of the
        next reply running after the case was resolved.
        """
        case = self._walk(self._receive(), TUESDAY, "resolved")
        self._log(case, WEDNESDAY, direction="in", medium="email", summary="Thanks")
        self._log(case, WEDNESDAY, direction="in", medium="phone", summary="Thanks")
        with self._at(WEDNESDAY):
            case.message_post(
                body="Thanks!",
                message_type="email",
                email_from="li.wei@example.com",
                subtype_xmlid="mail.mt_comment",
            )
        open_clocks = case.clock_ids.filtered(lambda clock: clock._is_open())
        self.assertEqual(open_clocks.mapped("milestone"), ["followup"])

    def test_19_first_and_total_time(self):
        """plain.com, FirstResolutionTime and TotalResolutionTime: a case that was
        reopened has two, and both are kept.
        """
        case = self._walk(self._receive(), TUESDAY, "resolved")
        with self._at(NEXT_MONDAY):
            case.with_user(self.manager).action_reopen(reason="Again")
        self._walk(case, NEXT_TUESDAY, "resolved")
        clocks = case.clock_ids.filtered(
            lambda clock: clock.milestone == "resolve"
        ).sorted("round")
        self.assertEqual(clocks.mapped("used_seconds"), [8 * 3600, 8 * 3600])
        self.assertEqual(clocks.mapped("date_stop"), [TUESDAY, NEXT_TUESDAY])
        self.assertEqual(case.date_first_resolved, TUESDAY)
        self.assertEqual(case.date_resolved, NEXT_TUESDAY)


@tagged("post_install", "-at_install")
class TestQuietThreads(ThreadCase):
    """Thread 13: when people are called."""

    def test_13_no_mail_at_midnight(self):
        """zammad/zammad#4432: escalation mails at midnight and on weekends. The
        breach is a fact of its minute; people hear of it when they work.
        """
        rule = self.env["complaint.escalation.rule"].create(
            {
                "name": "Late",
                "trigger": "after",
                "on_answer": True,
                "to_handler": True,
                "quiet_hours": True,
            }
        )
        # Friday 10:00 and 24 hours on the wall: a Saturday.
        case, clock = self._receive_with(
            FRIDAY, "elapsed_hours", 24, milestone="answer"
        )
        saturday = FRIDAY + timedelta(days=1)
        self.assertEqual(clock.date_due, saturday)
        self._sweep(saturday)
        self.assertEqual(self._get_kinds(case), {"breached"})
        self.assertEqual(clock.next_event_at, datetime(2026, 6, 8, OPEN))
        self._sweep(SUNDAY)
        self.assertEqual(self._get_kinds(case), {"breached"})
        self._sweep(datetime(2026, 6, 8, OPEN))
        self.assertEqual(self._get_ledger(clock), ["breached", "escalated"])
        self.assertEqual(clock.event_ids.rule_id, rule)
