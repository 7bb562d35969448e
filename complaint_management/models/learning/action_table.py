# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The life of an action, as one table."""

from typing import NamedTuple

from odoo.tools import LazyTranslate

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


class Act(NamedTuple):
    """One row of the life of an action.

    ``sources`` are the states it starts from, ``target`` the one it leads to, or None
    when the state stays. ``role`` is who may do it: a "worker" (the owner, who made the
    action, an officer), a "decider" (an officer or the head of the unit, never the
    owner), a "checker" (who was named to check, or a decider; neither the owner nor who
    did it) or a "manager" (a decider who is complaint manager or head of the unit).
    ``needs`` are what comes with it: "reason", "proof", "date", the "outcome" that is
    signed with its "words" and the day for doing it "again", or a "later" day to look.
    """

    label: str
    done: str
    sources: tuple
    target: str | None
    role: str
    needs: tuple = ()


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
