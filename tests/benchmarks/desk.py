# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The desk of somebody with 300 open things, as the web client reads it (R4)."""

from contextlib import contextmanager

from odoo.tools import SQL

from . import fill, worlds
from .database import Database, begin_request
from .measure import Subject, take_turns
from .options import scaled
from .pages import LIST_PAGE, get_specification
from .rows import Row, Target

REPEAT = 7
OPEN_THINGS = 300
MINE = [("is_mine", "=", True)]


def measure(bench):
    """One's own desk among many cases and few, and all desks with as much open."""
    small, large = bench.get_register(fill.SMALL), bench.get_register(fill.LARGE)
    ours, theirs = (
        Database.clone(register.name, f"{register.name}_desk")
        for register in (large, small)
    )
    try:
        same = scaled(fill.SMALL, bench.scale) // fill.OPEN_SHARE
        fill.close_all_but(ours, same)
        for database in (ours, theirs):
            _give(database)
        for label, who, domain, groupby in (
            (f"{OPEN_THINGS} open things", worlds.CLERK, MINE, "due_when"),
            (f"of all, {same:,} open", worlds.MANAGER, [], "user_id"),
        ):
            subjects = [
                Subject(
                    f"{scaled(size, bench.scale):,} cases",
                    lambda args=(database, who, domain, groupby): _page(*args),
                )
                for size, database in ((fill.LARGE, ours), (fill.SMALL, theirs))
            ]
            take_turns(subjects, repeat=REPEAT)
            yield Row(
                f"desk, {label}, {subjects[0].label}", *subjects, target=Target(1.5)
            )
    finally:
        for database in (ours, theirs):
            database.drop()


def _give(database):
    """So many of the open cases are the clerk's."""
    with database.environment() as env:
        env.cr.execute(
            SQL(
                "UPDATE complaint_complaint SET user_id = %s WHERE id IN ("
                "SELECT id FROM complaint_complaint"
                " WHERE state NOT IN ('closed', 'cancelled')"
                " ORDER BY date_received DESC LIMIT %s)",
                worlds.get_user(env, worlds.CLERK).id,
                OPEN_THINGS,
            )
        )
    database.vacuum(fill.CASES)


@contextmanager
def _page(database, who, domain, groupby):
    """The groups, each with its first page where they stand open."""
    with database.trial(who) as env:
        desk = env["complaint.desk"]
        specification = get_specification(desk, "list")
        begin_request(env)
        yield lambda: desk.web_read_group(
            domain,
            [groupby],
            auto_unfold=domain == MINE,
            unfold_read_specification=specification,
            unfold_read_default_limit=LIST_PAGE,
        )
