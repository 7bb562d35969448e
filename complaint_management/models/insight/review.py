# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A closed case, looked at by somebody who had no part in it."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .review_table import STATES

ACCOUNTABILITY = "complaint_management.group_complaint_accountability"
# What names the work that is scored; it stays.
FIXED = frozenset({"complaint_id", "reviewer_id"})


class ComplaintReview(models.Model):
    """How a case was handled, scored by a supervisor who had no part in it.

    The reviewer has a name. The handler reads it when it is discussed, and answers in
    their own words. What is proposed goes its own way, and never by itself. While its
    case is open again it does not count. The acts stand in ``review_table``, who reads
    it in ``review_access``.
    """

    _name = "complaint.review"
    _description = "Review of a Case"
    _inherit = [
        "complaint.part.mixin",
        "complaint.acts.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_due, id"
    _check_company_auto = True
    _mail_post_access = "read"
    _keeps_evidence = True

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    complaint_id = fields.Many2one(
        domain=[("state", "=", "closed")],
        help="A closed case in which the reviewer had no part.",
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
    reviewer_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        ondelete="restrict",
        index=True,
    )
    handler_id = fields.Many2one(
        comodel_name="res.users",
        string="Handled By",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        groups=ACCOUNTABILITY,
    )
    handler_name = fields.Char(
        string="Handler", compute="_compute_handler_name", compute_sudo=True
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Handling Unit",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    category_id = fields.Many2one(
        comodel_name="complaint.category",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    case_closed_on = fields.Datetime(readonly=True, copy=False)
    is_on_hold = fields.Boolean(
        string="Case Open Again",
        compute="_compute_is_on_hold",
        compute_sudo=True,
        search="_search_is_on_hold",
        help="Its case was reopened: it does not count until that is closed again.",
    )
    date_due = fields.Date(
        string="Review By", copy=False, default=lambda self: self._get_default_due()
    )
    date_scored = fields.Datetime(string="Scored On", readonly=True, copy=False)
    sample_id = fields.Many2one(
        comodel_name="complaint.review.sample",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )

    # What is said
    score_ids = fields.One2many(
        comodel_name="complaint.review.score",
        inverse_name="review_id",
        string="Scores",
        copy=False,
    )
    score = fields.Float(
        compute="_compute_score",
        compute_sudo=True,
        store=True,
        digits=(3, 2),
        aggregator="avg",
        help="The average of what was scored, by weight: 1 to 5.",
    )
    left_count = fields.Integer(string="Still to Score", compute="_compute_left_count")
    good = fields.Text(
        string="What Went Well", help="Name neither the complainant nor colleagues."
    )
    better = fields.Text(
        string="What Could Be Better",
        help="What you would do next time. Name nobody.",
    )
    handler_words = fields.Text(string="The Handler Says", readonly=True, copy=False)
    end_reason = fields.Text(string="Why It Ended", readonly=True, copy=False)

    _number_uniq = models.UniqueIndex(
        "(company_id, name)", "A review has this number already."
    )

    @api.model
    def _get_default_due(self):
        return fields.Date.add(fields.Date.context_today(self), days=14)

    @api.model
    def _get_sealed_fields(self):
        return {
            "name",
            "state",
            "handler_id",
            "department_id",
            "category_id",
            "case_closed_on",
            "date_scored",
            "sample_id",
            "handler_words",
            "end_reason",
            "training_kind",
            "date_training_proposed",
        }

    @api.depends("handler_id", "complaint_id.user_id")
    def _compute_handler_name(self):
        for review in self:
            review.handler_name = (
                review.handler_id.name or review.complaint_id.user_id.name
            )

    @api.depends("complaint_id.state")
    def _compute_is_on_hold(self):
        for review in self:
            case = review.complaint_id
            review.is_on_hold = bool(case) and case.state != "closed"

    @api.model
    def _search_is_on_hold(self, operator, value):
        if operator != "in":
            return NotImplemented
        reviews_sudo = self.sudo().with_context(active_test=False)
        return [
            ("id", "in", reviews_sudo._search([("complaint_id.state", "!=", "closed")]))
        ]

    @api.depends("score_ids.score", "score_ids.weight")
    def _compute_score(self):
        for review in self:
            rows = [(row._get_number(), row.weight) for row in review.score_ids]
            rows = [(number, weight) for number, weight in rows if number]
            total = sum(weight for _number, weight in rows)
            points = sum(number * weight for number, weight in rows)
            review.score = points / total if total else 0

    @api.depends("score_ids.score")
    def _compute_left_count(self):
        for review in self:
            review.left_count = len(
                review.score_ids.filtered(lambda row: not row.score)
            )

    @api.depends("name")
    def _compute_display_name(self):
        """A number, which says nothing of the case to whoever sees a link to it."""
        for review in self:
            review.display_name = review.name or self.env._("Review")

    # ------------------------------------------------------------------
    # What may be
    # ------------------------------------------------------------------

    @api.constrains("complaint_id", "reviewer_id")
    def _check_reviewer(self):
        """Only who had no part in the case, may know of it, and is not its subject."""
        for user, reviews in self.sudo().grouped("reviewer_id").items():
            cases = reviews.complaint_id
            fit = cases._find_reviewable(user, Domain("id", "in", cases.ids))
            for review in reviews:
                review._check_case(fit)

    def _check_case(self, fit):
        """Refuse a case that is not to be reviewed, or not by this reviewer; as sudo.

        :param set fit: ids of cases that the reviewer may review
        :raises ValidationError: saying why
        """
        case = self.complaint_id
        if self.state == "draft" and case.state != "closed":
            raise ValidationError(
                self.env._("Closed cases are reviewed: this one is still open.")
            )
        if not case.user_id:
            raise ValidationError(
                self.env._("Nobody handled this case: there is nothing to review.")
            )
        if case.id not in fit:
            raise ValidationError(
                self.env._(
                    "%(name)s cannot review this case: choose somebody who may read "
                    "it, had no part in it, and is neither whom it is about nor below "
                    "whom it is about, or who handled it.",
                    name=self.reviewer_id.name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_may_add(vals_list, "read")
        reviews = super().create(vals_list)
        criteria = self.env["complaint.review.criterion"]._find_for(
            reviews.sudo().company_id
        )
        for review in reviews:
            review._begin(criteria[review.sudo().company_id])
        reviews._plan_work()
        return reviews

    def _begin(self, criteria):
        """Keep whose work it is about, and list what is to be scored.

        :param criteria: ``complaint.review.criterion`` of the company, as sudo
        """
        self.ensure_one()
        review, case = self.sudo(), self.sudo().complaint_id
        sequences = self.env["ir.sequence"].sudo().with_company(review.company_id)
        review._write_sealed(
            {
                "name": sequences.next_by_code(self._name),
                "handler_id": case.user_id.id,
                "department_id": case.department_id.id,
                "category_id": case.category_id.id,
                "case_closed_on": case.date_closed,
            }
        )
        review.score_ids._create_sealed(
            [
                {
                    "review_id": review.id,
                    "criterion_id": criterion.id,
                    "sequence": criterion.sequence,
                    "group": criterion.group,
                    "weight": criterion.weight,
                }
                for criterion in criteria
            ]
        )

    def write(self, vals):
        """Whose work is scored, and by whom, stays.

        :raises UserError: saying what to do instead
        """
        if FIXED & set(vals) and not self._is_written_by_us(vals):
            raise UserError(
                self.env._(
                    "A review stays with its case and its reviewer: use the buttons, "
                    "or make a new one."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Reviews are kept: cancel it instead, with a reason.")
        )
