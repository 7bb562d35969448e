# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Assessment, investigation, decision, approval and the answer."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime, is_html_empty

from ...tools.case.phases import follows
from ..case.messages import loads_demo

STAFF = "complaint_management.group_complaint_user"
VERDICTS = [
    ("upheld", "Upheld"),
    ("partly_upheld", "Partly upheld"),
    ("not_upheld", "Not upheld"),
]
FAULT_LEVELS = [
    ("violation", "Violation or dereliction"),
    ("ordinary", "Ordinary mistake"),
    ("customer", "Misunderstanding or customer's own matter"),
    ("none", "No fault"),
]
# The complainant is right, and it is our fault.
JUSTIFIED = ("upheld", "partly_upheld")
OURS = ("violation", "ordinary")
SUGGESTION_OUTCOMES = [
    ("adopted", "Adopted"),
    ("partly", "Partly adopted"),
    ("not_adopted", "Not adopted"),
]
# What was approved: when it changes, it has to be approved again.
APPROVED_FIELDS = {
    "verdict",
    "fault_level",
    "cause_id",
    "decision",
    "answer",
    "customer_change",
    "refusal_reason",
}
# What the customer was told: when it changes, they have to be told again.
ANSWERED_FIELDS = {
    "verdict",
    "decision",
    "answer",
    "customer_change",
    "refusal_reason",
}
# What a resolved case stands on: it changes only in a case that is open again.
SETTLED_FIELDS = ANSWERED_FIELDS | {"finding", "fault_level", "suggestion_outcome"}


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    # Assessment
    grounds = fields.Selection(
        selection=[
            ("presumed", "Presumed valid, not yet checked"),
            ("sufficient", "Substantiated"),
            ("insufficient", "Not substantiated"),
        ],
        required=True,
        default="presumed",
        tracking=True,
        copy=False,
        help="We start from the view that the customer has a point.",
    )
    demand_verdict = fields.Selection(
        selection=[
            ("reasonable", "Reasonable"),
            ("partly", "Partly reasonable"),
            ("unreasonable", "Unreasonable"),
        ],
        string="Is the Demand Reasonable?",
        tracking=True,
        copy=False,
    )
    promised_reply_date = fields.Date(
        string="Reply Promised By",
        tracking=True,
        copy=False,
        help="When we promised to answer a suggestion.",
    )

    # Investigation
    finding = fields.Html(
        sanitize_style=True,
        copy=False,
        groups=STAFF,
        help="The facts that were found, and how.",
    )
    verdict = fields.Selection(selection=VERDICTS, tracking=True, copy=False)
    fault_level = fields.Selection(
        selection=FAULT_LEVELS,
        tracking=True,
        copy=False,
        groups=STAFF,
    )
    cause_id = fields.Many2one(
        comodel_name="complaint.cause",
        string="Root Cause",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        index="btree_not_null",
        copy=False,
    )
    responsible_department_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="complaint_responsible_department_rel",
        string="Responsible Departments",
        check_company=True,
        copy=False,
        groups=STAFF,
    )
    responsible_employee_ids = fields.Many2many(
        comodel_name="hr.employee",
        relation="complaint_responsible_employee_rel",
        string="Responsible Employees",
        check_company=True,
        copy=False,
        groups=STAFF,
    )

    # Decision and answer
    decision = fields.Html(
        sanitize_style=True,
        copy=False,
        groups=STAFF,
        help="What we do about it, and why; internal.",
    )
    decision_state = fields.Selection(
        selection=[
            ("draft", "To be decided"),
            ("pending", "Waiting for approval"),
            ("approved", "Approved"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    approver_id = fields.Many2one(
        comodel_name="res.users",
        string="Approved By",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    suggestion_outcome = fields.Selection(
        selection=SUGGESTION_OUTCOMES, tracking=True, copy=False
    )
    answer = fields.Html(
        string="Answer to the Customer",
        sanitize_style=True,
        copy=False,
        help="Sent as it stands, with greeting and signature around it.",
    )
    customer_response = fields.Selection(
        selection=[
            ("pending", "No response yet"),
            ("accepted", "Accepted"),
            ("rejected", "Rejected"),
            ("unreachable", "Could not be reached"),
        ],
        required=True,
        default="pending",
        tracking=True,
        copy=False,
    )
    recourse_explained = fields.Boolean(
        copy=False,
        help="The customer was told where else they can turn.",
    )
    contact_attempt_count = fields.Integer(
        string="Attempts to Reach",
        compute="_compute_contact_attempt_count",
        help="Contacts to the customer since the answer that did not reach them.",
    )

    @api.depends(
        "contact_ids.answered",
        "contact_ids.direction",
        "contact_ids.date",
        "date_answered",
    )
    def _compute_contact_attempt_count(self):
        """Count what was tried since the answer: earlier calls were about else."""
        for complaint in self:
            answered = complaint.date_answered
            complaint.contact_attempt_count = len(
                complaint.contact_ids.filtered(
                    lambda contact, answered=answered: (
                        contact.direction == "out"
                        and not contact.answered
                        and (not answered or contact.date >= answered)
                    )
                )
            )

    # ------------------------------------------------------------------
    # What the moves ask for
    # ------------------------------------------------------------------

    def _check_need_grounds_assessed(self, given):
        if self.kind == "complaint" and self.grounds == "presumed":
            return self.env._(
                "Say whether the grounds are sufficient; until now they are only "
                "presumed valid."
            )

    def _check_need_promised_reply(self, given):
        if self.kind == "suggestion" and not self.promised_reply_date:
            return self.env._("Enter by when a reply is promised.")

    def _check_need_solution(self, given):
        if not self._has_solution():
            return self.env._("Write down the decision with its reasons.")

    def _has_solution(self):
        """Whether something is proposed; extend for other kinds of solution."""
        return not is_html_empty(self.decision)

    def _find_field_solution(self):
        """An answer with gaps, else the reasons of the decision."""
        has_gaps = self._has_solution() and not is_html_empty(self.answer)
        return "answer" if has_gaps else "decision"

    def _check_need_answer_unsent(self, given):
        if self.date_answered:
            return self.env._(
                "The answer was sent on %s. To send another, change it and have it "
                "approved.",
                format_datetime(self.env, self.date_answered),
            )

    def _check_need_customer_reply(self, given):
        """The customer accepted, knows the recourse, or was really tried."""
        if self.kind != "complaint" or self.identity_mode == "anonymous":
            return None
        if self.customer_response == "pending":
            return self.env._("Record what the customer said to the answer.")
        if self.customer_response == "rejected" and not self.recourse_explained:
            return self.env._(
                "The customer did not accept: explain where else they can turn, "
                "and tick that it was explained."
            )
        wanted = self.company_id.complaint_contact_attempts
        if (
            self.customer_response == "unreachable"
            and self.contact_attempt_count < wanted
        ):
            return self.env._(
                "Log %(wanted)s attempts to reach the customer; there are %(logged)s.",
                wanted=wanted,
                logged=self.contact_attempt_count,
            )

    def _check_need_outcome(self, given):
        """A case has an outcome of its kind before it is closed (R39)."""
        outcome = {
            "complaint": "verdict",
            "suggestion": "suggestion_outcome",
            "inquiry": "answer",
        }
        return self._check_need_field(outcome[self.kind])

    # ------------------------------------------------------------------
    # What follows from the moves
    # ------------------------------------------------------------------

    @follows(*APPROVED_FIELDS | SETTLED_FIELDS, remember="_get_decided")
    def _judge_decided(self, before):
        """What was told stays; what was only approved is approved again."""
        changed = self.filtered(lambda case: case._get_decided_vals() != before[case])
        changed._check_unsettled()
        changed._withdraw_decision()

    def _get_decided(self, vals):
        """What stands decided on each case now."""
        return {case: case._get_decided_vals() for case in self}

    def _get_decided_vals(self):
        """What stands decided now, by approval or because the customer was told."""
        if self.state in ("resolved", "closed"):
            fnames = SETTLED_FIELDS
        elif self.state != "proposed" or self.decision_state == "draft":
            fnames = set()
        else:
            fnames = ANSWERED_FIELDS if self.date_answered else APPROVED_FIELDS
        return [self.sudo()[fname] for fname in sorted(fnames)]

    def _check_unsettled(self):
        """What was found, decided and answered stays as it was told (R39)."""
        for complaint in self:
            if complaint.state in ("resolved", "closed"):
                raise UserError(
                    self.env._(
                        "%(case)s was answered: findings, decision and answer stay "
                        "as they were told. Reopen the case to change them.",
                        case=complaint.display_name,
                    )
                )

    def _withdraw_decision(self):
        """What was approved changed: it has to be approved, and sent, again."""
        if not self:
            return
        self._write_protected(
            {"decision_state": "draft", "approver_id": False, "date_answered": False}
        )
        self._close_approval_activities()
        self._log_note(self.env._("The decision changed and has to be approved again"))

    def _after_transition_acknowledge(self, reason, when):
        self._send_or_schedule(
            "acknowledge",
            "complaint_management.mail_template_acknowledgement",
            "complaint_management.mail_activity_type_acknowledge",
            when,
        )

    def _acknowledge_silently(self, when):
        """A case that was taken further at once counts as acknowledged."""
        self.filtered(
            lambda complaint: not complaint.date_acknowledged
        )._write_protected({"date_acknowledged": when})

    def _after_transition_assess(self, reason, when):
        unacknowledged = self.filtered(
            lambda complaint: not complaint.date_acknowledged
        )
        unacknowledged._acknowledge_silently(when)
        unacknowledged._after_transition_acknowledge(reason, when)
        self._take_over()
        self._start_activity_plans()

    def _after_transition_answer_inquiry(self, reason, when):
        self._acknowledge_silently(when)
        self._take_over()
        self._send_or_schedule(
            "answer",
            "complaint_management.mail_template_inquiry_answer",
            "complaint_management.mail_activity_type_answer",
            when,
        )

    def _after_transition_decide_suggestion(self, reason, when):
        self._take_over()
        self._send_or_schedule(
            "answer",
            "complaint_management.mail_template_suggestion_reply",
            "complaint_management.mail_activity_type_answer",
            when,
        )

    def _after_transition_answer(self, reason, when):
        self._send_or_schedule(
            "answer",
            "complaint_management.mail_template_answer",
            "complaint_management.mail_activity_type_answer",
            when,
        )

    def _take_over(self):
        """Who works on a case that nobody handles becomes its handler (R59)."""
        self.filtered(lambda complaint: not complaint.user_id).user_id = self.env.user

    def _start_activity_plans(self):
        """Start the category's activity plan on assessed cases."""
        if loads_demo(self.env):
            return
        for plan, complaints in self.grouped(
            lambda complaint: complaint.category_id.with_company(
                complaint.company_id
            )._get_inherited("activity_plan_id")
        ).items():
            if plan:
                complaints._start_activity_plan(plan)

    def _start_activity_plan(self, plan):
        self.env["mail.activity.schedule"].with_context(
            active_model=self._name, active_ids=self.ids
        ).create(
            {
                "plan_id": plan.id,
                "plan_on_demand_user_id": (self.user_id or self.env.user)[:1].id,
            }
        ).action_schedule_plan()
