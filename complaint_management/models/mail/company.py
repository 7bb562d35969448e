# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Each company has an address for complaints from its first day."""

from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env["complaint.mailbox"].sudo()._make_for_companies(companies)
        return companies
