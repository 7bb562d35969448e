# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a company takes the customer's trouble to be worth (R23, R125, R171)."""

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_contact_cost = fields.Monetary(
        string="Cost of a Contact",
        help="What each contact about a complaint costs the customer: the call, the "
        "way, the trouble. 0: it is not counted.",
    )
    complaint_hour_cost = fields.Monetary(
        string="Cost of an Hour",
        help="What an hour of the customer's time is worth. 0: it is not counted.",
    )
    complaint_new_customer_ratio = fields.Float(
        string="Cost of a New Customer",
        default=5.0,
        help="How many times as much it costs to win a new customer as to keep one. "
        "0: it is not said.",
    )

    _complaint_value_rates_positive = models.Constraint(
        "CHECK (complaint_contact_cost >= 0 AND complaint_hour_cost >= 0"
        " AND complaint_new_customer_ratio >= 0)",
        "What the customer's trouble is worth cannot be negative.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Company"
    )
    complaint_contact_cost = fields.Monetary(
        related="company_id.complaint_contact_cost",
        currency_field="complaint_currency_id",
        readonly=False,
    )
    complaint_hour_cost = fields.Monetary(
        related="company_id.complaint_hour_cost",
        currency_field="complaint_currency_id",
        readonly=False,
    )
    complaint_new_customer_ratio = fields.Float(
        related="company_id.complaint_new_customer_ratio", readonly=False
    )
