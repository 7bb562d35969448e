# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the form of a case shows of like cases and lessons, among a million cases."""

from contextlib import contextmanager, nullcontext

from odoo import Command
from odoo.tools import SQL

from . import fill, worlds
from .database import Database, begin_request, say
from .measure import Subject, take_turns
from .options import scaled
from .rows import Row, Target

REPEAT = 7
# What it may take, whatever the number of cases.
BUDGET = 50e-3
CATEGORIES, CAUSES, LESSONS, THINGS = 20, 40, 500, 50_000
VERDICTS = ["upheld", "partly_upheld", "not_upheld"]
FNAMES = ["like_summary", "like_case_ids", "like_lesson_ids"]


def measure(bench):
    """The handler of a case opens it, and somebody who reads all cases."""
    register = bench.get_register(fill.LARGE)
    database = Database.clone(register.name, f"{register.name}_like")
    try:
        size = _spread(database, bench.scale)
        budget = Subject("50 ms", nullcontext, times=[BUDGET])
        for who in (worlds.CLERK, worlds.MANAGER):
            for label, known in SITUATIONS.items():
                ours = Subject(
                    "like cases and lessons",
                    lambda who=who, known=known: _opening(database, who, known),
                )
                take_turns([ours], repeat=REPEAT)
                name = f"like cases, {label}, {who}, {size}"
                yield Row(name, ours, budget, 1, Target(1))
    finally:
        database.drop()


# What is known of the case: the branch of categories alone, or with it a cause, one of
# many, or a rare one that has to be looked for in all of the branch.
SITUATIONS = {
    "by a wide category": {},
    "by one cause of many": {"cause": 5},
    "by a rare cause": {"cause": -1},
}


def _spread(database, scale):
    """All that ended was settled in the last year, in one tree of categories."""
    count = scaled(fill.LARGE, scale)
    say(f"Spreading {count:,} cases over {CATEGORIES} categories and {CAUSES} causes")
    with database.environment() as env:
        top = env["complaint.category"].create({"name": "Everything"})
        categories = env["complaint.category"].create(
            [{"name": f"Kind {n}", "parent_id": top.id} for n in range(CATEGORIES)]
        )
        causes = env["complaint.cause"].create(
            [{"name": f"Cause {n}"} for n in range(CAUSES)]
        )
        lessons = env["complaint.lesson"].create(
            [
                {
                    "name": f"Lesson {n}",
                    "category_ids": [
                        Command.link(categories[n % CATEGORIES].id),
                        Command.link(top.id),
                    ],
                    "cause_ids": [Command.link(causes[n % CAUSES].id)],
                }
                for n in range(scaled(LESSONS, scale))
            ]
        )
        lessons._write_sealed({"state": "approved"})
        env.flush_all()
        # The last cause is the rare one: one case in ten thousand. One in four is the
        # clerk's, who reads no others.
        with fill.without_indexes(env.cr, fill.CASES):
            env.cr.execute(
                SQL(
                    "UPDATE complaint_complaint SET"
                    " category_id = (%(categories)s::int[])[1 + id %% %(many)s],"
                    " cause_id = CASE WHEN id %% 10000 = 7 THEN %(rare)s"
                    "  ELSE (%(causes)s::int[])[1 + id %% %(less)s] END,"
                    " verdict = (%(verdicts)s::varchar[])[1 + id %% 3],"
                    " date_resolved = CASE WHEN state IN ('closed', 'resolved')"
                    "  THEN %(now)s - random() * interval '360 day' END,"
                    " origin_ref = 'res.partner,' || id %% %(things)s,"
                    " user_id = CASE WHEN id %% 4 = 3 THEN %(clerk)s ELSE user_id END",
                    categories=categories.ids,
                    many=CATEGORIES,
                    causes=causes.ids,
                    less=CAUSES - 1,
                    rare=causes[-1].id,
                    verdicts=VERDICTS,
                    now=fill.NOW,
                    things=THINGS,
                    clerk=worlds.get_user(env, worlds.CLERK).id,
                )
            )
    database.vacuum(fill.CASES, "complaint_lesson")
    return f"{count:,} cases"


@contextmanager
def _opening(database, who, known):
    with database.trial() as env:
        handler = worlds.get_user(env, worlds.CLERK)
        top = env["complaint.category"].search([("name", "=", "Everything")])
        causes = env["complaint.cause"].search([("name", "=like", "Cause %")])
        cause = causes.sorted("id")[known["cause"]] if known else causes.browse()
        case = env["complaint.complaint"].create(
            {
                **worlds.prepare_case(env),
                "category_id": top.id,
                "cause_id": cause.id,
                "user_id": handler.id,
            }
        )
        env.flush_all()
        begin_request(env)
        case = case.with_user(worlds.get_user(env, who))
        # The form has the case itself read before it comes to these.
        case.read(["name", "category_id", "cause_id", "verdict"])

        def act():
            case.read(FNAMES)
            if not (case.like_case_ids and case.like_lesson_ids):
                raise AssertionError("Like cases or lessons are missing")

        yield act
