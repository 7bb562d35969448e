# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the analyses share: rows of a view that come from a search on a model.

A search brings the access rules along, and what it costs follows the columns that
a pivot really asks for.
"""

from odoo.tools import SQL


def selection_of(model, fname):
    """The choices of a field of another model, with their translations.

    :param str model: the model that has the field
    :param str fname: a selection field of it
    :return: a callable for ``fields.Selection``
    """
    return lambda self: self.env[model]._fields[fname]._description_selection(self.env)


def select_facts(records, query, fnames, measures):
    """The SQL of an analysis: one row for each record that a search finds.

    :param records: the model that is searched
    :param query: the search, as ``_search`` returns it
    :param fnames: fields of the model that are columns under their own names
    :param dict measures: name to SQL of what is worked out from stored facts
    """
    columns = {
        **{fname: records._field_to_sql(query.table, fname, query) for fname in fnames},
        **measures,
    }
    return query.select(
        *(
            SQL("%s AS %s", expression, SQL.identifier(alias))
            for alias, expression in columns.items()
        )
    )
