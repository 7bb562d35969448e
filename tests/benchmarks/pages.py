# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The first page of list and kanban, as the web client reads it, small and large."""

from contextlib import contextmanager

from lxml import etree

from . import fill, worlds
from .measure import Subject, take_turns
from .options import scaled
from .rows import Row, Target

LIST_PAGE, KANBAN_PAGE = 80, 40
LIST_COUNT_LIMIT = 10_001
# How the board asks for its columns.
BOARD = {"read_group_expand": True, "complaint_board": True}
# What the menu shows first: the filter "Open".
OPEN = [("state", "not in", ("closed", "cancelled"))]


def measure(bench):
    """First as many open cases as the size suggests, then the same work in both."""
    small, large = bench.get_register(fill.SMALL), bench.get_register(fill.LARGE)
    yield from _compare(bench, large, small, "all cases", [])
    yield from _compare(bench, large, small, "open: one case in four", OPEN)
    same = scaled(fill.SMALL, bench.scale) // fill.OPEN_SHARE
    fill.close_all_but(large, same)
    yield from _compare(bench, large, small, f"open: {same:,} in both", OPEN)


def _compare(bench, large, small, label, domain):
    for what, (view_type, read) in READERS.items():
        subjects = [
            _get_subject(bench, size, database, view_type, read, domain)
            for size, database in ((fill.LARGE, large), (fill.SMALL, small))
        ]
        take_turns(subjects, repeat=7)
        name = f"{what}, {label}, {subjects[0].label}"
        yield Row(name, *subjects, target=Target(1.5))


def _get_subject(bench, size, database, view_type, read, domain):
    label = f"{scaled(size, bench.scale):,} cases"
    return Subject(label, lambda: _page(database, view_type, read, domain))


@contextmanager
def _page(database, view_type, read, domain):
    with database.trial(worlds.MANAGER) as env:
        cases = env["complaint.complaint"]
        specification = get_specification(cases, view_type)
        env.invalidate_all()
        yield lambda: read(cases, domain, specification)


def _read_list(cases, domain, specification):
    return cases.web_search_read(
        domain, specification, limit=LIST_PAGE, count_limit=LIST_COUNT_LIMIT
    )


def _read_kanban(cases, domain, specification):
    return cases.with_context(**BOARD).web_read_group(
        domain,
        ["state"],
        auto_unfold=True,
        unfold_read_specification=specification,
        unfold_read_default_limit=KANBAN_PAGE,
    )


def _read_bars(cases, domain, _specification):
    """The severities in each column, which the board asks for beside its cards."""
    colors = {"3": "danger", "2": "warning", "1": "info", "0": "200"}
    bars = {"field": "severity", "colors": colors}
    return cases.with_context(**BOARD).read_progress_bar(domain, "state", bars)


# What is read: the view that asks, and how it asks.
READERS = {
    "list, first page": ("list", _read_list),
    "kanban, first page": ("kanban", _read_kanban),
    "kanban, parts of its columns": ("kanban", _read_bars),
}


def get_specification(records, view_type):
    """What the web client reads for a view: names of what fields point at, too."""
    view = records.get_views([(False, view_type)])
    arch = etree.fromstring(view["views"][view_type]["arch"])
    fields = view["models"][records._name]["fields"]
    relations = ("many2one", "many2many")
    return {
        name: {"fields": {"display_name": {}}}
        if fields[name]["type"] in relations
        else {}
        for name in arch.xpath("//field[not(ancestor::field)]/@name")
    }
