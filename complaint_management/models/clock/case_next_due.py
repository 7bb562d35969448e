# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is due next on a case: for lists, filters and the calendar."""

from odoo import api, fields, models
from odoo.fields import Domain

from .target import MILESTONES

# Working hours within which a deadline counts as near.
SOON = 4


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    next_due_date = fields.Datetime(
        string="Next Deadline",
        compute="_compute_next_due",
        store=True,
        compute_sudo=True,
    )
    next_due_milestone = fields.Selection(
        selection=MILESTONES,
        string="Next Milestone",
        compute="_compute_next_due",
        store=True,
        compute_sudo=True,
    )
    is_overdue = fields.Boolean(
        string="Late", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    due_soon = fields.Boolean(
        string="Due within 4 Working Hours",
        compute="_compute_due_soon",
        search="_search_due_soon",
    )

    @api.depends("clock_ids.state", "clock_ids.date_due")
    def _compute_next_due(self):
        for complaint in self:
            clocks = complaint.clock_ids.filtered(
                lambda clock: clock.state == "running"
            )
            first = min(clocks, key=lambda clock: clock.date_due, default=None)
            complaint.next_due_date = first and first.date_due
            complaint.next_due_milestone = first and first.milestone

    @api.depends("next_due_date")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for complaint in self:
            due = complaint.next_due_date
            complaint.is_overdue = due and due < now

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("next_due_date", "<", fields.Datetime.now())

    @api.depends("next_due_date", "company_id")
    def _compute_due_soon(self):
        now = fields.Datetime.now()
        limits = {
            company: company._get_complaint_working_time().add(now, SOON * 3600)
            for company in self.company_id
        }
        for complaint in self:
            due = complaint.next_due_date
            complaint.due_soon = due and now <= due <= limits[complaint.company_id]

    @api.model
    def _search_due_soon(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        return Domain("next_due_date", ">=", now) & Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain(
                "next_due_date",
                "<=",
                company._get_complaint_working_time().add(now, SOON * 3600),
            )
            for company in self.env.companies
        )
