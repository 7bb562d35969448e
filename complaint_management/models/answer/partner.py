# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .case_rating import SATISFACTIONS


class ResPartner(models.Model):
    _inherit = "res.partner"

    complaint_satisfaction = fields.Float(
        string="Satisfaction with Complaints",
        compute="_compute_complaint_satisfaction",
        digits=(3, 1),
        groups="base.group_user",
        help="The average of both questions, over the rated cases that you may see.",
    )
    complaint_satisfaction_count = fields.Integer(
        compute="_compute_complaint_satisfaction", groups="base.group_user"
    )
    complaint_satisfaction_last = fields.Selection(
        selection=SATISFACTIONS,
        compute="_compute_complaint_satisfaction",
        string="Last Rated",
        groups="base.group_user",
        help="With the result, of the case that was rated last.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_satisfaction(self):
        """What each commercial entity says of its named cases that the reader sees.

        A protected case names no customer, so it counts nowhere here (R152).
        """
        groups = self.env["complaint.complaint"]._read_group(
            [
                ("commercial_partner_id", "in", self.commercial_partner_id.ids),
                ("satisfaction_result", "!=", False),
            ],
            ["commercial_partner_id", "satisfaction_result", "satisfaction_handling"],
            ["__count", "date_rated:max"],
        )
        answers = {}
        for customer, *answer in groups:
            answers.setdefault(customer.id, []).append(answer)
        for partner in self:
            rows = answers.get(partner.commercial_partner_id._origin.id, [])
            count = sum(number for _r, _h, number, _when in rows)
            total = sum((int(r) + int(h)) * number for r, h, number, _when in rows)
            last = max(rows, key=lambda row: row[3], default=[False])
            partner.complaint_satisfaction_count = count
            partner.complaint_satisfaction = total / (2 * count) if count else 0.0
            partner.complaint_satisfaction_last = last[0]
