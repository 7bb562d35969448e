# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a period review consists of: its figures, and what is said to each topic."""

from odoo import api, fields, models

from .unit_review_table import TOPICS


class ComplaintUnitReviewPartMixin(models.AbstractModel):
    """Part of a period review, in its order."""

    _name = "complaint.unit.review.part.mixin"
    _description = "Part of a Period Review"
    _inherit = ["complaint.review.part.mixin"]
    _order = "review_id, sequence, id"

    review_id = fields.Many2one(
        comodel_name="complaint.unit.review",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        related="review_id.company_id", store=True, precompute=True, index=True
    )
    sequence = fields.Integer(readonly=True)

    @api.model
    def _get_sealed_fields(self):
        return {"review_id", "sequence"}


class ComplaintUnitReviewFigure(models.Model):
    """A figure as it was, beside the period before it; what is not known is empty."""

    _name = "complaint.unit.review.figure"
    _description = "Figure of a Period Review"
    _inherit = ["complaint.unit.review.part.mixin"]
    _rec_name = "code"

    code = fields.Selection(
        selection="_selection_code", string="What Is Measured", readonly=True
    )
    value = fields.Float(string="As a Number", readonly=True, aggregator=None)
    is_known = fields.Boolean(readonly=True)
    value_before = fields.Float(
        string="As a Number, Before", readonly=True, aggregator=None
    )
    is_before_known = fields.Boolean(readonly=True)
    shown = fields.Char(string="This Period", compute="_compute_shown")
    shown_before = fields.Char(string="Period Before", compute="_compute_shown")
    trend = fields.Selection(
        selection=[("better", "Better"), ("worse", "Worse"), ("same", "The same")],
        compute="_compute_trend",
        store=True,
    )

    @api.model
    def _selection_code(self):
        return self.env["complaint.measures"]._select_measures()

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {
            "code",
            "value",
            "is_known",
            "value_before",
            "is_before_known",
        }

    @api.depends("code", "value", "is_known", "value_before", "is_before_known")
    @api.depends_context("lang")
    def _compute_shown(self):
        for figure in self:
            measures = self.env["complaint.measures"].with_company(figure.company_id)
            value = figure.value if figure.is_known else None
            before = figure.value_before if figure.is_before_known else None
            figure.shown = measures._say_figure(figure.code, value)
            figure.shown_before = measures._say_figure(figure.code, before)

    @api.depends("code", "value", "is_known", "value_before", "is_before_known")
    def _compute_trend(self):
        measures = self.env["complaint.measures"]._get_measures()
        for figure in self:
            measure = measures.get(figure.code)
            figure.trend = measure and figure._find_trend(measure.better)

    def _find_trend(self, better):
        """How it changed, as far as one is better than the other.

        :param better: "more", "less", or None
        """
        if not (better and self.is_known and self.is_before_known):
            return False
        change = round(self.value - self.value_before, 4)
        if not change:
            return "same"
        return "better" if (change > 0) == (better == "more") else "worse"


class ComplaintUnitReviewPoint(models.Model):
    """What is known of a topic, and what is found about it."""

    _name = "complaint.unit.review.point"
    _description = "Finding of a Period Review"
    _inherit = ["complaint.unit.review.part.mixin"]
    _rec_name = "topic"

    topic = fields.Selection(selection="_selection_topic", required=True, readonly=True)
    label = fields.Char(
        string="What It Is About",
        compute="_compute_topic_words",
        help="A unit and the management call the same topic differently.",
    )
    hint = fields.Text(string="To Think About", compute="_compute_topic_words")
    facts = fields.Text(
        string="What Is Known",
        readonly=True,
        help="Filled in when the figures were, and kept as it was then. Protected "
        "cases are not counted here.",
    )
    finding = fields.Text(
        string="What We Find", help="No names of complainants or of single people."
    )

    @api.model
    def _selection_topic(self):
        return [
            (code, self.env._(topic.label))
            for topics in reversed(TOPICS.values())
            for code, topic in topics.items()
            if topics is TOPICS["management"] or code not in TOPICS["management"]
        ]

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"topic", "facts"}

    @api.depends("topic", "review_id.kind")
    @api.depends_context("lang")
    def _compute_topic_words(self):
        for point in self:
            topic = TOPICS.get(point.review_id.kind, {}).get(point.topic)
            point.label = topic and self.env._(topic.label)
            point.hint = topic and self.env._(topic.hint)

    def write(self, vals):
        self.check_access("write")
        if vals and not self.env.su:
            self.review_id._check_draft()
        return super().write(vals)
