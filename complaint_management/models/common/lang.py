# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError


class ResLang(models.Model):
    _inherit = "res.lang"

    def write(self, vals):
        """A language in which cases are written stays, as that of contacts does.

        Odoo shows no form with a language that is not installed, and sends nothing in
        it.

        :raises UserError: something of ours is written in it
        """
        if "active" in vals and not vals["active"]:
            self.check_access("write")
            self._check_complaint_use()
        return super().write(vals)

    def _check_complaint_use(self):
        for name, model in self.env.items():
            field = model._fields.get("lang")
            if not (name.startswith("complaint.") and field and field.store):
                continue
            if model._abstract or model._transient:
                continue
            records_sudo = model.sudo().with_context(active_test=False)
            codes = self.mapped("code")
            if records_sudo.search_count([("lang", "in", codes)], limit=1):
                raise UserError(
                    self.env._(
                        "This language cannot be deactivated: it is the language of "
                        "records of “%s”. Choose another one there first.",
                        self.env["ir.model"]._get(name).name,
                    )
                )
