# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The life of an alert, as one table."""

from typing import NamedTuple

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

STATES = [
    ("new", "New"),
    ("acknowledged", "Seen"),
    ("explained", "Explained"),
    ("followed", "Followed Up"),
    ("closed", "Closed"),
]
# Somebody still has to look, or to do something.
OPEN = ("new", "acknowledged")
ALL = tuple(state for state, _label in STATES)
LIVE = tuple(state for state in ALL if state != "closed")


class Act(NamedTuple):
    """One row of the life of an alert.

    ``sources`` are the states it starts from, ``target`` the one it leads to, or None
    when the state stays. ``reasoned`` asks for a reason, ``dated`` for a day.
    """

    label: str
    done: str
    sources: tuple = LIVE
    target: str | None = None
    reasoned: bool = False
    dated: bool = False


ACTS = {
    "acknowledge": Act(
        label=_lt("I Look Into It"),
        done=_lt("Seen"),
        sources=("new",),
        target="acknowledged",
    ),
    "explain": Act(
        label=_lt("Explain"),
        done=_lt("Explained"),
        sources=OPEN,
        target="explained",
        reasoned=True,
    ),
    "dismiss": Act(
        label=_lt("False Alarm"),
        done=_lt("Called a false alarm"),
        target="closed",
        reasoned=True,
    ),
    "follow": Act(
        label=_lt("Follow Up"),
        done=_lt("Followed up"),
        target="followed",
    ),
    "snooze": Act(
        label=_lt("Snooze"),
        done=_lt("Snoozed"),
        dated=True,
    ),
    "close": Act(label=_lt("Close"), done=_lt("Closed"), target="closed"),
    "reopen": Act(
        label=_lt("Open Again"),
        done=_lt("Opened again"),
        sources=("closed", "explained", "followed"),
        target="acknowledged",
        reasoned=True,
    ),
    # What the watch does by itself.
    "quiet": Act(
        label=_lt("End when quiet"),
        done=_lt("Closed by itself: nothing out of the ordinary for four weeks"),
        target="closed",
    ),
    "level": Act(
        label=_lt("Take the new level as usual"),
        done=_lt(
            "Closed by itself: it has stayed at a new level for eight weeks. From now "
            "on, what comes is compared with that"
        ),
        target="closed",
    ),
    "worsen": Act(
        label=_lt("Call again"),
        done=_lt("Open again by itself: it has become much more"),
        sources=ALL,
        target="new",
    ),
}
