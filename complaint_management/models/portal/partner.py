# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    """Who gets another address, gets no link that went to the earlier one."""

    _inherit = "res.partner"

    def write(self, vals):
        if "email" not in vals:
            return super().write(vals)
        cases = self.filtered(
            lambda partner: (partner.email or "") != (vals["email"] or "")
        )._get_addressed_cases()
        before = cases._get_addressees()
        result = super().write(vals)
        cases._follow_addresses(before)
        return result

    def _get_addressed_cases(self):
        """Cases of which these contacts get mails; as sudo, for whoever acts."""
        cases = self.env["complaint.complaint"].sudo()
        if not self.ids:
            return cases
        people = Domain("partner_id", "in", self.ids) | Domain(
            "representative_id", "in", self.ids
        )
        vaulted = self.env["complaint.identity"].sudo().search(people).complaint_id
        return vaulted | cases.with_context(active_test=False).search(people)


class MergePartners(models.TransientModel):
    """Contacts that become one: their cases may go to another address."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        partners = self.env["res.partner"].browse(partner_ids)
        cases = (partners | (dst_partner or partners))._get_addressed_cases()
        before = cases._get_addressees()
        result = super()._merge(
            partner_ids, dst_partner=dst_partner, extra_checks=extra_checks
        )
        # Merging writes past the fields.
        self.env.invalidate_all()
        cases._follow_addresses(before)
        return result
