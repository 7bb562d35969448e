# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How a company calls its people to account, thanks them, and numbers its entries."""

from odoo import api, fields, models

SEQUENCE_CODE = "complaint.penalty"


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
