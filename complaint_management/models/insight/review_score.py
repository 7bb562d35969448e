# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .review_criterion import GROUPS, SCORES

NONE = "na"


class ComplaintReviewScore(models.Model):
    """What a reviewer says to one criterion. As readable as the review.

    Only the reviewer writes it, and only until it was scored.
    """

    _name = "complaint.review.score"
    _description = "Score of a Review"
    _inherit = ["complaint.review.part.mixin"]
    _order = "review_id, sequence, id"
    _rec_name = "criterion_id"

    review_id = fields.Many2one(
        comodel_name="complaint.review",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        related="review_id.company_id", store=True, precompute=True, index=True
    )
    criterion_id = fields.Many2one(
        comodel_name="complaint.review.criterion",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    sequence = fields.Integer(readonly=True)
    group = fields.Selection(selection=GROUPS, readonly=True)
    weight = fields.Float(
        readonly=True, digits=(6, 2), aggregator=None, help="As it was then."
    )
    question = fields.Text(related="criterion_id.question", related_sudo=True)
    scale = fields.Char(
        string="What the Scores Mean", related="criterion_id.scale", related_sudo=True
    )
    score = fields.Selection(selection=SCORES)
    comment = fields.Char(
        string="Why", help="What you saw. Name neither the complainant nor colleagues."
    )

    _once_uniq = models.UniqueIndex(
        "(review_id, criterion_id)", "This criterion stands there already."
    )

    @api.model
    def _get_sealed_fields(self):
        return {"review_id", "criterion_id", "sequence", "group", "weight"}

    def _get_number(self):
        """The score as a number, or None where there is none."""
        self.ensure_one()
        return int(self.score) if self.score and self.score != NONE else None
