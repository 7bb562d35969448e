# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The life of a review, as one table."""

from odoo.tools import LazyTranslate

from ...tools.case.acts import Act

_lt = LazyTranslate(__name__)

STATES = [
    ("draft", "To Score"),
    ("scored", "Scored"),
    ("discussed", "Discussed"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
# Scored, whatever came of it.
COUNTED = ("scored", "discussed", "closed")
# The handler reads it.
SHOWN = ("discussed", "closed")


ACTS = {
    "score": Act(
        label=_lt("Scored"),
        done=_lt("Scored"),
        sources=("draft",),
        target="scored",
        role="reviewer",
        needs=("closed_case", "scores"),
    ),
    "rework": Act(
        label=_lt("Score Again"),
        done=_lt("To be scored again"),
        sources=("scored",),
        target="draft",
        role="reviewer",
        needs=("alone", "reason"),
        asks=("reason",),
    ),
    "discuss": Act(
        label=_lt("Discuss with the Handler"),
        done=_lt("Open to the handler, to be talked about"),
        sources=("scored",),
        target="discussed",
        role="reviewer",
        needs=("handler",),
    ),
    "answer": Act(
        label=_lt("Answer"),
        done=_lt("The handler says"),
        sources=("discussed",),
        role="handler",
        needs=("words",),
    ),
    "close": Act(
        label=_lt("Close"),
        done=_lt("Closed"),
        sources=("scored", "discussed"),
        target="closed",
        role="planner",
        needs=("talk",),
    ),
    "assign": Act(
        label=_lt("Give to Another Reviewer"),
        done=_lt("Given to another reviewer"),
        sources=("draft",),
        role="planner",
        needs=("reviewer",),
        asks=("reviewer_id",),
    ),
    "cancel": Act(
        label=_lt("Cancel"),
        done=_lt("Cancelled"),
        sources=("draft", "scored"),
        target="cancelled",
        role="planner",
        needs=("reason",),
    ),
}
