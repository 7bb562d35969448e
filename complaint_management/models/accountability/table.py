# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The life of an entry, as one table."""

from typing import NamedTuple

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class Act(NamedTuple):
    """One row of the life of an entry.

    ``sources`` are the states it starts from, ``target`` the one it leads to, or None
    when the state stays. ``rewards`` tells where it starts for a reward, which nobody
    has to answer. ``decides`` bars who has a part in it, ``reasoned`` asks for a
    reason, and ``final`` is the end.
    """

    label: str
    done: str
    sources: tuple = ()
    target: str | None = None
    rewards: tuple = ()
    decides: bool = False
    reasoned: bool = False
    final: bool = False


ACTS = {
    "propose": Act(label=_lt("Propose"), done=_lt("Newly proposed"), target="proposed"),
    "notify": Act(
        label=_lt("Notify"),
        done=_lt("Employee notified"),
        sources=("proposed",),
        target="notified",
    ),
    "state": Act(
        label=_lt("Give a statement"),
        done=_lt("Statement given"),
        sources=("notified",),
    ),
    "statement_over": Act(
        label=_lt("End the time for the statement"),
        done=_lt("Time for the statement is over"),
        sources=("notified",),
    ),
    "confirm": Act(
        label=_lt("Confirm"),
        done=_lt("Confirmed"),
        sources=("notified",),
        target="confirmed",
        rewards=("proposed",),
        decides=True,
        reasoned=True,
    ),
    "dismiss": Act(
        label=_lt("Dismiss"),
        done=_lt("Dismissed"),
        sources=("proposed", "notified"),
        target="dismissed",
        rewards=("proposed",),
        decides=True,
        reasoned=True,
        final=True,
    ),
    "appeal": Act(
        label=_lt("Appeal"),
        done=_lt("Appealed"),
        sources=("confirmed",),
        target="appealed",
    ),
    "uphold": Act(
        label=_lt("Uphold"),
        done=_lt("Upheld on appeal"),
        sources=("appealed",),
        target="upheld",
        decides=True,
        reasoned=True,
        final=True,
    ),
    "reduce": Act(
        label=_lt("Reduce"),
        done=_lt("Reduced"),
        sources=("appealed",),
        target="reduced",
        decides=True,
        reasoned=True,
        final=True,
    ),
    # Also without an appeal, as when the case was opened again.
    "waive": Act(
        label=_lt("Waive"),
        done=_lt("Waived"),
        sources=("confirmed", "appealed"),
        target="waived",
        decides=True,
        reasoned=True,
        final=True,
    ),
    "finish": Act(
        label=_lt("End the time for the appeal"),
        done=_lt("Final"),
        sources=("confirmed",),
        final=True,
    ),
    "reverse": Act(
        label=_lt("Reverse"),
        done=_lt("Reversed"),
        sources=("confirmed", "upheld", "reduced"),
        rewards=("confirmed",),
        decides=True,
        reasoned=True,
    ),
    "review": Act(label=_lt("Mark for review"), done=_lt("Marked for review")),
    "keep": Act(
        label=_lt("Keep as it is"),
        done=_lt("Reviewed and kept"),
        decides=True,
        reasoned=True,
    ),
    # Who left is no longer named; nothing that was decided changes.
    "forget": Act(label=_lt("Anonymise"), done=_lt("Anonymised")),
    "override": Act(
        label=_lt("Pass a conflict of interest"),
        done=_lt("Conflict of interest passed"),
    ),
}
