# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Random walks through the life of entries: what was promised holds."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.complaint_management.models.accountability.guard import (
    AFTER_FINAL,
    GIVEN,
    SEALED,
)
from odoo.addons.complaint_management.models.accountability.penalty import STATES

from ..common import MANAGER
from ..walks import walk_at_random
from .common import ACCOUNTABILITY, MONDAY, PenaltyCase

OFFICERS = ("judge", "second", "third", "chief")
PEOPLE = (
    *OFFICERS,
    "reader",
    "head",
    "handler",
    "investigator",
    "manager",
)
RULES = ("penalty_rule", "head_rule", "late_rule", "reward_rule")
WORDS = ("Proven.", "It was dark.", "", "  ")
DECISIONS = ("confirm", "dismiss", "uphold", "waive", "reverse", "keep")
FORGERIES = {
    "state": "waived",
    "points_final": 0,
    "balance": 99,
    "is_final": True,
    "is_reward": True,
    "confirmer_id": False,
    "date_statement_due": "2020-01-01 00:00:00",
    "date_expiry": "2020-01-01",
    "points": 1,
    "rule_id": False,
    "employee_id": False,
    "reverses_id": False,
}
COUNTING = ("confirmed", "upheld", "reduced")
# What a final entry keeps, whatever is tried.
KEPT = sorted((SEALED | GIVEN) - AFTER_FINAL)


class LedgerMachine(RuleBasedStateMachine):
    """A case, the entries about its people, and everybody trying everything.

    The clock moves by the rule ``wait`` only, from a Monday in 2026.
    """

    test = None  # the test case that runs the machine
    clock = None  # the frozen time
    reached = None  # the states in which entries were, in all walks

    @initialize(data=st.data())
    def begin(self, data):
        """One entry by each rule, somewhere on its way."""
        self._move_clock(MONDAY)
        self.entries = self.test.Penalty
        self.finished = {}
        for by, person in zip(
            RULES, ("reader", "head", "judge", "second"), strict=True
        ):
            self.propose(person, by, "third")
            for _step in range(data.draw(st.integers(0, 6))):
                self._take_next_step(self.entries[-1], data)

    def _move_clock(self, moment):
        self.now = moment
        self.clock.move_to(moment)
        self.test.env.cr._now = moment

    def _attempt(self, act):
        """Do ``act``, or leave everything as it was."""
        try:
            with self.test.env.cr.savepoint():
                return act() or True
        except UserError:
            return False

    def _pick(self, data):
        index = data.draw(st.integers(0, len(self.entries) - 1))
        return self.entries[index]

    def _user(self, person):
        return getattr(self.test, person)

    def _is_about(self, entry, user):
        return entry.employee_user_id == user

    def _decide(self, entry, name, user, reason, **kwargs):
        """Somebody decides; when it is done, they were free to do it.

        :return: whether it is done
        """
        was, confirmer = entry.state, entry.confirmer_id
        if not self._attempt(
            lambda: getattr(entry.with_user(user), f"action_{name}")(
                reason=reason, **kwargs
            )
        ):
            return False
        assert (reason or "").strip()
        assert user.has_group(ACCOUNTABILITY)
        assert not self._is_about(entry, user)
        partial = (
            user in (self.test.handler, self.test.investigator)
            or (name == "confirm" and entry.proposer_id == user)
            or (was == "appealed" and confirmer == user)
            or (entry.employee_user_id == self.test.head and user == self.test.third)
        )
        override = kwargs.get("override_reason")
        assert not partial or (override and user.has_group(MANAGER))
        if name == "reverse":
            self.entries |= entry.reversed_by_id
        return True

    # ------------------------------------------------------------------
    # What people do
    # ------------------------------------------------------------------

    @rule(data=st.data(), steps=st.integers(1, 6))
    def advance(self, data, steps):
        """The people do what comes next, so that walks go deep."""
        entry = self._pick(data)
        for _step in range(steps):
            self._take_next_step(entry, data)

    def _take_next_step(self, entry, data):
        person = entry.with_user(entry.employee_user_id)
        if entry.state == "proposed" and not entry.is_reward:
            for officer in OFFICERS:
                if self._attempt(entry.with_user(self._user(officer)).action_notify):
                    return
        elif entry.state == "notified" and not entry.date_statement:
            self._attempt(lambda: person._give_statement("It was dark."))
        elif entry.state == "confirmed" and not entry.is_final:
            if data.draw(st.integers(0, 3)):
                self._attempt(lambda: person._appeal("It was dark indeed."))
            else:
                self.wait(25)
        else:
            names = {
                "proposed": ("confirm",),
                "notified": ("confirm", "dismiss"),
                "appealed": ("uphold", "reduce", "waive"),
            }
            if entry.state in COUNTING and not entry.reversed_by_id | entry.reverses_id:
                names[entry.state] = ("reverse",)
            if entry.state not in names:
                return
            name = data.draw(st.sampled_from(names[entry.state]))
            points = {"points": 1} if name == "reduce" else {}
            for officer in OFFICERS:
                user = self._user(officer)
                if self._decide(entry, name, user, "Proven.", **points):
                    return

    @rule(
        person=st.sampled_from(("reader", "head", "judge", "second")),
        by=st.sampled_from(RULES),
        proposer=st.sampled_from(("third", "handler", "judge")),
    )
    def propose(self, person, by, proposer):
        """The machinery proposes, each thing once."""
        before = len(self.entries)
        known = self.entries.filtered(
            lambda entry: (
                entry.employee_user_id == self._user(person)
                and entry.rule_id == getattr(self.test, by)
                and not entry.reverses_id
                and not entry.reversed_by_id
            )
        )
        self.entries |= self.test._propose(
            case=self.test.case,
            user=self._user(person),
            rule=getattr(self.test, by),
            proposer_id=self._user(proposer).id,
        )
        assert len(self.entries) == before + (not known)

    @rule(data=st.data(), person=st.sampled_from(PEOPLE))
    def notify(self, data, person):
        entry, user = self._pick(data), self._user(person)
        if self._attempt(entry.with_user(user).action_notify):
            assert not entry.is_reward
            assert user.has_group(ACCOUNTABILITY)
            assert not self._is_about(entry, user)

    @rule(data=st.data(), words=st.sampled_from(WORDS))
    def answer(self, data, words):
        """Somebody speaks for the entry: only the person themselves is heard."""
        entry = self._pick(data)
        person = data.draw(st.sampled_from((*PEOPLE, "reader", "reader")))
        user = self._user(person)
        name = data.draw(st.sampled_from(("_give_statement", "_appeal")))
        if self._attempt(lambda: getattr(entry.with_user(user), name)(words)):
            assert self._is_about(entry, user) and words.strip()
            if name == "_appeal":
                assert entry.state == "appealed"
                assert self.now <= entry.date_appeal_due

    @rule(data=st.data(), person=st.sampled_from(PEOPLE))
    def admit(self, data, person):
        """An officer admits a late appeal."""
        entry, user = self._pick(data), self._user(person)
        if self._attempt(
            lambda: entry.with_user(user)._appeal("I was ill.", late_reason="Proven.")
        ):
            assert user.has_group(ACCOUNTABILITY)
            assert not self._is_about(entry, user)

    @rule(
        data=st.data(),
        name=st.sampled_from(DECISIONS),
        person=st.sampled_from(PEOPLE),
        words=st.sampled_from(WORDS),
        override=st.sampled_from((None, None, "We are three people.")),
    )
    def decide(self, data, name, person, words, override):
        entry, user = self._pick(data), self._user(person)
        self._decide(entry, name, user, words, override_reason=override)

    @rule(
        data=st.data(),
        person=st.sampled_from(PEOPLE),
        points=st.sampled_from((-1, 0, 1, 2, 9, 10, 1001)),
    )
    def reduce(self, data, person, points):
        entry, user = self._pick(data), self._user(person)
        before = entry.points_final
        if self._decide(entry, "reduce", user, "Less", points=points):
            assert 0 < points < before

    @rule(data=st.data(), person=st.sampled_from(PEOPLE))
    def forge(self, data, person):
        """Nobody writes what only the acts write."""
        fname = data.draw(st.sampled_from(sorted(FORGERIES)))
        entry, user = self._pick(data), self._user(person)
        done = self._attempt(
            lambda: entry.with_user(user).write({fname: FORGERIES[fname]})
        )
        assert not done, (fname, person)

    @rule(data=st.data(), person=st.sampled_from(PEOPLE))
    def put_right(self, data, person):
        """Facts are put right before the person is told, by somebody else."""
        entry, user = self._pick(data), self._user(person)
        was = entry.state
        if self._attempt(
            lambda: entry.with_user(user).write({"facts": "<p>On Tuesday.</p>"})
        ):
            assert was == "proposed" and not self._is_about(entry, user)

    @rule(days=st.integers(1, 25))
    def wait(self, days):
        """Time passes, and the scheduled action runs."""
        self._move_clock(self.now + timedelta(days=days))
        self.test._run_deadlines()

    @rule(by=st.sampled_from(RULES), points=st.integers(0, 20))
    def rewrite(self, by, points):
        """Who keeps the rule book changes a rule, if nothing cites it yet."""
        book = getattr(self.test, by)
        used = self.entries.filtered(lambda entry: entry.rule_id == book)
        done = self._attempt(
            lambda: book.with_user(self.test.judge).write({"points": points})
        )
        assert not (done and used) or book.points == used[0].points

    # ------------------------------------------------------------------
    # What always holds
    # ------------------------------------------------------------------

    @invariant()
    def remember(self):
        self.reached.update(self.entries.mapped("state"))

    @invariant()
    def final_entries_do_not_change(self):
        for entry in self.entries.filtered("is_final"):
            values = [entry[fname] for fname in KEPT]
            assert self.finished.setdefault(entry, values) == values, entry.name

    @invariant()
    def balances_are_the_ledger(self):
        """What an entry counts is what its log says, in the database too."""
        for entry in self.entries:
            up = entry.is_reward != bool(entry.reverses_id)
            points = entry.points_final if entry.state in COUNTING else 0
            assert entry.balance == (points if up else -points)
        self.test.env.flush_all()
        self.test.env.cr.execute(
            "SELECT COALESCE(SUM(balance), 0) FROM complaint_penalty WHERE id IN %s",
            [self.entries._ids or (0,)],
        )
        assert self.test.env.cr.fetchone()[0] == sum(self.entries.mapped("balance"))
        for entry in self.entries.filtered("reversed_by_id"):
            assert entry.balance + entry.reversed_by_id.balance == 0

    @invariant()
    def every_entry_cites_its_rule(self):
        """A rule that was valid then, as it still reads."""
        for entry in self.entries:
            cited = entry.rule_id
            assert cited._is_valid_on(entry.date_proposed.date())
            assert entry.rule_code == cited.code
            assert entry.points == cited.points
            assert entry.months == cited.months

    @invariant()
    def nobody_is_judged_unheard(self):
        for entry in self.entries:
            if entry.state == "proposed" or entry.is_reward or entry.reverses_id:
                continue
            if entry.date_confirmed:
                heard = entry.date_statement or entry.date_statement_due
                assert entry.date_notified <= heard <= entry.date_confirmed

    @invariant()
    def the_log_tells_it_all(self):
        """The state is where the log leads to."""
        targets = {
            "propose": "proposed",
            "notify": "notified",
            "confirm": "confirmed",
            "dismiss": "dismissed",
            "appeal": "appealed",
            "uphold": "upheld",
            "reduce": "reduced",
            "waive": "waived",
        }
        for entry in self.entries:
            acts = [
                targets[act] for act in entry.event_ids.mapped("act") if act in targets
            ]
            assert acts[-1] == entry.state
            dates = entry.event_ids.mapped("date")
            assert dates == sorted(dates)


@tagged("post_install", "-at_install")
class TestPenaltyMachine(PenaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in cls.handler | cls.investigator:
            user.group_ids |= cls.env.ref(ACCOUNTABILITY)
        cls.staff[cls.third] = cls._create_employee(
            "Third", user_id=cls.third.id, parent_id=cls.staff[cls.head].id
        )
        cls.case = cls._decide_case()
        cls.env.flush_all()

    def test_random_walks(self):
        """Whatever people try, in whatever order, no promise of the ledger breaks."""
        with self._at(MONDAY) as clock:
            reached = walk_at_random(
                self, LedgerMachine, examples=40, steps=20, clock=clock
            )
        self.assertEqual(reached, {state for state, _label in STATES})
