# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who reads a review, and who may do what with it."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..case.life_cycle import MANAGER
from .review_table import SHOWN


class ComplaintReview(models.Model):
    """Its reviewer reads it, managers, and whoever drew its sample; its handler once it
    is discussed. Two who review the same case read nothing of each other until both
    have scored. Whoever may not know of the case knows of no review of it (R153).
    """

    _inherit = "complaint.review"

    _acts_depend_on = ("state", "reviewer_id")
    is_mine = fields.Boolean(
        string="I Review It", compute="_compute_roles", search="_search_is_mine"
    )
    is_about_me = fields.Boolean(
        string="About My Work",
        compute="_compute_roles",
        search="_search_is_about_me",
    )

    @api.model
    def _get_readable_domain(self):
        """As sudo, as who handled it is no field that all may search."""
        uid, reviews_sudo = self.env.uid, self.sudo()
        mine = Domain("handler_id", "=", uid)
        shown = mine & Domain("state", "in", SHOWN)
        barred = self.env.user.sudo().barred_complaint_ids.ids
        shown &= Domain("complaint_id", "not in", barred)
        others = self._get_roles_domain() & ~mine & ~self._get_blind_domain()
        return Domain("id", "in", reviews_sudo._search(shown)) | (
            super()._get_readable_domain()
            & Domain("id", "in", reviews_sudo._search(others))
        )

    @api.model
    def _get_roles_domain(self):
        """Reviews that are the user's to score, or to look after."""
        if self.env.user.has_group(MANAGER):
            return Domain.TRUE
        return Domain("reviewer_id", "=", self.env.uid) | Domain(
            "sample_id.create_uid", "=", self.env.uid
        )

    @api.model
    def _get_blind_domain(self):
        """What others say of cases that the user reviews, until both have scored."""
        own = Domain("reviewer_id", "=", self.env.uid) & Domain(
            "state", "!=", "cancelled"
        )
        reviews_sudo = self.sudo()
        to_score = reviews_sudo._search(own & Domain("state", "=", "draft"))
        reviewed = reviews_sudo._search(own)
        return ~Domain("reviewer_id", "=", self.env.uid) & (
            Domain("complaint_id", "in", to_score.select("complaint_id"))
            | (
                Domain("state", "=", "draft")
                & Domain("complaint_id", "in", reviewed.select("complaint_id"))
            )
        )

    def _filter_forbidden(self, operation):
        """Only the reviewer writes on it, and only until it is scored."""
        own = self.browse(self.ids)
        if not own:
            return own
        found = own & self.search([("id", "in", own.ids)])
        if operation in ("read", "create"):
            return own - found
        return own - found.filtered(
            lambda review: review.state == "draft" and review._is_reviewer()
        )

    # ------------------------------------------------------------------
    # Roles
    # ------------------------------------------------------------------

    def _is_reviewer(self):
        """Whether the user scores it."""
        self.ensure_one()
        return self.env.su or self.env.user == self.sudo().reviewer_id

    def _is_handler(self):
        """Whether it is about the user's own work."""
        self.ensure_one()
        return self.env.user == self.sudo().handler_id

    def _is_planner(self):
        """Whether the user looks after it: never after one of their own work."""
        self.ensure_one()
        if self._is_handler():
            return False
        return (
            self._is_reviewer()
            or self.env.user.has_group(MANAGER)
            or self.env.user == self.sudo().sample_id.create_uid
        )

    def _makes_sense(self, name):
        self.ensure_one()
        if name == "discuss":
            return self._is_handler_here()
        if name == "close":
            return self.state == "discussed" or not self._is_handler_here()
        return super()._makes_sense(name)

    @api.depends("reviewer_id")
    @api.depends_context("uid")
    def _compute_roles(self):
        for review in self:
            review.is_mine = review.reviewer_id == self.env.user
            review.is_about_me = review._is_handler()

    @api.model
    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("reviewer_id", "=", self.env.uid)

    @api.model
    def _search_is_about_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = self.sudo()._search([("handler_id", "=", self.env.uid)])
        return Domain("id", "in", found)
