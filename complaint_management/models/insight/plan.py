# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The plan of the year: what we want, on which targets hang (R212)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate, is_html_empty

from ...tools.case.acts import Act

_lt = LazyTranslate(__name__)

STATES = [("draft", "Draft"), ("agreed", "Agreed"), ("closed", "Closed")]
LINE_STATES = [("open", "Open"), ("done", "Done"), ("dropped", "Dropped")]
TO_REVIEW = "complaint_management.mail_activity_type_plan_review"
ACTS = {
    "agree": Act(
        label=_lt("Agree"),
        done=_lt("Agreed: all employees read it now"),
        sources=("draft",),
        target="agreed",
        needs=("lines", "owner"),
    ),
    "redraft": Act(
        label=_lt("Back to Draft"),
        done=_lt("Taken back to be changed"),
        sources=("agreed",),
        target="draft",
    ),
    "close": Act(
        label=_lt("Close"),
        done=_lt("Closed"),
        sources=("agreed",),
        target="closed",
        needs=("summary",),
    ),
}


class ComplaintPlan(models.Model):
    """What a company wants to reach in a year, and when it looks whether it does.

    Complaint managers write it. When it is agreed, all employees read it, with its
    targets; each review is a task of the owner.
    """

    _name = "complaint.plan"
    _description = "Plan of the Year"
    _inherit = ["complaint.acts.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "year desc, id desc"
    _check_company_auto = True
    _keeps_evidence = True

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    year = fields.Integer(
        required=True,
        default=lambda self: fields.Date.context_today(self).year,
        aggregator=None,
        tracking=True,
    )
    state = fields.Selection(
        selection=STATES,
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        group_expand=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Owner",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        default=lambda self: self.env.user,
        check_company=True,
        ondelete="set null",
        tracking=True,
        help="Who sees to it, and reviews it.",
    )
    text = fields.Html(
        string="Where We Want to Be",
        help="In words that everybody understands. All employees read it.",
    )
    summary = fields.Html(
        string="What Came of It",
        copy=False,
        help="Written before the plan is closed: what was reached, what was not, and "
        "what the next plan takes over.",
    )
    line_ids = fields.One2many(
        comodel_name="complaint.plan.line",
        inverse_name="plan_id",
        string="What We Want",
        copy=True,
    )
    review_ids = fields.One2many(
        comodel_name="complaint.plan.review", inverse_name="plan_id", string="Reviews"
    )
    goal_ids = fields.One2many(
        comodel_name="complaint.goal", inverse_name="plan_id", string="Targets"
    )
    goal_count = fields.Integer(string="Number of Targets", compute="_compute_goals")
    goal_words = fields.Char(string="How the Targets Stand", compute="_compute_goals")
    next_review_date = fields.Date(
        string="Next Review", compute="_compute_next_review_date"
    )

    _year_sane = models.Constraint(
        "CHECK (year BETWEEN 2000 AND 2100)", "Enter a year from 2000 to 2100."
    )

    @api.model
    def _get_acts(self):
        return {**super()._get_acts(), **ACTS}

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"state"}

    def copy_data(self, default=None):
        """The plan of this year begins that of the next."""
        vals_list = super().copy_data(default)
        for plan, vals in zip(self, vals_list, strict=True):
            if "year" not in (default or {}):
                vals["year"] = plan.year + 1
        return vals_list

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        """What was agreed is kept."""
        if self.filtered(lambda plan: plan.state != "draft"):
            raise UserError(
                self.env._("A plan that was agreed is kept: close it instead.")
            )

    def write(self, vals):
        result = super().write(vals)
        if "user_id" in vals:
            self.review_ids._plan_tasks()
        return result

    @api.depends("name", "year")
    def _compute_display_name(self):
        for plan in self:
            year = str(plan.year or "")
            is_said = year in (plan.name or "")
            names = (plan.name, not is_said and year)
            plan.display_name = " ".join(filter(None, names))

    @api.depends("goal_ids.standing")
    @api.depends_context("lang", "uid")
    def _compute_goals(self):
        labels = dict(
            self.env["complaint.goal"]
            ._fields["standing"]
            ._description_selection(self.env)
        )
        for plan in self:
            stand = plan.goal_ids.mapped("standing")
            plan.goal_count = len(plan.goal_ids)
            plan.goal_words = ", ".join(
                f"{label}: {stand.count(value)}"
                for value, label in labels.items()
                if value in stand
            )

    @api.depends("review_ids.date", "review_ids.is_done")
    def _compute_next_review_date(self):
        for plan in self:
            to_come = plan.review_ids.filtered(
                lambda review: review.date and not review.is_done
            )
            plan.next_review_date = min(to_come.mapped("date"), default=False)

    # ------------------------------------------------------------------
    # Acts
    # ------------------------------------------------------------------

    def action_agree(self):
        """Agree on plans: all employees read them, and reviews become tasks.

        :raises UserError: it says nothing yet, or nobody owns it
        """
        return self._act("agree")

    def action_redraft(self):
        """Take plans back to change them."""
        return self._act("redraft")

    def action_close(self):
        """Close plans, when it is written what came of them.

        :raises UserError: it is not
        """
        return self._act("close")

    def _check_needs_lines(self, given):
        if not self.line_ids:
            return self.env._("write down what you want to reach.")

    def _check_needs_owner(self, given):
        if not self.user_id:
            return self.env._("name its owner.")

    def _check_needs_summary(self, given):
        if not is_html_empty(self.summary):
            return None
        return self.env._("write down what came of it.")

    def _after_act(self, name, given):
        result = super()._after_act(name, given)
        self.sudo().review_ids._plan_tasks()
        return result

    def action_view_goals(self):
        """Open the targets that hang on the plan."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_goal_action"
        )
        return {
            **action,
            "name": self.display_name,
            "domain": [("plan_id", "=", self.id)],
            "context": {
                "default_plan_id": self.id,
                "default_company_id": self.company_id.id,
            },
        }


class ComplaintPlanLine(models.Model):
    """One thing that a company wants to reach in the year."""

    _name = "complaint.plan.line"
    _description = "Goal of the Plan"
    _order = "sequence, id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        comodel_name="complaint.plan", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="plan_id.company_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Goal", required=True)
    measure = fields.Char(
        string="How We Know", help="By what one sees that it was reached."
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Owner",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        check_company=True,
        ondelete="set null",
    )
    date_due = fields.Date(string="By")
    state = fields.Selection(
        selection=LINE_STATES, required=True, default="open", copy=False
    )
