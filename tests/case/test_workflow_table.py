# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Every pair of state and transition, for every kind, from the table itself."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.complaint_management.models.case.life_cycle import TRANSITIONS

from ..agreed import AGREED, ALLOWED, GIVEN, ROLES, get_target, is_agreed
from ..common import KINDS, PLACES, CompleteCases


@tagged("post_install", "-at_install")
class TestWorkflowTable(CompleteCases):
    def test_the_table_is_the_agreed_life_cycle(self):
        """Sources, targets and kinds are those that were agreed (R2, R80)."""
        found = {
            name: (step.sources, step.target, step.kinds)
            for name, step in TRANSITIONS.items()
        }
        self.assertEqual(found, AGREED)

    def test_every_move_is_logged_and_told(self):
        """The log has each step of a whole case, from where to where (R35)."""
        case = self._bring_to(self._create_case(), "closed")
        steps = [
            (log.name, log.state_from, log.state_to, log.user_id)
            for log in case.transition_ids
        ]
        self.assertEqual(
            steps,
            [
                ("acknowledge", "new", "acknowledged", self.clerk),
                ("assess", "acknowledged", "assessed", self.handler),
                ("investigate", "assessed", "investigating", self.handler),
                ("propose", "investigating", "proposed", self.investigator),
                ("request_approval", "proposed", "proposed", self.handler),
                ("approve", "proposed", "proposed", self.manager),
                ("answer", "proposed", "proposed", self.handler),
                ("resolve", "proposed", "resolved", self.handler),
                ("close", "resolved", "closed", self.handler),
            ],
        )
        chatter = " ".join(case.message_ids.mapped("body"))
        for log in case.transition_ids:
            self.assertIn(str(TRANSITIONS[log.name].done), chatter)

    def test_dates_are_stamped(self):
        """The milestones of a case are dated when they are reached (R50)."""
        case = self._bring_to(self._create_case(), "closed")
        dates = [
            case.date_received,
            case.date_acknowledged,
            case.date_assessed,
            case.date_answered,
            case.date_resolved,
            case.date_closed,
        ]
        self.assertTrue(all(dates), dates)
        self.assertEqual(dates, sorted(dates))
        self.assertEqual(case.date_first_resolved, case.date_resolved)

    def test_all_kinds_reach_the_end(self):
        """Suggestions and inquiries have their own short ways (R4, R5, R6)."""
        for kind in ("suggestion", "inquiry"):
            with self.subTest(kind=kind):
                case = self._bring_to(self._create_case(kind=kind), "closed")
                self.assertEqual(case.state, "closed")
                self.assertTrue(case.date_answered)

    def test_an_inquiry_is_answered_on_the_spot(self):
        """One click from new to answered, without other steps (R6)."""
        case = self._create_case(kind="inquiry", answer="<p>The upper row.</p>")
        case.with_user(self.clerk).action_answer_inquiry()
        self.assertEqual(case.state, "resolved")
        self.assertTrue(case.date_acknowledged)
        self.assertEqual(case.user_id, self.handler, "routing named a handler")

    def test_who_works_on_an_orphan_becomes_its_handler(self):
        """A case nobody handles is taken over by who goes on with it (R59)."""
        case = self._create_case(kind="inquiry", answer="<p>A</p>")
        case.user_id = False
        case.with_user(self.clerk).action_answer_inquiry()
        self.assertEqual(case.user_id, self.clerk)

    def test_many_cases_move_together_or_not_at_all(self):
        """A batch with one case that cannot move leaves all where they are."""
        ready = self._create_case() | self._create_case()
        closed = self.cases["complaint", "closed"]
        with self.assertRaises(UserError):
            (ready | closed).with_user(self.manager).action_acknowledge()
        self.assertEqual(set(ready.mapped("state")), {"new"})
        self.assertFalse(ready.transition_ids)
        ready.with_user(self.manager).action_acknowledge()
        self.assertEqual(set(ready.mapped("state")), {"acknowledged"})

    def test_a_kind_is_kept_once_work_began(self):
        """Nobody turns a complaint into an inquiry to spare the approval (R2)."""
        case = self._bring_to(self._create_case(), "acknowledged")
        case.with_user(self.handler).kind = "suggestion"
        case.with_user(self.handler).kind = "complaint"
        self._bring_to(case, "assessed")
        with self.assertRaises(UserError):
            case.with_user(self.handler).kind = "inquiry"


class MoveCase(CompleteCases):
    def _move(self, case, name, user=None):
        case.with_user(user or self.manager)._transition(name, **GIVEN.get(name, {}))


@tagged("post_install", "-at_install")
class TestPairs(MoveCase):
    def _check_pair(self, name, place):
        for kind in KINDS:
            with self.subTest(kind=kind):
                case = self.cases[kind, place]
                before = (case.state, case.decision_state, len(case.transition_ids))
                if not is_agreed(name, kind, place):
                    with self._assert_refused(case.number):
                        self._move(case, name)
                    after = (case.state, case.decision_state, len(case.transition_ids))
                    self.assertEqual(after, before)
                    continue
                self._move(case, name)
                self.assertEqual(case.state, get_target(name, kind, before[0]))
                self.assertEqual(case.transition_ids[-1].name, name)


def _add_pair_test(name, place):
    """A test of one pair of transition and state, for all kinds."""

    def test(self):
        self._check_pair(name, place)

    test.__doc__ = f"“{name}” on a case that is {place} (R2)."
    setattr(TestPairs, f"test_{name}__{place}", test)


for _name in TRANSITIONS:
    for _place in PLACES:
        _add_pair_test(_name, _place)


class RollBack(Exception):
    """Ends an attempt that was allowed, so that the next role can try."""


@tagged("post_install", "-at_install")
class TestActors(MoveCase):
    """Each button is for its people only, whatever they can read (R59, R191)."""

    def _check_actors(self, name):
        pair = next(pair for pair in self.cases if is_agreed(name, *pair))
        case = self.cases[pair]
        case._message_subscribe(
            (self.employee | self.outsider).partner_id.ids  # so that they can read it
        )
        for role in ROLES:
            user = getattr(self, role)
            with self.subTest(role=role):
                buttons = case.with_user(user).allowed_transitions or []
                allowed = role in ALLOWED[name]
                self.assertEqual(name in buttons, allowed, "the button shows")
                try:
                    with self.env.cr.savepoint():
                        self._move(case, name, user)
                        self.assertTrue(allowed, f"{role} did {name}")
                        raise RollBack
                except RollBack:
                    case.invalidate_recordset()
                except AccessError:
                    self.assertFalse(allowed, f"{role} may not {name}")


def _add_actor_test(name):
    """A test of one transition, for each role."""

    def test(self):
        self._check_actors(name)

    test.__doc__ = f"“{name}”: each role by its rights (R59)."
    setattr(TestActors, f"test_{name}", test)


for _name in TRANSITIONS:
    _add_actor_test(_name)
