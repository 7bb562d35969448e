# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The numbers of the entries about people: each company's own."""

from odoo import api, fields, models

SEQUENCE_CODE = "complaint.penalty"


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._create_penalty_sequences()
        return companies

    def _create_penalty_sequences(self):
        """Give each company its own numbers of entries, starting anew every year."""
        sequences = self.env["ir.sequence"].sudo()
        known = sequences.search(
            [("code", "=", SEQUENCE_CODE), ("company_id", "in", self.ids)]
        ).company_id
        sequences.create(
            [
                {
                    "name": company.env._("Accountability of %s", company.name),
                    "code": SEQUENCE_CODE,
                    "prefix": "ACC/%(range_year)s/",
                    "padding": 5,
                    "use_date_range": True,
                    "company_id": company.id,
                }
                for company in self - known
            ]
        )

    def _next_penalty_numbers(self, count):
        """Draw numbers of entries of this company.

        :param int count: how many
        :return: list of ``count`` numbers, ascending
        """
        self.ensure_one()
        domain = [("code", "=", SEQUENCE_CODE), ("company_id", "=", self.id)]
        sequence = self.env["ir.sequence"].sudo().search(domain, limit=1)
        if not sequence:
            self._create_penalty_sequences()
            sequence = sequence.search(domain, limit=1)
        return sequence._next_many(fields.Date.context_today(self), count)
