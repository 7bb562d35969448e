# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The life of an incident, as one table."""

from odoo.tools import LazyTranslate

from ...tools.case.acts import Act

_lt = LazyTranslate(__name__)

STATES = [
    ("new", "New"),
    ("assessed", "Assessed"),
    ("cause", "Looking for the Cause"),
    ("fix", "Being Fixed"),
    ("resolved", "Resolved"),
    ("closed", "Closed"),
]
CODES = [
    ("fixed", "Fixed"),
    ("risk_accepted", "Risk accepted"),
    ("duplicate", "Duplicate of another incident"),
    ("no_fault", "No fault found"),
]
# Somebody still works on it.
OPEN = ("new", "assessed", "cause", "fix")


ACTS = {
    "assess": Act(
        label=_lt("Assess"),
        done=_lt("Assessed"),
        sources=("new",),
        target="assessed",
        needs=("owner", "category", "cases"),
    ),
    "analyse": Act(
        label=_lt("Look for the Cause"),
        done=_lt("The cause is looked for"),
        sources=("assessed",),
        target="cause",
    ),
    "fix": Act(
        label=_lt("Cause Found"),
        done=_lt("The cause was found, it is being fixed"),
        sources=("assessed", "cause"),
        target="fix",
        needs=("cause",),
    ),
    "resolve": Act(
        label=_lt("Fixed"),
        done=_lt("Fixed"),
        sources=("fix",),
        target="resolved",
        code="fixed",
        needs=("fix", "actions_planned"),
    ),
    "accept_risk": Act(
        label=_lt("Accept the Risk"),
        done=_lt("The risk was accepted"),
        sources=OPEN,
        target="resolved",
        code="risk_accepted",
        needs=("risk_owner", "review_date", "reason"),
        asks=("risk_owner_id", "risk_review_date", "reason"),
    ),
    "duplicate": Act(
        label=_lt("Duplicate"),
        done=_lt("A duplicate: its cases moved to the other incident"),
        sources=OPEN,
        target="closed",
        code="duplicate",
        needs=("survivor",),
        asks=("survivor_id",),
    ),
    "no_fault": Act(
        label=_lt("No Fault"),
        done=_lt("No fault was found"),
        sources=OPEN,
        target="closed",
        code="no_fault",
        needs=("reason",),
        asks=("reason",),
    ),
    "close": Act(
        label=_lt("Close"),
        done=_lt("Closed"),
        sources=("resolved",),
        target="closed",
        needs=("actions_planned",),
    ),
    "reopen": Act(
        label=_lt("Reopen"),
        done=_lt("Reopened"),
        sources=("resolved", "closed"),
        target="cause",
        needs=("reason",),
        asks=("reason",),
    ),
}
