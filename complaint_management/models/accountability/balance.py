# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the entries add up to: points that count on a day, and how they move."""

from datetime import datetime, time

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.date_utils import to_timezone

from ...tools.accountability.ledger import Balance, get_periods
from .penalty import COUNTING_STATES

# How long the periods are that the trend compares, unless a screen asks for others.
TREND_MONTHS = 3
LONGEST_TREND = 36


class ComplaintPenalty(models.Model):
    _inherit = "complaint.penalty"

    # All that balances need: a million entries add up without reading their texts.
    _balance_idx = models.Index(
        "(company_id, employee_id)"
        " INCLUDE (id, balance, is_reward, date_confirmed, date_expiry)"
        " WHERE state IN ('confirmed', 'upheld', 'reduced')"
    )

    @api.model
    def _get_balances(self, employees=None, day=None):
        """Add up what counts on a day, for everybody with entries or some of them.

        History remains: a balance of last year is what counted then. Entries are
        counted whoever asks, of the companies the user works for: who calls this
        checks who may know.

        :param employees: ``hr.employee``; everybody by default
        :param date day: a local date; today by default
        :return: dict of employee id to ``ledger.Balance``; who has no entries is
            missing
        """
        day = day or fields.Date.context_today(self)
        domain = Domain("employee_id", "!=", False)
        if employees is not None:
            domain = Domain("employee_id", "in", employees.ids)
        if not self.env.su:
            domain &= Domain("company_id", "in", self.env.companies.ids)
        entries = self.sudo()
        query = entries._search_counted(day, domain)
        employee = entries._field_to_sql(query.table, "employee_id", query)
        query.groupby = employee
        figures = entries._get_figures(query, day)
        rows = self.env.execute_query(query.select(employee, *figures.values()))
        return {employee_id: Balance(*figures) for employee_id, *figures in rows}

    @api.model
    def _search_counted(self, day, domain=Domain.TRUE):
        """Search entries that stood in the ledger on a day, expired or not.

        :param date day: a local date
        :param domain: narrows the search
        :return: a query, which the caller groups
        """
        query = self._search(
            Domain("state", "in", COUNTING_STATES)
            & Domain("date_confirmed", "<", self._get_end_of_day(day))
            & domain
        )
        query.order = None
        return query

    @api.model
    def _get_trend_months(self):
        """How many months the trend compares: those that the screen asks for, or 3."""
        months = self.env.context.get("complaint_trend_months")
        if isinstance(months, int) and 1 <= months <= LONGEST_TREND:
            return months
        return TREND_MONTHS

    @api.model
    def _get_end_of_day(self, day):
        """The moment in UTC at which a day ends where the user is.

        :param date day: a local date
        """
        midnight = datetime.combine(fields.Date.add(day, days=1), time())
        return to_timezone(None)(self.env.tz.localize(midnight))

    @api.model
    def _truncate_local(self, unit, moment):
        """The day on which the month, quarter or year of a moment begins, as SQL.

        :param str unit: as PostgreSQL's ``date_trunc`` knows it
        :param moment: SQL of a moment in UTC; the user's time zone decides
        """
        local = SQL("TIMEZONE(%s, TIMEZONE('UTC', %s))", self.env.tz.zone, moment)
        return SQL("DATE_TRUNC(%s, %s)::date", unit, local)

    @api.model
    def _get_figures(self, query, day):
        """What entries add up to on a day, as aggregates in SQL.

        :param query: a search on entries, grouped by the caller
        :param date day: a local date
        :return: dict of name to SQL, in the order of ``ledger.Balance``
        """

        def column(fname):
            return self._field_to_sql(query.table, fname, query)

        first, second = map(
            self._get_end_of_day, get_periods(day, self._get_trend_months())
        )
        since, until = column("date_confirmed"), column("date_expiry")
        counts = SQL("(%(until)s IS NULL OR %(until)s > %(day)s)", until=until, day=day)
        conditions = {
            "points": counts,
            "reward_points": SQL("%s AND %s", counts, column("is_reward")),
            "penalty_points": SQL("%s AND NOT %s", counts, column("is_reward")),
            "recent_points": SQL("%s >= %s", since, second),
            "earlier_points": SQL(
                "%(since)s >= %(first)s AND %(since)s < %(second)s",
                since=since,
                first=first,
                second=second,
            ),
        }
        points = column("balance")
        return {
            name: SQL("COALESCE(SUM(%s) FILTER (WHERE %s), 0)", points, condition)
            for name, condition in conditions.items()
        }
