# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the screens show besides the case itself: advice and counters."""

from odoo import api, fields, models

STAFF = "complaint_management.group_complaint_user"
# What only the product's own searches use: no column and no group of anybody.
INNER_FIELDS = ("email_normalized", "number_key", "phone_key", "stall_check_at")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    category_service_standard = fields.Html(
        string="Service Standard", compute="_compute_category_advice", groups=STAFF
    )
    category_compensation_rule = fields.Html(
        string="Compensation Rule", compute="_compute_category_advice", groups=STAFF
    )
    category_handling_guide = fields.Html(
        string="Handling Guide", compute="_compute_category_advice", groups=STAFF
    )
    contact_count = fields.Integer(compute="_compute_contact_count")
    customer_case_count = fields.Integer(
        string="Other Cases of the Customer", compute="_compute_customer_case_count"
    )

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Leave the keys of our own searches out of what screens offer to choose."""
        described = super().fields_get(allfields, attributes)
        for fname in described.keys() & set(INNER_FIELDS):
            for attribute in described[fname].keys() & {"groupable", "exportable"}:
                described[fname][attribute] = False
        return described

    @api.depends("category_id")
    @api.depends_context("lang")
    def _compute_category_advice(self):
        """What staff should know about the category, its parents' included (R25)."""
        for complaint in self:
            category = complaint.category_id
            for fname in ("service_standard", "compensation_rule", "handling_guide"):
                complaint[f"category_{fname}"] = category._get_inherited(fname)

    @api.depends("contact_ids")
    def _compute_contact_count(self):
        for complaint in self:
            complaint.contact_count = len(complaint.contact_ids)

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_customer_case_count(self):
        """Count the customer's other cases that the reader may see (R37)."""
        counts = dict(
            self._read_group(
                [("commercial_partner_id", "in", self.commercial_partner_id.ids)],
                ["commercial_partner_id"],
                ["__count"],
            )
        )
        for complaint in self:
            customer = complaint.commercial_partner_id._origin
            itself = 1 if complaint._origin.commercial_partner_id == customer else 0
            complaint.customer_case_count = max(0, counts.get(customer, 0) - itself)

    def action_view_contacts(self):
        """Open the contacts with the complainant."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_contact_action"
        )
        action["domain"] = [("complaint_id", "=", self.id)]
        action["context"] = {"default_complaint_id": self.id}
        return action

    def action_view_customer_cases(self):
        """Open the other cases of the customer, open or not."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Other Cases of the Customer"),
            "res_model": self._name,
            "view_mode": "list,kanban,form",
            "domain": [
                ("commercial_partner_id", "=", self.commercial_partner_id.id),
                ("id", "!=", self.id),
            ],
        }

    def action_view_ticket(self):
        """Open the helpdesk ticket that the case came from."""
        self.ensure_one()
        return self.ticket_id._get_records_action()

    def action_view_lead(self):
        """Open the lead that the case came from."""
        self.ensure_one()
        return self.lead_id._get_records_action()

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Leave out what a case is about when no app offers documents for it."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if not self._selection_origin_ref():
            for node in arch.xpath("//field[@name='origin_ref']"):
                node.getparent().remove(node)
        return arch, view
