# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What others reach, beside what we reach (R190)."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ComplaintBenchmark(models.Model):
    """A value to compare with: of the trade, of the law, of the best.

    A report shows the one that holds at its end: the latest that began by then.
    """

    _name = "complaint.benchmark"
    _description = "Benchmark Value"
    _order = "measure, date_from desc, id desc"
    _rec_name = "measure"
    _check_company_auto = True

    measure = fields.Selection(
        selection=lambda self: self.env["complaint.measures"]._select_measures(),
        required=True,
        index=True,
    )
    kind = fields.Char(compute="_compute_words", export_string_translation=False)
    value = fields.Float(
        required=True,
        digits=(16, 4),
        aggregator=None,
        help="A share as a part of 1: 0.9 is 90 %. Times in days, ratings from 1 to 5.",
    )
    value_words = fields.Char(string="Benchmark", compute="_compute_words")
    source = fields.Char(
        required=True, translate=True, help="Who says so, and where one can read it."
    )
    date_from = fields.Date(
        string="Holds From", required=True, default=fields.Date.context_today
    )
    company_id = fields.Many2one(
        comodel_name="res.company", index="btree_not_null", help="Empty: for all."
    )

    @api.depends("measure", "value", "company_id")
    @api.depends_context("lang")
    def _compute_words(self):
        measures = self.env["complaint.measures"]
        table = measures._get_measures()
        for benchmark in self:
            known = table.get(benchmark.measure)
            benchmark.kind = known and known.kind
            there = measures.with_company(benchmark.company_id or self.env.company)
            benchmark.value_words = known and there._say_figure(
                benchmark.measure, benchmark.value
            )

    @api.constrains("measure", "value", "company_id")
    def _check_value(self):
        for benchmark in self:
            low, high = {"share": (0, 1), "rating": (1, 5)}.get(
                benchmark.kind, (0, None)
            )
            if benchmark.value < low or (high and benchmark.value > high):
                raise ValidationError(
                    self.env._(
                        "A share is from 0 to 100 %, a rating from 1 to 5, and nothing "
                        "is below zero."
                    )
                )
            if benchmark.kind == "money" and not benchmark.company_id:
                raise ValidationError(
                    self.env._("An amount needs a company, in whose currency it is.")
                )

    @api.model
    def _find_values(self, company, day):
        """What holds for a company on a day.

        :param company: whose report it is; its own values go before those for all
        :param date day: the last day of the period
        :return: dict of code to (value, source)
        """
        values = self.search(
            [("company_id", "in", [False, company.id]), ("date_from", "<=", day)],
            order="date_from, id",
        )
        return {
            row.measure: (row.value, row.source)
            for row in values.sorted(lambda one: bool(one.company_id))
        }
