# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How a case was handled proposes entries: deadlines, promises, good ratings."""

from datetime import datetime, timedelta

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..clock.common import MONDAY
from .proposal_common import ProposalCase

# The resolution of what was received on Monday is due on Thursday at 17:00.
LATE = datetime(2026, 6, 4, 9, 1)
HOUR = timedelta(hours=1)


class HandlingCase(ProposalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee_of_handler = cls.staff[cls.handler]
        cls.department.manager_id = cls.staff[cls.head]
        cls.direct = cls._create_book_rule("M1", basis="mishandled", propose_on="clock")
        cls.lead = cls._create_book_rule(
            "M2", basis="mishandled", propose_on="clock", liability="head"
        )

    def _approve(self, case, when, **vals):
        """Bring a case to an approved decision at ``when``."""
        with self._at(when):
            self._bring_to(case, "approved", **vals)


@tagged("post_install", "-at_install")
class TestMissedDeadline(HandlingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls._create_rule(propose_penalty=True)

    def test_only_once_the_verdict_stands(self):
        """What was missed before the verdict is proposed when it stands (R66)."""
        case = self._receive()
        self._sweep(LATE)
        self._assert_proposed(case, [])
        self._approve(case, LATE + HOUR)
        entries = self._assert_proposed(
            case,
            [(self.employee_of_handler, self.direct), (self.boss_of_all, self.lead)],
        )
        self.assertEqual(set(entries.mapped("origin")), {"clock"})
        self.assertIn("Resolution", entries[0].facts)
        self.assertNotIn(self.handler.name, entries[0].facts)

    def test_missed_after_the_verdict(self):
        """The rule proposes when it fires, once."""
        case = self._receive()
        self._approve(case, MONDAY + HOUR)
        self._assert_proposed(case, [])
        self._sweep(LATE)
        expected = [
            (self.employee_of_handler, self.direct),
            (self.boss_of_all, self.lead),
        ]
        self._assert_proposed(case, expected)
        self._sweep(LATE + HOUR)
        self._assert_proposed(case, expected)

    def test_who_was_responsible_then(self):
        """Who takes over a late case does not answer for the delay."""
        case = self._receive(user_id=self.colleague.id)
        self._sweep(LATE)
        with self._at(LATE + HOUR):
            case.user_id = self.handler
        self._approve(case, LATE + 2 * HOUR)
        entries = self._get_entries(case).filtered(lambda e: e.liability == "direct")
        self.assertEqual(entries.employee_id, self.staff[self.colleague])
        self.assertIn(self.handler.name, entries.evidence, "for who decides")
        self.assertNotIn(self.handler.name, entries.facts)

    def test_handed_over_before_it_was_seen(self):
        """Also when no sweep saw the moment: the clock stops with whose it was."""
        case = self._receive()
        with self._at(LATE + HOUR):
            self._bring_to(case, "resolved")
        clock = self._get_clock(case, "resolve")
        self.assertTrue(clock.is_late)
        self.assertEqual(clock.late_user_id, self.handler)

    def test_rule_that_does_not_propose(self):
        self.rule.propose_penalty = False
        case = self._receive()
        self._sweep(LATE)
        self._approve(case, LATE + HOUR)
        self._assert_proposed(case, [])

    def test_deadline_that_was_kept(self):
        case = self._receive()
        self._approve(case, MONDAY + HOUR)
        with self._at(MONDAY + 2 * HOUR):
            self._bring_to(case, "closed")
        self._sweep(LATE)
        self._assert_proposed(case, [])

    def test_fault_is_not_ours(self):
        """R10: nothing when the fault is the customer's, however late we were."""
        case = self._receive()
        self._sweep(LATE)
        with self._at(LATE + HOUR):
            self._bring_to(case, "pending")
            case.fault_level = "customer"
            self._step_pending(case)
            self._step_approved(case)
        self._assert_proposed(case, [])

    def test_grave_cause_does_not_make_the_delay_grave(self):
        """The verdict grades the cause: the delay stays an ordinary mistake."""
        grave = self._create_book_rule(
            "M3", basis="mishandled", propose_on="clock", fault_level="violation"
        )
        case = self._receive()
        self._sweep(LATE)
        with self._at(LATE + HOUR):
            self._bring_to(case, "pending")
            case.fault_level = "violation"
            self._step_pending(case)
            self._step_approved(case)
        self.assertNotIn(grave, self._get_entries(case).rule_id)
        self.assertIn(self.direct, self._get_entries(case).rule_id)

    def test_handler_is_no_employee(self):
        """Bad input: a user without employee cannot be proposed; the case goes on."""
        self.staff[self.handler].user_id = False
        case = self._receive()
        self._sweep(LATE)
        self._approve(case, LATE + HOUR)
        self._assert_proposed(case, [])
        self.assertEqual(case.decision_state, "approved")

    def test_only_what_passed_proposes(self):
        """A warning before the deadline accuses nobody."""
        with self._assert_refused("choose “When the deadline passes", ValidationError):
            self._create_rule(trigger="before", offset_hours=2, propose_penalty=True)

    def test_rule_that_only_proposes(self):
        """It is no rule that does nothing, and says so; the chatter says nothing."""
        self.rule.active = False
        only = self._create_rule(
            "Silent", propose_penalty=True, do_notify=False, to_handler=False
        )
        self.assertIn("propose an entry", only.summary)
        case = self._receive()
        self._approve(case, MONDAY + HOUR)
        self._sweep(LATE)
        self.assertTrue(self._get_entries(case))
        self.assertNotIn("Silent", self._get_notes(case))
        self.assertNotIn("entry", self._get_notes(case))

    def test_what_fails_stops_no_deadline(self):
        """A broken rule book neither stops the sweep nor tells those who watch it."""

        def fail(*_args):
            raise ValueError("Broken on purpose")

        case = self._receive()
        self._approve(case, MONDAY + HOUR)
        self.patch(type(self.Penalty), "_propose", fail)
        with self.assertLogs("odoo.addons.complaint_management", "ERROR"):
            self._sweep(LATE)
        clock = self._get_clock(case, "resolve")
        self.assertFalse(clock.error)
        self.assertEqual(self._get_fired(clock, self.rule), ["escalated"])


@tagged("post_install", "-at_install")
class TestBrokenPromise(HandlingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.direct.propose_on = cls.lead.propose_on = "promise"

    def _promise(self, case, when, until, **vals):
        with self._at(when):
            return self._log_contact(case, date=when, callback_date=until, **vals)

    def test_before_and_after_the_verdict(self):
        """R48, R49: a call that was promised and not made proposes, once it may."""
        case = self._receive()
        self._promise(case, MONDAY, MONDAY + HOUR)
        self._sweep(MONDAY + 2 * HOUR)
        self._assert_proposed(case, [])
        self._approve(case, MONDAY + 3 * HOUR)
        self._assert_proposed(
            case,
            [(self.employee_of_handler, self.direct), (self.boss_of_all, self.lead)],
        )

    def test_broken_after_the_verdict(self):
        case = self._receive()
        self._approve(case, MONDAY + HOUR)
        self._promise(case, MONDAY + HOUR, MONDAY + 2 * HOUR)
        self._assert_proposed(case, [])
        self._sweep(MONDAY + 3 * HOUR)
        self._assert_proposed(
            case,
            [(self.employee_of_handler, self.direct), (self.boss_of_all, self.lead)],
        )

    def test_kept(self):
        case = self._receive()
        self._promise(case, MONDAY, MONDAY + 2 * HOUR)
        with self._at(MONDAY + HOUR):
            self._log_contact(case, date=MONDAY + HOUR)
        self._approve(case, MONDAY + 3 * HOUR)
        self._assert_proposed(case, [])


@tagged("post_install", "-at_install")
class TestGoodRating(ProposalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.thanks = cls._create_book_rule(
            "G1", basis="good", kind="praise", propose_on="rating", rating_min=5
        )

    def _rate(self, handling, **vals):
        case = self._bring_to(self._create_case(**vals), "closed")
        case._rate_by_complainant("3", handling)
        return case

    def test_thanked(self):
        """R131, R132: a good word about the handling proposes to thank the handler."""
        case = self._rate("5")
        entry = self._assert_proposed(case, [(self.staff[self.handler], self.thanks)])
        self.assertTrue(entry.is_reward)
        self.assertEqual(entry.state, "proposed")
        self.assertIn("Very satisfied", entry.facts)

    def test_not_good_enough(self):
        self._assert_proposed(self._rate("4"), [])

    def test_without_a_verdict(self):
        """An inquiry has no verdict: good work on it is good work."""
        case = self._rate("5", kind="inquiry")
        self._assert_proposed(case, [(self.staff[self.handler], self.thanks)])
