# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Staff follow what they said on the page that customers have (R134).

Nothing on the case tells who said it, so no rule lets them read it; the page knows
them by the vault, as it knows customers.
"""

from odoo import api, models
from odoo.fields import Domain


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    @api.model
    def _search_own(self):
        domain = super()._search_own()
        if not self.env.user._is_internal():
            return domain
        partner = self.env.user.partner_id
        own = Domain("partner_id", "=", partner.id)
        own |= Domain("identity_ids.partner_id", "=", partner.id)
        return domain | (Domain("is_staff_case", "=", True) & own)

    @api.model
    def _get_own_staff_token(self, complaint_id):
        """The secret of the page of a case that the user brought in as staff.

        :param int complaint_id: whatever stands in the address
        :return: the secret, or an empty text
        """
        user = self.env.user
        if not user._is_internal():
            return ""
        case_sudo = self.sudo().browse(complaint_id).exists()
        is_own = (
            case_sudo.is_staff_case
            and case_sudo.identity_mode != "anonymous"
            and case_sudo._lets_act(user)
        )
        return case_sudo._portal_ensure_token() if is_own else ""
