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

    As ``complaint.acts.mixin`` reads it: ``needs`` are a "reason", or a "day".
    """

    label: str
    done: str
    sources: tuple = LIVE
    target: str | None = None
    needs: tuple = ()


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
        needs=("reason",),
    ),
    "dismiss": Act(
        label=_lt("False Alarm"),
        done=_lt("Called a false alarm"),
        target="closed",
        needs=("reason",),
    ),
    "follow": Act(
        label=_lt("Follow Up"),
        done=_lt("Followed up"),
        target="followed",
    ),
    "snooze": Act(
        label=_lt("Snooze"),
        done=_lt("Snoozed"),
        needs=("day",),
    ),
    "close": Act(label=_lt("Close"), done=_lt("Closed"), target="closed"),
    "reopen": Act(
        label=_lt("Open Again"),
        done=_lt("Opened again"),
        sources=("closed", "explained", "followed"),
        target="acknowledged",
        needs=("reason",),
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
