# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the analyses share: rows of a view that come from a search on a model."""

from odoo import api, models
from odoo.tools import SQL, Query

# Directions of an order that need no care for what is empty, to whether they turn it.
WAYS = {"": False, "ASC": False, "DESC": True}
PLAIN = ("id", "char", "text", "integer", "float", "date", "datetime")


def selection_of(model, fname):
    """The choices of a field of another model, with their translations.

    :param str model: the model that has the field
    :param str fname: a selection field of it
    :return: a callable for ``fields.Selection``
    """
    return lambda self: self.env[model]._fields[fname]._description_selection(self.env)


def select_columns(query, columns):
    """The SQL that selects expressions under their names.

    :param query: a search, as ``_search`` returns it
    :param dict columns: name to SQL
    """
    return query.select(
        *(
            SQL("%s AS %s", expression, SQL.identifier(name))
            for name, expression in columns.items()
        )
    )


def _split_order(part):
    """A part of an order, as the field and its direction."""
    fname, _blank, way = part.strip().partition(" ")
    return fname, way.upper()


class ComplaintFactsMixin(models.AbstractModel):
    """An analysis: one row for each record of a model that the user may read.

    A row has the id of its record. The rows come from a search, which brings the access
    rules along: nobody counts what they may not see, and there is no second set of
    rules to keep in step. What it costs follows the columns that a pivot really asks
    for.
    """

    _name = "complaint.facts.mixin"
    _description = "Analysis of Stored Facts"
    # The model of the records.
    _facts_model = None

    @property
    def _table_query(self):
        """The records that the user may read, as rows of this model."""
        records = self._get_facts()
        query = self._search_facts()

        def column(fname):
            return records._field_to_sql(query.table, fname, query)

        own = {fname: column(fname) for fname in self._get_fact_fields()}
        return select_columns(query, {**own, **self._get_measures(column)})

    def _get_facts(self):
        """The records behind these rows."""
        return self.env[self._facts_model].browse(self.ids)

    @api.model
    def _search_facts(self):
        """The search that the rows come from, as a ``Query``."""
        return self._get_facts()._search([])

    @api.model
    def _get_fact_fields(self):
        """Names of the fields that are the record's own."""
        return ["id"]

    @api.model
    def _get_measures(self, column):
        """What is worked out from a record's stored facts.

        :param column: a function from the name of a field of the record to SQL
        :return: dict of field name to SQL; costs nothing where it is not used
        """
        return {}

    def _check_access(self, operation):
        """Rows are as readable as their records, also when asked one by one."""
        if result := super()._check_access(operation):
            return result
        if result := self._get_facts()._check_access(operation):
            forbidden, make_exception = result
            return self.browse(forbidden.ids), make_exception
        return None

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Nobody counts by what they may not read.

        Odoo does not check fields with several values.
        """
        field = self._fields.get(groupby_spec.split(".")[0].split(":")[0])
        if field and not self.env.su:
            self._check_field_access(field, "read")
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _read_group_orderby(self, order, groupby_terms, query):
        """Groups are put in order once they are counted.

        Odoo joins what a row belongs to, and groups by its name, too: it compares the
        names of a million rows where there are twenty groups.
        """
        if not order:
            return super()._read_group_orderby(order, groupby_terms, query)
        terms = []
        for part in order.split(","):
            term = self._order_groups(part.strip(), groupby_terms)
            if not term:
                term = super()._read_group_orderby(part, groupby_terms, query)
            terms.append(term)
        return SQL(", ").join(terms)

    @api.model
    def _order_groups(self, part, groupby_terms):
        """The SQL that orders groups as the records are ordered that they are for.

        :param str part: a field and its direction
        :param dict groupby_terms: field to the SQL that groups by it
        :return: SQL; None where Odoo's own way is needed
        """
        name, way = _split_order(part)
        field = self._fields.get(name)
        if name not in groupby_terms or not field or field.type != "many2one":
            return None
        records = self.env[field.comodel_name]
        columns = [_split_order(column) for column in records._order.split(",")]
        plain = {fname for fname, one in records._fields.items() if one.type in PLAIN}
        if way not in WAYS or not all(
            fname in plain and column_way in WAYS for fname, column_way in columns
        ):
            return None
        return SQL(", ").join(
            SQL(
                "%s %s",
                self._select_of_group(records, fname, groupby_terms[name]),
                SQL("DESC" if WAYS[way] != WAYS[column_way] else "ASC"),
            )
            for fname, column_way in columns
        )

    @api.model
    def _select_of_group(self, records, fname, sql_id):
        """The SQL of a column of the record that a group is for."""
        query = Query(records.env, f"group_{records._table}", records._table_sql)
        query.add_where(SQL("%s = %s", SQL.identifier(query.table, "id"), sql_id))
        return query.subselect(records._field_to_sql(query.table, fname, query))
