# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.tools import SQL


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    def _next_many(self, date, count):
        """Draw many numbers at once.

        :param date date: decides the date range, for sequences that use one
        :param int count: how many
        :return: list of ``count`` interpolated numbers, in order
        """
        self.ensure_one()
        if self.implementation != "standard":
            return [self._next(sequence_date=date) for _number in range(count)]
        sequence, pg_name = self, f"ir_sequence_{self.id:03d}"
        if self.use_date_range:
            date_range = self._get_date_range(date)
            sequence = self.with_context(
                ir_sequence_date=date, ir_sequence_date_range=date_range.date_from
            )
            pg_name += f"_{date_range.id:03d}"
        rows = self.env.execute_query(
            SQL("SELECT nextval(%s) FROM generate_series(1, %s)", pg_name, count)
        )
        return [sequence.get_next_char(number) for (number,) in rows]

    def _get_date_range(self, date):
        """The date range that ``date`` falls in, made if there is none yet."""
        date_range = self.env["ir.sequence.date_range"].search(
            [
                ("sequence_id", "=", self.id),
                ("date_from", "<=", date),
                ("date_to", ">=", date),
            ],
            limit=1,
        )
        return date_range or self._create_date_range(date)

    def _create_date_range(self, date):
        """Make the date range of ``date``, once.

        Two users who register the first cases of a year meet at this row: the
        second one is refused by the database, and Odoo tries again for them.
        """
        self.env.execute_query(
            SQL("UPDATE ir_sequence SET id = id WHERE id = %s RETURNING id", self.id)
        )
        return self._create_date_range_seq(date)
