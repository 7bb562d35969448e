# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""New lessons in the digest that staff get by mail (R38, R213)."""

from odoo import fields, models

# So many of the newest lessons stand in a digest.
SHOWN = 3


class DigestDigest(models.Model):
    _inherit = "digest.digest"

    kpi_complaint_lessons = fields.Boolean(string="Lessons Approved")
    kpi_complaint_lessons_value = fields.Integer(
        compute="_compute_kpi_complaint_lessons_value",
        export_string_translation=False,
    )

    def _for_reader(self, user, company):
        """The digest as its reader asks it: in the company that it is of.

        The main company of a reader may be another one, in which nothing of the
        digest's company is read.

        :param user: ``res.users``
        :param company: ``res.company``, where the digest is of none
        """
        company = self.company_id or company
        return self.with_user(user).with_context(allowed_company_ids=company.ids)

    def _compute_kpi_complaint_lessons_value(self):
        """Lessons for the companies, and for all; each employee reads them."""
        start, end, companies = self._get_kpi_compute_parameters()
        for digest in self:
            company = digest.company_id or companies
            lessons = self.env["complaint.lesson"].with_context(
                allowed_company_ids=company.ids
            )
            digest.kpi_complaint_lessons_value = lessons.search_count(
                [
                    ("state", "=", "approved"),
                    ("company_id", "in", [False, *company.ids]),
                    ("date_approved", ">=", start),
                    ("date_approved", "<", end),
                ]
            )

    def _compute_kpis_actions(self, company, user):
        actions = super()._compute_kpis_actions(company, user)
        actions["kpi_complaint_lessons"] = (
            "complaint_management.complaint_lesson_action"
        )
        return actions

    def _compute_tips(self, company, user, tips_count=1, consumed=True):
        """The newest lessons come before the tips, where the digest is to tell them."""
        tips = super()._compute_tips(
            company, user, tips_count=tips_count, consumed=consumed
        )
        lessons = self._find_new_lessons(company, user)
        if lessons:
            block = self.env["ir.qweb"]._render(
                "complaint_management.digest_lessons",
                {"lessons": lessons, "base_url": self.get_base_url()},
            )
            tips.insert(0, block)
        return tips

    def _find_new_lessons(self, company, user):
        """What was approved since the digest before, the latest first.

        :return: ``complaint.lesson``, with the rights of the user
        """
        self.ensure_one()
        company = self.company_id or company
        if not self.kpi_complaint_lessons or company not in user.company_ids:
            return self.env["complaint.lesson"]
        lessons = self._for_reader(user, company).env["complaint.lesson"]
        since = fields.Datetime.now() - (
            self._get_next_run_date() - fields.Date.today()
        )
        return lessons.search(
            [
                ("state", "=", "approved"),
                ("company_id", "in", [False, company.id]),
                ("date_approved", ">=", since),
            ],
            order="date_approved desc, id desc",
            limit=SHOWN,
        )
