# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Registering cases with four clocks: one by one as people do, and in bulk."""

from contextlib import contextmanager
from dataclasses import dataclass

from . import worlds
from .database import begin_request, finish_request
from .measure import Subject, take_turns
from .options import scaled
from .rows import Row, Target

SIZES = (1, 500, 5000)
WARM_UP = 10
# So many one by one, then it is the turn of the others.
TURN = 50
TICKETS = "ticket, 3 SLAs"


@dataclass(frozen=True)
class Kind:
    """What is created: its model, its values, and how to see its deadlines."""

    label: str
    model: str
    prepare: callable
    deadlines: str = ""
    expected: int = 0


OURS = Kind(
    "case, 4 clocks",
    "complaint.complaint",
    worlds.prepare_case,
    "clock_ids",
    len(worlds.TARGETS),
)
PEERS = (
    Kind(TICKETS, "helpdesk.ticket", worlds.prepare_ticket, "ticket_sla_ids", 3),
    Kind("crm.lead", "crm.lead", worlds.prepare_lead),
    Kind("crm.claim", "crm.claim", worlds.prepare_claim),
)


@dataclass(frozen=True)
class Manner:
    """How: in calls of their own or in one, with or without tracking."""

    label: str
    one_by_one: bool
    context: dict
    bound: float


MANNERS = (
    Manner("one by one, tracked", True, {}, 0.6),
    Manner("in one call, tracked", False, {}, 0.15),
    Manner("in one call, as an import", False, {"tracking_disable": True}, 0.15),
)


def measure(bench):
    for manner in MANNERS:
        for size in SIZES:
            yield from _compare(bench, manner, scaled(size, bench.scale))


def _compare(bench, manner, count):
    size = min(count, TURN) if manner.one_by_one else count
    ours = _get_subject(bench.ours, OURS, manner, size)
    peers = [_get_subject(bench.peers, kind, manner, size) for kind in PEERS]
    # A single one is over in no time and hit by any breeze; 5,000 calm it.
    repeat = 20 if count == 1 else 3 if count <= 500 else 1
    take_turns([ours, *peers], max(repeat, count // size))
    for peer in peers:
        has_target = peer.label == TICKETS and count > 1
        target = Target(manner.bound) if has_target else None
        yield Row(f"create {count}, {manner.label}", ours, peer, size, target)


def _get_subject(database, kind, manner, count):
    return Subject(
        kind.label,
        lambda: creating(database, kind, manner, count),
        lambda: creating(database, kind, manner, min(count, WARM_UP)),
    )


@contextmanager
def creating(database, kind, manner, count):
    with database.trial(worlds.CLERK) as env:
        vals = kind.prepare(env)
        records = env[kind.model].with_context(**manner.context)
        created = []

        def act():
            size = 1 if manner.one_by_one else count
            for _call in range(count // size):
                begin_request(env)
                created.append(records.create([dict(vals) for _one in range(size)]))
                finish_request(env)

        yield act
        _check_deadlines(created, kind)


def _check_deadlines(created, kind):
    """Nothing is fast because it was left out."""
    if not kind.deadlines:
        return
    for records in created:
        for record in records:
            found = len(record.sudo()[kind.deadlines])
            if found != kind.expected:
                raise AssertionError(f"{record} has {found} deadlines")
