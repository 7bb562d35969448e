# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from ...models.learning.contribution import FACTORS


class ComplaintReviewAct(models.TransientModel):
    """Asks what an act on a review needs: a reason, words, or another reviewer."""

    _name = "complaint.review.act"
    _description = "Act on a Review"
    _inherit = "complaint.act.dialog.mixin"
    _documents_field = "review_id"

    review_id = fields.Many2one(
        comodel_name="complaint.review", required=True, readonly=True
    )
    company_id = fields.Many2one(related="review_id.company_id", related_sudo=False)
    words = fields.Text(string="What You Say")
    reviewer_id = fields.Many2one(
        comodel_name="res.users",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )

    def _prepare_given(self):
        return {
            **super()._prepare_given(),
            "words": self.words,
            "reviewer_id": self.reviewer_id.id,
        }


class ComplaintReviewTraining(models.TransientModel):
    """Asks what kind of training a review proposes."""

    _name = "complaint.review.training"
    _description = "Propose a Training"

    review_id = fields.Many2one(
        comodel_name="complaint.review", required=True, readonly=True
    )
    kind = fields.Selection(
        selection=FACTORS, string="What Would Help", required=True, default="skill"
    )

    def action_confirm(self):
        """Propose it, with the rights and the checks of the button."""
        self.ensure_one()
        self.review_id.action_propose_training(kind=self.kind)
        return {"type": "ir.actions.act_window_close"}


class ComplaintUnitReviewAct(models.TransientModel):
    """Asks for the reason of an act on the review of a period."""

    _name = "complaint.unit.review.act"
    _description = "Act on a Period Review"
    _inherit = "complaint.act.dialog.mixin"
    _documents_field = "review_id"

    review_id = fields.Many2one(
        comodel_name="complaint.unit.review", required=True, readonly=True
    )
