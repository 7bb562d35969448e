# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The board: a column for each state, and how many cards are in it.

Nobody reads from the head of a column whether 40,000 or 41,000 cases are closed, and
counting them takes longer than all the rest. So a column is counted up to a thousand,
and says then that there are more. The list and the analyses count all of them: a list
that is grouped by state asks for groups in the same words, so the board says with
``complaint_board`` in the context that it is the board.
"""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .life_cycle import STATES

# A column with more cards says so; ``complaint_kanban_view.esm.js`` has the same.
MANY = 1000
# Their columns begin folded, unless all cards are in them.
FOLDED_STATES = ("closed", "cancelled")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _formatted_read_group_with_length(
        self, domain, groupby, aggregates, offset=0, limit=None, order=None
    ):
        if not self._is_of_board(groupby, aggregates, offset, limit):
            return super()._formatted_read_group_with_length(
                domain, groupby, aggregates, offset=offset, limit=limit, order=order
            )
        columns = self._web_read_group_expand(
            domain,
            list(self._count_columns(domain).items()),
            "state",
            ("__count",),
            order or "",
        )
        groups = self._web_read_group_format(("state",), ("__count",), columns)
        return groups, len(groups)

    @api.model
    def _web_read_group_format(self, groupby, aggregates, groups):
        """Let the board start with the columns of ended cases folded."""
        result = super()._web_read_group_format(groupby, aggregates, groups)
        if groupby != ("state",) or not self.env.context.get("complaint_board"):
            return result
        filled = {group["state"] for group in result if group.get("__count")}
        has_ended_only = filled and filled <= set(FOLDED_STATES)
        for group in result:
            is_ended = group["state"] in FOLDED_STATES
            group["__fold"] = is_ended and not has_ended_only
        return result

    @api.model
    def _is_of_board(self, groupby, aggregates, offset, limit):
        """Whether columns of the board are asked for, and nothing that needs more."""
        return (
            bool(self.env.context.get("complaint_board"))
            and list(groupby) == ["state"]
            and set(aggregates) == {"__count"}
            and not offset
            and (not limit or limit > len(STATES))
        )

    @api.model
    def read_progress_bar(self, domain, group_by, progress_bar):
        """The parts of those columns of the board that are counted to the end."""
        if group_by != "state":
            return super().read_progress_bar(domain, group_by, progress_bar)
        counts = self._count_columns(domain)
        few = [state for state, count in counts.items() if count <= MANY]
        counted = Domain(domain) & Domain("state", "in", few)
        return super().read_progress_bar(counted, group_by, progress_bar)

    @api.model
    def _count_columns(self, domain):
        """How many cases are in each state; of more than ``MANY``, one more.

        One query, that looks at so many cases only, however large the register is.

        :param domain: which cases
        :return: dict of state to count, of the states that have cases
        """
        domain = Domain(domain).optimize(self)
        # The database would look through all that are open for one that is closed.
        names = [
            name
            for name, _label in STATES
            if not (domain & Domain("state", "=", name)).optimize(self).is_false()
        ]
        query = self._search(domain)
        if not names or query.is_empty():
            return {}
        state = self._field_to_sql(self._table, "state", query)
        columns = [
            SQL(
                "SELECT %(name)s, COUNT(*) FROM (SELECT FROM %(tables)s"
                " WHERE %(domain)s AND %(state)s = %(name)s LIMIT %(most)s) AS cards",
                name=name,
                tables=query.from_clause,
                domain=query.where_clause or SQL("TRUE"),
                state=state,
                most=MANY + 1,
            )
            for name in names
        ]
        counted = self.env.execute_query(SQL(" UNION ALL ").join(columns))
        return {name: count for name, count in counted if count}
