# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How soon a department answers what others ask it about cases (R99)."""

from odoo import fields, models

# Two working days.
DEFAULT_HOURS = 16


class HrDepartment(models.Model):
    _inherit = "hr.department"

    complaint_request_hours = fields.Float(
        string="Answers Within",
        help="Working hours in which the department answers what it is asked about a "
        "complaint. 0: as the company says.",
    )

    _complaint_request_hours_positive = models.Constraint(
        "CHECK (complaint_request_hours >= 0 AND complaint_request_hours <= 1000)",
        "A department answers within 0 to 1000 working hours.",
    )


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_request_hours = fields.Float(
        string="Departments Answer Within",
        default=DEFAULT_HOURS,
        help="Working hours in which a department answers what it is asked about a "
        "complaint, unless the department has its own.",
    )

    _complaint_request_hours_positive = models.Constraint(
        "CHECK (complaint_request_hours > 0 AND complaint_request_hours <= 1000)",
        "Departments answer within 1 to 1000 working hours.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_request_hours = fields.Float(
        related="company_id.complaint_request_hours", readonly=False
    )
