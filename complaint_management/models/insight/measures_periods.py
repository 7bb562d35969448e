# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Figures of several periods at once, as a digest shows them side by side (R163)."""

from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class ComplaintMeasures(models.AbstractModel):
    _inherit = "complaint.measures"

    @api.model
    def _get_figures_in(self, measures, domain, periods):
        """What was reached in several periods: one query for all that count alike.

        :param dict measures: name to ``Measure``; of what happened in a period, not of
            how things stand
        :param domain: which rows of the analyses count
        :param list periods: the moments when each begins and when it is over
        :return: list of dicts of name to a number, or None where there is nothing to
            measure; one for each period
        """
        figures = [{} for _period in periods]
        together = defaultdict(dict)
        for name, measure in measures.items():
            together[self._get_rows_key(measure)][name] = measure
        for rows, alike in together.items():
            parts = self._count_in(rows, [*alike.values()], Domain(domain), periods)
            for of_period, values in zip(figures, parts, strict=True):
                of_period.update(
                    (name, self._divide_part(measure, part))
                    for (name, measure), part in zip(alike.items(), values, strict=True)
                )
        return figures

    @api.model
    def _count_in(self, rows, measures, domain, periods):
        """One query for all measures that count the same rows, and for all periods.

        :return: for each period a list of (sum, how many) for each measure
        """
        model = self.env[rows.model].with_context(active_test=False)
        begins, ends = zip(*periods, strict=True)
        domain &= self._get_rows_domain(rows, min(begins), max(ends))
        query = model._search(domain)
        moment = model._field_to_sql(query.table, rows.by, query)
        specs = ["__count"]
        for measure in measures:
            specs += self._get_aggregates(measure)
        [values] = self.env.execute_query(
            query.select(
                *(
                    SQL(
                        "%s FILTER (WHERE %s >= %s AND %s < %s)",
                        model._read_group_select(spec, query),
                        moment,
                        begin,
                        moment,
                        end,
                    )
                    for begin, end in periods
                    for spec in specs
                )
            )
        )
        return [
            self._pair(measures, values[start : start + len(specs)])
            for start in range(0, len(values), len(specs))
        ]
