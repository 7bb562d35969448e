# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The life of a version of a policy, as one table."""

from odoo.tools import LazyTranslate

from ...tools.case.acts import Act

_lt = LazyTranslate(__name__)

KINDS = [
    ("policy", "Policy"),
    ("procedure", "Procedure"),
    ("guideline", "Guideline"),
]
STATES = [
    ("draft", "Draft"),
    ("asked", "Approval Asked"),
    ("approved", "Approved"),
    ("ended", "Ended"),
]
# Where a version stands in time.
PLACES = [
    ("coming", "Coming"),
    ("in_force", "In Force"),
    ("past", "Past"),
]


# Roles: a "writer" is an officer, an "approver" a manager who neither wrote the version
# nor asked for its approval, a "manager" any of them.
ACTS = {
    "submit": Act(
        label=_lt("Ask for Approval"),
        done=_lt("Approval asked for"),
        sources=("draft",),
        target="asked",
        role="writer",
        needs=("words", "date"),
    ),
    "approve": Act(
        label=_lt("Approve"),
        done=_lt("Approved"),
        sources=("asked",),
        target="approved",
        role="approver",
        needs=("words", "date"),
    ),
    "send_back": Act(
        label=_lt("Send Back"),
        done=_lt("Sent back"),
        sources=("asked",),
        target="draft",
        role="writer",
        needs=("reason",),
        asks=("reason",),
    ),
    "end": Act(
        label=_lt("End"),
        done=_lt("Ended: nothing takes its place"),
        sources=("approved",),
        target="ended",
        role="manager",
        needs=("reason", "holding"),
        asks=("reason",),
    ),
}
