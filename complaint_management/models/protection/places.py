# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where something of a case may stand: found in the registry, whatever is installed.

A model has it when it points to a case: by a field, or by the name of a model and an
id; and when it belongs to what does, so that it would be deleted with it. What we keep
as evidence of several cases has it, too. So what is added tomorrow, here or in another
app, is found as well.
"""

from collections import defaultdict
from typing import NamedTuple

from psycopg2.extras import Json

from odoo.tools import SQL

CASE = "complaint.complaint"
# Not looked at: the vault keeps what is taken out, the others say how Odoo is set up.
LEFT_ALONE = frozenset(
    {"complaint.identity", "ir.model.data", "ir.actions.server", "ir.ui.menu"}
)
# No words of people: numbers, keys, and what Odoo finds files, mails and forms by.
NO_WORDS = {
    CASE: {"number", "access_token", "submission_key"},
    # Who the entry is about, and which rule it cites.
    "complaint.penalty": {"name", "employee_name", "rule_code", "rule_name", "clause"},
    "complaint.tracking.code": {"fingerprint"},
    "complaint.unread.mail": {"message_key"},
    "calendar.event": {"access_token"},
    "calendar.attendee": {"access_token"},
    "ir.attachment": {
        "access_token",
        "checksum",
        "mimetype",
        "res_field",
        "store_fname",
    },
    "mail.message": {"message_id", "email_layout_xmlid"},
    "rating.rating": {"access_token"},
}


class Link(NamedTuple):
    """A column by which rows of one model point to rows of another.

    ``target`` is the model, or ``None`` where ``named_by`` is the column that says it;
    without either, the column itself says both ("model,id"). Where rows point to many,
    another ``table`` says so, in ``column`` and ``row``.
    """

    column: str
    target: str | None = None
    named_by: str | None = None
    table: str | None = None
    row: str = "id"


class Places:
    """The models whose rows may tell of a case, and how they point there."""

    def __init__(self, env):
        self.env = env
        self._links = {
            name: links
            for name, model in env.registry.items()
            if self._is_table(model) and (links := self._get_links(model))
        }

    def _is_table(self, model):
        is_own = model._auto and not model._abstract and not model._table_query
        return is_own and model._name not in LEFT_ALONE

    def _get_links(self, model):
        """By which columns rows of a model may point to something of a case."""
        links = []
        for field in model._fields.values():
            if link := self._get_link_to_many(model, field):
                links.append(link)
            if not (field.store and field.column_type):
                continue
            if field.type == "many2one" and self._belongs(model, field):
                links.append(Link(field.name, target=field.comodel_name))
            elif field.type == "reference":
                links.append(Link(field.name))
            elif named_by := self._get_model_column(model, field):
                links.append(Link(field.name, named_by=named_by))
        return links

    def _get_link_to_many(self, model, field):
        """How what we keep as evidence says which cases it is about."""
        is_ours = model._name.startswith("complaint.") and model._name != CASE
        is_kept = is_ours and getattr(model, "_keeps_evidence", False)
        if not (is_kept and field.relational and field.comodel_name == CASE):
            return None
        if field.type == "many2many" and field.store:
            return Link(
                field.column2, target=CASE, table=field.relation, row=field.column1
            )
        if field.type == "one2many":
            table = self.env[CASE]._table
            return Link("id", target=CASE, table=table, row=field.inverse_name)
        return None

    def _belongs(self, model, field):
        """Whether a row is about what it points to, or a part of it."""
        if field.comodel_name == CASE:
            return model._name != CASE
        return field.ondelete == "cascade" or field.delegate

    def _get_model_column(self, model, field):
        """The column that says which model an id belongs to, if there is one."""
        names = [field.model_field] if field.type == "many2one_reference" else []
        if field.type == "integer" and field.name == "res_id":
            names = ["res_model", "model"]
        for name in names:
            named_by = model._fields.get(name)
            if named_by and named_by.store and named_by.type == "char":
                return name
        return None

    # ------------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------------

    def find(self, cases):
        """All rows that are about cases, or belong to what is.

        One query for each table that points to what was found the last time. What
        several cases share, as an action does, is found for each of them.

        :param cases: the cases
        :return: dict of model name to dict of row id to the set of ids of its cases
        """
        found = defaultdict(lambda: defaultdict(set))
        news = {CASE: {case_id: {case_id} for case_id in cases.ids}}
        while news:
            for name, owners in news.items():
                for row_id, case_ids in owners.items():
                    found[name][row_id] |= case_ids
            news = {
                name: owners
                for name in self._links
                if (owners := self._find_new(name, news, found[name]))
            }
        return {name: dict(owners) for name, owners in found.items() if owners}

    def _find_new(self, name, news, known):
        """Rows of one table that point to what was found, with the cases not known."""
        owners = defaultdict(set)
        for link in self._links[name]:
            for row_id, target, target_id in self._read_link(name, link, news):
                case_ids = news.get(target, {}).get(target_id, set())
                if row_id and (new := case_ids - known.get(row_id, set())):
                    owners[row_id] |= new
        return owners

    def _read_link(self, name, link, news):
        """Rows whose column points to one of these: (id, model, id there)."""
        column = SQL.identifier(link.column)
        table = SQL.identifier(link.table or self.env[name]._table)
        if link.target:
            targets = news.get(link.target)
            if not targets:
                return []
            return self.env.execute_query(
                SQL(
                    "SELECT %s, %s, %s FROM %s WHERE %s IN %s",
                    SQL.identifier(link.row),
                    link.target,
                    column,
                    table,
                    column,
                    tuple(targets),
                )
            )
        if link.named_by:
            named_by = SQL.identifier(link.named_by)
            condition = SQL(" OR ").join(
                SQL("%s = %s AND %s IN %s", named_by, target, column, tuple(ids))
                for target, ids in news.items()
            )
            return self.env.execute_query(
                SQL(
                    "SELECT id, %s, %s FROM %s WHERE %s",
                    named_by,
                    column,
                    table,
                    condition,
                )
            )
        keys = {
            f"{target},{target_id}": (target, target_id)
            for target, ids in news.items()
            for target_id in ids
        }
        rows = self.env.execute_query(
            SQL(
                "SELECT id, %s FROM %s WHERE %s IN %s",
                column,
                table,
                column,
                tuple(keys),
            )
        )
        return [(row_id, *keys[key]) for row_id, key in rows]

    # ------------------------------------------------------------------
    # Columns
    # ------------------------------------------------------------------

    def get_words(self, name):
        """The columns of a model in which somebody may have written something.

        :return: list of fields
        """
        names_of_models = {link.named_by for link in self._links.get(name, ())}
        left = NO_WORDS.get(name, set()) | names_of_models
        return [
            field
            for field in self.env[name]._fields.values()
            if field.store
            and field.column_type
            and field.type in ("char", "text", "html", "json", "properties")
            and field.name not in left
        ]

    def get_people(self, name, comodel):
        """The columns of a model that point to people.

        :param str comodel: "res.partner" or "res.users"
        :return: list of fields
        """
        return [
            field
            for field in self.env[name]._fields.values()
            if field.type == "many2one"
            and field.store
            and field.column_type
            and field.comodel_name == comodel
        ]

    def read_rows(self, name, ids, fields):
        """What stands in these columns.

        :return: list of dicts
        """
        columns = SQL(", ").join(
            SQL.identifier(column) for column in ("id", *(f.name for f in fields))
        )
        table = SQL.identifier(self.env[name]._table)
        self.env.cr.execute(
            SQL("SELECT %s FROM %s WHERE id IN %s", columns, table, tuple(ids))
        )
        return self.env.cr.dictfetchall()

    def replace(self, name, field, values):
        """Write a column as it is: no rule, no log and no ledger is asked.

        :param field: the field
        :param dict values: row id to what stands there from now on
        """
        if not values:
            return
        kind = field.column_type[0]
        is_json = kind == "jsonb"
        self.env.cr.execute(
            SQL(
                "UPDATE %(table)s SET %(column)s = given.value::%(kind)s"
                " FROM (VALUES %(rows)s) AS given (id, value)"
                " WHERE %(table)s.id = given.id",
                table=SQL.identifier(self.env[name]._table),
                column=SQL.identifier(field.name),
                kind=SQL(kind),
                rows=SQL(", ").join(
                    SQL("(%s, %s)", row_id, Json(value) if is_json else value)
                    for row_id, value in values.items()
                ),
            )
        )
