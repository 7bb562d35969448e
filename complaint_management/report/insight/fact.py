# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The table of facts, and how it is kept in step with the cases."""

from odoo import api, fields, models, tools
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from .fact_fields import MODEL

# Cases whose facts changed in this transaction, until they are written.
MARKS = "complaint_management.facts"
# So many cases at once, where all of them are written or looked at.
BATCH = 10_000
# Stands in the statement where the ids of cases go.
CASE_IDS = ["the ids of cases"]


class ComplaintFact(models.Model):
    """One row a case: what is counted of it, as plain columns (DESIGN.md 10).

    Nobody reads or writes it but the product: ``complaint.report`` shows of it what
    the user may read. Odoo's own triggers say which cases changed
    (``facts_changed`` of a case); their rows are written by one statement before the
    transaction ends, or before somebody reads the analysis in it. It holds no words,
    so that there is nothing to forget in it.
    """

    _name = "complaint.fact"
    _inherit = ["complaint.fact.fields"]
    _description = "Complaint Facts"
    _log_access = False
    _order = "id"
    _rec_name = "complaint_id"

    complaint_id = fields.Many2one(
        comodel_name=MODEL, required=True, readonly=True, ondelete="cascade", index=True
    )

    _same_id = models.Constraint("CHECK (id = complaint_id)")
    _received_idx = models.Index("(date_received)")
    _partner_idx = models.Index("(partner_id) WHERE partner_id IS NOT NULL")

    # ------------------------------------------------------------------
    # Kept in step
    # ------------------------------------------------------------------

    @api.model
    def _mark(self, case_ids):
        """Have the facts of cases written before the transaction ends.

        :param case_ids: ids of cases that were changed
        """
        data = self.env.cr.precommit.data
        if MARKS not in data:
            data[MARKS] = set()
            self.env.cr.precommit.add(self.sudo()._keep_in_step)
        data[MARKS].update(case_ids)

    @api.model
    def _keep_in_step(self):
        """Write the facts of the cases that were changed, if there are any."""
        # What is still to be computed may mark cases.
        self.env.flush_all()
        marks = self.env.cr.precommit.data.pop(MARKS, ())
        for ids in split_every(BATCH, sorted(marks), list):
            self._write_facts(ids)

    @api.model
    def _write_facts(self, case_ids):
        """Write the facts of cases anew, where they changed.

        In the order of their ids, so that two transactions never wait for each other.

        :param list case_ids: ids of cases
        :return: ids of the cases whose facts were not as they are now
        """
        self.env.flush_all()
        code, params = self._get_statement()
        params = [case_ids if param is CASE_IDS else param for param in params]
        written = self.env.execute_query(SQL(code, *params))
        self.invalidate_model(flush=False)
        return [case_id for (case_id,) in written]

    @api.model
    @tools.ormcache()
    def _get_statement(self):
        """The statement that writes the facts of cases; it is the same for all.

        :return: its code and its parameters, among them ``CASE_IDS``
        """
        names = [name for name in self._get_columns() if name != "id"]
        chosen = Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s = ANY(%s)", SQL.identifier(alias, "id"), CASE_IDS
            )
        )
        statement = SQL(
            "INSERT INTO %(table)s (id, %(names)s) %(select)s"
            " ON CONFLICT (id) DO UPDATE SET (%(names)s) = ROW(%(new)s)"
            " WHERE (%(old)s) IS DISTINCT FROM (%(new)s) RETURNING id",
            table=SQL.identifier(self._table),
            names=SQL(", ").join(map(SQL.identifier, names)),
            select=self._get_select(chosen),
            new=self._list_columns("excluded", names),
            old=self._list_columns(self._table, names),
        )
        return statement.code, statement.params

    @api.model
    def _list_columns(self, table, names):
        return SQL(", ").join(SQL.identifier(table, name) for name in names)

    @api.model
    def _get_columns(self):
        """The names of all columns, the id first."""
        return sorted(
            (name for name, field in self._fields.items() if field.store),
            key=lambda name: (name != "id", name),
        )
