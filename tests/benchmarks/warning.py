# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Judging 10,000 series, and the nightly watch over 1,000,000 cases in so many."""

from contextlib import contextmanager, nullcontext
from datetime import timedelta
from random import Random

from odoo import fields
from odoo.tools import SQL

from odoo.addons.complaint_management.tools.warning import judge

from ..tools.outbreaks import JUDGED, SCENARIOS, make_series
from . import fill
from .database import Database, say
from .measure import Subject, take_turns
from .options import scaled
from .rows import Row, Target

SERIES = 10_000
WEEKS = 157
REPEAT = 3
BOUND = 1.5
RULE = "Benchmark"
# What judging one week of one series may take.
BUDGET = 200e-6


def measure(bench):
    yield _measure_judging(scaled(SERIES, bench.scale))
    register = bench.get_register(fill.LARGE)
    database = Database.clone(register.name, f"{register.name}_watch")
    try:
        size = _spread(database, bench.scale)
        raw = Subject("the one grouped query", lambda: _raw(database))
        watch = Subject("the nightly watch", lambda: _watch(database))
        take_turns([watch, raw], repeat=REPEAT)
        yield Row(f"early warning, {size}", watch, raw, 1, Target(BOUND))
    finally:
        database.drop()


def _measure_judging(count):
    """All kinds of series, from one case in two months to two hundred a week."""
    random = Random(1)
    series = [make_series(random, n).quiet for n in range(len(SCENARIOS))] * 5
    weeks = [one[week - WEEKS : week + 1] for week in JUDGED for one in series]
    weeks = weeks[:count]
    ours = Subject("judge", lambda: nullcontext(lambda: list(map(judge, weeks))))
    take_turns([ours], repeat=REPEAT)
    budget = Subject("200 us each", nullcontext, times=[BUDGET * count])
    return Row(f"judge a week, {count:,} series", ours, budget, count, Target(1))


def _spread(database, scale):
    """Three years of cases of many customers, some with a burst this week."""
    count = scaled(SERIES, scale)
    say(f"Spreading the cases over {count:,} customers and three years")
    with database.environment() as env:
        env.cr.execute(
            SQL(
                "INSERT INTO res_partner (name, active, company_id, type)"
                " SELECT 'Customer ' || n, TRUE, NULL, 'contact'"
                " FROM generate_series(1, %s) n RETURNING id",
                count,
            )
        )
        first = min(row[0] for row in env.cr.fetchall())
        with fill.without_indexes(env.cr, fill.CASES):
            env.cr.execute(
                SQL(
                    "UPDATE complaint_complaint SET"
                    " commercial_partner_id = %s + (id::bigint * 7919) %% %s,"
                    " date_received = %s - random() * interval '1090 day',"
                    " create_date = %s - random() * interval '1090 day'",
                    first,
                    count,
                    fill.NOW,
                    fill.NOW,
                )
            )
        env["complaint.alert.rule"].create(
            {"name": RULE, "dimension": "customer", "to_department_head": False}
        )
        cases = env["complaint.complaint"].search_count([])
    database.vacuum(fill.CASES)
    return f"{cases:,} cases, {count:,} series"


@contextmanager
def _watch(database):
    with database.trial() as env:
        rule = env["complaint.alert.rule"].search([("name", "=", RULE)])
        yield rule._watch


@contextmanager
def _raw(database):
    """What any watch has to ask: how many of each customer in each week."""
    with database.trial() as env:
        end = fields.Datetime.now()

        def act():
            env.cr.execute(
                SQL(
                    "SELECT company_id, commercial_partner_id,"
                    " floor(date_part('epoch', %s - date_received) / 604800)::int,"
                    " count(*) FROM complaint_complaint WHERE kind = 'complaint'"
                    " AND date_received > %s GROUP BY 1, 2, 3",
                    end,
                    end - timedelta(weeks=WEEKS),
                )
            )
            return env.cr.fetchall()

        yield act
