# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.fields import Domain


class ComplaintReviewPartMixin(models.AbstractModel):
    """Part of a review, ``review_id``, and as readable and changeable as it."""

    _name = "complaint.review.part.mixin"
    _description = "Part of a Review"
    _inherit = ["complaint.guarded.mixin", "complaint.sealed.mixin"]

    @api.model
    def _get_readable_domain(self):
        reviews = self.env[self._fields["review_id"].comodel_name]
        return Domain("review_id", "in", reviews._search([]))

    def _filter_forbidden(self, operation):
        reviews = self.sudo().review_id.with_env(self.env)
        wanted = "read" if operation == "read" else "write"
        denied = reviews - reviews._filtered_access(wanted)
        return self.filtered(lambda part: part.sudo().review_id in denied)
