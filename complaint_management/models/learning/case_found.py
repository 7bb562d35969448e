# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Cases that we found ourselves, before the customer complained (R105, R186)."""

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.case.phases import follows, prepares_new
from ..common.proof import Proof

# Says that the cases that are opened now are such.
FOUND = Proof("complaint_found_by_us")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    is_found_by_us = fields.Boolean(
        string="We Found It",
        readonly=True,
        copy=False,
        help="We saw that it can concern this customer before they complained. It does "
        "not count as a complaint in early warnings.",
    )

    @api.model
    def _get_complaint_domain(self):
        """What customers or staff complained of, each thing once, as a ``Domain``.

        What was merged is counted with the case that goes on; what we found ourselves
        is no complaint: what led to it would feed itself.
        """
        return (
            Domain("kind", "=", "complaint")
            & Domain("is_found_by_us", "=", False)
            & Domain("cancel_reason", "not in", ("merged", "spam"))
        )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"is_found_by_us"}

    @prepares_new
    def _note_found(self, vals):
        """What an incident opens for customers is marked, and nothing else is."""
        return {**vals, "is_found_by_us": True} if FOUND.get(self.env) else vals

    @follows("identity_mode", remember="_get_found_customers")
    def _forget_found(self, customers_sudo):
        """Who asks for protection is not named by the incident either (R152)."""
        protected = self.sudo().filtered(lambda case: case.identity_mode != "named")
        customers_sudo.filtered(
            lambda row: row.incident_id in protected.incident_id
        ).unlink()

    def _get_found_customers(self, vals):
        """The rows of incidents that name who complained in these cases, as sudo."""
        named = self.sudo().filtered(lambda case: case.identity_mode == "named")
        customers_sudo = self.env["complaint.incident.customer"].sudo()
        if not named.incident_id:
            return customers_sudo
        return customers_sudo.search(
            [
                ("incident_id", "in", named.incident_id.ids),
                ("partner_id", "in", named.commercial_partner_id.ids),
            ]
        )
