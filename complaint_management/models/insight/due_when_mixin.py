# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What has to be done first: late, today, soon, or somebody else's turn."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

LATE, TODAY, WEEK, LATER, OTHERS, NEVER = "123456"


class ComplaintDueWhenMixin(models.AbstractModel):
    """Tells and groups by when something is due, as seen now by the reader."""

    _name = "complaint.due.when.mixin"
    _description = "Due When"

    # The field with the moment at which it is due.
    _due_field = None

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

    @api.model
    def _get_others_turn_domain(self):
        """When somebody else acts next, as far as nothing is late."""
        return Domain.FALSE

    @api.model
    def _get_due_whens(self):
        """In this order; a record belongs to the first that fits.

        Days are the reader's.

        :return: dict of value to ``Domain``
        """
        due = self._due_field
        return {
            LATE: Domain(due, "<", "now"),
            OTHERS: self._get_others_turn_domain(),
            NEVER: Domain(due, "=", False),
            TODAY: Domain(due, "<", "today +1d"),
            WEEK: Domain(due, "<", "today +7d"),
            LATER: Domain.TRUE,
        }

    @api.model
    def _get_due_when_depends(self):
        conditions = self._get_others_turn_domain().iter_conditions()
        return [self._due_field, *(condition.field_expr for condition in conditions)]

    @api.depends(lambda self: self._get_due_when_depends() if self._due_field else [])
    @api.depends_context("tz", "lang")
    def _compute_due_when(self):
        left = self
        for value, domain in self._get_due_whens().items():
            found = left.filtered_domain(domain)
            found.due_when = value
            left -= found

    @api.model
    def _search_due_when(self, operator, value):
        if operator != "in":
            return NotImplemented
        whens = self._get_due_whens()
        return Domain.OR(
            self._get_due_domain(wanted) for wanted in value if wanted in whens
        )

    @api.model
    def _get_due_domain(self, value):
        """What belongs to one group: what is in none that comes before it.

        :param str value: one of the choices of ``due_when``
        """
        found = Domain.TRUE
        for other, domain in self._get_due_whens().items():
            if other == value:
                return found & domain
            found &= ~domain
        return Domain.FALSE

    def _field_to_sql(self, alias, field_expr, query=None):
        """It is grouped by what is due first, although that changes by the hour."""
        if field_expr != "due_when":
            return super()._field_to_sql(alias, field_expr, query)
        whens = SQL(" ").join(
            SQL(
                "WHEN %s THEN %s",
                domain.optimize_full(self)._to_sql(self, alias, query),
                value,
            )
            for value, domain in self._get_due_whens().items()
        )
        return SQL("CASE %s END", whens)
