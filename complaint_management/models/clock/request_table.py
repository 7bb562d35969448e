# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The life of an internal request, as one table, and its tasks."""

from odoo.tools import LazyTranslate

from ...tools.case.acts import Act

_lt = LazyTranslate(__name__)

STATES = [
    ("open", "Asked"),
    ("accepted", "Being Answered"),
    ("answered", "Answered"),
    ("declined", "Declined"),
    ("withdrawn", "Withdrawn"),
]
TO_ANSWER = "complaint_management.mail_activity_type_request"
OVERDUE = "complaint_management.mail_activity_type_request_overdue"
# Somebody waits for an answer.
WAITING = ("open", "accepted")

# Roles: "asked" is who belongs to the asked department, or heads it; an "asker" who
# works on the case.
ACTS = {
    "accept": Act(
        label=_lt("Accept"),
        done=_lt("Accepted"),
        sources=("open",),
        target="accepted",
        role="asked",
    ),
    "answer": Act(
        label=_lt("Answer"),
        done=_lt("Answered"),
        sources=WAITING,
        target="answered",
        role="asked",
        needs=("answer",),
    ),
    "decline": Act(
        label=_lt("Decline"),
        done=_lt("Declined"),
        sources=WAITING,
        target="declined",
        role="asked",
        needs=("reason",),
    ),
    "ask_again": Act(
        label=_lt("Ask Again"),
        done=_lt("Asked again"),
        sources=("answered", "declined"),
        target="open",
        role="asker",
        needs=("case_open", "reason"),
        asks=("reason",),
    ),
    "withdraw": Act(
        label=_lt("Withdraw"),
        done=_lt("Withdrawn"),
        sources=WAITING,
        target="withdrawn",
        role="asker",
        needs=("reason",),
    ),
}
