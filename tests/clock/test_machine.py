# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whatever happens to a case in whatever order, its clocks stay honest."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings, strategies as st

from odoo.tests import tagged

from .common import MONDAY, ClockCase

# Hours that pass before each act, at any time of day and night.
HOURS = st.integers(min_value=0, max_value=40)
ACTS = st.sampled_from(
    ["hold", "resume", "severe", "mild", "hand_over", "tell", "earlier", "replan"]
)
STORIES = st.lists(st.tuples(HOURS, ACTS), max_size=8)


@tagged("post_install", "-at_install")
class TestClockStories(ClockCase):
    """Random stories of a case, each checked against what the rules promise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.strict = cls._create_policy(
            "Critical",
            sequence=1,
            severity="3",
            targets=[
                {"milestone": "resolve", "unit": "working_hours", "amount": 12},
                {"milestone": "update", "unit": "elapsed_hours", "amount": 20},
            ],
        )

    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(story=STORIES, last=HOURS)
    def test_stories(self, story, last):
        with self.env.cr.savepoint() as savepoint:
            self._assert_story_holds(story, last)
            savepoint.rollback()
        self.env.invalidate_all()

    def _assert_story_holds(self, story, last):
        now = MONDAY
        case = self._receive(now, severity="1")
        for hours, act in story:
            now += timedelta(hours=hours)
            with self._at(now):
                getattr(self, f"_act_{act}")(case, now)
                self.env.flush_all()
            self._check(case, now)
        now += timedelta(hours=last)
        with self._at(now):
            case.with_user(self.officer).action_cancel(
                reason="Taken back", cancel_reason="withdrawn"
            )
        self.assertFalse(case._get_open_clocks(), "nothing runs on an ended case")
        self.assertFalse(case.next_due_date)

    # ------------------------------------------------------------------
    # What may happen
    # ------------------------------------------------------------------

    def _act_hold(self, case, now):
        if not case.on_hold:
            case._hold("Photo", "Photo of the meter", "customer", 60)

    def _act_resume(self, case, now):
        case._resume()

    def _act_severe(self, case, now):
        case.severity = "3"

    def _act_mild(self, case, now):
        case.severity = "1"

    def _act_hand_over(self, case, now):
        case.user_id = (self.handler | self.colleague) - case.user_id

    def _act_tell(self, case, now):
        case._reached_complainant(now)

    def _act_earlier(self, case, now):
        case.date_received -= timedelta(hours=3)

    def _act_replan(self, case, now):
        case._get_open_clocks()._replan("A new calendar")

    # ------------------------------------------------------------------
    # What always holds
    # ------------------------------------------------------------------

    def _check(self, case, now):
        running = case.clock_ids.filtered(lambda clock: clock.state == "running")
        self.assertEqual(
            case.next_due_date, min(running.mapped("date_due"), default=False)
        )
        opened = case._get_open_clocks()
        self.assertEqual(len(opened), len(set(opened.mapped("milestone"))))
        for clock in opened:
            if clock.date_due > now:
                # What was missed stays with the policy that it was missed under.
                self.assertEqual(clock.policy_id, case.policy_id)
            self.assertEqual(clock.user_id, case.user_id)
            self._check_due(clock)
            self._check_state(clock, case)

    def _check_due(self, clock):
        """Due is the first due time, and later by the time on hold; no second more."""
        measure = clock._get_measure()
        paused = sum(
            measure.elapsed(max(pause.date_start, clock.date_start), pause.date_end)
            for pause in clock.complaint_id.pause_ids
            if pause.date_end
            and pause.date_end > clock.date_start
            and pause.date_start < clock.date_due
        )
        self.assertAlmostEqual(clock.paused_seconds, paused)
        self.assertAlmostEqual(
            measure.elapsed(clock.date_due_first, clock.date_due), paused
        )

    def _check_state(self, clock, case):
        """A clock stands still with its case, unless it was missed by then."""
        stands = case.on_hold and clock.date_due > case.hold_since
        self.assertEqual(clock.state, "paused" if stands else "running")
        if clock.state == "paused":
            self.assertFalse(clock.next_event_at)
            measure = clock._get_measure()
            self.assertAlmostEqual(
                clock.remaining_seconds,
                measure.elapsed(clock.date_paused, clock.date_due),
            )
        else:
            self.assertLessEqual(clock.next_event_at, clock.date_due)
