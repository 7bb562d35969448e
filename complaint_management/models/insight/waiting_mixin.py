# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What lists share that show what waits, of whatever kind: rows of several models."""

from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import MissingError
from odoo.fields import Domain
from odoo.tools import SQL, OrderedSet

CASE = "complaint.complaint"
# What of the context says how little is wanted.
WANTED = "complaint_waiting_wanted"


class Wanted(NamedTuple):
    """What a search wants of all that waits: these rows, or one's own only."""

    ids: frozenset | None
    is_mine: bool


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
        kinds = [kind for kind in self._get_kinds() if self._is_wanted(kind)]
        rows = SQL(" UNION ALL ").join(
            SQL("(%s)", self._select_kind(kind))
            for kind in kinds or self._get_kinds()[:1]
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
            self._get_wanted_domain(kind)
        )

    @api.model
    def _get_kind_domain(self, kind):
        return getattr(self, f"_get_{kind}_domain")()

    # ------------------------------------------------------------------
    # As little as is wanted
    # ------------------------------------------------------------------

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Ask the models for no more than the domain can find.

        Who reads a page of rows, or their own, does not go through all that waits.
        """
        domain = Domain(domain)
        wanted = Wanted(self._find_wanted_ids(domain), self._wants_mine(domain))
        model = self.with_context(**{WANTED: wanted})
        return super(ComplaintWaitingMixin, model)._search(domain, *args, **kwargs)

    def exists(self):
        wanted = Wanted(frozenset(self.ids), False)
        model = self.with_context(**{WANTED: wanted})
        return super(ComplaintWaitingMixin, model).exists().with_env(self.env)

    @api.model
    def _find_parts(self, domain):
        """The conditions that must all be true."""
        return domain.children if getattr(domain, "OPERATOR", "") == "&" else [domain]

    @api.model
    def _find_wanted_ids(self, domain):
        """The ids of which a domain finds none but some; None for any."""
        for part in self._find_parts(domain):
            if getattr(part, "field_expr", None) != "id":
                continue
            if part.operator == "=" and isinstance(part.value, int):
                return frozenset([part.value])
            is_known = isinstance(
                part.value, list | tuple | set | frozenset | OrderedSet
            )
            if part.operator == "in" and is_known:
                return frozenset(part.value)
        return None

    @api.model
    def _wants_mine(self, domain):
        return any(
            getattr(part, "field_expr", None) == "is_mine"
            and (part.operator, part.value) == ("=", True)
            for part in self._find_parts(domain)
        )

    @api.model
    def _get_wanted(self):
        """What is wanted; of what others say in the context nothing counts."""
        wanted = self.env.context.get(WANTED)
        return wanted if isinstance(wanted, Wanted) else Wanted(None, False)

    @api.model
    def _find_source_ids(self, kind):
        """The ids of the records of a kind that are wanted; None for any."""
        ids = self._get_wanted().ids
        if ids is None:
            return None
        place = list(self._get_kind_models()).index(kind)
        return [id_ // self._room for id_ in ids if id_ and id_ % self._room == place]

    @api.model
    def _is_wanted(self, kind):
        return self._find_source_ids(kind) != []

    @api.model
    def _get_wanted_domain(self, kind):
        """The records of a kind that wait, as far as they are wanted."""
        domain = Domain(self._get_kind_domain(kind))
        ids = self._find_source_ids(kind)
        if ids is not None:
            domain &= Domain("id", "in", ids)
        if self._get_wanted().is_mine:
            domain &= self._get_own_domain(kind)
        return domain

    @api.model
    def _get_own_domain(self, kind):
        """What may be the user's own of a kind: a hint that makes the search small.

        It finds all rows that say ``is_mine``, and may find others.
        """
        return Domain.TRUE

    # ------------------------------------------------------------------
    # Columns
    # ------------------------------------------------------------------

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

    def _get_sources(self):
        """The records that rows stand for, those of a kind together.

        :return: dict of row to record
        :raises MissingError: no row has one of these ids
        """
        sources = {row: row._get_source() for row in self}
        ids = defaultdict(list)
        for source in sources.values():
            ids[source._name] += source.ids
        return {
            row: source.with_prefetch(ids[source._name])
            for row, source in sources.items()
        }

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
