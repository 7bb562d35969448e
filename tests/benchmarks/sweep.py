# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The scheduled action that fires what is due: its cost follows what is due."""

from contextlib import contextmanager

from odoo.tools import SQL

from . import fill
from .measure import Subject, take_turns
from .options import scaled
from .replay import Recording
from .rows import Row, Target

DUE = 1000
RULE = "Benchmark: raise the severity"
# Rules that only write: without one a deadline is noted as missed, and told.
VARIANTS = {"missed": False, "missed, a rule raises severity": True}


def measure(bench):
    due = scaled(DUE, bench.scale)
    for label, has_rule in VARIANTS.items():
        yield from _compare(bench, label, due, has_rule)


def _compare(bench, label, due, has_rule):
    small, large = (
        _get_subject(bench, size, due, has_rule) for size in (fill.SMALL, fill.LARGE)
    )
    database = bench.get_register(fill.LARGE)
    raw = Subject("raw SQL", lambda: _replaying(database, due, has_rule))
    take_turns([large, small, raw], repeat=3)
    name = f"sweep of {due:,} due, {label}, {large.label}"
    yield Row(name, large, small, due, Target(1.3))
    yield Row(name, large, raw, due, Target(5))


def _get_subject(bench, size, due, has_rule):
    database = bench.get_register(size)
    label = f"{scaled(size, bench.scale):,} running"
    return Subject(label, lambda: _sweeping(database, due, has_rule))


@contextmanager
def _sweeping(database, due, has_rule):
    """What is swept is committed: each trial has clocks of its own that are due."""
    with database.environment() as env:
        _switch_rule(env, has_rule)
        clock_ids = make_due(env, due)
    with database.environment() as env:
        yield lambda: env["complaint.clock"]._cron_sweep()
        _check_swept(env, clock_ids, has_rule)


@contextmanager
def _replaying(database, due, has_rule):
    """The rows that a sweep wrote, undone and written again without the ORM."""
    with database.environment() as env:
        _switch_rule(env, has_rule)
        recording = Recording(env.cr, make_due(env, due))
        env.cr.commit()
        env["complaint.clock"]._cron_sweep()
        recording.take()
        recording.undo()
        env.cr.commit()
        yield recording.replay


def _switch_rule(env, is_on):
    """Archive all rules but ours; nothing is planned anew because of that."""
    rules = env["complaint.escalation.rule"].with_context(active_test=False)
    rule = rules.search([("name", "=", RULE)]) or rules.create(
        {"name": RULE, "trigger": "after", "do_notify": False, "severity_to": "3"}
    )
    rules.search([("active", "=", True)]).active = False
    rule.write({"active": is_on, "quiet_hours": False})
    env.flush_all()
    env.cr.execute("UPDATE complaint_escalation_rule SET reschedule_from = 0")
    env.invalidate_all()


def make_due(env, due):
    """Let the deadlines of so many clocks pass a minute ago.

    :return: their ids
    """
    env.cr.execute(
        SQL(
            """
            WITH moved AS (
                UPDATE complaint_clock
                   SET date_due = %(now)s - interval '1 minute',
                       next_event_at = %(now)s - interval '1 minute'
                 WHERE id IN (
                    SELECT id
                      FROM complaint_clock
                     WHERE state = 'running' AND date_breached IS NULL
                     ORDER BY milestone, id
                     LIMIT %(due)s
                 )
             RETURNING id, complaint_id
            ), calmed AS (
                UPDATE complaint_complaint
                   SET severity = '1'
                 WHERE id IN (SELECT complaint_id FROM moved)
            )
            SELECT id FROM moved ORDER BY id
            """,
            now=fill.NOW,
            due=due,
        )
    )
    return [clock_id for (clock_id,) in env.cr.fetchall()]


def _check_swept(env, clock_ids, has_rule):
    """Each deadline was told as missed once, and the rule fired once."""
    env.invalidate_all()
    events = env["complaint.clock.event"].search([("clock_id", "in", clock_ids)])
    counts = {
        kind: len(events.filtered(lambda event, kind=kind: event.kind == kind))
        for kind in ("breached", "escalated", "failed")
    }
    due = len(clock_ids)
    expected = {"breached": due, "escalated": due * has_rule, "failed": 0}
    if counts != expected:
        raise AssertionError(f"The sweep wrote {counts}, not {expected}")
