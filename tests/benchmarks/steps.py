# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Many records move on at once: a step of the life cycle beside a change of stage."""

from contextlib import contextmanager

from odoo.addons.complaint_management.models.case.messages import NO_MAIL

from . import worlds
from .creation import OURS, PEERS
from .database import begin_request, finish_request
from .measure import Subject, take_turns
from .options import scaled
from .rows import Row

SIZE = 500


def measure(bench):
    """Assessing checks the gates, logs the step, tells it and stops a clock."""
    count = scaled(SIZE, bench.scale)
    ours = Subject(OURS.label, lambda: _assessing(bench.ours, count))
    peers = [
        Subject(kind.label, lambda kind=kind: _changing_stage(bench.peers, kind, count))
        for kind in PEERS
    ]
    take_turns([ours, *peers], repeat=3)
    for peer in peers:
        yield Row(f"change the state of {count}", ours, peer, count)


def _create(env, kind, count):
    vals = kind.prepare(env)
    records = env[kind.model].with_context(tracking_disable=True)
    created = records.create([dict(vals) for _one in range(count)])
    env.cr.flush()
    return created.with_context(tracking_disable=False)


@contextmanager
def _assessing(database, count):
    with database.trial(worlds.HANDLER) as env:
        cases = _create(env, OURS, count)
        cases.with_context(complaint_no_mail=NO_MAIL).action_acknowledge()
        cases.grounds = "sufficient"
        finish_request(env)
        begin_request(env)

        def act():
            cases.action_assess()
            finish_request(env)

        yield act
        if set(cases.mapped("state")) != {"assessed"}:
            raise AssertionError(f"{cases} did not move")


@contextmanager
def _changing_stage(database, kind, count):
    with database.trial(worlds.HANDLER) as env:
        records = _create(env, kind, count)
        stages = env[records._fields["stage_id"].comodel_name].sudo().search([])
        stage = (stages - records.stage_id)[:1]
        begin_request(env)

        def act():
            records.write({"stage_id": stage.id})
            finish_request(env)

        yield act
