# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The sweep: what is due happens at its time, once, whatever else goes wrong."""

from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.complaint_management.models.escalation import (
    sweep_mixin as complaint_sweep_mixin,
)

from ..clock.common import MONDAY
from .common import EscalationCase

DUE = datetime(2026, 6, 4, 9, 0)
LATER = datetime(2026, 6, 8, 9, 0)
MIXIN = "odoo.addons.complaint_management.models.escalation.sweep_mixin"


@tagged("post_install", "-at_install")
class TestOnce(EscalationCase):
    """Each event happens at its time and once (rule 7)."""

    def test_breach(self):
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        self._sweep(DUE - timedelta(minutes=1))
        self.assertFalse(clock.is_late)
        self._sweep(DUE)
        self._sweep(DUE + timedelta(minutes=1))
        self.assertTrue(clock.is_late)
        self.assertEqual(clock.date_breached, DUE)
        self.assertEqual(clock.state, "running")
        self.assertEqual(self._get_ledger(clock), ["breached"])
        self.assertFalse(clock.next_event_at)
        self.assertEqual(self._get_notes(case).count("Resolution was due"), 1)

    def test_through_the_scheduled_action(self):
        """The real loop of the scheduled action, with its commits."""
        rule = self._create_rule()
        case = self._receive(MONDAY - timedelta(days=28))
        clock = self._get_clock(case, "resolve")
        with self.enter_registry_test_mode():
            cron = self.env.ref("complaint_management.ir_cron_sweep")
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self._get_ledger(clock), ["breached", "escalated"])
        self.assertEqual(self._get_fired(clock, rule), ["escalated"])

    def test_after_downtime(self):
        """All that was missed happens, once each and in its order."""
        rules = [
            self._create_rule("Day after", offset_hours=8),
            self._create_rule("Warning", trigger="share", share=75),
            self._create_rule("Due"),
        ]
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        for _run in range(3):
            self._sweep(LATER)
        events = clock.event_ids.sorted("id")
        self.assertEqual(
            [event.rule_id.name or event.kind for event in events],
            ["Warning", "breached", "Due", "Day after"],
        )
        after, warning, due = rules
        self.assertEqual(self._get_fired(clock, after), ["escalated"])
        self.assertEqual(self._get_fired(clock, due), ["escalated"])
        # Nobody is warned of what has happened already.
        self.assertEqual(self._get_fired(clock, warning), ["skipped"])
        self.assertEqual(self._get_told(case), [self.handler.login])

    def test_due_before_it_was_registered(self):
        """Received last month, typed in today: late at once, and said so once."""
        received = MONDAY - timedelta(days=28)
        with self._at(MONDAY):
            case = self._create_case(date_received=received)
        self._sweep(MONDAY)
        self._sweep(MONDAY + timedelta(minutes=1))
        clock = self._get_clock(case, "resolve")
        self.assertEqual(self._get_ledger(clock), ["breached"])

    def test_many_batches(self):
        """More than fits into one batch: everything, and nothing twice."""
        rule = self._create_rule()
        cases = self.Complaint.union(*(self._receive() for _index in range(7)))
        with patch.object(complaint_sweep_mixin, "BATCH", 2):
            self._sweep(DUE)
        for case in cases:
            clock = self._get_clock(case, "resolve")
            self.assertEqual(self._get_ledger(clock), ["breached", "escalated"])
            self.assertEqual(self._get_fired(clock, rule), ["escalated"])

    def test_machine_clock_steps_back(self):
        """What happened is not taken back, and does not happen again."""
        rule = self._create_rule()
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        self._sweep(DUE)
        self._sweep(MONDAY)
        self._sweep(DUE)
        self._sweep(LATER)
        self.assertEqual(self._get_fired(clock, rule), ["escalated"])
        self.assertEqual(self._get_ledger(clock).count("breached"), 1)


@tagged("post_install", "-at_install")
class TestSilent(EscalationCase):
    """What stands still or has ended does not escalate."""

    def _assert_silent(self, case, moment=LATER):
        self._create_rule(trigger="share", share=50)
        self._create_rule()
        told = self._get_told(case)
        self._sweep(moment)
        self.assertEqual(self._get_told(case), told)
        kinds = set(case.clock_ids.event_ids.mapped("kind"))
        self.assertFalse(kinds & {"breached", "warned", "escalated"})

    def test_on_hold(self):
        """No breach while the case waits for the customer (glpi#24481)."""
        case = self._receive()
        with self._at(MONDAY):
            case.with_user(self.handler)._hold("Photo", "of the meter", "customer", 30)
        self._assert_silent(case)
        with self._at(LATER):
            case.with_user(self.handler)._resume()
        clock = self._get_clock(case, "resolve")
        self.assertGreater(clock.next_event_at, LATER)

    def test_cancelled(self):
        """A cancelled case is no breach (rule 6)."""
        case = self._receive()
        with self._at(MONDAY):
            self._bring_to(case, "cancelled")
        self._assert_silent(case)

    def test_merged(self):
        """A merged case is counted in the other one (zammad#904)."""
        case, other = self._receive(), self._receive()
        with self._at(MONDAY):
            case.with_user(self.handler)._transition(
                "cancel",
                reason="Twice",
                vals={"cancel_reason": "merged", "merged_into_id": other.id},
            )
        self._assert_silent(case)

    def test_stopped_in_time(self):
        """Answered and resolved in time: nobody is called (zammad#4353)."""
        case = self._receive()
        with self._at(MONDAY):
            self._bring_to(case, "resolved")
        self._assert_silent(case, moment=DUE)

    def test_reopened(self):
        """What was over before does not escalate again (zammad#188)."""
        rule = self._create_rule()
        case = self._receive()
        first = self._get_clock(case, "resolve")
        self._sweep(DUE)
        with self._at(DUE):
            self._bring_to(case, "resolved")
            case.with_user(self.handler).action_reopen(reason="Wrong again")
        second = self._get_clock(case, "resolve")
        self.assertNotEqual(first, second)
        self._sweep(LATER + timedelta(days=30))
        self.assertEqual(self._get_fired(first, rule), ["escalated"])
        self.assertEqual(self._get_fired(second, rule), ["escalated"])

    def test_stopped_by_a_rule(self):
        """A rule that ends the case silences those after it in the same run."""
        action = self.env["ir.actions.server"].create(
            {
                "name": "Give up",
                "model_id": self.env["ir.model"]._get_id("complaint.complaint"),
                "state": "code",
                "code": "records.action_cancel(reason='Old', "
                "cancel_reason='withdrawn')",
            }
        )
        self._create_rule(
            "First", action_server_id=action.id, user_id=self.officer.id, sequence=1
        )
        second = self._create_rule("Second", sequence=2)
        case = self._receive()
        self._sweep(DUE)
        self.assertEqual(case.state, "cancelled")
        self.assertFalse(self._get_fired(self._get_clock(case, "resolve"), second))


@tagged("post_install", "-at_install")
class TestFaults(EscalationCase):
    """One bad case does not stop the others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        action = cls.env["ir.actions.server"].create(
            {
                "name": "Fragile",
                "model_id": cls.env["ir.model"]._get_id("complaint.complaint"),
                "state": "code",
                "code": "for record in records:\n"
                "    if record.name == 'Bad':\n"
                "        raise UserError('The printer is on fire')\n",
            }
        )
        cls.rule = cls._create_rule(action_server_id=action.id)

    @mute_logger(MIXIN)
    def _break(self):
        """A good, a bad and another good case, all due."""
        cases = [self._receive(name=name) for name in ("Good", "Bad", "Fine")]
        self._sweep(DUE)
        return cases

    def test_bad_one_is_parked(self):
        good, bad, fine = self._break()
        for case in (good, fine):
            clock = self._get_clock(case, "resolve")
            self.assertEqual(self._get_ledger(clock), ["breached", "escalated"])
        clock = self._get_clock(bad, "resolve")
        self.assertEqual(self._get_ledger(clock), ["failed"])
        self.assertIn("printer is on fire", clock.error)
        self.assertFalse(clock.next_event_at)
        self.assertEqual(clock.state, "running")
        self.assertIn("not watched any more", self._get_notes(bad))
        self.assertNotIn("printer", self._get_notes(bad), "errors are for managers")
        self.assertIn(self.manager.login, self._get_told(bad))
        self.assertNotIn(self.handler.login, self._get_told(bad))
        self.assertIn(self.handler.login, self._get_told(good))

    def test_retry(self):
        """A manager looks, and lets the clock be watched again."""
        bad = self._break()[1]
        clock = self._get_clock(bad, "resolve")
        self._sweep(LATER)
        self.assertEqual(self._get_ledger(clock), ["failed"], "once is enough")
        with self.assertRaises(AccessError):
            clock.with_user(self.handler).action_retry()
        bad.name = "Mended"
        clock.with_user(self.manager).action_retry()
        self.assertFalse(clock.error)
        self._sweep(LATER)
        self.assertEqual(self._get_ledger(clock), ["failed", "breached", "escalated"])

    def test_parked_clock_still_stops(self):
        """Who answers is not held up by what failed."""
        bad = self._break()[1]
        clock = self._get_clock(bad, "resolve")
        with self._at(LATER):
            bad._stop_clocks(["resolve"])
        self.assertEqual((clock.state, clock.outcome), ("stopped", "missed"))
        self.assertFalse(clock.error)

    def test_handler_archived(self):
        case = self._receive()
        self.handler.active = False
        self._sweep(DUE)
        clock = self._get_clock(case, "resolve")
        # Whoever is archived hands their cases over.
        self.assertEqual(self._get_ledger(clock), ["handover", "breached", "escalated"])
        self.assertTrue(case.user_id.active)
        self.assertIn(case.user_id.login, self._get_told(case))

    def test_category_deleted(self):
        """A clock that runs needs nothing of what was configured."""
        category = self.category.copy({"name": "For a week"})
        case = self._receive(category_id=category.id, user_id=self.handler.id)
        case.category_id = False
        category.unlink()
        self.policy.active = False
        self._sweep(DUE)
        clock = self._get_clock(case, "resolve")
        self.assertEqual(self._get_ledger(clock), ["breached", "escalated"])

    def test_mail_server_down(self):
        """Mails wait in the queue: nothing is sent from within the sweep."""
        case = self._receive()
        self.handler.notification_type = "email"
        servers = type(self.env["ir.mail_server"])
        with patch.object(servers, "_connect__", side_effect=OSError) as connect:
            self._sweep(DUE)
            self.env.cr.precommit.run()
            self.env.cr.postcommit.run()
        connect.assert_not_called()
        clock = self._get_clock(case, "resolve")
        self.assertEqual(self._get_ledger(clock), ["breached", "escalated"])
        mail = self.env["mail.mail"].search(
            [("recipient_ids", "in", self.handler.partner_id.ids)]
        )
        self.assertEqual(mail.mapped("state"), ["outgoing"])
        self.assertIn("Resolution was due", mail.body_html)


@tagged("post_install", "-at_install")
class TestChangedRules(EscalationCase):
    """A rule counts for the clocks that run already, from the next sweep on."""

    def test_new_rule(self):
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        rule = self._create_rule(trigger="before", offset_hours=4)
        self.assertEqual(clock.next_event_at, DUE)
        self._sweep(MONDAY)
        self.assertEqual(clock.next_event_at, datetime(2026, 6, 4, 5, 0))
        self.assertFalse(rule.reschedule_from)
        rule.offset_hours = 2
        self._sweep(MONDAY)
        self.assertEqual(clock.next_event_at, datetime(2026, 6, 4, 7, 0))
        rule.active = False
        self._sweep(MONDAY)
        self.assertEqual(clock.next_event_at, DUE)

    def test_new_rule_leaves_the_past_alone(self):
        """What is late already is not acted on by a rule that came later."""
        case = self._receive()
        clock = self._get_clock(case, "resolve")
        self._sweep(DUE)
        rule = self._create_rule(severity_to="3")
        self._sweep(LATER)
        self.assertEqual(self._get_fired(clock, rule), ["skipped"])
        self.assertNotEqual(case.severity, "3")

    def test_in_batches(self):
        """Many clocks are planned anew batch by batch; it goes on after a stop."""
        cases = self.Complaint.union(*(self._receive() for _index in range(4)))
        rule = self._create_rule(trigger="before", offset_hours=4)
        module = "odoo.addons.complaint_management.models.escalation.sweep"
        self.startPatcher(patch(f"{module}.RESCHEDULE_BATCH", 3))
        crons = type(self.env["ir.cron"])
        positions = []
        for _run in range(20):
            # The time of the run is up after one batch.
            with (
                self._at(MONDAY),
                patch.object(crons, "_commit_progress", lambda *a, **kw: 0),
            ):
                self.env["complaint.escalation.rule"]._sweep_changes()
            positions.append(rule.reschedule_from)
            if not rule.reschedule_from:
                break
        self.assertEqual(positions, [*sorted(positions[:-1]), 0])
        self.assertGreater(len(positions), 3)
        for case in cases:
            clock = self._get_clock(case, "resolve")
            self.assertEqual(clock.next_event_at, datetime(2026, 6, 4, 5, 0))

    def test_name_changes_nothing(self):
        rule = self._create_rule()
        self._sweep(MONDAY)
        rule.name = "Very late"
        self.assertFalse(rule.reschedule_from)


@tagged("post_install", "-at_install")
class TestCost(EscalationCase):
    """The cost of a sweep follows what is due, not what runs."""

    def _count(self, moment):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._sweep(moment)
        return self.env.cr.sql_log_count - before

    def _receive_many(self, number, moment=MONDAY):
        with self._at(moment):
            vals = self._prepare_case_vals(date_received=moment)
            return self.Complaint.create([dict(vals) for _index in range(number)])

    def test_rules_that_only_write(self):
        """No query a clock: ten times as many cost a few statements more."""
        rule = self._create_rule(do_notify=False, severity_to="3")
        self._sweep(MONDAY)
        counts = []
        for number, weeks in ((20, 1), (20, 2), (200, 3)):
            start = MONDAY + timedelta(weeks=weeks)
            cases = self._receive_many(number, start)
            counts.append(self._count(start + timedelta(days=4)))
            fired = cases.clock_ids.event_ids.filtered("rule_id")
            self.assertEqual(len(fired), number)
            self.assertEqual(fired.rule_id, rule)
        _warm, few, many = counts
        self.assertLessEqual(few, 100)
        # 100 rows go into a statement, 200 clocks into a batch.
        self.assertLessEqual(many - few, 180, f"{few} for 20, {many} for 200")

    def test_running_clocks_cost_nothing(self):
        self._create_rule()
        self._receive_many(20)
        self._count(DUE)
        late = MONDAY + timedelta(weeks=1)
        self._receive_many(20, late)
        few = self._count(late + timedelta(days=4))
        much_later = MONDAY + timedelta(weeks=10)
        self._receive_many(400, MONDAY + timedelta(weeks=20))
        self._receive_many(20, much_later)
        many = self._count(much_later + timedelta(days=4))
        self.assertLessEqual(many, few + 3)

    def test_nothing_due(self):
        self._receive_many(20)
        self._sweep(MONDAY)
        self.assertLessEqual(self._count(MONDAY + timedelta(minutes=1)), 12)
