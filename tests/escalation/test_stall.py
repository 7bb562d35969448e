# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Cases that nobody works on, or that are handed around (R51, R165)."""

from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..clock.common import MONDAY
from .common import EscalationCase

# Sixteen working hours after Monday 10:00 in Shanghai: Wednesday, 10:00.
STALLED = datetime(2026, 6, 3, 2, 0)
MIXIN = "odoo.addons.complaint_management.models.escalation.sweep_mixin"


class StallCase(EscalationCase):
    def _get_lines(self, case):
        """The lines of the ledger that no clock measures."""
        lines = self.env["complaint.clock.event"].search(
            [("complaint_id", "=", case.id), ("clock_id", "=", False)], order="id"
        )
        return lines.mapped("kind")


@tagged("post_install", "-at_install")
class TestStalled(StallCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls._create_rule(
            "Nobody works on it", trigger="stalled", stall_hours=16, to_team_leader=True
        )
        # As if it had been there before the cases.
        rules = cls.rule.with_context(active_test=False)
        rules.search([])._set_reschedule_from(0)

    def test_once_an_episode(self):
        """R51: after sixteen working hours, once, until somebody works on it."""
        case = self._receive()
        self._sweep(STALLED - timedelta(minutes=1))
        self.assertFalse(self._get_lines(case))
        self._sweep(STALLED)
        self._sweep(STALLED + timedelta(days=1))
        self.assertEqual(self._get_lines(case), ["stalled"])
        self.assertEqual(self._get_told(case), ["case_handler", "case_leader"])
        self.assertIn(
            "Nobody has worked on this case since 6/1/26, 10:00",
            self._get_notes(case).replace("\u202f", " "),
        )

    def test_next_episode(self):
        case = self._receive()
        self._sweep(STALLED)
        with self._at(STALLED):
            self._log_contact(case)
        self._sweep(STALLED + timedelta(hours=23))
        self.assertEqual(self._get_lines(case), ["stalled"])
        self._sweep(datetime(2026, 6, 5, 2, 0))
        self.assertEqual(self._get_lines(case), ["stalled", "stalled"])

    def test_what_counts_as_work(self):
        """Steps, contacts, messages of the staff and hand-overs (R165)."""
        tuesday = MONDAY + timedelta(days=1)
        for name, act in (
            ("step", lambda case: self._step_acknowledged(case)),
            ("contact", lambda case: self._log_contact(case)),
            (
                "message",
                lambda case: case.with_user(self.handler).message_post(
                    body="Called the works", message_type="comment"
                ),
            ),
            ("hand-over", lambda case: case.write({"user_id": self.officer.id})),
        ):
            with self.subTest(act=name):
                case = self._receive()
                with self._at(tuesday):
                    act(case)
                self.assertEqual(case.date_last_act, tuesday)
                self._sweep(STALLED)
                self.assertFalse(self._get_lines(case))
                self._sweep(STALLED + timedelta(days=1))
                self.assertEqual(self._get_lines(case), ["stalled"])

    def test_what_does_not(self):
        """What the customer writes or the system notes is no work."""
        customer = self.env["res.partner"].create({"name": "Li Wei"})
        case = self._receive()
        with self._at(MONDAY + timedelta(days=1)):
            case.message_post(
                body="Hello?", author_id=customer.id, message_type="comment"
            )
            case._log_note("Looked at by the system")
            case.name = "Spelling"
        self.assertEqual(case.date_last_act, MONDAY)
        self._sweep(STALLED)
        self.assertEqual(self._get_lines(case), ["stalled"])

    def test_on_hold(self):
        """A case that waits for the customer is not stalled; it counts anew then."""
        case = self._receive()
        with self._at(MONDAY):
            case.with_user(self.handler)._hold("Photo", "of the meter", "customer", 30)
        self._sweep(STALLED + timedelta(days=7))
        self.assertFalse(self._get_lines(case))
        self.assertFalse(case.stall_check_at)
        with self._at(STALLED + timedelta(days=7)):
            case.with_user(self.handler)._resume()
        self._sweep(STALLED + timedelta(days=8))
        self.assertFalse(self._get_lines(case))
        self._sweep(STALLED + timedelta(days=9))
        self.assertEqual(self._get_lines(case), ["stalled"])

    def test_ended(self):
        for state in ("resolved", "cancelled"):
            with self.subTest(state=state):
                case = self._receive()
                with self._at(MONDAY):
                    self._bring_to(case, state)
                self.assertFalse(case.stall_check_at)
                self._sweep(STALLED + timedelta(days=30))
                self.assertFalse(self._get_lines(case))

    def test_reopened(self):
        case = self._receive()
        with self._at(MONDAY):
            self._bring_to(case, "resolved")
            case.with_user(self.handler).action_reopen(reason="Wrong again")
        self._sweep(STALLED)
        self.assertEqual(self._get_lines(case), ["stalled"])

    def test_conditions(self):
        self.rule.write({"severity": "3"})
        case, serious = self._receive(severity="1"), self._receive(severity="3")
        self._sweep(STALLED)
        self.assertEqual(self._get_lines(case), ["skipped"])
        self.assertEqual(self._get_lines(serious), ["stalled"])
        self.assertFalse(self._get_told(case))

    def test_two_rules(self):
        """A longer wait calls the next one up; work in between starts both anew."""
        self._create_rule(
            "Boss", trigger="stalled", stall_hours=40, to_handler=False, chain_level=1
        )
        case = self._receive()
        self._sweep(STALLED)
        with self._at(STALLED + timedelta(hours=1)):
            self._log_contact(case)
        friday = datetime(2026, 6, 5, 3, 0)
        self._sweep(friday)
        self.assertEqual(self._get_lines(case), ["stalled", "stalled"])
        self.assertNotIn(self.boss.login, self._get_told(case))
        self._sweep(friday + timedelta(days=5))
        self.assertIn(self.boss.login, self._get_told(case))

    def test_new_rule_counts_for_open_cases(self):
        case = self._receive()
        self._sweep(MONDAY)
        self.rule.stall_hours = 4
        self._sweep(MONDAY)
        self.assertEqual(case.stall_check_at, datetime(2026, 6, 1, 7, 0))
        self.rule.active = False
        self._sweep(MONDAY)
        self.assertFalse(case.stall_check_at)

    @mute_logger(MIXIN)
    def test_bad_case_is_parked(self):
        """It does not stop the others, and is looked at again after some work."""
        case, bad = self._receive(), self._receive(name="Bad")
        rules = type(self.rule)
        fire = rules._fire_stalled

        def fire_or_fail(rule, complaints, *args):
            if "Bad" in complaints.mapped("name"):
                raise ValueError("Broken")
            return fire(rule, complaints, *args)

        with patch.object(rules, "_fire_stalled", fire_or_fail):
            self._sweep(STALLED)
        self.assertEqual(self._get_lines(case), ["stalled"])
        self.assertEqual(self._get_lines(bad), ["failed"])
        self.assertIn(self.manager.login, self._get_told(bad))
        self.assertFalse(bad.stall_check_at)
        with self._at(STALLED):
            self._log_contact(bad)
        self.assertTrue(bad.stall_check_at)

    def test_cost(self):
        """The sweep looks at what is due, not at every open case."""

        def count(moment):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._sweep(moment)
            return self.env.cr.sql_log_count - before

        def receive(number, moment):
            with self._at(moment):
                vals = self._prepare_case_vals(date_received=moment)
                self.Complaint.create([dict(vals) for _index in range(number)])

        self.policy.active = False
        receive(10, MONDAY)
        count(STALLED)
        receive(10, MONDAY + timedelta(weeks=1))
        few = count(STALLED + timedelta(weeks=1))
        receive(200, MONDAY + timedelta(weeks=9))
        receive(10, MONDAY + timedelta(weeks=2))
        many = count(STALLED + timedelta(weeks=2))
        self.assertLessEqual(many, few + 3)


@tagged("post_install", "-at_install")
class TestReassigned(StallCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls._create_rule(
            "Handed around",
            trigger="reassigned",
            max_reassignments=2,
            to_handler=False,
            to_team_leader=True,
        )

    def test_more_often_than_allowed(self):
        """R51: who hands a case around more than twice is noticed, once."""
        case = self._receive()
        for turn, user in enumerate(
            (self.officer, self.handler, self.officer, self.handler), 1
        ):
            moment = MONDAY + timedelta(minutes=turn)
            with self._at(moment):
                case.user_id = user
            self._sweep(moment)
            self.assertEqual(case.reassign_count, turn)
            self.assertEqual(self._get_lines(case), ["reassigned"] * (turn > 2))
        self.assertEqual(self._get_told(case), [self.leader.login])
        self.assertIn("handed from one to the next 3 times", self._get_notes(case))

    def test_first_handler_is_no_hand_over(self):
        case = self._receive(category_id=False)
        case.user_id = self.handler
        case.user_id = False
        case.user_id = self.officer
        self.assertEqual(case.reassign_count, 0)

    def test_many_at_once(self):
        cases = self._receive() | self._receive()
        cases[0].user_id = self.officer
        cases.write({"user_id": self.colleague.id})
        self.assertEqual(cases.mapped("reassign_count"), [2, 1])

    def test_to_a_group(self):
        group = self.env["res.groups"].create(
            {"name": "Quality", "user_ids": [Command.set(self.manager.ids)]}
        )
        self.rule.write({"group_id": group.id, "max_reassignments": 1})
        case = self._receive()
        with self._at(MONDAY):
            case.user_id = self.officer
            case.user_id = self.handler
        self._sweep(MONDAY)
        self.assertEqual(self._get_told(case), ["case_leader", "case_manager"])
