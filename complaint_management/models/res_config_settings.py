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
    complaint_calendar_id = fields.Many2one(
        related="company_id.complaint_calendar_id", readonly=False
    )
