# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a company wants to be told by its own earlier cases."""

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_suggest = fields.Boolean(
        string="Suggest Category and Cause",
        default=True,
        help="Cases without a category or a cause show which one cases with like words "
        "had. It is never set by itself.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_suggest = fields.Boolean(
        related="company_id.complaint_suggest", readonly=False
    )
