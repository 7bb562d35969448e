# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reviews of periods come by themselves, where a company wants them (R222, R224)."""

import logging

from odoo import api, fields, models

from ...tools.insight.review_period import find_last_period
from ..case.life_cycle import OFFICER
from ..common.steps import run_step
from .unit_review_table import EVERY

# So long after the end of a period its review is held.
WITHIN = 21
_logger = logging.getLogger(__name__)


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_unit_review_every = fields.Selection(
        selection=EVERY,
        string="Units Look Back",
        help="How often the units that were chosen review how they handled complaints. "
        "Empty: whenever somebody begins one.",
    )
    complaint_unit_review_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="complaint_company_unit_review_rel",
        string="Units That Look Back",
    )
    complaint_management_review_every = fields.Selection(
        selection=EVERY,
        string="Management Looks Back",
        help="How often the management reviews whether the mechanism is effective.",
    )
    complaint_reviewed_until = fields.Date(
        copy=False,
        export_string_translation=False,
        help="The last day of the last period that the management looked back at.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_unit_review_every = fields.Selection(
        related="company_id.complaint_unit_review_every", readonly=False
    )
    complaint_unit_review_ids = fields.Many2many(
        related="company_id.complaint_unit_review_ids", readonly=False
    )
    complaint_management_review_every = fields.Selection(
        related="company_id.complaint_management_review_every", readonly=False
    )


class HrDepartment(models.Model):
    _inherit = "hr.department"

    complaint_reviewed_until = fields.Date(
        company_dependent=True,
        copy=False,
        groups=OFFICER,
        export_string_translation=False,
        help="The last day of the last period that the unit looked back at.",
    )


class ComplaintUnitReview(models.Model):
    _inherit = "complaint.unit.review"

    @api.model
    def _cron_plan(self):
        """Begin the reviews of periods that are over, once each.

        A night that was missed loses nothing; one that fails keeps no other.
        """
        companies = (
            self.env["res.company"]
            .sudo()
            .search(
                [
                    "|",
                    ("complaint_unit_review_every", "!=", False),
                    ("complaint_management_review_every", "!=", False),
                ]
            )
        )
        wanted = [vals for company in companies for vals in self._list_wanted(company)]
        commit_progress = self.env["ir.cron"]._commit_progress
        commit_progress(remaining=len(wanted))
        for vals in wanted:
            run_step(self.browse(), "_begin_planned", _logger, vals)
            if not commit_progress(1):
                break

    @api.model
    def _list_wanted(self, company):
        """The reviews that a company wants of the periods that ended last.

        :return: list of values
        """
        today = company._get_complaint_day_of(fields.Datetime.now())
        wanted = []
        if company.complaint_unit_review_every:
            period = find_last_period(company.complaint_unit_review_every, today)
            units = company.complaint_unit_review_ids.filtered(
                lambda unit: unit.active and unit.company_id <= company
            )
            wanted += [("unit", unit.id, period) for unit in units]
        if company.complaint_management_review_every:
            period = find_last_period(company.complaint_management_review_every, today)
            wanted.append(("management", False, period))
        return [
            {
                "kind": kind,
                "company_id": company.id,
                "department_id": unit,
                "date_from": begin,
                "date_to": end,
            }
            for kind, unit, (begin, end) in wanted
            if not self._was_planned(self._get_planned(company, unit), end)
        ]

    @api.model
    def _get_planned(self, company, department_id):
        """What keeps until when somebody looked back: the unit, or the company."""
        if not department_id:
            return company.sudo()
        units_sudo = self.env["hr.department"].sudo().with_company(company)
        return units_sudo.browse(department_id)

    @api.model
    def _was_planned(self, planned, end):
        """Whether a review of this period was begun, whatever became of it.

        One that somebody deleted, or lets look at other days, does not come back.
        """
        until = planned.complaint_reviewed_until
        return bool(until) and until >= end

    @api.model
    def _begin_planned(self, vals):
        """Begin a review, unless somebody did; give it to whoever writes it."""
        reviews_sudo = self.sudo()
        company = self.env["res.company"].sudo().browse(vals["company_id"])
        planned = self._get_planned(company, vals["department_id"])
        planned.complaint_reviewed_until = vals["date_to"]
        if reviews_sudo.search_count(
            [(name, "=", vals[name]) for name in vals], limit=1
        ):
            return
        today = company._get_complaint_day_of(fields.Datetime.now())
        reviews_sudo.with_company(company).create(
            {
                **vals,
                "user_id": self._find_writer(company, vals["department_id"]).id,
                "date_due": fields.Date.add(today, days=WITHIN),
            }
        )

    @api.model
    def _find_writer(self, company, department_id):
        """Who writes it: the head of the unit, or who looks after complaints."""
        unit = self.env["hr.department"].browse(department_id or [])
        people = unit._get_heads() | company._get_complaint_people()
        return people.filtered(lambda user: user._works_in(company))[:1]
