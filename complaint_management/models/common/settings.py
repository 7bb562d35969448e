# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_reopen_days = fields.Integer(
        related="company_id.complaint_reopen_days", readonly=False
    )
    complaint_contact_attempts = fields.Integer(
        related="company_id.complaint_contact_attempts", readonly=False
    )
    complaint_recourse = fields.Html(
        related="company_id.complaint_recourse", readonly=False
    )
    complaint_portal_company = fields.Boolean(
        related="company_id.complaint_portal_company", readonly=False
    )
    complaint_auto_acknowledge = fields.Boolean(
        related="company_id.complaint_auto_acknowledge", readonly=False
    )
    complaint_ack_limit = fields.Integer(
        related="company_id.complaint_ack_limit", readonly=False
    )
    # The public pages
    complaint_public_form = fields.Boolean(
        related="company_id.complaint_public_form", readonly=False
    )
    complaint_policy = fields.Html(
        related="company_id.complaint_policy", readonly=False
    )
    complaint_upload_count = fields.Integer(
        related="company_id.complaint_upload_count", readonly=False
    )
    complaint_upload_size_mb = fields.Integer(
        related="company_id.complaint_upload_size_mb", readonly=False
    )
    complaint_form_limit_address = fields.Integer(
        related="company_id.complaint_form_limit_address", readonly=False
    )
    complaint_form_limit_total = fields.Integer(
        related="company_id.complaint_form_limit_total", readonly=False
    )
    # What staff have to say
    complaint_staff_user_id = fields.Many2one(
        related="company_id.complaint_staff_user_id", readonly=False
    )
    complaint_staff_ask_months = fields.Integer(
        related="company_id.complaint_staff_ask_months", readonly=False
    )
    complaint_calendar_id = fields.Many2one(
        related="company_id.complaint_calendar_id", readonly=False
    )

    def action_print_complaint_poster(self):
        """Print the poster that leads customers to the form, to hang up."""
        self.ensure_one()
        poster = self.env.ref("complaint_management.action_report_company_poster")
        return poster.report_action(self.company_id, config=False)
