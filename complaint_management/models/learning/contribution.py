# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

FACTORS = [
    ("attitude", "Attitude"),
    ("skill", "Skill"),
    ("knowledge", "Knowledge"),
]


class ComplaintContribution(models.Model):
    """What a person who is responsible lacked when it happened (R104).

    It is about what helps the person, training above all; what it costs them is decided
    elsewhere. Whoever reads on the case who is responsible reads this, and nobody else.
    """

    _name = "complaint.contribution"
    _description = "Contributing Factor"
    _inherit = ["complaint.part.mixin"]
    _order = "complaint_id desc, id"
    _rec_name = "factor"
    _check_company_auto = True

    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Who",
        required=True,
        ondelete="cascade",
        check_company=True,
        index=True,
    )
    department_id = fields.Many2one(
        related="employee_id.department_id", related_sudo=True
    )
    factor = fields.Selection(
        selection=FACTORS,
        string="What Was Lacking",
        required=True,
        help="Attitude: did not care enough. Skill: could not do it well enough. "
        "Knowledge: did not know enough.",
    )
    note = fields.Char(
        string="What Would Help", help="Such as a training, or practice with somebody."
    )

    _once = models.UniqueIndex(
        "(complaint_id, employee_id, factor)",
        "This factor stands there already for this person.",
    )

    @api.constrains("employee_id", "complaint_id")
    def _check_responsible(self):
        """Only who is responsible for it contributed to it."""
        for contribution in self:
            responsible = contribution.sudo().complaint_id.responsible_employee_ids
            if contribution.employee_id not in responsible:
                raise ValidationError(
                    self.env._(
                        "%(who)s is not among those responsible for %(case)s. Enter "
                        "them there first.",
                        who=contribution.sudo().employee_id.name,
                        case=contribution.complaint_id.display_name,
                    )
                )
