# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Registers of any size, written by the database itself from one real case."""

from contextlib import contextmanager

from odoo.tools import SQL

from . import worlds
from .database import Database, say
from .options import scaled

CASES = "complaint_complaint"
CLOCKS = "complaint_clock"
SMALL, LARGE = 10_000, 1_000_000
# One case in four is open and has four running clocks: as many clocks as cases.
OPEN_SHARE = 4
# No case of this century has it.
NUMBER_PREFIX = "CMP/1999/"
OPEN_STATES = (
    "new",
    "acknowledged",
    "assessed",
    "investigating",
    "proposed",
    "resolved",
)
NOW = SQL("(now() AT TIME ZONE 'utc')::timestamp(0)")


def make_register(bench, size):
    """A copy of our database with about ``size`` cases and ``size`` running clocks."""
    count = scaled(size, bench.scale)
    say(f"Filling a database with {count:,} cases and as many running clocks")
    database = Database.clone(bench.ours.name, f"{bench.ours.name}_{size}")
    with database.environment() as env:
        case = _create_case(env)
        fill_cases(env, case, count)
        fill_clocks(env, case, _get_running_values())
        env.invalidate_all()
    database.vacuum(CASES, CLOCKS)
    return database


def _create_case(env):
    handler = worlds.get_user(env, worlds.HANDLER)
    case = env["complaint.complaint"].create(
        {**worlds.prepare_case(env), "user_id": handler.id}
    )
    env.cr.flush()
    return case


def fill_cases(env, case, size):
    """Copy ``case`` into ``size`` cases: number, state, severity and dates differ."""
    is_open = SQL("n %% %s = 0", OPEN_SHARE)
    changed = {
        "number": SQL("%s || n", NUMBER_PREFIX),
        "name": SQL("'Case ' || n"),
        "access_token": SQL("NULL"),
        "severity": SQL("((n / 7) %% 4)::varchar"),
        "date_received": SQL("%s - n * interval '1 minute'", NOW),
        "state": SQL(
            "CASE WHEN %s THEN (%s::varchar[])[1 + n / %s %% %s] ELSE 'closed' END",
            is_open,
            list(OPEN_STATES),
            OPEN_SHARE,
            len(OPEN_STATES),
        ),
        "date_closed": SQL("CASE WHEN NOT %s THEN %s END", is_open, NOW),
        "next_due_date": SQL(
            "CASE WHEN %s THEN %s + (1 + n %% 1000) * interval '1 hour' END",
            is_open,
            NOW,
        ),
    }
    with without_indexes(env.cr, CASES):
        env.cr.execute(
            SQL(
                "INSERT INTO %(table)s (%(columns)s) SELECT %(values)s"
                " FROM %(table)s, generate_series(1, %(size)s) AS n WHERE id = %(id)s",
                table=SQL.identifier(CASES),
                size=size,
                id=case.id,
                **get_columns(case, changed),
            )
        )


def fill_clocks(env, case, changed):
    """Copy the clocks of ``case`` for each case that was filled in as open.

    :param dict changed: column to SQL, in which ``c`` is the case
    """
    changed = {
        "complaint_id": SQL("c.id"),
        "severity": SQL("c.severity"),
        "date_start": SQL("c.date_received"),
        **changed,
    }
    with without_indexes(env.cr, CLOCKS):
        env.cr.execute(
            SQL(
                "INSERT INTO %(table)s (%(columns)s) SELECT %(values)s"
                " FROM %(table)s t, %(cases)s c"
                " WHERE t.complaint_id = %(id)s AND c.number LIKE %(copies)s"
                " AND c.next_due_date IS NOT NULL",
                table=SQL.identifier(CLOCKS),
                cases=SQL.identifier(CASES),
                copies=f"{NUMBER_PREFIX}%",
                id=case.id,
                **get_columns(case.clock_ids, changed, "t"),
            )
        )


def close_all_but(database, count):
    """Close cases by hand until so many are open: years went by, the work stayed."""
    with database.environment() as env:
        env.cr.execute(
            SQL(
                "UPDATE complaint_complaint SET state = 'closed' WHERE id IN ("
                "SELECT id FROM complaint_complaint"
                " WHERE state NOT IN ('closed', 'cancelled')"
                " ORDER BY date_received DESC OFFSET %s)",
                count,
            )
        )
    database.vacuum(CASES)


def _get_running_values():
    due = SQL("%s + (1 + c.id %% 1000) * interval '1 hour'", NOW)
    return {
        "date_due": due,
        "date_due_first": due,
        "next_event_at": due,
        "state": SQL("'running'"),
    }


def get_ended_values():
    """Four clocks in five have ended, one of those in five too late."""
    due = SQL("c.date_received + interval '3 day'")
    late = SQL("(c.id + t.id) %% 5 = 0")
    ended = SQL("(c.id + t.id) %% 7 < 6")
    return {
        "date_due": due,
        "date_due_first": due,
        "next_event_at": SQL("NULL"),
        "state": SQL("CASE WHEN %s THEN 'stopped' ELSE 'running' END", ended),
        "outcome": SQL(
            "CASE WHEN %s THEN CASE WHEN %s THEN 'missed' ELSE 'met' END END",
            ended,
            late,
        ),
        "is_late": late,
        "date_stop": SQL("CASE WHEN %s THEN %s END", ended, due),
        "late_seconds": SQL("CASE WHEN %s THEN 600 + c.id %% 5000 ELSE 0 END", late),
        "used_seconds": SQL("3600 + c.id %% 50000"),
    }


def get_columns(records, changed, alias=None):
    """The stored columns of a model, and their values in the copies."""
    names = [
        name
        for name, field in records._fields.items()
        if field.store and field.column_type and name != "id"
    ]
    columns = [SQL.identifier(name) for name in names]
    same = [SQL.identifier(*filter(None, (alias, name))) for name in names]
    values = [
        changed.get(name, column) for name, column in zip(names, same, strict=True)
    ]
    return {"columns": SQL(", ").join(columns), "values": SQL(", ").join(values)}


@contextmanager
def without_indexes(cr, table):
    """Build the indexes after the rows: four times as fast for a million."""
    cr.execute(
        SQL(
            "SELECT indexname, indexdef FROM pg_indexes i WHERE tablename = %s"
            " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = i.indexname)",
            table,
        )
    )
    indexes = cr.fetchall()
    # No background work on it between the trials: see Database.vacuum.
    cr.execute(
        SQL("ALTER TABLE %s SET (autovacuum_enabled = false)", SQL.identifier(table))
    )
    for name, _definition in indexes:
        cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))
    yield
    cr.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for _name, definition in indexes:
        cr.execute(definition)
