# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What has to be done first: late, today, soon, or somebody else's turn."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

LATE, TODAY, WEEK, LATER, OTHERS, NEVER = "123456"
# Somebody else acts next, as far as nothing is late.
WAITS = Domain("on_hold", "=", True) | Domain(
    "proposal_stage", "in", ("pending", "answered")
)
# In this order; a case belongs to the first that fits. Days are the reader's.
DUE_WHEN = {
    LATE: Domain("next_due_date", "<", "now"),
    OTHERS: WAITS,
    NEVER: Domain("next_due_date", "=", False),
    TODAY: Domain("next_due_date", "<", "today +1d"),
    WEEK: Domain("next_due_date", "<", "today +7d"),
    LATER: Domain.TRUE,
}


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    due_when = fields.Selection(
        selection=[
            (LATE, "Late"),
            (TODAY, "Today"),
            (WEEK, "Within a week"),
            (LATER, "Later"),
            (OTHERS, "Waiting for others"),
            (NEVER, "No deadline"),
        ],
        string="What First",
        compute="_compute_due_when",
        search="_search_due_when",
        help="When the next deadline is due, as seen now. Cases on hold, and those "
        "that wait for an approval or for the customer, are somebody else's turn, as "
        "long as nothing is late.",
    )

    # Lists begin with what is due first.
    _due_order_idx = models.Index("(next_due_date, severity DESC, id DESC)")

    @api.depends("next_due_date", "on_hold", "proposal_stage")
    @api.depends_context("tz", "lang")
    def _compute_due_when(self):
        left = self
        for value, domain in DUE_WHEN.items():
            found = left.filtered_domain(domain)
            found.due_when = value
            left -= found

    @api.model
    def _search_due_when(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(
            self._get_due_domain(wanted) for wanted in value if wanted in DUE_WHEN
        )

    @api.model
    def _get_due_domain(self, value):
        """The cases of one group: those of none that comes before it.

        :param str value: a key of ``DUE_WHEN``
        """
        found = Domain.TRUE
        for other, domain in DUE_WHEN.items():
            if other == value:
                return found & domain
            found &= ~domain
        return Domain.FALSE

    def _field_to_sql(self, alias, field_expr, query=None):
        """Cases are grouped by what is due first, although that changes by the hour."""
        if field_expr != "due_when":
            return super()._field_to_sql(alias, field_expr, query)
        whens = SQL(" ").join(
            SQL(
                "WHEN %s THEN %s",
                domain.optimize_full(self)._to_sql(self, alias, query),
                value,
            )
            for value, domain in DUE_WHEN.items()
        )
        return SQL("CASE %s END", whens)
