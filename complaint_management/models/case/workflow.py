# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The life cycle of a case: one table, one method that moves the state."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
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
            "authority_reply",
            "promises_kept",
            "fix",
            "head_apology",
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
# Written by ``_transition`` and the chapters' hooks only.
PROTECTED_FIELDS = frozenset(
    {
        "state",
        "decision_state",
        "cancel_reason",
        "merged_into_id",
        "approver_id",
        "reopen_count",
        "date_first_resolved",
        "date_acknowledged",
        "date_assessed",
        "date_answered",
        "date_resolved",
        "date_closed",
        "date_answer_read",
        "ending_words",
        # Follows from the others; see ``answer/case_stage.py``.
        "proposal_stage",
    }
)


class _Proof:
    """Proves that a write comes from here, and covers the values of that write.

    An object of this module cannot be forged by a remote call or an import, and
    code that runs during the write can do nothing else with it.
    """

    def __init__(self, vals):
        self._protected = self._get_protected(vals)

    def covers(self, vals):
        return self._protected == self._get_protected(vals)

    def _get_protected(self, vals):
        return {fname: vals[fname] for fname in PROTECTED_FIELDS & set(vals)}


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    state = fields.Selection(
        selection=STATES,
        required=True,
        readonly=True,
        default="new",
        copy=False,
        index=True,
        group_expand=True,
    )
    cancel_reason = fields.Selection(
        selection=CANCEL_REASONS, readonly=True, copy=False
    )
    merged_into_id = fields.Many2one(
        comodel_name="complaint.complaint",
        readonly=True,
        copy=False,
        check_company=True,
        index="btree_not_null",
    )
    merged_ids = fields.One2many(
        comodel_name="complaint.complaint",
        inverse_name="merged_into_id",
        string="Merged Cases",
    )
    date_acknowledged = fields.Datetime(
        string="Acknowledged On", readonly=True, copy=False
    )
    date_assessed = fields.Datetime(string="Assessed On", readonly=True, copy=False)
    date_answered = fields.Datetime(string="Answered On", readonly=True, copy=False)
    date_resolved = fields.Datetime(string="Resolved On", readonly=True, copy=False)
    date_first_resolved = fields.Datetime(
        string="First Resolved On", readonly=True, copy=False
    )
    date_closed = fields.Datetime(string="Closed On", readonly=True, copy=False)
    reopen_count = fields.Integer(string="Times Reopened", readonly=True, copy=False)
    transition_ids = fields.One2many(
        comodel_name="complaint.transition",
        inverse_name="complaint_id",
        string="Process Log",
    )

    # ------------------------------------------------------------------
    # The guard
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        initial = self._get_initial_vals()
        for vals in vals_list:
            self._check_protected(
                fname
                for fname in PROTECTED_FIELDS & set(vals)
                if vals[fname] and vals[fname] != initial[fname]
            )
        return super().create([{**vals, **initial} for vals in vals_list])

    def write(self, vals):
        proof = self.env.context.get("complaint_workflow")
        if not (isinstance(proof, _Proof) and proof.covers(vals)):
            vals = self._drop_unchanged(vals, PROTECTED_FIELDS)
            self._check_protected(PROTECTED_FIELDS & set(vals))
            self._check_kind_changeable(vals)
        return super(
            ComplaintComplaint, self.with_context(complaint_workflow=None)
        ).write(vals)

    @api.model
    def _get_initial_vals(self):
        """Where every case begins, whatever defaults a link or a user sets."""
        return {
            fname: field.default(self) if field.default else False
            for fname, field in self._fields.items()
            if fname in PROTECTED_FIELDS
        }

    @api.model
    def _get_never_preset(self):
        """Names of fields that begin the same, whatever a link or a user presets."""
        return PROTECTED_FIELDS

    @api.model
    def _check_protected(self, fnames):
        """Refuse values that only the buttons write.

        :param fnames: protected fields that somebody tries to write
        :raises UserError: naming the fields and what to do instead
        """
        labels = [self._fields[fname]._description_string(self.env) for fname in fnames]
        if labels:
            raise UserError(
                self.env._(
                    "%(fields)s cannot be written directly: the buttons on the "
                    "case do it, check what is needed and keep the log.",
                    fields=", ".join(sorted(labels)),
                )
            )

    def _write_protected(self, vals):
        """Write fields of ``PROTECTED_FIELDS``; private, for the chapters."""
        return self.with_context(complaint_workflow=_Proof(vals)).write(vals)

    # ------------------------------------------------------------------
    # The move
    # ------------------------------------------------------------------

    def _transition(self, name, reason=None, override=False, when=None, vals=None):
        """Move cases along one row of ``TRANSITIONS``; the only writer of state.

        All cases move or none does. What is missing is told in one message.

        :param str name: a key of ``TRANSITIONS``
        :param str reason: why, in the user's words; kept in the log
        :param bool override: a manager passes the gate or skips steps; needs
            a reason, and never passes what ``musts`` names (R196)
        :param datetime when: the moment of the act in UTC, when it is recorded
            later than it happened; now by default
        :param dict vals: protected values that come with the move
        :raises AccessError: the user has not the group or the role
        :raises UserError: the move is not open to a case, or something is missing
        :return: True
        """
        transition = TRANSITIONS[name]
        when = when or fields.Datetime.now()
        given = {**(vals or {}), "reason": reason}
        self.check_access("write")
        self._check_actor(
            transition._replace(group=MANAGER) if override else transition
        )
        self._check_source(transition, override)
        passed = self._check_missing(transition, override, given)
        self._check_moment(when)
        logs = self.env["complaint.transition"]._log(
            self, name, reason=reason, when=when, override=override, passed=passed
        )
        for target, complaints in self.grouped(
            lambda complaint: transition.target_for(complaint.kind)
        ).items():
            complaints._write_protected(
                {**(vals or {}), **transition.prepare_vals(target, when)}
            )
        logs._tell()
        self._after_transition(name, reason, when)
        return True

    def _after_transition(self, name, reason, when):
        """Call the chapters' hook ``_after_transition_<name>``, if any.

        :param str name: the transition that was made
        :param reason: why, as given to ``_transition``
        :param datetime when: the moment of the act, in UTC
        """
        hook = getattr(self, f"_after_transition_{name}", None)
        if hook:
            hook(reason=reason, when=when)
