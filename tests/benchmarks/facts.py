# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What figures cost: a dashboard beside the bare GROUP BY, and keeping the facts."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.tools import SQL

from . import creation, fill, worlds
from .measure import Subject, take_turns
from .options import scaled
from .rows import Row, Target

REPORT = "complaint.report"
FACTS = "complaint_fact"
BATCH = 50_000
# What a dashboard asks: domain, by what, and what is counted; beside it the same by
# hand, from the same table.
QUESTIONS = {
    "open by severity": (
        [("state", "not in", ["closed", "cancelled"])],
        ["severity"],
        ["__count"],
        "SELECT severity, count(*) FROM complaint_fact"
        " WHERE active AND state NOT IN ('closed', 'cancelled') GROUP BY severity",
    ),
    "months": (
        [("date_received", ">=", "2000-01-01 00:00:00")],
        ["date_received:month"],
        ["__count", "days_to_close:avg", "upheld:avg"],
        "SELECT date_trunc('month', timezone(%(tz)s, timezone('UTC', date_received))),"
        " count(*), avg(days_to_close), avg(upheld) FROM complaint_fact"
        " WHERE active AND date_received >= '2000-01-01' GROUP BY 1",
    ),
    "shares by unit": (
        [("state", "!=", "cancelled")],
        ["department_id"],
        ["__count", "within_3_days:avg", "in_time:avg", "days_to_answer:avg"],
        "SELECT department_id, count(*), avg(within_3_days), avg(in_time),"
        " avg(days_to_answer) FROM complaint_fact"
        " WHERE active AND state != 'cancelled' GROUP BY department_id",
    ),
}
SIZES = (1, 500)


def measure(bench):
    for manner in creation.MANNERS[:2]:
        for size in SIZES:
            yield from _compare_creation(bench, manner, scaled(size, bench.scale))
    yield from _compare_dashboard(bench.get_register(fill.LARGE))


def _compare_creation(bench, manner, count):
    size = min(count, creation.TURN) if manner.one_by_one else count
    kept = Subject(
        "case with its facts",
        lambda: creation.creating(bench.ours, creation.OURS, manner, size),
    )
    bare = Subject(
        "case without facts", lambda: _creating_bare(bench.ours, manner, size)
    )
    take_turns([kept, bare], 40 if count == 1 else 5)
    yield Row(
        f"create {count} with facts, {manner.label}", kept, bare, size, Target(1.1)
    )


@contextmanager
def _creating_bare(database, manner, size):
    """The same, but that nobody hears what changed."""
    facts = database.load()["complaint.fact"]
    with creation.creating(database, creation.OURS, manner, size) as act:

        def act_bare():
            with patch.object(facts, "_mark", lambda self, case_ids: None):
                act()

        yield act_bare


def _compare_dashboard(database):
    size = _fill_facts(database)
    for name, question in QUESTIONS.items():
        _check_same(database, question)
        raw = Subject("raw GROUP BY", lambda q=question: _raw(database, q))
        manager = Subject(
            "analysis, as a manager", lambda q=question: _asking(database, q)
        )
        take_turns([manager, raw], repeat=5)
        yield Row(f"{name}, {size:,} cases", manager, raw, 1, Target(1.3))


def _fill_facts(database):
    with database.environment() as env:
        facts = env["complaint.fact"].sudo()
        ((last,),) = env.execute_query(SQL("SELECT max(id) FROM complaint_complaint"))
        for start in range(0, last + 1, BATCH):
            facts._write_facts(list(range(start, start + BATCH)))
        size = facts.with_context(active_test=False).search_count([])
    database.vacuum(FACTS, fill.CASES)
    return size


@contextmanager
def _asking(database, question):
    domain, groupby, aggregates, _raw_query = question
    with database.trial(worlds.MANAGER) as env:
        env.invalidate_all()
        yield lambda: env[REPORT].formatted_read_group(domain, groupby, aggregates)


@contextmanager
def _raw(database, question):
    with database.trial() as env:
        # The months are those of the reader.
        zone = worlds.get_user(env, worlds.MANAGER).tz or "UTC"

        def act():
            env.cr.execute(question[-1], {"tz": zone})
            return env.cr.fetchall()

        yield act


def _check_same(database, question):
    """Both count the same cases."""
    with _asking(database, question) as ask, _raw(database, question) as ask_raw:
        ours = sum(group["__count"] for group in ask())
        raw = sum(row[1] for row in ask_raw())
        if ours != raw or not raw:
            raise AssertionError(f"{ours} cases, not {raw}")
