# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How clocks follow their case: on hold, reassessed, reopened, planned anew."""

from datetime import datetime, timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import MONDAY, ClockCase

CLOSE = 9
TUESDAY = MONDAY + timedelta(days=1)
WEDNESDAY = MONDAY + timedelta(days=2)
THURSDAY = MONDAY + timedelta(days=3)


@tagged("post_install", "-at_install")
class TestClocksOfCase(ClockCase):
    def test_started_with_the_case(self):
        """Receipt counts, not typing; the list knows what is due next."""
        case = self._receive()
        self.assertEqual(
            {clock.milestone: clock.date_due for clock in case.clock_ids},
            {
                "acknowledge": datetime(2026, 6, 1, 7),
                "update": datetime(2026, 6, 3, CLOSE),
                "resolve": datetime(2026, 6, 4, CLOSE),
            },
        )
        self.assertEqual(case.next_due_date, datetime(2026, 6, 1, 7))
        self.assertEqual(case.next_due_milestone, "acknowledge")

    def test_typed_in_late(self):
        """A due date in the past is due at once, not moved into the future."""
        with self._at(MONDAY + timedelta(days=21)):
            case = self._create_case(date_received=MONDAY)
            self.assertTrue(case.is_overdue)
        self.assertEqual(case.next_due_date, datetime(2026, 6, 1, 7))

    def test_search_late_and_soon(self):
        near = self._receive()
        with self._at(MONDAY + timedelta(hours=1)):
            self.assertTrue(near.due_soon)
            self.assertIn(near, self.Complaint.search([("due_soon", "=", True)]))
            self.assertNotIn(near, self.Complaint.search([("is_overdue", "=", True)]))
        with self._at(TUESDAY):
            self.assertIn(near, self.Complaint.search([("is_overdue", "=", True)]))
            self.assertNotIn(near, self.Complaint.search([("due_soon", "=", True)]))
            self.assertNotIn(near, self.Complaint.search([("is_overdue", "=", False)]))

    def test_earlier_receipt_counts(self):
        """Corrected to earlier, it is due earlier; to later, nothing is gained."""
        case = self._receive(TUESDAY)
        clock = self._get_clock(case, "resolve")
        with self._at(TUESDAY):
            case.date_received = MONDAY
        self.assertEqual(clock.date_due, datetime(2026, 6, 4, CLOSE))
        self.assertEqual(self._get_ledger(clock), ["replanned"])
        with self._at(TUESDAY):
            case.date_received = TUESDAY
        self.assertEqual(clock.date_due, datetime(2026, 6, 4, CLOSE))

    def test_merge_keeps_the_earliest_receipt(self):
        """The survivor is due as the first of the two was; the other is no breach."""
        first = self._receive(MONDAY)
        later = self._receive(TUESDAY)
        with self._at(WEDNESDAY):
            first._merge_into(later, "The same")
        self.assertEqual(
            self._get_clock(later, "resolve").date_due,
            datetime(2026, 6, 4, CLOSE),
        )
        self.assertEqual(set(first.clock_ids.mapped("state")), {"cancelled"})
        self.assertFalse(any(first.clock_ids.mapped("is_late")))

    def test_reassessed_keeps_pauses(self):
        """Another policy counts from the same start, without the time on hold."""
        self._create_policy(
            "Critical",
            sequence=1,
            severity="3",
            targets=[{"milestone": "resolve", "unit": "business_days", "amount": 2}],
        )
        case = self._receive()
        with self._at(MONDAY):
            case._hold("Photo", "Photo of the meter", "customer", 7)
        with self._at(TUESDAY):
            case._resume()
            case.severity = "3"
        clock = self._get_clock(case, "resolve")
        self.assertEqual(clock.amount, 2)
        self.assertEqual(clock.date_start, MONDAY)
        self.assertEqual(clock.date_due, datetime(2026, 6, 4, CLOSE))
        self.assertFalse(self._get_clock(case, "update").state == "running")

    def test_reassessed_on_hold(self):
        """Chosen again while on hold, the new clock stands still too."""
        self._create_policy(
            "Critical",
            sequence=1,
            severity="3",
            targets=[{"milestone": "resolve", "unit": "business_days", "amount": 2}],
        )
        case = self._receive()
        with self._at(TUESDAY):
            case._hold("Photo", "Photo of the meter", "customer", 7)
        with self._at(WEDNESDAY):
            case.severity = "3"
        clock = self._get_clock(case, "resolve")
        self.assertEqual(clock.state, "paused")
        with self._at(THURSDAY):
            case._resume()
        self.assertEqual(clock.state, "running")
        self.assertEqual(clock.date_due, datetime(2026, 6, 5, CLOSE))

    def test_handed_over(self):
        """What the next handler inherits is told in the ledger (glpi#1911)."""
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        case.user_id = self.colleague
        self.assertEqual(clock.user_id, self.colleague)
        event = clock.event_ids
        self.assertEqual(event.kind, "handover")
        self.assertIn(self.handler.name, event.note)
        self.assertIn(self.colleague.name, event.note)

    def test_replan(self):
        """A holiday entered later moves open clocks on request, with a trace."""
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Mourning day",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": datetime(2026, 6, 1, 16),
                "date_to": datetime(2026, 6, 2, 16),
            }
        )
        self.assertEqual(clock.date_due, datetime(2026, 6, 4, CLOSE))
        with self._at(MONDAY):
            clock._replan("New holiday")
        self.assertEqual(clock.date_due, datetime(2026, 6, 5, CLOSE))
        self.assertRecordValues(
            clock.event_ids,
            [
                {
                    "kind": "replanned",
                    "note": "New holiday",
                    "date_due_before": datetime(2026, 6, 4, CLOSE),
                    "date_due_after": datetime(2026, 6, 5, CLOSE),
                }
            ],
        )
        with self._at(MONDAY):
            self.assertFalse(clock._replan("Again"), "nothing moved, nothing is told")

    def test_replan_of_a_missed_deadline(self):
        """A manager may say that it was not missed; the ledger keeps both."""
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        target = self.policy.target_ids.filtered("cap_amount")
        with self._at(datetime(2026, 6, 5, 2, 0)):
            clock._breach(datetime(2026, 6, 5, 2, 0))
            target.amount = 5
            clock._replan("The festival was missing")
            self.assertFalse(clock.is_late)
            self.assertEqual(clock.date_due, datetime(2026, 6, 8, CLOSE))
        with self._at(datetime(2026, 6, 9, 2, 0)):
            clock._breach(datetime(2026, 6, 9, 2, 0))
        self.assertTrue(clock.is_late)
        self.assertEqual(self._get_ledger(clock), ["breached", "replanned"])

    def test_replan_with_the_policy_of_now(self):
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        self.policy.target_ids.filtered("cap_amount").amount = 5
        self.assertEqual(clock.amount, 3)
        with self._at(MONDAY):
            clock._replan("Longer now")
        self.assertEqual(clock.amount, 5)
        self.assertEqual(clock.date_due, datetime(2026, 6, 8, CLOSE))

    def test_suggestion_by_the_promised_day(self):
        """The promised day is the deadline; a new promise moves it (R5)."""
        self._create_policy(
            "Suggestions",
            kind="suggestion",
            targets=[{"milestone": "answer", "unit": "promised_date", "amount": 1}],
        )
        case = self._receive(kind="suggestion")
        self.assertFalse(case.clock_ids)
        with self._at(MONDAY):
            case.promised_reply_date = "2026-06-12"
        clock = self._get_clock(case, "answer")
        self.assertEqual(clock.date_due, datetime(2026, 6, 12, CLOSE))
        with self._at(MONDAY):
            # A Saturday: business ends on the Monday after.
            case.promised_reply_date = "2026-06-13"
        self.assertEqual(clock.date_due, datetime(2026, 6, 15, CLOSE))
        self.assertEqual(self._get_ledger(clock), ["replanned"])
        with self._at(MONDAY):
            case.promised_reply_date = False
        self.assertEqual(clock.state, "cancelled")
        self.assertFalse(case.next_due_date)
        with self._at(MONDAY):
            case.promised_reply_date = "2026-06-16"
        self.assertEqual(
            self._get_clock(case, "answer").date_due, datetime(2026, 6, 16, CLOSE)
        )

    def test_promised_in_a_thousand_years(self):
        case = self._receive(kind="suggestion")
        with self._assert_refused("Check the year", ValidationError):
            case.promised_reply_date = "3026-06-12"

    def test_policy_there_and_back(self):
        """Raised by mistake and lowered again, a case is due as it was before."""
        self._create_policy(
            "Critical",
            sequence=1,
            severity="3",
            targets=[{"milestone": "assess", "unit": "working_hours", "amount": 1}],
        )
        case = self._receive()
        before = {
            clock.milestone: clock.date_due
            for clock in case.clock_ids
            if clock.state == "running"
        }
        with self._at(MONDAY):
            case.severity = "3"
            self.assertEqual(case.next_due_milestone, "assess")
            case.severity = "2"
        after = {
            clock.milestone: clock.date_due
            for clock in case.clock_ids
            if clock.state == "running"
        }
        self.assertEqual(after, before)

    def test_many_at_once(self):
        """Deadlines of many cases are planned together, not query by query."""
        vals_list = [self._prepare_case_vals(name=f"Case {n}") for n in range(120)]

        def count_queries(number):
            start = self.env.cr.sql_log_count
            cases = self.Complaint.create(vals_list[:number])
            self.env.flush_all()
            self.assertEqual(len(cases.clock_ids), 3 * number)
            return self.env.cr.sql_log_count - start

        count_queries(25)
        self.assertLessEqual(count_queries(120) - count_queries(30), 8)


@tagged("post_install", "-at_install")
class TestReopened(ClockCase):
    def _resolve_and_reopen(self, **target):
        self.policy.target_ids.filtered("cap_amount").write(target)
        case = self._receive()
        with self._at(TUESDAY):
            self._bring_to(case, "resolved")
        with self._at(datetime(2026, 6, 8, 2, 0)):
            case.with_user(self.manager).action_reopen(reason="It happened again")
        return case

    def test_goes_on(self):
        """Two of three days were left: the time in between is not counted
        (glpi#23359), and both the first and the total time are known."""
        case = self._resolve_and_reopen(on_reopen="resume")
        first, second = case.clock_ids.filtered(
            lambda clock: clock.milestone == "resolve"
        ).sorted("id")
        self.assertEqual(first.outcome, "met")
        self.assertEqual(first.date_stop, TUESDAY)
        self.assertEqual(second.previous_id, first)
        self.assertEqual(second.round, 2)
        # Started Monday 10:00 and due Thursday 17:00: 30 hours, 8 of them used.
        self.assertEqual(first.used_seconds, 8 * 3600)
        self.assertEqual(second.allowed_seconds, 22 * 3600)
        self.assertEqual(second.date_due, datetime(2026, 6, 10, CLOSE))
        with self._at(datetime(2026, 6, 9, 2, 0)):
            self._bring_to(case, "resolved")
        self.assertEqual(second.used_seconds, 8 * 3600)
        self.assertEqual(first.used_seconds, 8 * 3600, "the first stays as it was")

    def test_starts_anew(self):
        case = self._resolve_and_reopen(on_reopen="restart")
        second = self._get_clock(case, "resolve")
        self.assertEqual(second.round, 2)
        self.assertEqual(second.date_due, datetime(2026, 6, 11, CLOSE))

    def test_followup_ends(self):
        """A reopened case is not followed up until it is resolved again."""
        case = self._resolve_and_reopen()
        self.assertEqual(self._get_clock(case, "followup").state, "cancelled")
        with self._at(datetime(2026, 6, 9, 2, 0)):
            self._bring_to(case, "resolved")
        self.assertEqual(
            self._get_clock(case, "followup").date_due, datetime(2026, 6, 16, CLOSE)
        )

    def test_asked_before_resolved(self):
        """Who asked with the answer whether all is well has followed up (R68)."""
        case = self._receive()
        with self._at(TUESDAY):
            self._bring_to(case, "answered")
        with self._at(WEDNESDAY):
            self._log_contact(case, purpose="follow_up", date=WEDNESDAY)
        with self._at(THURSDAY):
            self._bring_to(case, "resolved")
        clock = self._get_clock(case, "followup")
        self.assertEqual(clock.outcome, "met")
        self.assertEqual(clock.date_stop, THURSDAY)


@tagged("post_install", "-at_install")
class TestClockGuards(ClockCase):
    def test_ended_clocks_never_change(self):
        """Whoever writes, also the system: what was measured stays (rule 5)."""
        case = self._receive()
        with self._at(TUESDAY):
            self._bring_to(case, "resolved")
        clock = self._get_clock(case, "resolve").sudo()
        with self._assert_refused("stays as it is"):
            clock.late_seconds = 1
        with self.assertRaises(UserError):
            clock.unlink()

    def test_ledger_is_append_only(self):
        """Refused to administrators and to the system, too."""
        case = self._receive()
        case.user_id = self.colleague
        event = case.sudo().clock_ids.event_ids[:1]
        with self._assert_refused("not rewritten"):
            event.note = "Nothing happened"
        with self._assert_refused("not rewritten"):
            event.unlink()

    def test_pauses_do_not_overlap(self):
        case = self._receive()
        with self._at(MONDAY):
            case._hold("Photo", "Photo of the meter", "customer", 7)
        with self._at(WEDNESDAY):
            case._resume()
        with self._assert_refused("do not overlap", ValidationError):
            self.env["complaint.pause"].create(
                {
                    "complaint_id": case.id,
                    "reason": "Forgotten",
                    "asked_whom": "customer",
                    "date_start": TUESDAY,
                    "date_end": TUESDAY + timedelta(hours=1),
                    "date_limit": "2026-06-30",
                    "user_id": self.env.uid,
                }
            )

    def test_held_again_in_the_second_of_resuming(self):
        """A hasty click does not lock the case into its pause."""
        case = self._receive()
        with self._at(MONDAY):
            case._hold("Photo", "Photo of the meter", "customer", 7)
            case._resume()
            case._hold("Bills", "The old bills", "customer", 7)
        self.env.flush_all()
        self.env.invalidate_all()
        with self._at(TUESDAY):
            case._resume()
        self.assertFalse(case.on_hold)
        self.assertEqual(len(case.pause_ids), 2)

    def test_policy_deleted_under_a_clock(self):
        """The promise to the complainant stands, whatever becomes of the rules."""
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        due = clock.date_due
        self.policy.unlink()
        self.assertFalse(clock.policy_id)
        self.assertEqual(clock.date_due, due)
        with self._at(MONDAY):
            case._hold("Photo", "Photo of the meter", "customer", 7)
        with self._at(TUESDAY):
            case._resume()
        self.assertEqual(clock.date_due, datetime(2026, 6, 5, CLOSE))

    def test_category_and_handler_gone(self):
        """Archived people and subjects do not stop a clock."""
        case = self._receive()
        self.handler.active = False
        self.category.active = False
        with self._at(datetime(2026, 6, 5, 2, 0)):
            self._get_clock(case, "resolve")._stop(datetime(2026, 6, 5, 2, 0))
        self.assertRecordValues(
            self._get_clock(case, "resolve"),
            [{"outcome": "missed", "late_seconds": 2 * 3600, "is_late": True}],
        )

    def test_company_and_zone(self):
        """Each company counts in its own zone and calendar."""
        other = self.env["res.company"].create({"name": "Lisbon"})
        other.complaint_calendar_id = self._create_calendar(
            "Lisbon", tz="Europe/Lisbon", company_id=other.id
        )
        self._create_policy("Lisbon", company_id=other.id)
        case = self.Complaint.create(
            {
                "name": "Late train",
                "partner_name": "Ana",
                "company_id": other.id,
                "date_received": MONDAY,
            }
        )
        # Received Monday 3:00 there: 4 working hours from 8:00.
        self.assertEqual(
            self._get_clock(case, "acknowledge").date_due, datetime(2026, 6, 1, 11)
        )

    def test_customer_tags(self):
        """Customer tags changed later do not choose another policy by themselves."""
        tag = self.env["res.partner.category"].create({"name": "Hospital"})
        partner = self.env["res.partner"].create({"name": "Clinic"})
        policy = self._create_policy(
            "Hospitals", sequence=1, partner_tag_ids=[Command.set(tag.ids)]
        )
        case = self._receive(partner_id=partner.id)
        partner.category_id = tag
        self.assertEqual(case.policy_id, self.policy)
        self.assertEqual(self._receive(partner_id=partner.id).policy_id, policy)
