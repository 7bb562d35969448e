# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The life cycle of a case as a table: its states, and the steps between them."""

from typing import NamedTuple

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

STATES = [
    ("new", "New"),
    ("acknowledged", "Acknowledged"),
    ("assessed", "Assessed"),
    ("investigating", "Investigating"),
    ("proposed", "Proposed"),
    ("resolved", "Resolved"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
OPEN_STATES = (
    "new",
    "acknowledged",
    "assessed",
    "investigating",
    "proposed",
    "resolved",
)
ORDER = [state for state, _label in STATES]
CANCEL_REASONS = [
    ("withdrawn", "Withdrawn by the complainant"),
    ("out_of_scope", "Out of scope"),
    ("merged", "Merged into another case"),
    ("spam", "Spam"),
]
ALL_KINDS = ("complaint", "suggestion", "inquiry")
USER = "complaint_management.group_complaint_user"
OFFICER = "complaint_management.group_complaint_officer"
MANAGER = "complaint_management.group_complaint_manager"


class Transition(NamedTuple):
    """One row of the life cycle.

    ``target`` is a state, a state per kind, or None when the state stays.
    ``needs`` must be filled first, unless a manager passes the gate with a
    reason; ``musts`` nobody can pass. Both name fields, or checks
    ``_check_need_<name>`` of the model. ``decision`` is the decision state
    that the transition starts from, ``decision_to`` the one it leads to, and
    ``stamps`` the dates it sets. ``actor`` is who of ``group`` may do it:
    anyone who may edit the case, its "handler" or its "investigator" (who may
    also be the handler); officers act for everyone.
    """

    label: str
    done: str
    sources: tuple
    target: str | dict | None
    kinds: tuple = ("complaint",)
    needs: tuple = ()
    musts: tuple = ()
    decision: str | None = None
    decision_to: str | None = None
    stamps: tuple = ()
    group: str = USER
    actor: str = "handler"
    # The button that brings the case forward; the others are side doors.
    forward: bool = True
    # Followers are told, not only readers of the log.
    told: bool = False

    def target_for(self, kind):
        """The state that a case of ``kind`` arrives in; None when it stays."""
        return self.target[kind] if isinstance(self.target, dict) else self.target

    def prepare_vals(self, target, when):
        """What a case arriving in ``target`` at ``when`` is written."""
        vals = dict.fromkeys(self.stamps, when)
        if target:
            vals["state"] = target
        if self.decision_to:
            vals["decision_state"] = self.decision_to
        return vals


TRANSITIONS = {
    # First: what can be answered at once is answered at once (R6).
    "answer_inquiry": Transition(
        label=_lt("Answer inquiry"),
        done=_lt("Inquiry answered"),
        sources=("new", "acknowledged"),
        target="resolved",
        kinds=("inquiry",),
        needs=("representation",),
        musts=("answer", "promise"),
        stamps=("date_answered", "date_resolved"),
        actor="anyone",
        told=True,
    ),
    "acknowledge": Transition(
        label=_lt("Acknowledge"),
        done=_lt("Acknowledged"),
        sources=("new",),
        target="acknowledged",
        kinds=ALL_KINDS,
        needs=("way_to_reach",),
        stamps=("date_acknowledged",),
        actor="anyone",
    ),
    "assess": Transition(
        label=_lt("Assess"),
        done=_lt("Assessed"),
        sources=("new", "acknowledged"),
        target="assessed",
        kinds=("complaint", "suggestion"),
        needs=(
            "category_id",
            "severity",
            "recorded",
            "grounds_assessed",
            "demand_assessed",
            "department_id",
            "promised_reply",
        ),
        stamps=("date_assessed",),
    ),
    "investigate": Transition(
        label=_lt("Investigate"),
        done=_lt("Investigation started"),
        sources=("assessed",),
        target="investigating",
        needs=("investigator_id",),
        musts=("impartial_investigator",),
    ),
    "propose": Transition(
        label=_lt("Propose solution"),
        done=_lt("Solution proposed"),
        sources=("investigating",),
        target="proposed",
        needs=(
            "finding",
            "cause_id",
            "verdict",
            "grounds_agree",
            "fault_level",
            "responsible",
            "solution",
            "refusal_reason",
            "category_fields",
        ),
        musts=("impartial_investigator",),
        actor="investigator",
    ),
    "request_approval": Transition(
        label=_lt("Request approval"),
        done=_lt("Approval requested"),
        sources=("proposed",),
        target=None,
        decision="draft",
        decision_to="pending",
        needs=("solution",),
        actor="investigator",
    ),
    "approve": Transition(
        label=_lt("Approve"),
        done=_lt("Decision approved"),
        sources=("proposed",),
        target=None,
        decision="pending",
        decision_to="approved",
        musts=("impartial_approver", "promise"),
        group=MANAGER,
        actor="anyone",
    ),
    "refuse": Transition(
        label=_lt("Send back"),
        done=_lt("Decision sent back"),
        sources=("proposed",),
        target=None,
        decision="pending",
        decision_to="draft",
        musts=("reason",),
        group=MANAGER,
        actor="anyone",
        forward=False,
    ),
    "answer": Transition(
        label=_lt("Send answer"),
        done=_lt("Final answer sent"),
        sources=("proposed",),
        target=None,
        decision="approved",
        needs=("way_to_reach", "representation"),
        musts=("answer", "answer_unsent", "promise"),
        stamps=("date_answered",),
        told=True,
    ),
    "decide_suggestion": Transition(
        label=_lt("Decide"),
        done=_lt("Suggestion decided"),
        sources=("assessed",),
        target="resolved",
        kinds=("suggestion",),
        needs=("decision", "representation"),
        musts=("suggestion_outcome", "answer", "promise"),
        stamps=("date_answered", "date_resolved"),
        group=MANAGER,
        actor="anyone",
        told=True,
    ),
    "resolve": Transition(
        label=_lt("Resolve"),
        done=_lt("Resolved"),
        sources=("proposed",),
        target="resolved",
        decision="approved",
        needs=("customer_reply",),
        musts=("date_answered",),
        stamps=("date_resolved",),
        told=True,
    ),
    # What was agreed on the spot, within the authority of who agrees (R91, R95).
    "settle": Transition(
        label=_lt("Settle at once"),
        done=_lt("Settled"),
        sources=("acknowledged", "assessed", "investigating", "proposed"),
        target="resolved",
        decision="draft",
        decision_to="approved",
        needs=(
            "way_to_reach",
            "representation",
            "category_id",
            "department_id",
            "finding",
            "cause_id",
            "verdict",
            "fault_level",
            "refusal_reason",
            "category_fields",
        ),
        musts=("agreed", "promise", "impartial_settler", "answer"),
        stamps=("date_answered", "date_resolved"),
        actor="anyone",
        told=True,
    ),
    "close": Transition(
        label=_lt("Close"),
        done=_lt("Closed"),
        sources=("resolved",),
        target="closed",
        kinds=ALL_KINDS,
        needs=(
            "customer_reply",
            "follow_up",
            "responsible",
            "learning",
            "cause_told",
            "elsewhere",
            "authority_reply",
            "promises_kept",
            "fix",
            "head_apology",
            "actions_planned",
            "requests_answered",
        ),
        musts=("user_id", "outcome", "date_answered"),
        stamps=("date_closed",),
        told=True,
    ),
    "reopen": Transition(
        label=_lt("Reopen"),
        done=_lt("Reopened"),
        sources=("resolved", "closed"),
        target={
            "complaint": "investigating",
            "suggestion": "assessed",
            "inquiry": "acknowledged",
        },
        kinds=ALL_KINDS,
        musts=("reason",),
        decision_to="draft",
        forward=False,
        told=True,
    ),
    "cancel": Transition(
        label=_lt("Cancel Case"),
        done=_lt("Cancelled"),
        sources=OPEN_STATES,
        target="cancelled",
        kinds=ALL_KINDS,
        musts=("reason", "cancel_reason", "survivor", "unaccepted", "ending_words"),
        forward=False,
        told=True,
    ),
}
