# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.tools import SQL


class ComplaintPenaltyFigures(models.AbstractModel):
    """Rows that add up entries: what counts today, and how it moves (R131).

    The trend compares the last months with as many before. Entries that expired
    count no more, and stay in both periods: they happened.
    """

    _name = "complaint.penalty.figures"
    _description = "Figures of the Ledger"

    points = fields.Integer(
        string="Points Now",
        readonly=True,
        help="Rewards less penalties. What expired does not count any more.",
    )
    reward_points = fields.Integer(string="Rewards", readonly=True)
    penalty_points = fields.Integer(string="Penalties", readonly=True)
    recent_points = fields.Integer(
        string="Recent Period",
        readonly=True,
        help="Points of the last three months, or of the period that was chosen.",
    )
    earlier_points = fields.Integer(
        string="Period Before",
        readonly=True,
        help="Points of the period before, which is as long.",
    )
    trend_points = fields.Integer(
        string="Change",
        readonly=True,
        help="The last months compared with those before: above zero is better.",
    )
    entry_count = fields.Integer(
        string="Entries",
        readonly=True,
        help="All that were confirmed and stand, expired or not.",
    )

    def _get_sums(self, query, day):
        """Columns of these fields, over a search on entries that is grouped.

        :param query: the search
        :param date day: a local date
        :return: dict of field name to SQL
        """
        figures = self.env["complaint.penalty"]._get_figures(query, day)
        return {
            **figures,
            "trend_points": SQL(
                "%s - %s", figures["recent_points"], figures["earlier_points"]
            ),
            "entry_count": SQL("COUNT(*)"),
        }
