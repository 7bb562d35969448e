# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models, tools
from odoo.tools import SQL

# What says which sequence is whose.
OWNING_FIELDS = {"active", "code", "company_id"}
# What says for which days a range of dates is.
RANGE_FIELDS = {"sequence_id", "date_from", "date_to"}


class IrSequence(models.Model):
    _name = "ir.sequence"
    _inherit = ["complaint.cached.mixin", "ir.sequence"]

    @api.model
    def _find_of(self, code, company):
        """The sequence of a company; asked for with each case.

        :param str code: what it numbers
        :param company: a ``res.company``
        :return: the sequence as sudo, possibly none
        """
        return self.sudo().browse(self._find_id_of(code, company))

    @api.model
    @tools.ormcache("code", "company.id")
    def _find_id_of(self, code, company):
        return self._search_of(code, company).id

    @api.model
    def _search_of(self, code, company):
        domain = [("code", "=", code), ("company_id", "=", company.id)]
        return self.sudo().search(domain, limit=1)

    @api.model
    def _get_cached_fields(self):
        return OWNING_FIELDS

    def _next_many(self, date, count, can_undo=False):
        """Draw many numbers at once.

        :param date date: decides the date range, for sequences that use one
        :param int count: how many
        :param bool can_undo: give them back when the transaction is undone; until it
            ends, others wait for theirs
        :return: list of ``count`` interpolated numbers, in order
        """
        self.ensure_one()
        if self.implementation != "standard":
            return [self._next(sequence_date=date) for _number in range(count)]
        # Whatever stands in the prefix is that of the date, too.
        sequence = self.with_context(ir_sequence_date=date)
        pg_name = f"ir_sequence_{self.id:03d}"
        if self.use_date_range:
            range_id, begins = self._get_range(date)
            sequence = sequence.with_context(ir_sequence_date_range=begins)
            pg_name += f"_{range_id:03d}"
        draw = self._draw_undoable if can_undo else self._draw
        return [sequence.get_next_char(number) for number in draw(pg_name, count)]

    def _draw(self, pg_name, count):
        """Numbers of a sequence of the database; others draw at the same time."""
        rows = self.env.execute_query(
            SQL("SELECT nextval(%s) FROM generate_series(1, %s)", pg_name, count)
        )
        return [number for (number,) in rows]

    def _draw_undoable(self, pg_name, count):
        """Numbers that the sequence of the database forgets when all is undone.

        Where a sequence goes on is part of a transaction only when it is altered, for
        which it is locked: so others wait until this one ends.
        """
        name, step = SQL.identifier(pg_name), self.number_increment
        self.env.cr.execute(SQL("ALTER SEQUENCE %s INCREMENT BY %s", name, step))
        [(last, is_used)] = self.env.execute_query(
            SQL("SELECT last_value, is_called FROM %s", name)
        )
        first = last + step if is_used else last
        after = first + count * step
        self.env.cr.execute(SQL("ALTER SEQUENCE %s RESTART WITH %s", name, after))
        return list(range(first, after, step))

    def _get_range(self, date):
        """The range of dates that ``date`` falls in, made if there is none yet.

        :return: its id and its first day
        """
        # What this transaction has just made may still be undone: others must not
        # find it in the cache.
        is_undecided = self.env.registry.cache_invalidated
        return (not is_undecided and self._find_range(date)) or self._make_range(date)

    @tools.ormcache("self.id", "date")
    def _find_range(self, date):
        """The same from the cache, as it is asked for with each case; or nothing."""
        date_range = self._search_range(date)
        return (date_range.id, date_range.date_from) if date_range else None

    def _search_range(self, date):
        return self.env["ir.sequence.date_range"].search(
            [
                ("sequence_id", "=", self.id),
                ("date_from", "<=", date),
                ("date_to", ">=", date),
            ],
            limit=1,
        )

    def _make_range(self, date):
        # Somebody else may have made it since it was looked for.
        date_range = self._search_range(date) or self._create_date_range(date)
        return date_range.id, date_range.date_from

    def _create_date_range(self, date):
        """Make the date range of ``date``, once.

        Two users who register the first cases of a year meet at this row: the
        second one is refused by the database, and Odoo tries again for them.
        """
        self.env.execute_query(
            SQL("UPDATE ir_sequence SET id = id WHERE id = %s RETURNING id", self.id)
        )
        return self._create_date_range_seq(date)


class IrSequenceDateRange(models.Model):
    _name = "ir.sequence.date_range"
    _inherit = ["complaint.cached.mixin", "ir.sequence.date_range"]

    @api.model
    def _get_cached_fields(self):
        return RANGE_FIELDS
