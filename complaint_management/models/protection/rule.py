# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class IrRule(models.Model):
    """Rules that name the contact of the user follow who that is.

    Odoo keeps the domain of a rule for each user; it forgets it when groups and
    companies of the user change, and not when the user becomes another contact, or the
    contact goes to another company.
    """

    _inherit = "ir.rule"

    def _compute_domain_context_values(self):
        yield from super()._compute_domain_context_values()
        user_sudo = self.env.user.sudo()
        yield user_sudo.partner_id.id
        if user_sudo.share:
            yield user_sudo.partner_id.commercial_partner_id.id
