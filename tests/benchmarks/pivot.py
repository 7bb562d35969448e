# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The analysis of deadlines at a million clocks beside the bare GROUP BY."""

from contextlib import contextmanager

from lxml import etree

from odoo.tools import SQL

from . import fill, worlds
from .measure import Subject, take_turns
from .rows import Row, Target

REPORT = "complaint.clock.report"
# What the menu shows first: the filter "Without Cancelled".
DOMAIN = [("state", "!=", "cancelled")]
RAW = """
    SELECT milestone, avg(share_met), avg(late_hours), avg(used_hours), count(*)
      FROM (
        SELECT milestone,
               CASE WHEN state = 'stopped' THEN (NOT is_late)::int::float END
                    AS share_met,
               CASE WHEN state = 'stopped' AND is_late THEN late_seconds / 3600 END
                    AS late_hours,
               CASE WHEN state = 'stopped' THEN used_seconds / 3600 END
                    AS used_hours
          FROM complaint_clock
         WHERE state != 'cancelled'
      ) AS clocks
     GROUP BY GROUPING SETS ((), (milestone))
"""


def measure(bench):
    database = bench.get_register(fill.LARGE)
    size = _end_clocks(database)
    _check_same(database)
    raw = Subject("raw GROUP BY", lambda: _raw(database))
    system = Subject("pivot, no access rules", lambda: _pivot(database, None))
    manager = Subject("pivot, as a manager", lambda: _pivot(database, worlds.MANAGER))
    take_turns([manager, system, raw], repeat=5)
    for subject in (manager, system):
        yield Row(f"{subject.label}, {size:,} clocks", subject, raw, 1, Target(1.3))


def _end_clocks(database):
    """Most clocks of a register have ended: fill it anew, now that sweeps are over."""
    with database.environment() as env:
        case = env["complaint.complaint"].search([("name", "=", worlds.SUBJECT)])[-1:]
        env.cr.execute(
            SQL(
                "DELETE FROM complaint_clock_event;"
                "CREATE TEMP TABLE kept AS"
                " SELECT * FROM complaint_clock WHERE complaint_id = %(case)s;"
                "TRUNCATE complaint_clock CASCADE;"
                "INSERT INTO complaint_clock SELECT * FROM kept",
                case=case.id,
            )
        )
        env.invalidate_all()
        fill.fill_clocks(env, case, fill.get_ended_values())
        size = env["complaint.clock"].search_count([])
    database.vacuum(fill.CLOCKS)
    return size


def _get_question(env):
    """Rows and measures of the view, as the web client asks for them."""
    view = env[REPORT].get_views([(False, "pivot")])
    arch = etree.fromstring(view["views"]["pivot"]["arch"])
    (row,) = arch.xpath("//field[@type='row']/@name")
    fields = env[REPORT]._fields
    measures = [
        f"{name}:{fields[name].aggregator}"
        for name in arch.xpath("//field[@type='measure']/@name")
    ]
    return DOMAIN, [[], [row]], [*measures, "__count"]


@contextmanager
def _pivot(database, login):
    with database.trial(login) as env:
        question = _get_question(env)
        env.invalidate_all()
        yield lambda: env[REPORT].formatted_read_grouping_sets(*question)


@contextmanager
def _raw(database):
    """The same figures from the same rows, by hand, for whoever may read all."""
    with database.trial() as env:

        def act():
            env.cr.execute(RAW)
            return env.cr.fetchall()

        yield act


def _check_same(database):
    """Both give the same numbers."""
    with database.trial() as env:
        env.cr.execute(RAW)
        raw = {row[0]: row[1:] for row in env.cr.fetchall()}
        (total,), groups = env[REPORT].formatted_read_grouping_sets(*_get_question(env))
        ours = {group["milestone"]: group for group in groups}
        ours[None] = total
        for milestone, numbers in raw.items():
            found = [value for name, value in ours[milestone].items() if ":" in name]
            found.append(ours[milestone]["__count"])
            if not all(
                abs((mine or 0) - (number or 0)) < 1e-6
                for mine, number in zip(found, numbers, strict=True)
            ):
                raise AssertionError(f"{milestone}: {found}, not {numbers}")
