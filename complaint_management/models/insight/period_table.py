# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The life of a report of a period, as one table; and what stands in which part."""

from odoo.tools import LazyTranslate

from ...tools.case.acts import Act

_lt = LazyTranslate(__name__)

KINDS = [
    ("week", "Week"),
    ("month", "Month"),
    ("quarter", "Quarter"),
    ("year", "Year"),
]
STATES = [
    ("making", "To Be Made"),
    ("draft", "To Be Read"),
    ("ready", "Ready"),
    ("sent", "Sent"),
]
ACTS = {
    "make": Act(
        label=_lt("Make"),
        done=_lt("Made"),
        sources=("making", "draft"),
        target="draft",
    ),
    "release": Act(
        label=_lt("Ready"),
        done=_lt("Ready to be sent"),
        sources=("draft",),
        target="ready",
    ),
    "edit": Act(
        label=_lt("Change the Text"),
        done=_lt("The text is changed again"),
        sources=("ready",),
        target="draft",
    ),
    "send": Act(
        label=_lt("Send"),
        done=_lt("Sent"),
        sources=("draft", "ready"),
        target="sent",
        role="sender",
        needs=("recipients",),
    ),
}

# The parts of a report: what came in, and the three times of a complaint (R147). What
# prevents complaints stands beside how they are handled (R169).
SECTIONS = {
    "volume": _lt("What came in"),
    "before": _lt("Before: what prevents complaints"),
    "during": _lt("During: how complaints are handled"),
    "after": _lt("After: what came of it"),
}
# Where a measure stands; those that are not named here stand in "during".
PLACES = {
    "received": "volume",
    "complaints": "volume",
    "closed": "volume",
    "open": "volume",
    "suggestions": "before",
    "found_by_us": "before",
    "satisfaction_result": "after",
    "satisfaction_handling": "after",
    "satisfied": "after",
    "dissatisfied": "after",
    "survey_answered": "after",
    "upheld": "after",
    "reopened": "after",
    "recurrence": "after",
    "repeated": "after",
    "came_back": "after",
    "converted": "after",
    "share_recovered": "after",
    "value_gap": "after",
    "value_given": "after",
}
