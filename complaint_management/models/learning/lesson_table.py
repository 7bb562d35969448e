# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The life of a lesson, as one table."""

from odoo.tools import LazyTranslate

from ...tools.case.acts import Act

_lt = LazyTranslate(__name__)

STATES = [
    ("draft", "Draft"),
    ("asked", "Approval Asked"),
    ("approved", "Approved"),
    ("retired", "Retired"),
]


# Roles: a "writer" is the author, or an officer; an "approver" an officer who neither
# wrote it nor asked for the approval.
ACTS = {
    "submit": Act(
        label=_lt("Ask for Approval"),
        done=_lt("Approval asked for"),
        sources=("draft",),
        target="asked",
        role="writer",
        needs=("words", "names"),
        asks=("reason",),
    ),
    "approve": Act(
        label=_lt("Approve"),
        done=_lt("Approved"),
        sources=("asked",),
        target="approved",
        role="approver",
        needs=("checked",),
        asks=("checked",),
    ),
    "send_back": Act(
        label=_lt("Send Back"),
        done=_lt("Sent back"),
        sources=("asked",),
        target="draft",
        role="approver",
        needs=("reason",),
        asks=("reason",),
    ),
    "revise": Act(
        label=_lt("Revise"),
        done=_lt("Revised: it is a draft again"),
        sources=("asked", "approved", "retired"),
        target="draft",
        role="writer",
        needs=("reason",),
        asks=("reason",),
    ),
    "retire": Act(
        label=_lt("Retire"),
        done=_lt("Retired"),
        sources=("draft", "asked", "approved"),
        target="retired",
        role="writer",
        needs=("reason",),
        asks=("reason",),
    ),
}
