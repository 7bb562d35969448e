# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

# What decides which company a contact belongs to.
COMMERCIAL_FIELDS = {"parent_id", "is_company", "company_type"}


class ResPartner(models.Model):
    """Customers who come together bring their cases: who complains again is found."""

    _inherit = "res.partner"

    def write(self, vals):
        """Who gets another company, or becomes one, brings their cases along."""
        if not COMMERCIAL_FIELDS & set(vals):
            return super().write(vals)
        before = self.sudo().commercial_partner_id
        result = super().write(vals)
        (before | self.sudo().commercial_partner_id)._find_repeats_anew()
        return result

    def _find_repeats_anew(self):
        """Look anew which cases of these customers repeat which.

        The answer hangs on all cases of a customer, and so on more than on what a
        case itself says.
        """
        cases_sudo = self.env["complaint.complaint"].sudo()
        if self:
            cases_sudo = cases_sudo.with_context(active_test=False).search(
                [
                    ("commercial_partner_id", "in", self.ids),
                    ("cause_id", "!=", False),
                ]
            )
        for fname in ("repeat_of_id", "is_repeat"):
            self.env.add_to_compute(cases_sudo._fields[fname], cases_sudo)


class MergePartners(models.TransientModel):
    """Contacts that become one: what each of them complained of is of one customer."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        partners = self.env["res.partner"].browse(partner_ids)
        kept = partners | (dst_partner or partners)
        result = super()._merge(
            partner_ids, dst_partner=dst_partner, extra_checks=extra_checks
        )
        # Merging writes past the fields.
        self.env.invalidate_all()
        left = kept.exists()
        cases_sudo = self.env["complaint.complaint"].sudo()
        cases_sudo = cases_sudo.with_context(active_test=False).search(
            [("partner_id", "in", left.ids)]
        )
        self.env.add_to_compute(cases_sudo._fields["commercial_partner_id"], cases_sudo)
        left.sudo().commercial_partner_id._find_repeats_anew()
        return result
