# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The life of an action, as one table."""

from odoo.tools import LazyTranslate

from ...tools.case.acts import Act

_lt = LazyTranslate(__name__)

STATES = [
    ("open", "Open"),
    ("done", "Done"),
    ("checked", "Checked"),
    ("waived", "Waived"),
    ("cancelled", "Cancelled"),
]
# Nothing is waited for in these.
ENDED = ("done", "checked", "waived", "cancelled")


# Roles: a "worker" is the owner, who made the action, an officer; a "decider" an
# officer or the head of the unit, never the owner; a "checker" who was named to check,
# or a decider, neither the owner nor who did it; a "manager" a decider who is complaint
# manager or head of the unit.
ACTS = {
    "do": Act(
        label=_lt("Done"),
        done=_lt("Done"),
        sources=("open",),
        target="done",
        role="worker",
        needs=("proof",),
    ),
    "check": Act(
        label=_lt("Check"),
        done=_lt("Checked"),
        sources=("done",),
        target="checked",
        role="checker",
    ),
    "send_back": Act(
        label=_lt("Send Back"),
        done=_lt("Sent back"),
        sources=("done",),
        target="open",
        role="checker",
        needs=("reason",),
    ),
    "ask_time": Act(
        label=_lt("Ask for More Time"),
        done=_lt("More time asked for"),
        sources=("open",),
        target=None,
        role="worker",
        needs=("date", "reason"),
    ),
    "extend": Act(
        label=_lt("Extend"),
        done=_lt("Due date extended"),
        sources=("open",),
        target=None,
        role="decider",
        needs=("date", "reason"),
    ),
    "keep_date": Act(
        label=_lt("Keep the Date"),
        done=_lt("More time refused"),
        sources=("open",),
        target=None,
        role="decider",
        needs=("reason",),
    ),
    "waive": Act(
        label=_lt("Waive"),
        done=_lt("Waived"),
        sources=("open",),
        target="waived",
        role="manager",
        needs=("reason",),
    ),
    "cancel": Act(
        label=_lt("Cancel Action"),
        done=_lt("Cancelled"),
        sources=("open",),
        target="cancelled",
        role="decider",
        needs=("reason",),
    ),
    # Whether it worked: an ineffective one is open again.
    "sign": Act(
        label=_lt("Sign the Effect"),
        done=_lt("Effect signed"),
        sources=("checked",),
        target=None,
        role="checker",
        needs=("outcome", "words", "again"),
    ),
    "look_later": Act(
        label=_lt("Look Again Later"),
        done=_lt("Effect looked at again later"),
        sources=("checked",),
        target=None,
        role="checker",
        needs=("later", "reason"),
    ),
    "reopen": Act(
        label=_lt("Reopen"),
        done=_lt("Reopened"),
        sources=ENDED,
        target="open",
        role="decider",
        needs=("reason",),
    ),
}
