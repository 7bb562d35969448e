# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Many people at once before a real server: our public form, and the helpdesk's.

Fails when the server breaks (a status of 500 or more, or no answer), and when an
accepted submission is not in the database exactly once.
"""

import json
import shutil
import signal
import statistics
import sys
from pathlib import Path

from odoo.modules.registry import Registry
from odoo.sql_db import close_db

from .database import Database, say
from .report import describe_machine, format_columns, format_seconds
from .web_server import WORKERS, Server, copy_filestore
from .web_sides import PortalForm, PublicForm
from .web_visitors import READERS, SUBMITTERS, visit

WARM_UP = 10  # seconds
HEADER = (
    "",
    "accepted",
    "a second",
    "median",
    "95 %",
    "pages a second",
    "median",
    "95 %",
    "statuses",
    "broken",
)


class Result:
    """What came out for one side.

    :param side: a ``Side``
    :param diary: what its visitors wrote down
    :param list warm_up: subjects that were accepted before
    :param server: a ``Server``, to read how often requests began anew
    """

    def __init__(self, side, diary, warm_up, server):
        self.label = side.label
        self.diary = diary
        rows = side.count_rows()
        known = {*diary.accepted, *warm_up}
        self.lost = [text for text in known if not rows.get(text)]
        self.doubled = [text for text, count in rows.items() if count > 1]
        self.unknown = [text for text in rows if text not in known]
        self.rows = sum(rows.values()) - len(warm_up)
        self.retries, self.given_up = server.count_retries()

    @property
    def throughput(self):
        return len(self.diary.accepted) / self.diary.elapsed

    @property
    def is_sound(self):
        return not (self.diary.failures or self.lost or self.doubled or self.unknown)

    def format(self):
        diary = self.diary
        return (
            self.label,
            str(len(diary.accepted)),
            f"{self.throughput:.1f}",
            *map(format_seconds, get_percentiles(diary.submissions)),
            f"{len(diary.answers) / diary.elapsed:.1f}",
            *map(format_seconds, get_percentiles(diary.reads)),
            ", ".join(
                f"{status}: {count}" for status, count in sorted(diary.statuses.items())
            ),
            str(diary.failures),
        )

    def explain(self):
        """Whether each accepted submission is there once, in a sentence."""
        return (
            f"{self.label}: {len(self.diary.accepted)} accepted, {self.rows} rows; "
            f"{len(self.lost)} lost, {len(self.doubled)} doubled, {len(self.unknown)} "
            f"not told; {self.retries} requests began anew, {self.given_up} gave up"
        )

    def as_dict(self):
        diary = self.diary
        return {
            "side": self.label,
            "seconds": diary.elapsed,
            "accepted": len(diary.accepted),
            "rows": self.rows,
            "lost": len(self.lost),
            "doubled": len(self.doubled),
            "not_told": len(self.unknown),
            "accepted_a_second": self.throughput,
            "requests_a_second": len(diary.answers) / diary.elapsed,
            "submission": describe(diary.submissions),
            "requests": {
                kind: describe(taken) for kind, taken in diary.seconds.items()
            },
            "statuses": dict(diary.statuses),
            "failures": diary.failures,
            "retries": self.retries,
            "given_up": self.given_up,
        }


def get_percentiles(seconds):
    """Median and 95th percentile; of nothing, nothing is known."""
    if len(seconds) < 2:
        return float("nan"), float("nan")
    return statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]


def describe(seconds):
    median, most = get_percentiles(seconds)
    return {"count": len(seconds), "median_seconds": median, "p95_seconds": most}


def run(options):
    """Measure both sides, one after the other, and tell what came out.

    :return: whether nothing broke, got lost or doubled on our side
    """
    # Whoever ends this early ends the server as well.
    signal.signal(signal.SIGTERM, lambda *_args: sys.exit(143))
    results = [
        _measure(options, options.database, PublicForm),
        _measure(options, options.peers_database, PortalForm),
    ]
    ours, peer = results
    lines = [HEADER, *(result.format() for result in results)]
    sys.stdout.write(format_columns(lines) + "\n")
    for result in results:
        sys.stdout.write(result.explain() + "\n")
    ratio = ours.throughput / peer.throughput if peer.throughput else float("nan")
    sys.stdout.write(f"Submissions a second, ours / theirs: {ratio:.2f}\n")
    if options.json:
        _write_json(options, results, ratio)
    return ours.is_sound


def _measure(options, source, kind):
    """One side, on a copy of a database that is dropped afterwards."""
    database = Database.clone(source, f"{source}_web")
    files = copy_filestore(source, database.name)
    try:
        with database.environment() as env:
            kind.prepare(env)
        # Only the server works from here on.
        Registry.delete(database.name)
        close_db(database.name)
        server = Server(database, Path(options.scratch) / f"{database.name}.log")
        with server.running():
            side = kind(database, server.url)
            side.set_up()
            say(f"Warming up: {kind.label}")
            warm_up = visit(side, min(WARM_UP, options.seconds))
            say(
                f"Measuring: {kind.label}, {SUBMITTERS} submitters and {READERS} "
                f"readers for {options.seconds:g} s"
            )
            diary = visit(side, options.seconds)
        return Result(side, diary, [*side.earlier, *warm_up.accepted], server)
    finally:
        database.drop()
        shutil.rmtree(files, ignore_errors=True)


def _write_json(options, results, ratio):
    with Database(options.database).environment() as env:
        machine = describe_machine(env.cr)
    content = {
        "machine": machine,
        "workers": WORKERS,
        "submitters": SUBMITTERS,
        "readers": READERS,
        "seconds": options.seconds,
        "sides": [result.as_dict() for result in results],
        "ratio": ratio,
    }
    text = json.dumps(content, indent=2) + "\n"
    Path(options.json).write_text(text, encoding="utf-8")
