# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Actions that a review led to: of a case, of a unit's period, of the management."""

from odoo import api, fields, models
from odoo.fields import Domain

STAFF = "complaint_management.group_complaint_user"


class ComplaintAction(models.Model):
    """One that comes from the review of a case hangs on the case: it is as hidden."""

    _inherit = "complaint.action"

    review_id = fields.Many2one(
        comodel_name="complaint.review",
        string="From the Review",
        copy=False,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        groups=STAFF,
        help="The review of a case that led to it.",
    )
    unit_review_id = fields.Many2one(
        comodel_name="complaint.unit.review",
        string="From the Period Review",
        copy=False,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="The review of a unit or of the management that decided on it.",
    )

    @api.model
    def _get_shown_domain(self):
        """Who reads the review of a period reads what was decided there."""
        shown = super()._get_shown_domain()
        reviews = self.env["complaint.unit.review"]
        if shown.is_true() or not reviews.has_access("read"):
            return shown
        return shown | Domain("unit_review_id", "in", reviews._search([]))

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions._check_reviews()
        actions.sudo()._hang_on_reviewed()
        return actions

    def write(self, vals):
        result = super().write(vals)
        if {"review_id", "unit_review_id"} & set(vals):
            self._check_reviews()
            self.sudo()._hang_on_reviewed()
        return result

    def _check_reviews(self):
        """Nobody names a review that they may not read.

        :raises AccessError: one is none of the user's
        """
        actions_sudo = self.sudo()
        actions_sudo.review_id.with_env(self.env).check_access("read")
        actions_sudo.unit_review_id.with_env(self.env).check_access("read")

    def _hang_on_reviewed(self):
        """Link the case that was reviewed, whoever may change it; as sudo."""
        for action in self:
            if action.review_id.complaint_id - action.complaint_ids:
                action.complaint_ids |= action.review_id.complaint_id
