# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether the heads of departments apologise themselves."""

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_head_apology = fields.Boolean(
        string="Department Heads Apologise",
        default=True,
        help="Where a complaint is justified and the fault is ours, the head of the "
        "department apologises in person before the case is closed.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_head_apology = fields.Boolean(
        related="company_id.complaint_head_apology", readonly=False
    )
