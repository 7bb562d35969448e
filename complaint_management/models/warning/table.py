# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The life of an alert, as one table."""

from odoo.tools import LazyTranslate

from ...tools.case.acts import Act

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
        sources=LIVE,
        target="closed",
        needs=("reason",),
    ),
    "follow": Act(
        label=_lt("Follow Up"),
        done=_lt("Followed up"),
        sources=LIVE,
        target="followed",
    ),
    "snooze": Act(
        label=_lt("Snooze"),
        done=_lt("Snoozed"),
        sources=LIVE,
        needs=("day",),
    ),
    "close": Act(label=_lt("Close"), done=_lt("Closed"), sources=LIVE, target="closed"),
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
        sources=LIVE,
        target="closed",
    ),
    "level": Act(
        label=_lt("Take the new level as usual"),
        done=_lt(
            "Closed by itself: it has stayed at a new level for eight weeks. From now "
            "on, what comes is compared with that"
        ),
        sources=LIVE,
        target="closed",
    ),
    "worsen": Act(
        label=_lt("Call again"),
        done=_lt("Open again by itself: it has become much more"),
        sources=ALL,
        target="new",
    ),
}
