# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The cases that the management should know, in the digest of managers (R163)."""

from odoo import fields, models

from ..case.life_cycle import MANAGER


class DigestDigest(models.Model):
    _inherit = "digest.digest"

    complaint_to_know = fields.Boolean(
        string="Ten Cases to Know",
        help="Complaint managers get the open cases that stand out by severity, delay, "
        "amount, publicity or repetition.",
    )

    def _compute_tips(self, company, user, tips_count=1, consumed=True):
        """The cases to know come before the tips, for complaint managers."""
        tips = super()._compute_tips(
            company, user, tips_count=tips_count, consumed=consumed
        )
        cases = self._find_complaints_to_know(company, user)
        if cases:
            block = self.env["ir.qweb"]._render(
                "complaint_management.digest_to_know",
                {
                    "lines": [case._prepare_digest_line() for case in cases],
                    "base_url": self.get_base_url(),
                },
            )
            tips.insert(0, block)
        return tips

    def _find_complaints_to_know(self, company, user):
        """What a manager should know, with the rights of the manager.

        :return: ``complaint.complaint``, the one with the most points first
        """
        self.ensure_one()
        company = self.company_id or company
        if not (
            self.complaint_to_know
            and user.has_group(MANAGER)
            and company in user.company_ids
        ):
            return self.env["complaint.complaint"]
        cases = self._for_reader(user, company).env["complaint.complaint"]
        return cases._find_cases_to_know([("company_id", "=", company.id)])
