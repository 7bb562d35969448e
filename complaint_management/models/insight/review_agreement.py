# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two who review the same case: how far they agree, once both have scored."""

from odoo import api, fields, models

from ...tools.insight.agreement import agree
from .review_table import COUNTED


class ComplaintReview(models.Model):
    _inherit = "complaint.review"

    twin_text = fields.Char(
        string="The Other Review",
        compute="_compute_twin_text",
        help="How far two reviewers of the same case agree; shown once both have "
        "scored.",
    )

    def _get_twins(self):
        """Reviews of the same case by others that were not cancelled, as sudo."""
        self.ensure_one()
        return self.sudo().search(
            [
                ("complaint_id", "=", self.sudo().complaint_id.id),
                ("id", "!=", self.id),
                ("state", "!=", "cancelled"),
                ("case_closed_on", "=", self.sudo().case_closed_on),
            ]
        )

    def _get_numbers(self):
        """What was scored, by criterion; as sudo.

        :return: dict of criterion and number, or None where it does not apply
        """
        self.ensure_one()
        return {row.criterion_id: row._get_number() for row in self.score_ids}

    @api.model
    def _pair_scores(self, first, second):
        """The scores of two reviews for what both were asked; as sudo."""
        mine, other = first._get_numbers(), second._get_numbers()
        return [(mine[one], other[one]) for one in mine if one in other]

    @api.depends("state", "score_ids.score")
    @api.depends_context("uid", "lang")
    def _compute_twin_text(self):
        for review in self:
            there = review._origin
            review.twin_text = there._say_twins() if there else False

    def _say_twins(self):
        """How far the others agree, as far as the user may read them."""
        if self.state not in COUNTED:
            return False
        twins = self._get_twins().with_env(self.env)._filtered_access("read").sudo()
        said = [
            self.env._(
                "%(reviewer)s scored it %(score).1f: %(agreement)s",
                reviewer=twin.reviewer_id.name,
                score=twin.score,
                agreement=self._say_agreement(self._pair_scores(self.sudo(), twin)),
            )
            for twin in twins
            if twin.state in COUNTED
        ]
        return "\n".join(said)

    @api.model
    def _say_agreement(self, pairs):
        """How far two reviewers agree, in a sentence.

        :param list pairs: pairs of scores
        """
        found = agree(pairs)
        if not found.count:
            return self.env._("nothing was scored by both.")
        words = self.env._(
            "the same score for %(share)d %% of %(count)d criteria",
            share=round(found.share * 100),
            count=found.count,
        )
        if found.kappa is None:
            return f"{words}."
        return self.env._(
            "%(words)s, agreement (weighted kappa) %(kappa).2f.",
            words=words,
            kappa=found.kappa,
        )
