# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Acts at their moments, for the tests of what starts and stops a deadline."""

from datetime import timedelta
from unittest.mock import patch

from .common import MONDAY, ClockCase

HOUR = timedelta(hours=1)
TUESDAY = MONDAY + timedelta(days=1)
WEDNESDAY = MONDAY + timedelta(days=2)
THURSDAY = MONDAY + timedelta(days=3)
FRIDAY = MONDAY + timedelta(days=4)
SUNDAY = MONDAY + timedelta(days=6)
NEXT_MONDAY = MONDAY + timedelta(days=7)
NEXT_TUESDAY = MONDAY + timedelta(days=8)
ALL_TARGETS = (
    {"milestone": "acknowledge", "unit": "working_hours", "amount": 4},
    {"milestone": "assess", "unit": "working_hours", "amount": 8},
    {"milestone": "update", "unit": "business_days", "amount": 2},
    {"milestone": "answer", "unit": "business_days", "amount": 3},
    {"milestone": "resolve", "unit": "business_days", "amount": 5},
    {"milestone": "followup", "unit": "business_days", "amount": 5},
)


class ActCase(ClockCase):
    def _walk(self, case, moment, state, **vals):
        """Bring a case to a state at ``moment``."""
        with self._at(moment):
            return self._bring_to(case, state, **vals)

    def _log(self, case, moment, **vals):
        """A contact logged when it takes place, unless ``date`` says otherwise."""
        with self._at(moment):
            return self._log_contact(case, **{"date": moment, **vals})

    def _hold(self, case, since, until=None, days=30):
        """Put a case on hold, and resume it if ``until`` is given."""
        with self._at(since):
            case._hold("No photo", "Photo of the meter", "customer", days)
        if until:
            with self._at(until):
                case._resume()

    def _sweep(self, moment):
        """The scheduled action at ``moment``, without its commits."""
        with (
            self._at(moment),
            patch.object(
                self.env.registry["ir.cron"], "_commit_progress", return_value=60.0
            ),
        ):
            self.env["complaint.clock"]._sweep()


class MilestoneCase(ActCase):
    """Each milestone that a policy can promise has a deadline."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.active = False
        cls.policy = cls._create_policy("All milestones", targets=ALL_TARGETS)

    def _assert_runs(self, case, *milestones):
        for milestone in milestones:
            with self.subTest(runs=milestone):
                self.assertEqual(self._get_clock(case, milestone).state, "running")

    def _assert_stopped(self, case, milestone, when, outcome="met"):
        self.assertRecordValues(
            self._get_clock(case, milestone),
            [{"state": "stopped", "date_stop": when, "outcome": outcome}],
        )
