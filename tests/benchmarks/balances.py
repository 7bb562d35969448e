# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Balances of 10,000 employees over a million entries, beside the bare GROUP BY."""

from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

from dateutil.relativedelta import relativedelta

from odoo import Command, fields
from odoo.tools import SQL

from . import fill, worlds
from .database import Database, say
from .measure import Subject, take_turns
from .options import scaled
from .rows import Row, Target

EMPLOYEES, ENTRIES = 10_000, 1_000_000
LEDGER = "complaint_penalty"
BALANCE = "complaint.penalty.balance"
OFFICER = "bench_accountability"
FIGURES = (
    "points",
    "reward_points",
    "penalty_points",
    "recent_points",
    "earlier_points",
)
REPEAT = 5
BOUND = 1.5
# What an entry says about what happened: rows of a ledger are not narrow.
FACTS = (
    "<p>" + "The numbers of two meters were swapped when they were read. " * 6 + "</p>"
)


def measure(bench):
    database, size = _make_ledger(bench)
    try:
        _check_same(database)
        raw = Subject("raw GROUP BY", lambda: _raw(database, _get_raw()))
        points = Subject(
            "raw GROUP BY, points alone", lambda: _raw(database, _get_raw_points())
        )
        balances = Subject("balances", lambda: _add_up(database))
        rows = Subject("all rows, as an officer", lambda: _read_all(database))
        screen = Subject("first page, as an officer", lambda: _list(database))
        take_turns([balances, rows, screen, raw, points], repeat=REPEAT)
        yield Row(f"balances, {size}", balances, raw, 1, Target(BOUND))
        yield Row(f"balances, {size}", balances, points, 1)
        for subject in (rows, screen):
            yield Row(f"{subject.label}, {size}", subject, raw, 1)
    finally:
        database.drop()


# ----------------------------------------------------------------------
# The ledger
# ----------------------------------------------------------------------


def _make_ledger(bench):
    """A copy of our database with the employees and their entries."""
    people = scaled(EMPLOYEES, bench.scale)
    entries = scaled(ENTRIES, bench.scale)
    size = f"{people:,} employees, {entries:,} entries"
    say(f"Filling a ledger with {size}")
    database = Database.clone(bench.ours.name, f"{bench.ours.name}_ledger")
    with database.environment() as env:
        _create_officer(env)
        entry = _create_entry(env)
        first = _fill_employees(env, entry.employee_id, people)
        _fill_entries(env, entry, entries, first, people)
        env.invalidate_all()
    database.vacuum(LEDGER, "hr_employee")
    return database, size


def _create_officer(env):
    env["res.users"].with_context(no_reset_password=True).create(
        {
            "name": OFFICER,
            "login": OFFICER,
            "group_ids": [
                Command.set(
                    env.ref("complaint_management.group_complaint_accountability").ids
                )
            ],
        }
    )


def _create_entry(env):
    """One real entry; the others are copies of it."""
    case = env["complaint.complaint"].create(worlds.prepare_case(env))
    employee = env["hr.employee"].create({"name": "Employee"})
    rule = env["complaint.penalty.rule"].create(
        {"code": "BENCH", "name": "Benchmark", "basis": "caused", "points": 5}
    )
    entry = env["complaint.penalty"]._create_sealed(
        [
            {
                "name": "BENCH",
                "complaint_id": case.id,
                "employee_id": employee.id,
                "rule_id": rule.id,
                "rule_code": "BENCH",
                "basis": rule.basis,
                "facts": FACTS,
                "points": rule.points,
                "points_final": rule.points,
                "state": "confirmed",
                "date_confirmed": fields.Datetime.now(),
            }
        ]
    )
    env.cr.flush()
    return entry


def _fill_employees(env, employee, count):
    """Copy an employee; the id of the first copy."""
    env.cr.execute("SELECT max(id) + 1 FROM hr_employee")
    (first,) = env.cr.fetchone()
    _copy(env, employee, count, {"name": SQL("'Employee ' || n")})
    return first


def _fill_entries(env, entry, count, first, people):
    """Two years of entries: one in five is a reward, one in ten does not count."""
    is_reward = SQL("n %% 5 = 0")
    points = SQL("1 + (n / 7) %% 20")
    confirmed = SQL("%s - n %% 730 * interval '1 day'", fill.NOW)
    _copy(
        env,
        entry,
        count,
        {
            "name": SQL("'BENCH/' || n"),
            "rule_code": SQL("'BENCH/' || n"),
            "employee_id": SQL("%s + (n::bigint * 7919) %% %s", first, people),
            "is_reward": is_reward,
            "basis": SQL("CASE WHEN %s THEN 'good' ELSE 'caused' END", is_reward),
            "state": SQL("CASE WHEN n %% 10 = 3 THEN 'waived' ELSE 'confirmed' END"),
            "balance": SQL(
                "CASE WHEN n %% 10 = 3 THEN 0 WHEN %s THEN %s ELSE -(%s) END",
                is_reward,
                points,
                points,
            ),
            "date_confirmed": confirmed,
            "date_expiry": SQL(
                "CASE WHEN n %% 3 > 0 THEN (%s + interval '12 months')::date END",
                confirmed,
            ),
        },
    )


def _copy(env, record, count, changed):
    table = record._table
    with fill.without_indexes(env.cr, table):
        env.cr.execute(
            SQL(
                "INSERT INTO %(table)s (%(columns)s) SELECT %(values)s"
                " FROM %(table)s, generate_series(1, %(count)s) AS n WHERE id = %(id)s",
                table=SQL.identifier(table),
                count=count,
                id=record.id,
                **fill.get_columns(record, changed),
            )
        )


# ----------------------------------------------------------------------
# What is compared
# ----------------------------------------------------------------------


def _get_raw():
    """The same figures from the same rows, by hand, for whoever may read all."""
    today = datetime.now(timezone.utc).date()
    day = timedelta(days=1)
    return SQL(
        """
        SELECT employee_id,
               COALESCE(sum(balance) FILTER (WHERE %(counts)s), 0),
               COALESCE(sum(balance) FILTER (WHERE %(counts)s AND is_reward), 0),
               COALESCE(sum(balance) FILTER (WHERE %(counts)s AND NOT is_reward), 0),
               COALESCE(sum(balance) FILTER (WHERE date_confirmed >= %(second)s), 0),
               COALESCE(sum(balance) FILTER (
                   WHERE date_confirmed >= %(first)s
                   AND date_confirmed < %(second)s), 0)
          FROM complaint_penalty
         WHERE state IN ('confirmed', 'upheld', 'reduced')
           AND employee_id IS NOT NULL
         GROUP BY employee_id
        """,
        counts=SQL("(date_expiry IS NULL OR date_expiry > %s)", today),
        first=today - relativedelta(months=6) + day,
        second=today - relativedelta(months=3) + day,
    )


def _get_raw_points():
    """Nothing but the points that count today."""
    return SQL(
        """
        SELECT employee_id, sum(balance)
          FROM complaint_penalty
         WHERE state IN ('confirmed', 'upheld', 'reduced')
           AND employee_id IS NOT NULL
           AND (date_expiry IS NULL OR date_expiry > %s)
         GROUP BY employee_id
        """,
        datetime.now(timezone.utc).date(),
    )


@contextmanager
def _add_up(database):
    with database.trial() as env:
        entries = env["complaint.penalty"].with_context(tz="UTC")
        env.invalidate_all()
        yield entries._get_balances


@contextmanager
def _read_all(database):
    """Every row of the screen with its figures and the access rules, as records."""
    with database.trial(OFFICER) as env:
        rows = env[BALANCE].with_context(tz="UTC")
        env.invalidate_all()
        yield lambda: rows.search_fetch([], ["employee_id", *FIGURES]).mapped("points")


@contextmanager
def _list(database):
    """The first page of the screen, with its counter, as the web client reads it."""
    with database.trial(OFFICER) as env:
        rows = env[BALANCE]
        fnames = ("employee_id", "department_id", "points", "direction")
        specification = {fname: {} for fname in fnames}
        env.invalidate_all()
        yield lambda: rows.web_search_read([], specification, limit=80)


@contextmanager
def _raw(database, query):
    with database.trial() as env:

        def act():
            env.cr.execute(query)
            return env.cr.fetchall()

        yield act


def _check_same(database):
    """All give the same numbers."""
    with database.trial(OFFICER) as env:
        env.cr.execute(_get_raw())
        raw = {row[0]: row[1:] for row in env.cr.fetchall()}
        found = env["complaint.penalty"].with_context(tz="UTC")._get_balances()
        ours = {
            employee_id: (
                balance.points,
                balance.rewards,
                balance.penalties,
                balance.recent,
                balance.earlier,
            )
            for employee_id, balance in found.items()
        }
        rows = env[BALANCE].with_context(tz="UTC").search([])
        shown = {
            row.employee_id.id: tuple(row[fname] for fname in FIGURES) for row in rows
        }
        if not ours == shown == raw:
            raise AssertionError("The balances are not those of the raw query")
