# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a link or a setting presets on a new case counts as if it was typed.

Odoo adds defaults below every ``create``, where nobody looks at them any more: whom a
case is about, where it goes, what only buttons write. ``create`` takes them in first,
so that all phases see the same values, whatever door they come by.
"""

from odoo import Command, api, models


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    @api.model
    def _get_presets(self):
        """Values that the context or ``ir.default`` sets on every new case.

        :return: dict of values for ``create``
        """
        stored = self.env["ir.default"]._get_model_defaults(self._name)
        asked = {
            key.removeprefix("default_")
            for key in self.env.context
            if key.startswith("default_")
        }
        names = ((asked | set(stored)) & set(self._fields)) - self._get_never_preset()
        presets = self.default_get(sorted(names)) if names else {}
        for name, value in presets.items():
            kind = self._fields[name].type
            if kind == "many2many" and value and isinstance(value[0], int):
                presets[name] = [Command.set(value)]
            elif kind == "one2many" and value and isinstance(value[0], dict):
                presets[name] = [Command.create(row) for row in value]
        return presets
