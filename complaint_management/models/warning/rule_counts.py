# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How many there were week by week: one grouped query for all subjects of a rule.

A week is seven days that end now, and so are those before it: whatever weekday it is,
whole weeks are compared with whole weeks.
"""

from datetime import timedelta

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

WEEK = timedelta(days=7)
# As far as the watch looks back: three years, and the week itself.
WEEKS = 157
# In so many weeks together there has to be enough: as many as a signal looks at.
LATELY = 2


class ComplaintAlertRule(models.Model):
    _inherit = "complaint.alert.rule"

    def _count_series(self, end, always=(), without=()):
        """Count what happened week by week, as sudo.

        Of subjects without a tree only those are counted of which there was something
        in the last seven days, and enough in the last weeks to be told of.

        :param datetime end: the end of the last week, in UTC
        :param always: pairs of company id and subject id that are counted anyway
        :param without: moments of imports; what was created then is left out
        :return: dict of (company id, subject id) to a list of counts, the oldest first
        """
        self.ensure_one()
        dimension = self._get_dimension()
        rows = self.env.execute_query(
            self._make_count_query(end, dimension, always, without)
        )
        series = {}
        for company_id, subject_id, weeks, numbers in rows:
            counts = [0] * WEEKS
            for week, number in zip(weeks, numbers, strict=True):
                counts[-1 - week] = number
            series[company_id, subject_id] = counts
        if dimension.tree:
            series = self._add_up_tree(series, dimension.comodel)
        return series

    def _make_count_query(self, end, dimension, always, without):
        source = self._get_sources()[self.source]
        path = dimension.paths[self.source]
        records = self.env[source.model].sudo().with_context(active_test=False)
        domain = self._get_source_domain()
        domain &= Domain(source.date, ">", end - WEEKS * WEEK)
        domain &= Domain(source.date, "<=", end)
        query = records._search(domain)
        table = records._table
        if without:
            created = records._field_to_sql(table, "create_date", query)
            query.add_where(SQL("%s != ALL(%s)", created, list(without)))
        subject = records._read_group_groupby(table, path, query) if path else SQL("0")
        date = records._field_to_sql(table, source.date, query)
        company = records._field_to_sql(table, "company_id", query)
        having = SQL()
        if not dimension.tree:
            having = SQL(
                " HAVING (bool_or(week = 0) AND sum(number) FILTER (WHERE week < %s)"
                " >= %s) OR (company_id, subject_id) IN %s",
                LATELY,
                self.least,
                tuple(always) or ((0, 0),),
            )
        return SQL(
            "SELECT company_id, subject_id, array_agg(week), array_agg(number) FROM ("
            "SELECT %s AS company_id, %s AS subject_id,"
            " floor(date_part('epoch', %s - %s) / 604800)::int AS week,"
            " count(*) AS number FROM %s WHERE %s GROUP BY 1, 2, 3) AS counted"
            " WHERE subject_id IS NOT NULL GROUP BY company_id, subject_id%s",
            company,
            subject,
            end,
            date,
            query.from_clause,
            query.where_clause or SQL("TRUE"),
            having,
        )

    def _add_up_tree(self, series, comodel):
        """Give each node what is below it, as the tree is now.

        :param dict series: counts by (company id, node id)
        :param str comodel: what the nodes are
        """
        nodes = self.env[comodel].sudo().with_context(active_test=False)
        nodes = nodes.browse({node_id for _company_id, node_id in series}).exists()
        above = {
            node.id: [int(node_id) for node_id in node.parent_path.split("/")[:-1]]
            for node in nodes
        }
        added = {}
        for (company_id, node_id), counts in series.items():
            for other_id in above.get(node_id, ()):
                known = added.get((company_id, other_id))
                added[company_id, other_id] = (
                    [a + b for a, b in zip(known, counts, strict=True)]
                    if known
                    else counts
                )
        return added

    # ------------------------------------------------------------------
    # Imports
    # ------------------------------------------------------------------

    def _get_import_moments(self, end):
        """When many records of the last weeks were created in one go (R202).

        Where such a thing happens in most weeks, it is how they come in, and no
        moment is named.

        :return: list of datetimes, as the database has them
        """
        source = self._get_sources()[self.source]
        records = self.env[source.model].sudo().with_context(active_test=False)
        domain = self._get_source_domain()
        domain &= Domain(source.date, ">", end - 13 * WEEK)
        query = records._search(domain)
        created = records._field_to_sql(records._table, "create_date", query)
        rows = self.env.execute_query(
            SQL(
                "SELECT %s FROM %s WHERE %s GROUP BY 1 HAVING count(*) > %s",
                created,
                query.from_clause,
                query.where_clause or SQL("TRUE"),
                self._get_import_size(),
            )
        )
        moments = [moment for (moment,) in rows]
        weeks = {(end - moment) // WEEK for moment in moments}
        return [] if len(weeks) > 6 else moments

    def _get_import_size(self):
        """More records than this in one go are an import."""
        return 20
