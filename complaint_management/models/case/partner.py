# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from .life_cycle import OPEN_STATES

CASE = "complaint.complaint"
# What of a contact a case takes over.
DETAILS = frozenset({"name", "email", "phone", "lang"})


class ResPartner(models.Model):
    """Its cases are counted, and the open ones hear when it is corrected."""

    _inherit = "res.partner"

    complaint_count = fields.Integer(
        compute="_compute_complaint_count",
        string="Cases",
        groups="base.group_user",
        help="Cases of the whole customer company that you may see.",
    )
    complaint_open_count = fields.Integer(
        compute="_compute_complaint_count",
        string="Open Cases",
        groups="base.group_user",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_count(self):
        """Count the cases of each commercial entity that the reader may see (R37)."""
        groups = self.env["complaint.complaint"]._read_group(
            [("commercial_partner_id", "in", self.commercial_partner_id.ids)],
            ["commercial_partner_id", "state"],
            ["__count"],
        )
        total, still_open = {}, {}
        for customer, state, count in groups:
            total[customer.id] = total.get(customer.id, 0) + count
            if state in OPEN_STATES:
                still_open[customer.id] = still_open.get(customer.id, 0) + count
        for partner in self:
            customer_id = partner.commercial_partner_id._origin.id
            partner.complaint_count = total.get(customer_id, 0)
            partner.complaint_open_count = still_open.get(customer_id, 0)

    def action_view_complaints(self):
        """Open the cases of the whole commercial entity."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_complaint_action"
        )
        customer = self.commercial_partner_id
        return {
            **action,
            "name": self.env._("Cases of %s", customer.display_name),
            "view_mode": "list,kanban,form",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [("commercial_partner_id", "=", customer.id)],
            "context": {"default_partner_id": self.id},
        }

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
