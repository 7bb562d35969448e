# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Counting what the measures of actions say, of many at once (R139)."""

from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

CASES = "complaint.complaint"
# Marks that complainants give.
MARKS = ("1", "2", "3", "4", "5")


class Window(NamedTuple):
    """A time in which something is counted for an action: whole days, with the last.

    ``lacking`` is a field of the scope: cases are counted of which it is not known yet.
    ``without`` are ids of cases that are not counted.
    """

    key: tuple
    action: models.BaseModel
    start: object
    end: object
    lacking: str = ""
    without: tuple = ()

    @property
    def days(self):
        return max(0, (self.end - self.start).days + 1)


class ComplaintAction(models.Model):
    _inherit = "complaint.action"

    def _get_scope(self):
        """Where it is counted: by field of the action, an id."""
        self.ensure_one()
        return {
            fname: self[fname].id for fname in self._get_scope_paths() if self[fname]
        }

    @api.model
    def _count_windows(self, windows):
        """Count what the measures of actions say, in one query for all; as sudo.

        Protected cases are counted as all others: nothing but numbers is kept.

        :param windows: list of ``Window``
        :return: dict of key of a window to its figures, which fit into Json
        """
        empty = {"cases": 0, "counted": 0, "hits": 0, "marks": [0] * len(MARKS)}
        figures = {
            window.key: {
                "from": str(window.start),
                "to": str(window.end),
                "days": window.days,
                "scope": window.action._get_scope(),
                "measure": window.action.measure,
                **empty,
            }
            for window in windows
        }
        counted = [
            window for window in windows if window.days and figures[window.key]["scope"]
        ]
        if not counted:
            return figures
        rows = self.env.execute_query(
            SQL(" UNION ALL ").join(
                self._make_count_query(index, window)
                for index, window in enumerate(counted)
            )
        )
        for index, cases, number, hits, *marks in rows:
            figures[counted[index].key].update(
                cases=cases, counted=number, hits=hits, marks=marks
            )
        return figures

    @api.model
    def _make_count_query(self, index, window):
        cases = self.env[CASES].sudo().with_context(active_test=False)
        query = cases._search(window.action._get_counted_domain(window))

        def column(fname):
            return cases._field_to_sql(cases._table, fname, query)

        counts, hits = self._get_conditions(window.action.measure, column)
        marks = SQL(", ").join(
            SQL("count(*) FILTER (WHERE %s = %s)", column("satisfaction_result"), mark)
            for mark in MARKS
        )
        return SQL(
            "SELECT %s, count(*), count(*) FILTER (WHERE %s),"
            " count(*) FILTER (WHERE %s), %s FROM %s WHERE %s",
            index,
            counts,
            hits,
            marks,
            query.from_clause,
            query.where_clause or SQL("TRUE"),
        )

    @api.model
    def _get_conditions(self, measure, column):
        """Which cases a measure is about, and of which of them it is true.

        :param column: a function from the name of a field of the case to SQL
        :return: two SQL conditions
        """
        late = SQL(
            "EXISTS (SELECT FROM complaint_clock AS clock WHERE clock.complaint_id = %s"
            " AND (clock.is_late OR clock.date_breached IS NOT NULL))",
            column("id"),
            to_flush=self.env["complaint.clock"]._fields["is_late"],
        )
        return {
            "count": (SQL("TRUE"), SQL("FALSE")),
            "reopened": (
                SQL("%s IS NOT NULL", column("date_first_resolved")),
                SQL("%s > 0", column("reopen_count")),
            ),
            "satisfaction": (
                SQL("%s IS NOT NULL", column("satisfaction_result")),
                SQL("FALSE"),
            ),
            "late": (
                SQL("(%s IS NOT NULL OR %s)", column("date_answered"), late),
                late,
            ),
        }[measure]

    def _get_counted_domain(self, window):
        """Which cases are counted: complaints of the scope, received in the time."""
        self.ensure_one()
        begin, end = self.company_id._get_complaint_moments(window.start, window.end)
        domain = self.env["complaint.complaint"]._get_complaint_domain()
        domain &= Domain("company_id", "=", self.company_id.id)
        domain &= Domain("id", "not in", window.without)
        domain &= Domain("date_received", ">=", begin)
        domain &= Domain("date_received", "<", end)
        for fname, path in self._get_scope_paths().items():
            if fname == window.lacking:
                domain &= Domain(path, "=", False)
            elif self[fname]:
                operator = "child_of" if self[fname]._parent_store else "in"
                domain &= Domain(path, operator, self[fname].ids)
        return domain

    # ------------------------------------------------------------------
    # For its readers
    # ------------------------------------------------------------------

    def _get_shown_figures(self, fname):
        """What was counted, as the user may know it.

        Whom a protected case is about could find it by what is counted and not shown.
        So for them it is counted anew, without what they may not know of (R153).

        :param str fname: the field with the figures
        """
        self.ensure_one()
        figures = self.sudo()[fname]
        barred = tuple(self.env.user.sudo().barred_complaint_ids.ids)
        return self._recount(fname, barred) if figures and barred else figures

    def _recount(self, fname, barred):
        """Count again what was kept, without cases that the user may not know of."""
        action = self.sudo()
        window = Window(
            (self.id,), action, action.base_from, action.base_to, without=barred
        )
        return self._count_windows([window])[self.id,]
