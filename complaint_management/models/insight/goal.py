# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A target: what is to be reached, by whom, in which period (R133)."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.date_utils import end_of, start_of

PERIODS = [
    ("month", "Month"),
    ("quarter", "Quarter"),
    ("year", "Year"),
    ("other", "Other Days"),
]
# How much worse than the target is nearly reached, where nobody says it.
NEARLY = 0.1
# What a target is about: it stays as it is when the period is over.
SUBJECT = {
    "measure",
    "better",
    "target",
    "nearly",
    "period",
    "date_from",
    "date_to",
    "company_id",
}


class ComplaintGoal(models.Model):
    """What a company, a unit, a team or a category is to reach in a period.

    Every employee reads it, and where we stand (R206). While the period runs, that is
    counted anew each time (``goal_standing``); in the night after its end it is kept as
    it is (``goal_night``). Complaint managers set targets.
    """

    _name = "complaint.goal"
    _description = "Target"
    _inherit = ["complaint.sealed.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, date_to desc, measure, id"
    _rec_names_search = ["name", "scope"]
    _check_company_auto = True
    _keeps_evidence = True

    name = fields.Char(
        string="In Words",
        tracking=True,
        help="What everybody is to remember of it. Empty: it is called by what is "
        "measured.",
    )
    note = fields.Html(
        string="How We Reach It", help="What is done for it. All employees read it."
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Owner",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        check_company=True,
        ondelete="set null",
        tracking=True,
        index="btree_not_null",
        help="Who sees to it, and is told when it is at risk or was missed.",
    )

    # What is measured, and of whom
    measure = fields.Selection(
        selection="_select_measures",
        string="What Is Measured",
        required=True,
        tracking=True,
    )
    kind = fields.Char(compute="_compute_kind", export_string_translation=False)
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Unit",
        check_company=True,
        ondelete="set null",
        tracking=True,
        index="btree_not_null",
        help="Cases that it handles, with those of the units below it. Empty: all.",
    )
    category_id = fields.Many2one(
        comodel_name="complaint.category",
        check_company=True,
        ondelete="set null",
        tracking=True,
        index="btree_not_null",
        help="With all categories below it. Empty: all.",
    )
    scoped_by = fields.Char(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="Which fields said for whom it is, when it was written: so a unit that is "
        "gone does not become the whole company.",
    )
    scope = fields.Char(
        string="For Whom",
        compute="_compute_scope",
        store=True,
        compute_sudo=True,
        help="The unit, team or category. When one of them is dissolved, the target "
        "keeps its name.",
    )
    scope_hint = fields.Char(compute="_compute_scope_hint", compute_sudo=True)

    # How much, and until when
    better = fields.Selection(
        selection=[("more", "At Least"), ("less", "At Most")],
        string="Direction",
        compute="_compute_better",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    target = fields.Float(
        required=True,
        aggregator="avg",
        tracking=True,
        help="A share as a part of 1: 0.9 is 90 %.",
    )
    nearly = fields.Float(
        string="Nearly Reached From",
        compute="_compute_nearly",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
        help="Between this and the target it is at risk, and the owner is warned.",
    )
    period = fields.Selection(
        selection=PERIODS, required=True, default="month", tracking=True
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: start_of(fields.Date.context_today(self), "month"),
        index=True,
        tracking=True,
    )
    date_to = fields.Date(
        string="Until",
        compute="_compute_date_to",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        tracking=True,
    )
    period_words = fields.Char(string="When", compute="_compute_period_words")

    # What came of it
    date_frozen = fields.Datetime(
        string="Kept On",
        readonly=True,
        copy=False,
        help="In the night after the period: then the result stays as it is.",
    )
    value_kept = fields.Float(
        string="Result", readonly=True, copy=False, aggregator="avg"
    )
    count_kept = fields.Integer(
        string="Cases Measured", readonly=True, copy=False, aggregator=None
    )
    is_measured = fields.Boolean(
        string="Was Measured",
        readonly=True,
        copy=False,
        help="There was something to measure.",
    )
    is_few = fields.Boolean(
        string="Too Few Cases",
        readonly=True,
        copy=False,
        help="The result would have told of single cases: it was not kept.",
    )
    date_warned = fields.Date(string="Owner Warned On", readonly=True, copy=False)

    _dates_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "A period ends after it began."
    )
    _target_not_negative = models.Constraint(
        "CHECK (target >= 0)", "A target is zero or more."
    )
    _to_freeze_idx = models.Index("(date_to) WHERE date_frozen IS NULL")

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {
            "scoped_by",
            "date_frozen",
            "value_kept",
            "count_kept",
            "is_measured",
            "is_few",
            "date_warned",
        }

    @api.model
    def _select_measures(self):
        """What a target can be set for: what is known also when a period is over."""
        measures = self.env["complaint.measures"]
        table = measures._get_measures()
        return [
            (code, label)
            for code, label in measures._select_measures()
            if not table[code].is_now
        ]

    @api.model
    def _get_scope_fields(self):
        """Fields that narrow a target down, named as those of the analysis."""
        return ["department_id", "category_id"]

    # ------------------------------------------------------------------
    # Written
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        goals = super().create(vals_list)
        goals._mark_scope()
        goals._check_overlap()
        return goals

    def write(self, vals):
        self._check_not_frozen(vals)
        result = super().write(vals)
        if set(vals) & set(self._get_scope_fields()):
            self._mark_scope()
        if set(vals) & self._get_subject():
            self._check_overlap()
        return result

    @api.model
    def _get_subject(self):
        """Names of the fields that stay as they are when the period is over."""
        return SUBJECT | set(self._get_scope_fields())

    def _mark_scope(self):
        """Remember for whom the targets are."""
        for goal in self.sudo():
            used = [fname for fname in self._get_scope_fields() if goal[fname]]
            goal._write_sealed({"scoped_by": ",".join(used)})

    def _check_not_frozen(self, vals):
        """Nobody makes a missed target easier afterwards.

        :raises UserError: what was reached is kept already, or ripens
        """
        changing = self._filter_changing(vals, self._get_subject())
        frozen = changing.filtered(lambda goal: goal._is_settled())
        if frozen:
            raise UserError(
                self.env._(
                    "%s Set a target for another period instead.",
                    frozen[0]._say_settled(),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_if_running(self):
        """What was reached, or missed, stays."""
        frozen = self.filtered(lambda goal: goal._is_settled())
        if frozen:
            raise UserError(frozen[0]._say_settled())

    # ------------------------------------------------------------------
    # What follows from the measure and the period
    # ------------------------------------------------------------------

    @api.depends("measure")
    def _compute_kind(self):
        table = self.env["complaint.measures"]._get_measures()
        for goal in self:
            goal.kind = goal.measure and table[goal.measure].kind

    @api.depends("measure")
    def _compute_better(self):
        table = self.env["complaint.measures"]._get_measures()
        for goal in self:
            goal.better = (goal.measure and table[goal.measure].better) or "more"

    @api.depends("target", "better", "measure")
    def _compute_nearly(self):
        for goal in self:
            sign = -1 if goal.better == "more" else 1
            goal.nearly = goal.target * (1 + sign * NEARLY)

    @api.depends("period", "date_from")
    def _compute_date_to(self):
        for goal in self:
            if goal._has_calendar() and goal.date_from:
                goal.date_to = end_of(goal.date_from, goal.period)
            else:
                goal.date_to = goal.date_to or goal.date_from

    def _has_calendar(self):
        """Whether it is for a month, quarter or year, and not for other days."""
        self.ensure_one()
        return self.period and self.period != "other"

    # ------------------------------------------------------------------
    # What is refused
    # ------------------------------------------------------------------

    @api.onchange("period", "date_from")
    def _onchange_period(self):
        """A month begins on its first day, whichever day was chosen."""
        if self._has_calendar() and self.date_from:
            self.date_from = start_of(self.date_from, self.period)

    @api.constrains("period", "date_from", "date_to")
    def _check_period(self):
        for goal in self.filtered(lambda goal: goal._has_calendar()):
            begin = start_of(goal.date_from, goal.period)
            if (goal.date_from, goal.date_to) != (begin, end_of(begin, goal.period)):
                raise ValidationError(
                    self.env._(
                        "A month, quarter or year begins on its first day and ends on "
                        "its last. Choose “Other Days” for another period."
                    )
                )

    @api.constrains("target", "measure")
    def _check_target(self):
        for goal in self:
            if goal.kind == "share" and goal.target > 1:
                raise ValidationError(
                    self.env._("A share is at most 100 %%: %s is more.", goal.target)
                )
            if goal.kind == "rating" and not 1 <= goal.target <= 5:
                raise ValidationError(self.env._("Customers rate from 1 to 5."))

    @api.constrains("nearly", "target", "better")
    def _check_nearly(self):
        for goal in self:
            gap = goal.target - goal.nearly
            if gap < 0 if goal.better == "more" else gap > 0:
                raise ValidationError(
                    self.env._(
                        "What is nearly reached is less than the target, or more where "
                        "the target is “At Most”."
                    )
                )

    def _check_overlap(self):
        """There are never two answers to what is to be reached (R133)."""
        goals = self.sudo()
        other = goals.search(
            Domain.OR(goal._get_overlap_domain() for goal in goals), limit=1
        )
        if other:
            raise ValidationError(
                self.env._(
                    "There is a target for the same already: “%(other)s”, "
                    "%(target)s. Change that one, or choose another period.",
                    other=other.display_name,
                    target=other.target_words,
                )
            )

    def _get_overlap_domain(self):
        """Other targets for the same, in periods of the same length."""
        self.ensure_one()
        scope = self._get_scope_fields()
        same = ["company_id", "measure", "period", "scoped_by", *scope]
        values = {
            fname: self._fields[fname].convert_to_write(self[fname], self)
            for fname in same
        }
        return Domain.AND(
            [
                Domain("id", "!=", self.id),
                Domain("date_from", "<=", self.date_to),
                Domain("date_to", ">=", self.date_from),
                *(Domain(fname, "=", value) for fname, value in values.items()),
            ]
        )
