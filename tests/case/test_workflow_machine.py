# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Random walks: whatever people press and write, what was promised holds."""

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.complaint_management.models.case.life_cycle import STATES

from ..agreed import AGREED, ALLOWED, GIVEN, get_target, is_agreed
from ..common import KINDS, WAYS, ComplaintCase
from ..walks import walk_at_random

PEOPLE = ("clerk", "handler", "investigator", "colleague", "officer", "manager")
# What people write on a case, sensibly or not; an empty value empties the field.
EDITS = {
    "answer": ("<p>You get the money back.</p>", "<p>You get nothing.</p>", False),
    "category_id": ("category", False),
    "cause_id": ("cause", False),
    "complained_employee_ids": ("nobody", "investigator", "officer"),
    "customer_response": ("accepted", "rejected", "unreachable", "pending"),
    "decision": ("<p>Refund.</p>", False),
    "department_id": ("department", False),
    "fault_level": ("ordinary", False),
    "finding": ("<p>Swapped.</p>", False),
    "grounds": ("sufficient", "insufficient", "presumed"),
    "investigator_id": ("investigator", "colleague", False),
    "kind": KINDS,
    "promised_reply_date": ("2030-01-01", False),
    "recourse_explained": (True, False),
    "suggestion_outcome": ("adopted", False),
    "user_id": ("handler", "colleague", "manager", False),
    "verdict": ("upheld", "not_upheld", False),
}
FORGERIES = {
    "state": "closed",
    "decision_state": "approved",
    "date_answered": "2024-01-01 00:00:00",
    "reopen_count": 7,
    "number": "",
}
# More than anybody but the manager may promise.
LARGE = 5000
ACTS = ("offer", "grant", "accept", "decline", "withdraw", "refuse", "fulfil")
DATES = ("received", "acknowledged", "assessed", "answered", "resolved", "closed")


class CaseMachine(RuleBasedStateMachine):
    """One case, and people who press and write whatever comes to their mind."""

    test = None  # the test case that runs the machine
    reached = None  # the states in which the case was, in all walks

    @initialize(kind=st.sampled_from(("complaint", "complaint", *KINDS)))
    def register(self, kind):
        self.case = self.test._create_case(kind=kind)
        self.number = self.case.number
        self.moves = []

    def _attempt(self, act):
        """Do ``act`` or leave everything as it was."""
        try:
            with self.test.env.cr.savepoint():
                act()
        except UserError:
            return False
        return True

    def _as(self, person):
        return self.case.with_user(getattr(self.test, person))

    @rule(steps=st.integers(1, 5))
    def advance(self, steps):
        """The people do what comes next, so that walks go deep."""
        way = WAYS[self.case.kind]
        for _step in range(steps):
            place = self.test._get_place(self.case)
            if place not in way[:-1]:
                return
            count = len(self.case.transition_ids)
            step = way[way.index(place) + 1]
            if self._attempt(lambda step=step: self.test._bring_to(self.case, step)):
                self.moves.extend(self.case.transition_ids[count:].mapped("name"))

    @rule(name=st.sampled_from(sorted(AGREED)), person=st.sampled_from(PEOPLE))
    def press(self, name, person):
        """Anybody presses anything; only what was agreed happens."""
        self._press(name, person)

    @precondition(lambda self: len(self.moves) >= 5)
    @rule(person=st.sampled_from(PEOPLE))
    def end(self, person):
        """Anybody ends a case that went some way: seldom drawn among all moves."""
        self._press("cancel", person)

    def _press(self, name, person):
        kind, state = self.case.kind, self.case.state
        place = self.test._get_place(self.case)
        user = getattr(self.test, person)
        roles = {person}
        if user == self.case.user_id or not self.case.user_id:
            roles.add("handler")
        if user == self.case.investigator_id:
            roles.add("investigator")
        given = GIVEN.get(name, {})
        if self._attempt(lambda: self._as(person)._transition(name, **given)):
            assert is_agreed(name, kind, place), (name, kind, place)
            assert roles & ALLOWED[name], (name, person)
            assert self.case.state == get_target(name, kind, state)
            self.moves.append(name)
        else:
            assert self.case.state == state

    @rule(
        name=st.sampled_from(sorted(AGREED)),
        person=st.sampled_from(PEOPLE),
        reason=st.sampled_from(["In danger", ""]),
    )
    def override(self, name, person, reason):
        """Only managers pass gates, and not without a reason."""

        def act():
            self._as(person)._transition(name, reason=reason, override=True)

        if self._attempt(act):
            assert person == "manager" and reason
            assert self.case.transition_ids[-1].overridden
            self.moves.append(name)

    @rule(data=st.data(), person=st.sampled_from(PEOPLE))
    def edit(self, data, person):
        """Anybody writes anything that the form lets them."""
        fname = data.draw(st.sampled_from(sorted(EDITS)))
        value = data.draw(st.sampled_from(EDITS[fname]))
        field = self.case._fields[fname]
        if fname == "complained_employee_ids":
            staff = self.test.staff
            value = [(6, 0, [staff[u].id for u in staff if u.login == f"case_{value}"])]
        elif field.relational and value:
            value = getattr(self.test, value).id
        self._attempt(lambda: self._as(person).write({fname: value}))

    @rule(
        purpose=st.sampled_from(["follow_up", "progress"]),
        answered=st.booleans(),
        mood=st.sampled_from(["1", "3", "5"]),
    )
    def talk(self, purpose, answered, mood):
        self.test._log_contact(self.case, purpose=purpose, answered=answered, mood=mood)

    @rule(hold=st.booleans())
    def wait(self, hold):
        as_handler = self._as("officer")
        if hold:
            self._attempt(lambda: as_handler._hold("Waits", "Bills", "customer", 3))
        elif not self._attempt(as_handler.action_resume):
            # Nobody works on a complaint about themselves.
            assert self.case.complained_employee_ids

    @rule(
        kind=st.sampled_from(["correction", "gift", "refund"]),
        is_large=st.booleans(),
        is_option=st.booleans(),
        person=st.sampled_from(PEOPLE),
    )
    def add_remedy(self, kind, is_large, is_option, person):
        """Anybody prepares anything; it promises nothing yet."""
        type_ = self.test.env.ref(f"complaint_management.remedy_type_{kind}")
        vals = {
            "complaint_id": self.case.id,
            "type_id": type_.id,
            "is_option": is_option,
            "amount": type_.needs_value and (LARGE if is_large else 10),
            "fulfilment_note": "Done",
        }
        user = getattr(self.test, person)
        remedies = self.test.env["complaint.remedy"].with_user(user)
        self._attempt(lambda: remedies.create(vals))

    @rule(act=st.sampled_from(ACTS), person=st.sampled_from(PEOPLE), data=st.data())
    def press_remedy(self, act, person, data):
        """Anybody presses any button of any remedy."""
        if not self.case.remedy_ids:
            return
        line = data.draw(st.sampled_from(list(self.case.remedy_ids)))
        as_person = line.with_user(getattr(self.test, person))
        self._attempt(lambda: getattr(as_person, f"action_{act}")())

    @rule(fname=st.sampled_from(sorted(FORGERIES)), person=st.sampled_from(PEOPLE))
    def forge(self, fname, person):
        """Nobody writes what only the buttons write."""
        act = lambda: self._as(person).write({fname: FORGERIES[fname]})  # noqa: E731
        assert not self._attempt(act), fname

    # ------------------------------------------------------------------
    # What always holds
    # ------------------------------------------------------------------

    @invariant()
    def remember(self):
        self.reached.add(self.case.state)

    @invariant()
    def nothing_is_closed_without(self):
        """A person responsible, an outcome and a reply (R39)."""
        case = self.case
        if case.state == "closed":
            outcome = {
                "complaint": case.verdict,
                "suggestion": case.suggestion_outcome,
                "inquiry": case.answer,
            }
            assert case.user_id and outcome[case.kind] and case.date_answered

    @invariant()
    def nothing_is_answered_unapproved(self):
        """What the customer was told was approved by another (R47, R191)."""
        case = self.case
        if case.kind == "complaint":
            assert not case.date_answered or case.decision_state == "approved"
            if case.decision_state == "approved":
                last = case.transition_ids.filtered(
                    lambda log: log.name in ("approve", "settle")
                )[-1:]
                assert case.approver_id == last.user_id
                assert last.name == "settle" or last.user_id == self.test.manager
        assert bool(case.approver_id) == (case.decision_state == "approved")
        if case.decision_state != "draft":
            assert case.state in ("proposed", "resolved", "closed", "cancelled")

    @invariant()
    def nothing_is_promised_beyond_authority(self):
        """Whatever door it came through, somebody who may promised it (R90)."""
        manager = self.test.manager
        promised = self.case.remedy_ids.filtered("date_offered")
        for line in promised.filtered(lambda line: line.amount == LARGE):
            assert manager in (line.offered_by_id, line.approver_id)
        chosen = self.case.remedy_ids.filtered(
            lambda line: line.is_option and line.state in ("accepted", "fulfilled")
        )
        assert len(chosen) <= 1 + self.case.reopen_count

    @invariant()
    def a_closed_case_kept_its_promises(self):
        """Nothing agreed is left undone, unless a manager passed it (R39, R84)."""
        log = self.case.transition_ids[-1:]
        if self.case.state == "closed" and not log.overridden:
            states = set(self.case.remedy_ids.mapped("state"))
            assert not states & {"offered", "accepted"}
            if "settle" in self.moves:
                assert self.case.remedy_ids

    @invariant()
    def the_dates_are_in_order(self):
        stamps = [self.case[f"date_{name}"] for name in DATES]
        stamps = [stamp for stamp in stamps if stamp]
        assert stamps == sorted(stamps)
        assert bool(self.case.date_closed) == (self.case.state == "closed")
        assert bool(self.case.date_resolved) >= (
            self.case.state in ("resolved", "closed")
        )

    @invariant()
    def the_log_tells_it_all(self):
        """Every move, in order, from where the last one led to (R35)."""
        logs = self.case.transition_ids
        assert logs.mapped("name") == self.moves
        state, dates = "new", []
        for log in logs:
            assert log.state_from == state
            assert log.seconds >= 0
            state = log.state_to
            dates.append(log.date)
        assert state == self.case.state
        assert dates == sorted(dates)
        assert self.case.reopen_count == self.moves.count("reopen")

    @invariant()
    def the_case_stays_itself(self):
        case = self.case
        assert case.number == self.number
        assert case.first_contact_user_id == self.test.clerk
        assert case.state != "cancelled" or case.cancel_reason

    @invariant()
    def it_waits_at_most_once(self):
        pauses = self.case.pause_ids.filtered(lambda pause: not pause.date_end)
        assert len(pauses) == int(self.case.on_hold)
        assert not (pauses and self.case.state in ("closed", "cancelled"))


@tagged("post_install", "-at_install")
class TestWorkflowMachine(ComplaintCase):
    def test_random_walks(self):
        """Thousands of steps, legal and illegal, break no promise (R39, R47)."""
        reached = walk_at_random(self, CaseMachine, examples=100, steps=50)
        self.assertEqual(reached, {state for state, _label in STATES})
