# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Staff complain and suggest, too, and are answered like customers (R134)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.case.phases import refuses, refuses_new


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    is_staff_case = fields.Boolean(
        string="Of Our Staff",
        readonly=True,
        copy=False,
        help="Somebody who works here complained or suggested something. It is "
        "analysed apart from what customers say.",
    )

    @refuses("is_staff_case")
    @refuses_new("is_staff_case")
    @api.model
    def _check_staff_case_kept(self, vals):
        """Only the door for staff says that a case is of staff."""
        if not self.env.su:
            raise UserError(
                self.env._(
                    "What staff have to say comes in by “My Complaint or Suggestion”."
                )
            )
