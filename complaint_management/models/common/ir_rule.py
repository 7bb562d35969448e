# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.fields import Domain


class IrRule(models.Model):
    """A dialog that can be about a case is seen by nobody but whoever opened it.

    Odoo lets everybody who may use a dialog read those of others, with what is
    written in them (R153).
    """

    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        domain = super()._compute_domain(model_name, mode)
        model = self.env[model_name]
        if model._transient and not self.env.su and model._get_case_pointers():
            domain &= Domain("create_uid", "=", self.env.uid)
        return domain
