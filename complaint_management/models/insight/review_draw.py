# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Drawing a sample: from what may be reviewed, and never anything else."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.insight.sampling import Candidate, put_in_order, share_out

CASES = "complaint.complaint"
STRATUM_FIELDS = {"handler": "user_id", "unit": "department_id"}


class ComplaintReviewSample(models.Model):
    _inherit = "complaint.review.sample"

    def action_draw(self):
        """Draw the cases, and give each to its reviewers.

        :raises UserError: nothing is there to be reviewed, or it was drawn already
        """
        self.check_access("write")
        self._lock_for_act()
        for sample in self:
            sample._draw()
        return self.action_view_reviews() if len(self) == 1 else True

    def _draw(self):
        self.ensure_one()
        if self.state == "drawn":
            raise UserError(self.env._("“%s” was drawn already.", self.name))
        pairs = self._choose()
        if not pairs:
            raise UserError(
                self.env._(
                    "There is no case that these reviewers may review: choose another "
                    "period, or other reviewers, who had no part in the cases."
                )
            )
        self.sudo()._write_sealed(
            {"state": "drawn", "date_drawn": fields.Datetime.now()}
        )
        self.env["complaint.review"].sudo()._create_sealed(
            [
                {"complaint_id": case, "reviewer_id": reviewer, "sample_id": self.id}
                for case, reviewer in pairs
            ]
        )

    def _choose(self):
        """Which case goes to whom.

        :return: list of pairs of the ids of a case and of a reviewer
        """
        self.ensure_one()
        domain = self._get_case_domain()
        cases = self.env[CASES]
        fit = {
            user.id: cases._find_reviewable(user, domain) - self._find_reviewed(user)
            for user in self.reviewer_ids.sorted("id")
        }
        pool = set().union(*fit.values())
        order = put_in_order(self._list_candidates(pool), self.seed)
        return share_out(order, fit, self.count, 2 if self.is_double else 1)

    def _get_case_domain(self):
        """Closed cases of the period that the user may read, and the rule lets in."""
        self.ensure_one()
        readable = self.env[CASES].with_context(active_test=False)
        company_sudo = self.company_id.sudo()
        begin, end = company_sudo._get_complaint_moments(self.date_from, self.date_to)
        return (
            Domain("company_id", "=", self.company_id.id)
            & Domain("state", "=", "closed")
            & Domain("user_id", "!=", False)
            & Domain("date_closed", ">=", begin)
            & Domain("date_closed", "<", end)
            & Domain("id", "in", readable._search(self._parse_rule()))
        )

    def _find_reviewed(self, user):
        """Cases that a user reviews or reviewed already, in what they are now.

        :return: set of ids
        """
        reviews_sudo = (
            self.env["complaint.review"]
            .sudo()
            .search([("reviewer_id", "=", user.id), ("state", "!=", "cancelled")])
        )
        return set(reviews_sudo.complaint_id.ids)

    def _list_candidates(self, ids):
        """What may be drawn, with its part and its risk; a few queries for all.

        :param ids: ids of cases
        """
        cases_sudo = self.env[CASES].sudo().browse(sorted(ids))
        fname = STRATUM_FIELDS.get(self.stratify)
        risks = cases_sudo._get_review_risks() if self.method == "risk" else {}
        return [
            Candidate(case.id, case[fname].id if fname else None, risks.get(case.id, 0))
            for case in cases_sudo
        ]
