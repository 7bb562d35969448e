# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""By what the handling of a case is scored: the conversation, and what is ours."""

from odoo import api, fields, models
from odoo.fields import Domain

SCORES = [
    ("1", "1"),
    ("2", "2"),
    ("3", "3"),
    ("4", "4"),
    ("5", "5"),
    ("na", "Not applicable"),
]
GROUPS = [
    ("lscia", "The conversation (LSCIA)"),
    ("own", "Our own"),
]


class ComplaintReviewCriterion(models.Model):
    """One question of a review, with what each score means (R75-R79)."""

    _name = "complaint.review.criterion"
    _description = "Review Criterion"
    _order = "sequence, id"

    name = fields.Char(string="Criterion", required=True, translate=True)
    sequence = fields.Integer(default=10)
    group = fields.Selection(selection=GROUPS, required=True, default="own")
    question = fields.Text(
        translate=True, help="What the reviewer asks themselves, in a sentence or two."
    )
    weight = fields.Float(
        required=True,
        default=1,
        digits=(6, 2),
        aggregator=None,
        help="2 counts twice as much as 1.",
    )
    level_1 = fields.Char(string="1 Means", translate=True)
    level_3 = fields.Char(string="3 Means", translate=True)
    level_5 = fields.Char(string="5 Means", translate=True)
    scale = fields.Char(compute="_compute_scale")
    company_id = fields.Many2one(
        comodel_name="res.company",
        index=True,
        help="Empty: for the reviews of all companies.",
    )
    active = fields.Boolean(default=True)

    _weight_positive = models.Constraint(
        "CHECK (weight > 0)", "A criterion weighs more than nothing."
    )

    @api.depends("level_1", "level_3", "level_5")
    def _compute_scale(self):
        for criterion in self:
            levels = (("1", "level_1"), ("3", "level_3"), ("5", "level_5"))
            criterion.scale = " · ".join(
                f"{level}: {criterion[fname]}"
                for level, fname in levels
                if criterion[fname]
            )

    @api.model
    def _find_for(self, companies):
        """The criteria in use, as sudo.

        :param companies: ``res.company``
        :return: dict of company and criteria
        """
        found = self.sudo().search(
            Domain("company_id", "in", [False, *companies.ids])
            & Domain("active", "=", True)
        )
        return {
            company: found.filtered(
                lambda one, c=company: one.company_id in (c, c.browse())
            )
            for company in companies
        }
