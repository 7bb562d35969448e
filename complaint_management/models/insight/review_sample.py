# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which closed cases are reviewed: a sample that anybody can draw again."""

from ast import literal_eval
from random import randint

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..case.life_cycle import MANAGER

CASES = "complaint.complaint"
METHODS = [
    ("random", "By chance"),
    ("risk", "The riskiest first"),
    ("rule", "By a rule of ours, by chance"),
]
STRATA = [
    ("none", "No parts"),
    ("handler", "A part for each handler"),
    ("unit", "A part for each handling unit"),
]
MOST = 200
# What was drawn stays as it was asked for.
ASKED = frozenset(
    {
        "company_id",
        "method",
        "rule",
        "stratify",
        "date_from",
        "date_to",
        "count",
        "reviewer_ids",
        "is_double",
        "seed",
    }
)


class ComplaintReviewSample(models.Model):
    """How many closed cases of a period, chosen how, and who reviews them.

    The same seed draws the same cases again, as long as the same cases are there. What
    its reviewers may not review is never drawn. Who draws it draws from cases that they
    may read themselves.
    """

    _name = "complaint.review.sample"
    _description = "Sample of Cases to Review"
    _inherit = ["complaint.sealed.mixin", "complaint.guarded.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(
        string="What For", required=True, help="e.g. Reviews of the third quarter"
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    state = fields.Selection(
        selection=[("draft", "Not Drawn Yet"), ("drawn", "Drawn")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    method = fields.Selection(
        selection=METHODS,
        string="Chosen",
        required=True,
        default="random",
        help="The riskiest: serious, expensive, reopened, late cases, and those of "
        "dissatisfied complainants; chance decides between equal ones.",
    )
    rule = fields.Char(
        default="[]", help="Only cases that fit it, and that you may read."
    )
    stratify = fields.Selection(
        selection=STRATA,
        string="Spread",
        required=True,
        default="handler",
        help="In turn one case of each, so that nobody is left out by chance.",
    )
    date_from = fields.Date(
        string="Closed From", required=True, default=lambda self: self._get_month(-1)
    )
    date_to = fields.Date(
        string="Closed Until", required=True, default=lambda self: self._get_month(0)
    )
    count = fields.Integer(string="How Many Cases", required=True, default=10)
    reviewer_ids = fields.Many2many(
        comodel_name="res.users",
        relation="complaint_review_sample_reviewer_rel",
        string="Reviewers",
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="The cases are shared out evenly. Nobody gets a case in which they had a "
        "part, or that they may not read.",
    )
    is_double = fields.Boolean(
        string="Two Reviewers for Each Case",
        help="They do not see each other's scores until both have scored.",
    )
    seed = fields.Integer(
        string="Draw Number",
        default=lambda self: randint(1, 999999),
        copy=False,
        aggregator=None,
        help="The same number draws the same cases again.",
    )
    date_drawn = fields.Datetime(string="Drawn On", readonly=True, copy=False)
    review_ids = fields.One2many(
        comodel_name="complaint.review",
        inverse_name="sample_id",
        string="Reviews",
        readonly=True,
        copy=False,
    )
    review_count = fields.Integer(string="Drawn Reviews", compute="_compute_done")
    done_count = fields.Integer(string="Scored Reviews", compute="_compute_done")
    agreement_text = fields.Char(
        string="Agreement of the Reviewers", compute="_compute_agreement_text"
    )

    _count_positive = models.Constraint(
        "CHECK (count > 0)", "A sample has at least one case."
    )
    _period = models.Constraint(
        "CHECK (date_from <= date_to)", "The period ends before it begins."
    )

    @api.model
    def _get_sealed_fields(self):
        return {"state", "date_drawn", "review_ids"}

    @api.model
    def _get_month(self, ahead):
        """The first day of last month, or its last one."""
        first = fields.Date.start_of(fields.Date.context_today(self), "month")
        if ahead:
            return fields.Date.add(first, months=ahead)
        return fields.Date.subtract(first, days=1)

    @api.depends("review_ids.state")
    @api.depends_context("uid")
    def _compute_done(self):
        """Of the reviews that the user may read."""
        groups = self.env["complaint.review"]._read_group(
            [("sample_id", "in", self.ids), ("state", "!=", "cancelled")],
            ["sample_id", "state"],
            ["__count"],
        )
        counts = {(sample.id, state): count for sample, state, count in groups}
        for sample in self:
            own = {s: n for (id_, s), n in counts.items() if id_ == sample._origin.id}
            sample.review_count = sum(own.values())
            sample.done_count = sample.review_count - own.get("draft", 0)

    @api.depends("review_ids.state", "is_double")
    @api.depends_context("uid", "lang")
    def _compute_agreement_text(self):
        """How far the reviewers agree, over the cases that two have scored."""
        reviews = self.env["complaint.review"]
        for sample in self:
            pairs = sample._origin._get_score_pairs() if sample.is_double else []
            sample.agreement_text = pairs and reviews._say_agreement(pairs) or False

    def _get_score_pairs(self):
        """Scores of two reviewers for the same case and criterion.

        Of reviews that the user may read; as many queries for many cases as for one.
        """
        reviews = self.env["complaint.review"]
        found = reviews.search(
            [("sample_id", "in", self.ids), ("date_scored", "!=", False)]
        )
        pairs = []
        for _case, both in found.sudo().grouped("complaint_id").items():
            if len(both) == 2:
                pairs += reviews._pair_scores(*both.sorted("id"))
        return pairs

    # ------------------------------------------------------------------
    # Who reads it, and what may be asked
    # ------------------------------------------------------------------

    @api.model
    def _get_readable_domain(self):
        """Managers see all; others what they drew themselves."""
        if self.env.user.has_group(MANAGER):
            return Domain.TRUE
        return Domain("create_uid", "=", self.env.uid)

    def _filter_forbidden(self, operation):
        if self.env.user.has_group(MANAGER):
            return self.browse()
        return self.filtered(lambda sample: sample.sudo().create_uid != self.env.user)

    @api.constrains("rule", "method")
    def _check_rule(self):
        """By what the user may search, too; Odoo asks as the system."""
        for sample in self.with_env(self.env(su=False)):
            sample._parse_rule()

    def _parse_rule(self):
        """The rule as a ``Domain`` that the user may search by.

        :raises ValidationError: it is none
        """
        self.ensure_one()
        if self.method != "rule":
            return Domain.TRUE
        try:
            domain = Domain(literal_eval(self.rule or "[]"))
            self.env[CASES].with_context(active_test=False)._search(domain)
        except Exception as error:
            raise ValidationError(
                self.env._(
                    "The rule of “%s” cannot be used: choose it again.", self.name
                )
            ) from error
        return domain

    @api.constrains("count", "reviewer_ids", "is_double")
    def _check_reviewers(self):
        for sample in self:
            if sample.count > MOST:
                raise ValidationError(
                    self.env._("Draw at most %s cases at once.", MOST)
                )
            if len(sample.reviewer_ids) < (2 if sample.is_double else 1):
                raise ValidationError(
                    self.env._("Choose who reviews: two for each case need two.")
                )

    @api.constrains("reviewer_ids")
    def _check_may_ask(self):
        """Who is no manager draws for themselves only; Odoo asks as the system."""
        user = self.env.user
        if user._is_superuser() or user.has_group(MANAGER):
            return
        if self.reviewer_ids - user:
            raise ValidationError(
                self.env._("Only a complaint manager lets others review cases.")
            )

    def write(self, vals):
        """What was drawn stays as it was asked for.

        :raises UserError: it was drawn
        """
        self.check_access("write")
        drawn = self.filtered(lambda sample: sample.state == "drawn")
        if drawn and ASKED & set(vals):
            raise UserError(
                self.env._(
                    "“%s” was drawn: copy it to draw another one.", drawn[0].name
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_undrawn(self):
        if self.sudo().review_ids:
            raise UserError(
                self.env._("Samples are kept with the reviews of their cases.")
            )

    def action_view_reviews(self):
        """Open the reviews of the sample."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_review_action"
        )
        return {**action, "domain": [("sample_id", "=", self.id)], "context": {}}
