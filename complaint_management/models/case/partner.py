# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

CASE = "complaint.complaint"
# What of a contact a case takes over.
DETAILS = frozenset({"name", "email", "phone", "lang"})


class ResPartner(models.Model):
    """Open cases hear of it when their contact is corrected."""

    _inherit = "res.partner"

    def write(self, vals):
        watched = DETAILS.union(self._formatting_address_fields())
        if not watched & vals.keys():
            return super().write(vals)
        cases = self.env[CASE]._find_cases_of(self)
        before = {case: case._get_contact_details() for case in cases}
        result = super().write(vals)
        cases._hear_of_contacts(before)
        return result


class MergePartners(models.TransientModel):
    """So they do when it becomes one with another."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        partners = self.env["res.partner"].browse(partner_ids)
        cases = self.env[CASE]._find_cases_of(partners | (dst_partner or partners))
        before = {case: case._get_contact_details() for case in cases}
        result = super()._merge(
            partner_ids, dst_partner=dst_partner, extra_checks=extra_checks
        )
        # Merging writes past the fields.
        self.env.invalidate_all()
        cases._hear_of_contacts(before)
        return result
