# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..case.guarded_mixin import CASES


class RatingRating(models.Model):
    """A rating of a case is read by who may read the case, and written by nobody.

    Odoo lets every employee read and write every rating.
    """

    _name = "rating.rating"
    _inherit = ["rating.rating", "complaint.guarded.mixin"]

    complaint_handling = fields.Integer(
        string="Satisfaction with the Handling",
        readonly=True,
        aggregator="avg",
        help="1 to 5: how content the complainant was with the way the case was "
        "handled. 0: not a rating of a case.",
    )
    complaint_closure = fields.Integer(
        string="Closure",
        readonly=True,
        aggregator=None,
        help="Which closing of the case was rated, from 1.",
    )

    _complaint_closure_uniq = models.UniqueIndex(
        "(res_model, res_id, complaint_closure) WHERE complaint_closure > 0",
        "This closure of the case was rated already.",
    )
    _complaint_handling_range = models.Constraint(
        "CHECK (complaint_handling IS NULL OR complaint_handling BETWEEN 0 AND 5)",
        "A rating lies between 1 and 5.",
    )

    @api.depends("res_model", "res_id")
    def _compute_res_name(self):
        """A case has its number as name: its subject is for its readers only.

        A form that is pointed at a case names it to its readers only.
        """
        cases = self.filtered(lambda rating: rating.res_model == CASES)
        for rating in cases:
            case_sudo = self.env[CASES].sudo().browse(rating.res_id)
            rating.res_name = (
                case_sudo.number if rating._origin else case_sudo.display_name
            )
        return super(RatingRating, self - cases)._compute_res_name()

    # ------------------------------------------------------------------
    # Access
    # ------------------------------------------------------------------

    def _filter_forbidden(self, operation):
        if operation == "read":
            return self.browse()
        return self.filtered(lambda rating: rating.sudo().res_model == CASES)

    def write(self, vals):
        """Nobody turns a rating of something else into one of a case."""
        result = super().write(vals)
        if {"res_model_id", "res_model", "res_id"} & set(vals):
            self.check_access("write")
        return result
