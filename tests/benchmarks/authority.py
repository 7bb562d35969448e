# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Finding who may promise it, among few authorities and among a thousand."""

from contextlib import contextmanager
from dataclasses import dataclass, field

from odoo import Command

from . import worlds
from .database import begin_request
from .measure import Subject, take_turns
from .options import scaled
from .rows import Row, Target

SIZE = 1000
FEW = 10
STAFF = "complaint_management.group_complaint_user"
# What nobody but the last of those who are given authority may promise.
AMOUNT = 5000


@dataclass
class QueryRow(Row):
    """A comparison of how often the database is asked; the times inform."""

    queries: dict = field(default_factory=dict)

    @property
    def ratio(self):
        return self.queries[self.ours.label] / self.queries[self.peer.label]

    def as_dict(self):
        return {**super().as_dict(), "queries": self.queries}


def measure(bench):
    """However many authorities there are, one look finds the nearest approver."""
    count, queries = scaled(SIZE, bench.scale), {}
    sizes = {f"among {size:,} authorities": size for size in (count, FEW)}
    ours, few = (
        Subject(
            label,
            lambda label=label, size=size: _finding(bench.ours, label, size, queries),
        )
        for label, size in sizes.items()
    )
    take_turns([ours, few], repeat=3)
    name = f"find an approver {ours.label} ({queries[ours.label]} queries)"
    few_label = f"{few.label}, in queries ({queries[few.label]})"
    queries[few_label] = queries.pop(few.label)
    few.label = few_label
    yield QueryRow(name, ours, few, target=Target(1), queries=queries)


@contextmanager
def _finding(database, label, size, queries):
    with database.trial() as env:
        able = _give_authority(env, size)
        line = _prepare_line(env)
        handler = worlds.get_user(env, worlds.HANDLER)
        env.flush_all()
        case = line.complaint_id.with_user(handler)
        begin_request(env)

        def act():
            before = env.cr.sql_log_count
            found = case._find_approvers(line.with_user(handler))
            queries[label] = env.cr.sql_log_count - before
            if able not in found:
                raise AssertionError(f"{able} could approve it, and is not in {found}")

        yield act


def _give_authority(env, size):
    """So many authorities: to people, and to jobs of people; the last is enough.

    :return: the user whom it is enough for
    """
    env["complaint.authority"].search([]).active = False
    users = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            [
                {
                    "name": f"Approver {number}",
                    "login": f"approver_{number}",
                    "group_ids": [Command.link(env.ref(STAFF).id)],
                }
                for number in range(max(size // 10, 2))
            ]
        )
    )
    jobs = env["hr.job"].create([{"name": f"Job {user.name}"} for user in users])
    env["hr.employee"].create(
        [
            {"name": user.name, "user_id": user.id, "job_id": job.id}
            for user, job in zip(users, jobs, strict=True)
        ]
    )
    able = users[-1]
    env["complaint.authority"].create(
        [
            {"grant": "user", "user_id": user.id, "amount_case": number}
            if number % 2
            else {"grant": "job", "job_id": job.id, "amount_case": number}
            for number, user, job in (
                (number, users[number % len(users)], jobs[number % len(jobs)])
                for number in range(size - 1)
            )
        ]
        + [{"grant": "user", "user_id": able.id, "amount_case": AMOUNT}]
    )
    return able


def _prepare_line(env):
    case = env["complaint.complaint"].create(worlds.prepare_case(env))
    case.user_id = worlds.get_user(env, worlds.HANDLER)
    return env["complaint.remedy"].create(
        {
            "complaint_id": case.id,
            "type_id": env.ref("complaint_management.remedy_type_refund").id,
            "amount": AMOUNT,
        }
    )
