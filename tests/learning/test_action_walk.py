# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Random walks: whatever people do with actions, what was promised holds."""

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.complaint_management.models.learning.action_table import ACTS, STATES

from ..common import without_commits
from ..walks import walk_at_random
from .common import LearningCase

PEOPLE = ("employee", "colleague", "handler", "head", "officer", "manager", "outsider")
OWNERS = ("employee", "handler", "manager")
WORDS = ("", "It is seen in the list")
OUTCOMES = ("effective", "ineffective", "inconclusive", "brilliant")
DAYS = st.integers(-5, 40)
# What people write on an action, sensibly or not.
EDITS = {
    "user_id": (*PEOPLE, False),
    "checker_id": (*PEOPLE, False),
    "name": ("Label one meter", ""),
    "measure": ("count", "late", False),
    "target_percent": (10.0, 100.0, 0.0),
    "tells_complainants": (True, False),
    "told_text": ("<p>They carry labels now.</p>", "<p>[…what…]</p>", False),
}
FORGERIES = {
    "state": "checked",
    "proof": "I say so",
    "checked_by_id": False,
    "effect": "effective",
    "effect_proposal": "effective",
    "base_figures": {"counted": 99},
    "date_due": "2040-01-01",
    "former_owner_ids": [(5,)],
}


class ActionMachine(RuleBasedStateMachine):
    """Two cases of one person, an action, and people who do what they like."""

    test = None  # the test case that runs the machine
    reached = None  # the states and outcomes that were seen, in all walks

    @initialize()
    def begin(self):
        test = self.test
        self.cases = test.case | test._create_case(email_from=test.case.email_from)
        test._bring_to(test.case, "resolved")
        test._log_contact(test.case, purpose="follow_up", mood="4")
        self.cases[1]._write_protected({"state": "resolved"})
        self.action = test._create_action(
            complaint_ids=[(6, 0, self.cases.ids)],
            measure="count",
            scope_cause_id=test.cause.id,
        )
        self.owners = self.action.user_id
        self.due = self.action.date_due
        self.passed = False

    def _attempt(self, act):
        """Do ``act`` or leave everything as it was."""
        try:
            with self.test.env.cr.savepoint():
                act()
                self.test.env.flush_all()
        except UserError:
            self.test.env.invalidate_all()
            return False
        return True

    def _as(self, person):
        return self.test._with_mail(self.action).with_user(getattr(self.test, person))

    # -- what people do ----------------------------------------------------------

    @rule(
        name=st.sampled_from(sorted(ACTS)),
        person=st.sampled_from(PEOPLE),
        words=st.sampled_from(WORDS),
        outcome=st.sampled_from(OUTCOMES),
        days=DAYS,
    )
    def act(self, name, person, words, outcome, days):
        """Anybody presses any button with anything."""
        self._act(name, person, words, outcome, days)

    @rule(outcome=st.sampled_from(OUTCOMES), days=st.integers(1, 40))
    def advance(self, outcome, days):
        """The people do what comes next, so that walks go deep."""
        action = self.action
        if action.state == "open":
            for owner in OWNERS:
                if action.user_id == getattr(self.test, owner):
                    self._act("do", owner, WORDS[1], outcome, days)
        elif action.state == "done":
            self._act("check", "officer", WORDS[1], outcome, days)
            self._act("check", "head", WORDS[1], outcome, days)
        elif action.state == "checked":
            self.wait(120)
            self.night()
            self._act("sign", "head", WORDS[1], outcome, days)

    @rule(outcome=st.sampled_from(OUTCOMES[:3]), days=st.integers(1, 40))
    def go_through(self, outcome, days):
        """From the beginning to the signature."""
        for _step in range(3):
            self.advance(outcome, days)

    @rule(name=st.sampled_from(("waive", "cancel")), days=st.integers(1, 40))
    def give_up(self, name, days):
        """A manager says that it is not done after all."""
        self._act(name, "manager", WORDS[1], OUTCOMES[0], days)

    def _act(self, name, person, words, outcome, days):
        user, action, day = (
            getattr(self.test, person),
            self.action,
            self.test._day(days),
        )
        state, before = action.state, action.date_due
        did = action.done_by_id
        given = {
            "do": {"proof": words},
            "extend": {"date": day, "reason": words},
            "ask_time": {"date": day, "reason": words},
            "sign": {"outcome": outcome, "words": words, "again": day},
            "look_later": {"later": day, "reason": words},
            "check": {},
        }.get(name, {"reason": words})
        if not self._attempt(
            lambda: getattr(self._as(person), f"action_{name}")(**given)
        ):
            assert (action.state, action.date_due) == (state, before), name
            return
        assert state in ACTS[name].sources
        if name in ("check", "sign", "look_later", "send_back"):
            assert user not in self.owners | did, (name, person)
        if name in ("extend", "waive", "cancel", "keep_date", "reopen"):
            assert user not in self.owners, (name, person)
        is_anew = name == "sign" and outcome == "ineffective"
        if name == "extend" or is_anew:
            self.due = action.date_due
        if name == "sign":
            self.reached.add(outcome)
            assert action.state == ("open" if is_anew else "checked")

    @rule(data=st.data(), person=st.sampled_from(PEOPLE))
    def edit(self, data, person):
        """Anybody writes anything that the form lets them."""
        fname = data.draw(st.sampled_from(sorted(EDITS)))
        value = data.draw(st.sampled_from(EDITS[fname]))
        if fname.endswith("_id") and value:
            value = getattr(self.test, value).id
        self._attempt(lambda: self._as(person).write({fname: value}))
        self.owners |= self.action.user_id

    @rule(fname=st.sampled_from(sorted(FORGERIES)), person=st.sampled_from(PEOPLE))
    def forge(self, fname, person):
        """Nobody writes what only the buttons write, nor another date."""
        before = self.action.read([fname])
        self._attempt(lambda: self._as(person).write({fname: FORGERIES[fname]}))
        assert self.action.read([fname]) == before, fname

    @rule(
        person=st.sampled_from(("handler", "officer", "manager")), passes=st.booleans()
    )
    def close(self, person, passes):
        """Anybody closes the case; a manager passes with a reason."""
        case = self.test.case.with_user(getattr(self.test, person))
        given = {"reason": "It is agreed", "override": True} if passes else {}
        unplanned = self.test.case._get_unplanned_actions()
        if self._attempt(lambda: case._transition("close", **given)):
            assert not unplanned or (passes and person == "manager")
            self.passed = self.passed or bool(unplanned)
            self.reached.add("closed")

    @rule(days=st.integers(1, 60))
    def wait(self, days):
        """The time passes: all that is agreed is nearer, or longer ago."""
        action = self.action
        action._write_sealed(
            {
                fname: action[fname] and action[fname] - self.test._span(days)
                for fname in (
                    "date_due",
                    "date_done",
                    "date_effect",
                    "base_from",
                    "base_to",
                )
            }
        )
        self.due = action.date_due

    @rule()
    def night(self):
        """What the product does by itself; often twice."""
        for _run in range(2):
            self.test._run_cron()
            self.test._run_told()

    # -- what holds --------------------------------------------------------------

    @invariant()
    def nobody_checks_their_own(self):
        action = self.action
        assert not action.checker_id or action.checker_id != action.user_id
        assert not action.checked_by_id & (self.owners | action.done_by_id)
        if action.effect:
            assert action.effect_signed_by_id
            assert not action.effect_signed_by_id & self.owners

    @invariant()
    def done_needs_proof(self):
        if self.action.state in ("done", "checked"):
            assert (self.action.proof or "").strip()
            assert self.action.date_done and self.action.done_by_id
        self.reached.add(self.action.state)

    @invariant()
    def dates_move_by_extension(self):
        assert self.action.date_due == self.due

    @invariant()
    def closed_cases_have_planned_actions(self):
        is_closed = self.test.case.state == "closed" and not self.passed
        if is_closed and self.action.state == "open":
            assert self.action.user_id and self.action.date_due

    @invariant()
    def each_hears_it_once(self):
        """One person complained twice, and is told once of the action."""
        contacts = self.cases.contact_ids.filtered("words")
        assert len(contacts) <= 1
        if contacts:
            self.reached.add("told")


@tagged("post_install", "-at_install")
class TestActionWalk(LearningCase):
    def _span(self, days):
        return self._day(days) - self._day(0)

    def _run_told(self):
        with without_commits(self.env):
            self._with_mail(self.env["complaint.action.told"])._cron_tell()

    def test_random_walks(self):
        """Thousands of steps, sensible and not, break no promise (R139, R141)."""
        reached = walk_at_random(self, ActionMachine, examples=40, steps=30)
        states = {state for state, _label in STATES}
        seen = {"effective", "ineffective", "inconclusive", "told", "closed"}
        self.assertEqual(reached, states | seen)
