# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class IrRule(models.Model):
    """Rules that name the contact of the user follow who that is.

    Odoo keeps the domain of a rule for each user, and forgets it when groups and
    companies of the user change. It does as well now when the user becomes another
    contact (see ``user``), and keeps it apart for each company of people outside.
    """

    _inherit = "ir.rule"

    def _compute_domain_context_values(self):
        yield from super()._compute_domain_context_values()
        user = self.env.user
        if not user._is_internal():
            yield user.sudo().partner_id.commercial_partner_id.id
