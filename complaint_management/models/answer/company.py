# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a company asks of its answers: who says sorry, and how it was."""

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_survey = fields.Boolean(
        string="Ask for a Rating",
        default=True,
        help="When a case is closed, its complainant is asked how satisfied they are "
        "with the result and with the handling.",
    )
    complaint_survey_cooldown_days = fields.Integer(
        string="Days until Asked Again",
        default=30,
        help="A customer is not asked about another case within these days, whoever "
        "of their company it was. 0: about every case.",
    )

    _complaint_survey_cooldown_days_positive = models.Constraint(
        "CHECK (complaint_survey_cooldown_days >= 0)",
        "The days until a customer is asked again cannot be negative.",
    )

    complaint_head_apology = fields.Boolean(
        string="Department Heads Apologise",
        default=True,
        help="Where a complaint is justified and the fault is ours, the head of the "
        "department apologises in person before the case is closed.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_survey = fields.Boolean(
        related="company_id.complaint_survey", readonly=False
    )
    complaint_survey_cooldown_days = fields.Integer(
        related="company_id.complaint_survey_cooldown_days", readonly=False
    )

    complaint_head_apology = fields.Boolean(
        related="company_id.complaint_head_apology", readonly=False
    )
