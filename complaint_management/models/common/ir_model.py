# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.tools import SQL
from odoo.tools.sql import column_exists

REFERENCES = ("reference", "many2one_reference")


class IrModel(models.Model):
    _inherit = "ir.model"

    def unlink(self):
        """Forget our links to documents of an app that is uninstalled.

        A case can be about one, and a remedy can have created one. Such a link cannot
        be read any more, and would lead to another document when the app comes back.
        """
        gone = tuple(self.mapped("model"))
        if gone:
            for model in self.env.values():
                if model._name.startswith("complaint.") and model._auto:
                    self._forget_links(model, gone)
            self.env.invalidate_all(flush=False)
        return super().unlink()

    def _forget_links(self, model, gone):
        """Empty the links of a model of ours to models that go.

        :param model: one of our models
        :param gone: tuple of names of models
        """
        for field in model._fields.values():
            if not (field.store and field.type in REFERENCES):
                continue
            # Our own columns are dropped before, when it is we who are uninstalled.
            if not column_exists(self.env.cr, model._table, field.name):
                continue
            model.flush_model([field.name])
            column = SQL.identifier(field.name)
            if field.type == "reference":
                names, columns = SQL("split_part(%s, ',', 1)", column), [column]
            else:
                names = SQL.identifier(field.model_field)
                columns = [column, names]
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s WHERE %s IN %s",
                    SQL.identifier(model._table),
                    SQL(", ").join(SQL("%s = NULL", name) for name in columns),
                    names,
                    gone,
                )
            )
