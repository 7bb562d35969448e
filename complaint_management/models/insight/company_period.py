# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which reports a company wants, and who gets them."""

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_report_week = fields.Boolean(string="Report of Each Week")
    complaint_report_month = fields.Boolean(string="Report of Each Month")
    complaint_report_quarter = fields.Boolean(string="Report of Each Quarter")
    complaint_report_year = fields.Boolean(string="Report of Each Year")
    complaint_report_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Analyst of Reports",
        domain="[('share', '=', False)]",
        ondelete="set null",
        help="Reads each report and edits its sentences before it goes.",
    )
    complaint_report_partner_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="complaint_report_company_partner_rel",
        column1="company_id",
        column2="partner_id",
        string="Reports Go To",
        help="They get reports as a PDF by email. Nobody is named in them.",
    )
    complaint_report_auto = fields.Boolean(
        string="Send Reports Unread",
        help="They go out in the night in which they are made, with the sentences that "
        "the product wrote. Otherwise the analyst sends them.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_report_week = fields.Boolean(
        related="company_id.complaint_report_week", readonly=False
    )
    complaint_report_month = fields.Boolean(
        related="company_id.complaint_report_month", readonly=False
    )
    complaint_report_quarter = fields.Boolean(
        related="company_id.complaint_report_quarter", readonly=False
    )
    complaint_report_year = fields.Boolean(
        related="company_id.complaint_report_year", readonly=False
    )
    complaint_report_user_id = fields.Many2one(
        related="company_id.complaint_report_user_id", readonly=False
    )
    complaint_report_partner_ids = fields.Many2many(
        related="company_id.complaint_report_partner_ids", readonly=False
    )
    complaint_report_auto = fields.Boolean(
        related="company_id.complaint_report_auto", readonly=False
    )
