# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A case says when anything changes that is counted of it."""

from odoo import api, fields, models


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    # Never has a value: Odoo comes to compute it whenever a fact may have changed, in
    # whatever record that is written down, and that is all it is for.
    facts_changed = fields.Boolean(
        compute="_compute_facts_changed",
        store=True,
        copy=False,
        export_string_translation=False,
    )
    sector_id = fields.Many2one(
        comodel_name="res.partner.industry",
        string="Customer's Sector",
        compute="_compute_sector_id",
        store=True,
        precompute=True,
        help="As it was when the customer was entered: a change later is no news of "
        "what was.",
    )

    @api.depends(lambda self: self.env["complaint.fact"]._get_sources())
    def _compute_facts_changed(self):
        self.env["complaint.fact"]._mark(self.ids)

    @api.depends("commercial_partner_id")
    def _compute_sector_id(self):
        for case in self:
            case.sector_id = case.commercial_partner_id.industry_id
