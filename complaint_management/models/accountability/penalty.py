# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.fields import Domain

from .rule import BASES, KINDS, LIABILITIES, MOST_POINTS, RULE_FAULTS

ACCOUNTABILITY = "complaint_management.group_complaint_accountability"
STATES = [
    ("proposed", "Newly proposed"),
    ("notified", "Notified"),
    ("confirmed", "Confirmed"),
    ("appealed", "Appealed"),
    ("upheld", "Upheld on appeal"),
    ("reduced", "Reduced"),
    ("waived", "Waived"),
    ("dismissed", "Dismissed"),
]
# In these the points count.
COUNTING_STATES = ("confirmed", "upheld", "reduced")


class ComplaintPenalty(models.Model):
    """An entry in the ledger of penalties and rewards (R65, R66, R97, R131, R132).

    Who may do what:

    - Accountability officers read the entries of their companies, propose, notify and
      decide; about themselves they are employees like others.
    - An employee reads their own entries from the notification on, gives a statement
      and appeals.
    - Nobody else reads anything: neither complaint managers nor HR.

    An entry keeps what its rule said. Once it is final nothing of it changes: a
    correction is a new entry that reverses it. The acts stand in
    ``acts``, and who may decide in ``decider``.
    Nobody learns from its name whom it is about.
    """

    _name = "complaint.penalty"
    _description = "Accountability Entry"
    _inherit = ["complaint.sealed.mixin", "mail.activity.mixin"]
    _order = "id desc"
    _allow_sudo_commands = False

    name = fields.Char(string="Number", required=True, readonly=True, default="/")
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company.id,
        index=True,
    )
    # Not the proposer's: an employee reads who created a record.
    create_uid = fields.Many2one(
        comodel_name="res.users",
        string="Created By",
        readonly=True,
        groups=ACCOUNTABILITY,
    )
    write_uid = fields.Many2one(
        comodel_name="res.users",
        string="Last Updated By",
        readonly=True,
        groups=ACCOUNTABILITY,
    )

    # That companies fit is checked once, when an entry is proposed: a person who works
    # in another one later can still be heard, and an entry about them reversed.

    # The rule, and what it said then
    rule_id = fields.Many2one(
        comodel_name="complaint.penalty.rule",
        required=True,
        ondelete="restrict",
        index=True,
    )
    rule_code = fields.Char(readonly=True)
    rule_name = fields.Char(string="Rule Cited", readonly=True)
    clause = fields.Text(string="Clause Cited", readonly=True)
    basis = fields.Selection(selection=BASES, readonly=True)
    liability = fields.Selection(selection=LIABILITIES, readonly=True)
    fault_level = fields.Selection(selection=RULE_FAULTS, readonly=True)
    kind = fields.Selection(selection=KINDS, readonly=True)
    points = fields.Integer(readonly=True, aggregator=None)
    months = fields.Integer(string="Valid for Months", readonly=True, aggregator=None)
    amount = fields.Monetary(readonly=True)
    currency_id = fields.Many2one(comodel_name="res.currency", readonly=True)
    confirm_by = fields.Selection(
        selection=[
            ("accountability", "Any accountability officer"),
            ("manager", "An officer who is also complaint manager"),
            ("department_head", "An officer who leads the person's department"),
        ],
        string="To Be Confirmed By",
        readonly=True,
    )

    # What happened, and who did it
    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint",
        string="Case",
        required=True,
        ondelete="restrict",
        index=True,
        groups=ACCOUNTABILITY,
    )
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        ondelete="set null",
        index="btree_not_null",
    )
    # Whose account it was: known even when the employee was deleted or moved.
    employee_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Account of the Employee",
        readonly=True,
        groups=ACCOUNTABILITY,
    )
    employee_name = fields.Char(string="Name", readonly=True)
    department_id = fields.Many2one(
        comodel_name="hr.department",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    job_title = fields.Char(readonly=True)
    role = fields.Char(
        string="Role in the Case", help="What the person had to do with it."
    )
    facts = fields.Html(
        sanitize_style=True,
        help="What happened, as the person is told. No names of complainants.",
    )
    evidence = fields.Html(
        sanitize_style=True,
        groups=ACCOUNTABILITY,
        help="What it rests on; only accountability officers read it.",
    )
    origin = fields.Selection(
        selection=[
            ("verdict", "Verdict"),
            ("clock", "Missed deadline"),
            ("promise", "Broken promise"),
            ("repeat", "The same again"),
            ("praise", "Praise by a customer"),
            ("rating", "Good rating"),
            ("manual", "By hand"),
            ("reversal", "Reversal"),
        ],
        readonly=True,
        default="manual",
    )

    # Where it stands
    state = fields.Selection(
        selection=STATES, required=True, readonly=True, default="proposed", index=True
    )
    is_reward = fields.Boolean(
        string="Reward",
        compute="_compute_is_reward",
        store=True,
        precompute=True,
    )
    points_final = fields.Integer(
        string="Points Decided", readonly=True, aggregator=None
    )
    balance = fields.Integer(
        compute="_compute_balance",
        store=True,
        precompute=True,
        help="What the entry counts: rewards above zero, penalties below. Zero until "
        "it is confirmed, while an appeal runs, and when it was waived.",
    )
    is_final = fields.Boolean(string="Final", readonly=True)
    is_statement_over = fields.Boolean(
        string="Time for the Statement Is Over", readonly=True
    )
    is_expired = fields.Boolean(
        string="Expired", compute="_compute_is_expired", search="_search_is_expired"
    )

    # The acts, in their order
    date_proposed = fields.Datetime(string="Proposed On", readonly=True)
    proposer_id = fields.Many2one(
        comodel_name="res.users",
        string="Proposed By",
        readonly=True,
        groups=ACCOUNTABILITY,
    )
    date_notified = fields.Datetime(string="Notified On", readonly=True)
    date_statement_due = fields.Datetime(string="Statement Until", readonly=True)
    date_statement = fields.Datetime(string="Statement On", readonly=True)
    statement = fields.Text(string="Statement of the Employee", readonly=True)
    date_confirmed = fields.Datetime(string="Confirmed On", readonly=True)
    confirmer_id = fields.Many2one(
        comodel_name="res.users", string="Confirmed By", readonly=True
    )
    confirm_reason = fields.Text(string="Reason", readonly=True)
    date_appeal_due = fields.Datetime(string="Appeal Until", readonly=True)
    date_final_due = fields.Datetime(
        string="Final From", readonly=True, help="Unless an appeal was admitted."
    )
    date_appealed = fields.Datetime(string="Appealed On", readonly=True)
    appeal = fields.Text(string="Appeal of the Employee", readonly=True)
    late_appeal_reason = fields.Text(
        string="Why the Late Appeal Was Admitted", readonly=True
    )
    date_decided = fields.Datetime(string="Decided On", readonly=True)
    decider_id = fields.Many2one(
        comodel_name="res.users", string="Decided By", readonly=True
    )
    decision_reason = fields.Text(string="Reason of the Decision", readonly=True)
    date_final = fields.Datetime(string="Final On", readonly=True)
    date_expiry = fields.Date(
        string="Expires On", readonly=True, help="From this day on it counts no more."
    )
    override_reason = fields.Text(
        string="Why a Conflict Was Passed", readonly=True, groups=ACCOUNTABILITY
    )
    override_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Conflict Passed By",
        readonly=True,
        groups=ACCOUNTABILITY,
        index="btree_not_null",
    )

    # Afterwards
    reverses_id = fields.Many2one(
        comodel_name="complaint.penalty",
        ondelete="restrict",
        readonly=True,
        index="btree_not_null",
    )
    reversed_by_id = fields.Many2one(
        comodel_name="complaint.penalty",
        ondelete="restrict",
        readonly=True,
        index="btree_not_null",
    )
    needs_review = fields.Boolean(readonly=True, groups=ACCOUNTABILITY)
    review_reason = fields.Text(
        string="Why to Review", readonly=True, groups=ACCOUNTABILITY
    )
    event_ids = fields.One2many(
        comodel_name="complaint.penalty.event",
        inverse_name="penalty_id",
        string="Log",
        readonly=True,
        groups=ACCOUNTABILITY,
    )

    _name_uniq = models.UniqueIndex(
        "(name, company_id)", "The numbers of entries are unique in a company."
    )
    _proposed_once_uniq = models.UniqueIndex(
        "(complaint_id, employee_id, rule_code)"
        " WHERE employee_id IS NOT NULL"
        " AND reverses_id IS NULL AND reversed_by_id IS NULL",
        "This rule was applied to this person in this case already.",
    )
    _points_range = models.Constraint(
        f"CHECK (points BETWEEN 0 AND {MOST_POINTS}"
        f" AND (points_final IS NULL OR points_final BETWEEN 0 AND {MOST_POINTS}))",
        "Points lie between 0 and 1000.",
    )
    _statement_due_idx = models.Index(
        "(date_statement_due) WHERE state = 'notified'"
        " AND date_statement IS NULL AND is_statement_over IS NOT TRUE"
    )
    _final_due_idx = models.Index(
        "(date_final_due) WHERE state = 'confirmed' AND is_final IS NOT TRUE"
    )
    _review_idx = models.Index("(company_id) WHERE needs_review IS TRUE")

    # ------------------------------------------------------------------
    # What an entry counts
    # ------------------------------------------------------------------

    @api.depends("basis")
    def _compute_is_reward(self):
        for penalty in self:
            penalty.is_reward = penalty.basis == "good"

    @api.depends("state", "points_final", "is_reward", "reverses_id")
    def _compute_balance(self):
        """Rewards count up, penalties down, and a reversal undoes its entry."""
        for penalty in self:
            counts = penalty.state in COUNTING_STATES
            up = penalty.is_reward != bool(penalty.reverses_id)
            points = penalty.points_final if counts else 0
            penalty.balance = points if up else -points

    @api.depends("date_expiry")
    def _compute_is_expired(self):
        today = fields.Date.context_today(self)
        for penalty in self:
            expiry = penalty.date_expiry
            penalty.is_expired = bool(expiry) and expiry <= today

    @api.model
    def _search_is_expired(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("date_expiry", "<=", fields.Date.context_today(self))

    @api.model
    def _get_counting_domain(self, day):
        """Entries that count on a day: decided, and not expired by then.

        :param date day: a local date
        :return: a ``Domain``
        """
        return Domain("state", "in", COUNTING_STATES) & (
            Domain("date_expiry", "=", False) | Domain("date_expiry", ">", day)
        )
