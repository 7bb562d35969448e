# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Nobody finds by a list of our records what they may not read of it.

Odoo asks nobody when a list is searched for ids, or for being empty: so a product would
be found by the id of a protected case, and “has cases” would say that there is one.
"""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import ormcache

from .base import COLLECTIONS

BY_ID = frozenset({"=", "!=", "in", "not in"})
BY_TREE = frozenset({"child_of", "parent_of"})


class Base(models.AbstractModel):
    _inherit = "base"

    @api.model
    @ormcache("self._name")
    def _get_our_lists(self):
        """Names of the fields that list records of ours."""
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.store
            and field.type in ("one2many", "many2many")
            and field.comodel_name.startswith("complaint.")
        )

    @api.model
    def _search(
        self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs
    ):
        lists = not (self.env.su or bypass_access) and self._get_our_lists()
        if lists:
            domain = Domain(domain).map_conditions(
                lambda part: (
                    self._only_readable(part) if part.field_expr in lists else part
                )
            )
        return super()._search(
            domain, offset, limit, order, bypass_access=bypass_access, **kwargs
        )

    @api.model
    def _only_readable(self, part):
        """What a condition on a list finds by what the user may read.

        :param part: one condition, on a list of records of ours
        :return: a ``Domain``
        """
        name, operator, value = part.field_expr, part.operator, part.value
        if not self._has_field_access(self._fields[name], "read"):
            # Odoo refuses it.
            return part
        values = set(value) if isinstance(value, COLLECTIONS) else {value}
        if operator in BY_TREE:
            meant = Domain("id", operator, value)
        elif operator in BY_ID and all(isinstance(one, int) for one in values):
            meant = Domain("id", "in", [one for one in values if one])
        else:
            return part
        found = self._find_by_list(name, meant)
        if operator in BY_ID and False in values:
            # An empty list is meant, beside the ids that were given.
            found |= ~self._find_by_list(name, Domain.TRUE)
        return ~found if operator in ("!=", "not in") else found

    @api.model
    def _find_by_list(self, name, meant):
        """Records whose list names something that the user may read.

        :param str name: the field with the list
        :param Domain meant: what of it is looked for
        """
        listed = self.env[self._fields[name].comodel_name]
        if meant.is_false() or not listed.has_access("read"):
            return Domain.FALSE
        listed = listed.with_context(active_test=False)
        return Domain(name, "in", listed._search(meant))
