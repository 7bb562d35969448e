# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Planning deadlines: the working-time engine beside Odoo's ``plan_hours``."""

from contextlib import contextmanager
from datetime import datetime, timedelta

from .measure import Subject, take_turns
from .options import scaled
from .rows import Row, Target

HOURS = 20
# ``plan_hours`` takes milliseconds: so many of them make a good average.
BATCH = 1000


def measure(bench):
    """Deadlines of a batch, three public holidays of the year in the way."""
    count = scaled(BATCH, bench.scale)
    ours = Subject("working-time engine", lambda: _planning(bench.ours, count))
    peer = Subject("plan_hours", lambda: _planning_by_odoo(bench.ours, count))
    take_turns([ours, peer], repeat=3)
    days = Subject("working-time engine", lambda: _planning_days(bench.ours, count))
    take_turns([days], repeat=3)
    yield Row(f"plan {HOURS} working hours", ours, peer, count, Target(300, True))
    yield Row("plan 3 business days", days, peer, count, Target(300, True))


def _get_starts(count):
    """Moments of receipt, spread over a year and over the hours of the day."""
    first = datetime(2026, 1, 5, 0, 7)
    return [first + timedelta(minutes=521 * n) for n in range(count)]


def _get_calendar(env):
    return env.company.resource_calendar_id


@contextmanager
def _planning(database, count):
    with database.trial() as env:
        calendar, starts = _get_calendar(env), _get_starts(count)
        _check_same(calendar, starts[:: max(1, count // 20)])

        def act():
            add = calendar._get_working_time(env.company).add
            return [add(start, HOURS * 3600) for start in starts]

        yield act


def _check_same(calendar, starts):
    """A faster answer counts only when it is the same answer."""
    engine = calendar._get_working_time(calendar.env.company)
    for start in starts:
        ours = engine.add(start, HOURS * 3600)
        theirs = calendar.plan_hours(HOURS, start, compute_leaves=True)
        if ours != theirs:
            raise AssertionError(f"{HOURS} h after {start}: {ours}, not {theirs}")


@contextmanager
def _planning_days(database, count):
    with database.trial() as env:
        calendar, starts = _get_calendar(env), _get_starts(count)

        def act():
            engine = calendar._get_working_time(env.company)
            return [engine.add_business_days(start, 3, 17.0) for start in starts]

        yield act


@contextmanager
def _planning_by_odoo(database, count):
    with database.trial() as env:
        calendar, starts = _get_calendar(env), _get_starts(count)

        def act():
            return [
                calendar.plan_hours(HOURS, start, compute_leaves=True)
                for start in starts
            ]

        yield act
