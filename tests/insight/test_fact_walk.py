# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whatever is done in whatever order: the facts are what the cases say."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from odoo.fields import Command, Domain
from odoo.tests import tagged

from ..walks import walk_at_random
from .facts_common import FactsCase

EXAMPLES, STEPS = 6, 12
WHICH = st.integers(min_value=0, max_value=2)
MOODS = st.sampled_from(("1", "2", "3", "4", "5", False))


class Changes(RuleBasedStateMachine):
    """Three cases to which things happen, and all that they hang on."""

    def __init__(self):
        super().__init__()
        test = self.test
        self.cases = [test._create_case() for _number in range(3)]
        self.category = test.category.copy({"name": "Meters"})
        self.cases[0].category_id = self.category

    @rule(which=WHICH, severity=st.sampled_from(("0", "1", "2", "3")))
    def grade(self, which, severity):
        self.cases[which].severity = severity
        self.reached.add("graded")

    @rule(which=WHICH, mood=MOODS, direction=st.sampled_from(("in", "out")))
    def talk(self, which, mood, direction):
        self.test._log_contact(self.cases[which], mood=mood, direction=direction)
        self.reached.add("talked")

    @rule(which=WHICH, mood=MOODS)
    def correct_a_talk(self, which, mood):
        self.cases[which].contact_ids[:1].mood = mood

    @rule(which=WHICH)
    def drop_a_talk(self, which):
        self.cases[which].contact_ids[:1].sudo().unlink()

    @rule(which=WHICH)
    def go_on(self, which):
        case = self.cases[which]
        way = ("assessed", "investigating", "proposed", "resolved", "closed")
        place = way.index(case.state) + 1 if case.state in way else 0
        self.test._bring_to(case, way[min(place, len(way) - 1)])
        self.reached.add(case.state)

    @rule(which=WHICH)
    def give_something(self, which):
        self.cases[which].sudo().write({"value_bought": 100, "stated_loss": 20})

    @rule(which=WHICH)
    def rate(self, which):
        case = self.cases[which]
        if case.state == "closed" and case._rate_by_complainant("2", "4"):
            self.reached.add("rated")

    @rule(which=WHICH)
    def reopen(self, which):
        case = self.cases[which]
        if case.state == "closed":
            case.with_user(self.test.manager)._transition("reopen", reason="Again")
            self.reached.add("reopened")

    @rule(which=WHICH, mode=st.sampled_from(("named", "confidential")))
    def protect(self, which, mode):
        self.cases[which].sudo().identity_mode = mode

    @rule(which=WHICH)
    def find_the_cause(self, which):
        if self.cases[which].state != "closed":
            self.cases[which].sudo().cause_id = self.test.cause

    @rule(is_above=st.booleans())
    def move_the_category(self, is_above):
        self.category.parent_id = self.test.category if is_above else False

    @rule(which=WHICH)
    def forward(self, which):
        self.cases[which].sudo().external_body = "City hall"

    @rule()
    def read(self):
        """Reading in between writes what is known so far."""
        self.test.Report.search([])

    @rule(which=WHICH)
    def fail(self, which):
        """What is taken back leaves no fact behind."""
        savepoint = self.test.env.cr.savepoint()
        self.cases[which].sudo().external_ref = "X"
        self.cases[which].sudo().tag_ids = [Command.clear()]
        self.cases[which].severity = "3"
        self.test.Report.search([])
        savepoint.close(rollback=True)
        self.test.env.invalidate_all()

    def teardown(self):
        self.test.assertEqual(self.test.Fact._find_stale(Domain.TRUE), [])
        super().teardown()


@tagged("post_install", "-at_install")
class TestWalk(FactsCase):
    def test_in_step_on_all_ways(self):
        reached = walk_at_random(self, Changes, EXAMPLES, STEPS)
        self.assertLessEqual({"graded", "talked", "assessed"}, reached)
