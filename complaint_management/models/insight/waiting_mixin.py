# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What lists share that show what waits, of whatever kind: rows of several models."""

from odoo import api, models
from odoo.exceptions import MissingError
from odoo.tools import SQL

CASE = "complaint.complaint"


class ComplaintWaitingMixin(models.AbstractModel):
    """A list whose rows stand for records of several models, kind by kind.

    The rows are what the user may read, by construction: each kind comes from a
    search on its model, with its access rules. Nobody sees here what they do not see
    there, and there is no second set of rules to keep in step.

    A kind is a name in ``_get_kind_models`` and two methods: ``_get_<kind>_domain``
    says which records wait, ``_select_<kind>(column)`` what their rows say. The id of
    a row is the id of its record, times ``_room``, plus the place of its kind.
    """

    _name = "complaint.waiting.mixin"
    _description = "What Waits, of Several Kinds"

    # Kinds that a row's id has room for.
    _room = 16
    # What a row has besides its kind, with the type of each column.
    _waiting_columns = {}

    @property
    def _table_query(self):
        """What waits, kind by kind, as far as the user may read it."""
        kinds = self._get_kinds()
        rows = SQL(" UNION ALL ").join(
            SQL("(%s)", self._select_kind(kind)) for kind in kinds
        )
        return self._select_rows(SQL("(%s) AS waiting", rows))

    @api.model
    def _get_kind_models(self):
        """The kinds in the order of their places: dict of kind to name of a model."""
        return {}

    @api.model
    def _get_kinds(self):
        """The kinds that concern the user."""
        return [
            kind
            for kind, model in self._get_kind_models().items()
            if self.env[model].has_access("read")
        ]

    @api.model
    def _select_rows(self, rows):
        """The SQL of all rows; narrow it, or add what all kinds have alike.

        :param rows: SQL for the FROM clause, with the alias ``waiting``
        """
        return SQL("SELECT * FROM %s", rows)

    @api.model
    def _select_kind(self, kind):
        """The rows of one kind, from a search with the rules of its model."""
        models_by_kind = self._get_kind_models()
        query = self._search_kind(kind)
        model = self.env[models_by_kind[kind]]

        def column(path):
            """A field of the record, or of what it links to: SQL."""
            fname, _dot, rest = path.partition(".")
            if rest:
                return self._select_linked(model, query, fname, rest)
            return model._field_to_sql(query.table, fname, query)

        found = {"kind": SQL("%s", kind), **getattr(self, f"_select_{kind}")(column)}
        if "company_id" not in found:
            found["company_id"] = column("company_id")
        return query.select(
            SQL(
                "%s::bigint * %s + %s AS id",
                column("id"),
                self._room,
                list(models_by_kind).index(kind),
            ),
            *(
                SQL(
                    "(%s)::%s AS %s",
                    found.get(name, SQL("NULL")),
                    SQL(type_),
                    SQL.identifier(name),
                )
                for name, type_ in {"kind": "text", **self._waiting_columns}.items()
            ),
        )

    @api.model
    def _search_kind(self, kind):
        """The records of a kind that wait, as a ``Query`` with the user's rules."""
        model = self.env[self._get_kind_models()[kind]]
        return model.with_context(active_test=False)._search(
            self._get_kind_domain(kind)
        )

    @api.model
    def _get_kind_domain(self, kind):
        return getattr(self, f"_get_{kind}_domain")()

    @api.model
    def _select_linked(self, model, query, fname, linked):
        """A column of what a field links to; the user reads it by the record.

        What tells its model beside its number leads to a case.
        """
        comodel = self.env[model._fields[fname].comodel_name or CASE].sudo()
        alias = query.left_join(query.table, fname, comodel._table, "id", fname)
        return comodel._field_to_sql(alias, linked, query)

    @api.model
    def _select_label(self, model, fname, column):
        """The value of a selection field, in the words of the reader."""
        labels = self.env[model]._fields[fname]._description_selection(self.env)
        return SQL(
            "CASE %s END",
            SQL(" ").join(
                SQL("WHEN %s = %s THEN %s", column(fname), value, label)
                for value, label in labels
            ),
        )

    # ------------------------------------------------------------------
    # From a row to its record
    # ------------------------------------------------------------------

    def _get_kind(self):
        """The kind that a row's id stands for; None for an id that no row has."""
        self.ensure_one()
        kinds = list(self._get_kind_models())
        place = self.id % self._room
        return kinds[place] if place < len(kinds) else None

    def _get_source(self):
        """The record that a row stands for.

        :raises MissingError: no row has this id
        """
        kind = self._get_kind()
        if not kind:
            raise MissingError(
                self.env._("This does not wait any more, or was never there.")
            )
        return self.env[self._get_kind_models()[kind]].browse(self.id // self._room)

    def _filter_sources(self, kind, sources):
        """Those of the records of a kind that the user may read."""
        return sources._filtered_access("read")

    def _check_access(self, operation):
        """Rows are as readable as their records, also when asked one by one."""
        if result := super()._check_access(operation):
            return result
        kinds, asked = set(self._get_kinds()), {}
        # What no row can stand for is missing, which reading it tells.
        for row in self:
            if kind := row._get_kind():
                asked.setdefault(kind, self.browse())
                asked[kind] |= row
        forbidden = self.browse()
        for kind, rows in asked.items():
            sources = self.env[self._get_kind_models()[kind]].browse(
                row.id // self._room for row in rows
            )
            readable = (
                set(self._filter_sources(kind, sources).ids) if kind in kinds else ()
            )
            forbidden |= rows.filtered(
                lambda row, ids=readable: row.id // self._room not in ids
            )
        if not forbidden:
            return None
        make_error = self.env["ir.rule"]._make_access_error
        return forbidden, lambda: make_error(operation, forbidden)
