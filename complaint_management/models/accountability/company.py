# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How a company calls its people to account, and thanks them."""

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_penalty_proposals = fields.Boolean(
        string="Propose Entries",
        default=True,
        help="Decisions, missed deadlines, broken promises and good work propose "
        "entries to the accountability officers. A person decides about each. Off: "
        "only people propose.",
    )
    complaint_statement_days = fields.Integer(
        string="Days for the Statement",
        default=5,
        help="Working days in which an employee can say their side before anybody "
        "decides.",
    )
    complaint_appeal_days = fields.Integer(
        string="Days for the Appeal",
        default=10,
        help="Working days after the decision in which an employee can appeal.",
    )
    complaint_penalty_money = fields.Boolean(
        string="Entries with an Amount of Money",
        help="Rules may name an amount. Nothing is posted to payroll. Check the law "
        "of your country first: many forbid it.",
    )

    _complaint_statement_days_positive = models.Constraint(
        "CHECK (complaint_statement_days >= 1)",
        "Employees need at least one working day to say their side.",
    )
    _complaint_appeal_days_positive = models.Constraint(
        "CHECK (complaint_appeal_days >= 1)",
        "Employees need at least one working day to appeal.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_penalty_proposals = fields.Boolean(
        related="company_id.complaint_penalty_proposals", readonly=False
    )
    complaint_statement_days = fields.Integer(
        related="company_id.complaint_statement_days", readonly=False
    )
    complaint_appeal_days = fields.Integer(
        related="company_id.complaint_appeal_days", readonly=False
    )
    complaint_penalty_money = fields.Boolean(
        related="company_id.complaint_penalty_money", readonly=False
    )
