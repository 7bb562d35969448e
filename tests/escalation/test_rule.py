# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Escalation rules: when they fire, for which cases, whom they call (DESIGN.md 5)."""

from datetime import datetime, timedelta

from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import EscalationCase

# The resolution is due on Thursday at 17:00 in Shanghai.
DUE = datetime(2026, 6, 4, 9, 0)


@tagged("post_install", "-at_install")
class TestRefused(EscalationCase):
    """A rule that cannot work is refused where it is saved, with the reason."""

    def test_times(self):
        for vals in (
            {"trigger": "share", "share": 0},
            {"trigger": "share", "share": 101},
            {"trigger": "before", "offset_hours": 0},
            {"trigger": "after", "offset_hours": -1},
            {"trigger": "stalled", "stall_hours": 0},
            {"trigger": "reassigned", "max_reassignments": 0},
            {"chain_level": -1},
        ):
            with (
                self.subTest(vals=vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
            ):
                self._create_rule(**vals)

    def test_domain(self):
        for domain in (
            "[('no_such_field', '=', 1)]",
            "[('severity', '=', '2'",
            "env['res.users']",
            "[('severity', 'nonsense', 1)]",
        ):
            with (
                self.subTest(domain=domain),
                self._assert_refused("cannot be found that way", ValidationError),
            ):
                self._create_rule(domain=domain)

    def test_does_nothing(self):
        with self._assert_refused("does nothing", ValidationError):
            self._create_rule(do_notify=False)

    def test_for_nobody(self):
        with self._assert_refused("Choose whom", ValidationError):
            self._create_rule(to_handler=False)
        self._create_rule(to_handler=False, do_notify=False, severity_to="3")

    def test_severity_does_not_rise(self):
        with self._assert_refused("can only raise", ValidationError):
            self._create_rule(severity="2", severity_to="2")
        with self._assert_refused("can only raise", ValidationError):
            self._create_rule(severity_to="0")

    def test_action_of_another_model(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Partners",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "state": "code",
                "code": "pass",
            }
        )
        with self._assert_refused("not made for cases", ValidationError):
            self._create_rule(action_server_id=action.id)

    def test_fired_rule_is_kept(self):
        """The ledger names the rule: it is archived, not deleted."""
        rule = self._create_rule()
        self._receive()
        self._sweep(DUE)
        with self._assert_refused("Archive", UserError):
            rule.unlink()
        rule.active = False
        self._create_rule().unlink()


@tagged("post_install", "-at_install")
class TestMoments(EscalationCase):
    """When a rule fires; all times of the week in Shanghai, eight hours ahead."""

    def _get_moment(self, milestone="resolve", **vals):
        """When a rule with ``vals`` fires for a case of Monday."""
        rule = self._create_rule(**vals)
        clock = self._get_clock(self._receive(), milestone)
        return clock._get_moments().get(rule.id)

    def test_share_of_working_time(self):
        """75 % of four working hours: at 14:00, lunch left out."""
        vals = {"trigger": "share", "share": 75, "on_acknowledge": True}
        moment = self._get_moment("acknowledge", **vals)
        self.assertEqual(moment, datetime(2026, 6, 1, 6, 0))
        self.assertEqual(self._get_moment(trigger="share", share=100), DUE)

    def test_offsets(self):
        for vals, expected in (
            ({"trigger": "after"}, DUE),
            ({"trigger": "before", "offset_hours": 4}, datetime(2026, 6, 4, 5, 0)),
            ({"trigger": "before", "offset_hours": 9}, datetime(2026, 6, 3, 8, 0)),
            ({"trigger": "after", "offset_hours": 8}, datetime(2026, 6, 5, 9, 0)),
            # The weekend does not count.
            ({"trigger": "after", "offset_hours": 12}, datetime(2026, 6, 8, 4, 0)),
        ):
            with self.subTest(vals=vals):
                self.assertEqual(self._get_moment(**vals), expected)

    def test_offset_by_the_clock_on_the_wall(self):
        moment = self._get_moment(offset_hours=6, offset_working=False)
        self.assertEqual(moment, datetime(2026, 6, 4, 15, 0))

    def test_quiet_hours(self):
        """No mails at midnight (zammad#4432): at 8:00 on the next working day."""
        vals = {"offset_hours": 6, "offset_working": False, "quiet_hours": True}
        self.assertEqual(self._get_moment(**vals), datetime(2026, 6, 5, 0, 0))
        vals["offset_hours"] = 30
        self.assertEqual(self._get_moment(**vals), datetime(2026, 6, 8, 0, 0))

    def test_quiet_after_a_downtime(self):
        """What came due while the server was down is not told on a Sunday either."""
        rule = self._create_rule(quiet_hours=True)
        clock = self._get_clock(self._receive(), "resolve")
        sunday = datetime(2026, 6, 7, 2, 0)
        self._sweep(sunday)
        self.assertTrue(clock.date_breached, "the fact is recorded at once")
        self.assertFalse(self._get_fired(clock, rule))
        self.assertEqual(clock.next_event_at, datetime(2026, 6, 8, 0, 0))
        self._sweep(datetime(2026, 6, 8, 0, 0))
        self.assertEqual(self._get_fired(clock, rule), ["escalated"])
        self.assertFalse(clock.next_event_at)

    def test_which_clocks(self):
        other = self._create_policy("Others", kind="inquiry")
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.assertIsNone(self._get_moment("acknowledge"))
        self.assertIsNone(self._get_moment(policy_id=other.id))
        self.assertIsNone(self._get_moment(company_id=company.id))
        self.assertIsNone(self._get_moment(active=False))
        self.assertEqual(self._get_moment(policy_id=self.policy.id), DUE)
        self.assertEqual(self._get_moment(company_id=self.company.id), DUE)

    def test_next_event(self):
        """A clock is looked at when the first of its events comes."""
        self._create_rule(trigger="before", offset_hours=4)
        self._create_rule(offset_hours=4)
        clock = self._get_clock(self._receive(), "resolve")
        for moment in (
            datetime(2026, 6, 4, 5, 0),
            DUE,
            datetime(2026, 6, 5, 4, 0),
        ):
            self.assertEqual(clock.next_event_at, moment)
            self._sweep(moment)
        self.assertFalse(clock.next_event_at)

    def test_words(self):
        """The form says what a rule does."""
        rule = self._create_rule(offset_hours=4, chain_level=2, severity_to="3")
        self.assertEqual(
            rule.summary,
            "4 working hours after the deadline (Resolution): tell the handler and the "
            "manager's manager and raise the severity to “Critical”.",
        )


@tagged("post_install", "-at_install")
class TestConditions(EscalationCase):
    """Conditions are looked at when a rule fires (glpi#4206, glpi#1945)."""

    def test_not_met_any_more(self):
        """The rule had its turn; nobody hears of it."""
        for fname, vals in (
            ("severity", {"severity": "3"}),
            ("domain", {"domain": "[('claimed_amount', '>', 100)]"}),
        ):
            with self.subTest(condition=fname):
                rule = self._create_rule(**vals)
                case = self._receive(severity="3", claimed_amount=500)
                clock = self._get_clock(case, "resolve")
                case.write({"severity": "1", "claimed_amount": 5})
                self._sweep(DUE)
                self.assertEqual(self._get_fired(clock, rule), ["skipped"])
                case.write({"severity": "3", "claimed_amount": 500})
                self._sweep(datetime(2026, 6, 5, 9, 0))
                self.assertEqual(self._get_fired(clock, rule), ["skipped"])
                self.assertFalse(self._get_told(case))
                rule.active = False

    def test_met_by_then(self):
        rule = self._create_rule(severity="3", domain="[('kind', '=', 'complaint')]")
        case = self._receive(severity="1")
        case.severity = "3"
        self._sweep(DUE)
        clock = self._get_clock(case, "resolve")
        self.assertEqual(self._get_fired(clock, rule), ["escalated"])
        self.assertEqual(self._get_told(case), [self.handler.login])


@tagged("post_install", "-at_install")
class TestPeople(EscalationCase):
    """Whom a rule calls: those who are here and may read the case."""

    def _get_people(self, case=None, **vals):
        rule = self._create_rule(**{"to_handler": False, **vals})
        case = (case or self._receive()).sudo()
        return rule._get_recipients(case)[case]

    def test_each(self):
        group = self.env["res.groups"].create(
            {"name": "Night shift", "user_ids": [Command.set(self.manager.ids)]}
        )
        for vals, expected in (
            ({"to_handler": True}, self.handler),
            ({"to_team_leader": True}, self.leader),
            ({"to_department_manager": True}, self.head),
            ({"chain_level": 1}, self.boss),
            ({"chain_level": 2}, self.chief),
            ({"chain_level": 3}, self.env["res.users"]),
            ({"user_ids": [Command.set(self.officer.ids)]}, self.officer),
            ({"group_id": group.id}, self.manager),
        ):
            with self.subTest(vals=vals):
                self.assertEqual(self._get_people(**vals), expected)

    def test_once_each(self):
        """Who is named twice is told once."""
        self.team.user_id = self.handler
        people = self._get_people(to_handler=True, to_team_leader=True, chain_level=1)
        self.assertEqual(people, self.handler | self.boss)

    def test_chain_passes_over_who_left(self):
        """The next one up answers for a manager who is gone (erpnext#6049)."""
        self.boss.active = False
        self.assertEqual(self._get_people(chain_level=1), self.chief)

    def test_chain_in_a_circle(self):
        self.staff[self.chief].parent_id = self.staff[self.boss]
        self.assertFalse(self._get_people(chain_level=9))

    def test_chain_without_handler(self):
        """It begins at the team leader."""
        self.staff[self.leader].parent_id = self.staff[self.head]
        case = self._receive(category_id=False, team_id=self.team.id)
        self.assertEqual(self._get_people(case, chain_level=1), self.head)

    def test_archived_handler(self):
        """Nobody writes to who has left; the others hear of it."""
        case = self._receive()
        # Past the handing over, as in databases that know of none.
        self.handler._write({"active": False})
        self.handler.invalidate_recordset()
        people = self._get_people(case, to_handler=True, to_team_leader=True)
        self.assertEqual(people, self.leader)

    def test_who_may_not_read(self):
        outsiders = self.employee | self.outsider
        people = self._get_people(user_ids=[Command.set(outsiders.ids)])
        self.assertFalse(people)

    def test_other_company(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self._create_user(
            "case_stranger",
            "complaint_management.group_complaint_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        self.assertFalse(self._get_people(user_ids=[Command.set(stranger.ids)]))

    def test_accused(self):
        """Nobody is told of a protected case about themselves (R153)."""
        case = self._receive(
            identity_mode="confidential",
            complained_employee_ids=[Command.set(self.staff[self.boss].ids)],
            user_id=self.officer.id,
        )
        users = self.boss | self.chief | self.leader
        people = self._get_people(case, user_ids=[Command.set(users.ids)])
        self.assertEqual(people, self.leader, "the chief answers for the boss")

    def test_levels_one_after_the_other(self):
        """Each level has its own time, once, and the ledger tells (erpnext#6049)."""
        first = self._create_rule("First", to_handler=False, chain_level=1)
        second = self._create_rule(
            "Second", to_handler=False, chain_level=2, offset_hours=8
        )
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        self._sweep(DUE)
        self.assertEqual(self._get_told(case), [self.boss.login])
        self._sweep(datetime(2026, 6, 5, 9, 0))
        self._sweep(datetime(2026, 6, 5, 10, 0))
        self.assertEqual(self._get_told(case), [self.boss.login, self.chief.login])
        self.assertEqual(self._get_fired(clock, first), ["escalated"])
        self.assertEqual(self._get_fired(clock, second), ["escalated"])


@tagged("post_install", "-at_install")
class TestShipped(EscalationCase):
    """The rules that every company starts with (R51, R165)."""

    def _ref(self, name):
        return self.env.ref(f"complaint_management.complaint_escalation_rule_{name}")

    def test_a_day_late(self):
        """Warned, late, half a day and a day late: each level in its turn."""
        names = ("warn", "due", "department", "management")
        rules = self.env["complaint.escalation.rule"].union(*map(self._ref, names))
        rules.active = True
        case = self._receive()
        clock = self._get_clock(case, "acknowledge")
        told = []
        for moment, people in (
            # 14:00, 15:00, 10:00 and 15:00 of the next day, in Shanghai.
            (datetime(2026, 6, 1, 6, 0), ["case_handler"]),
            (datetime(2026, 6, 1, 7, 0), ["case_handler", "case_leader"]),
            (datetime(2026, 6, 2, 2, 0), ["case_head"]),
            (datetime(2026, 6, 2, 7, 0), ["case_chief"]),
        ):
            self._sweep(moment - timedelta(minutes=1))
            self.assertEqual(self._get_told(case), told)
            self._sweep(moment)
            told += people
            self.assertEqual(self._get_told(case), told)
        self.assertEqual(
            [event.rule_id or event.kind for event in clock.event_ids.sorted("id")],
            [rules[0], "breached", *rules[1:]],
        )

    def test_words(self):
        """Each says what it does."""
        for name, words in (
            ("warn", "When 75 % of the time has passed"),
            ("due", "When the deadline passes: tell the handler and the team leader."),
            ("department", "tell the manager of the handling unit"),
            ("management", "8 working hours after the deadline"),
            ("stalled", "When nobody has worked on a case for 16 working hours"),
            ("reassigned", "When a case was handed over more than 3 times"),
        ):
            self.assertIn(words, self._ref(name).summary)

    def test_form(self):
        """A manager writes a rule of their own; officers read it."""
        rules = self.env["complaint.escalation.rule"].with_user(self.manager)
        with Form(rules) as form:
            form.name = "Two hours before"
            form.trigger = "before"
            form.offset_hours = 2
            form.to_handler = True
        self.assertEqual(form.record.user_id, self.manager)
        read = form.record.with_user(self.officer).summary
        self.assertIn("2 working hours before the deadline", read)
