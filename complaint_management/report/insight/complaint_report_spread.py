# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How long it takes for the one in the middle, and for nine of ten.

An average hides the few that wait very long. Odoo groups know no median, so the groups
of these fields are worked out by the database itself, over whatever rows are asked
for: a filter of a dashboard changes them like any other figure.
"""

from odoo import api, fields, models
from odoo.tools import SQL

# The field: whose values, and the share of cases that took no longer.
SPREADS = {
    "days_to_answer_median": ("days_to_answer", 0.5),
    "days_to_answer_most": ("days_to_answer", 0.9),
    "days_to_close_median": ("days_to_close", 0.5),
    "days_to_close_most": ("days_to_close", 0.9),
}


class ComplaintReport(models.Model):
    _inherit = "complaint.report"

    days_to_answer_median = fields.Float(
        string="Days to Answer (Median)",
        readonly=True,
        aggregator="avg",
        help="Half of the cases were answered within so many calendar days.",
    )
    days_to_answer_most = fields.Float(
        string="Days to Answer (9 of 10)",
        readonly=True,
        aggregator="avg",
        help="Nine of ten cases were answered within so many calendar days.",
    )
    days_to_close_median = fields.Float(
        string="Days to Close (Median)",
        readonly=True,
        aggregator="avg",
        help="Half of the cases were closed within so many calendar days.",
    )
    days_to_close_most = fields.Float(
        string="Days to Close (9 of 10)",
        readonly=True,
        aggregator="avg",
        help="Nine of ten cases were closed within so many calendar days.",
    )

    missed_deadline = fields.Boolean(
        string="Missed a Deadline",
        readonly=True,
        help="One or more of its deadlines were missed.",
    )

    def _field_to_sql(self, alias, field_expr, query=None):
        """Of a single case it is what it is taken of.

        A share of zero is found with what is not known, in a domain of Odoo: so who
        missed a deadline is a field of its own.
        """
        if field_expr == "missed_deadline":
            in_time = super()._field_to_sql(alias, "in_time", query)
            return SQL("COALESCE(%s = 0, FALSE)", in_time)
        if field_expr in SPREADS:
            field_expr, _share = SPREADS[field_expr]
        return super()._field_to_sql(alias, field_expr, query)

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """The value below which a share of the group lies, instead of an average."""
        fname, _colon, func = aggregate_spec.partition(":")
        if fname not in SPREADS or func != "avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "PERCENTILE_CONT(%s) WITHIN GROUP (ORDER BY %s)",
            SPREADS[fname][1],
            self._field_to_sql(self._table, fname, query),
        )
