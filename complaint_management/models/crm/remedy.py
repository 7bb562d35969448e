# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was agreed with a customer can be a talk about more: an opportunity (R170)."""

from odoo import api, models
from odoo.tools import LazyTranslate, plaintext2html

from ..remedy.fulfilment import Way

_lt = LazyTranslate(__name__)


class ComplaintRemedy(models.Model):
    _inherit = "complaint.remedy"

    # Opportunities can be merged: then one stands for several remedies.
    _result_uniq = models.UniqueIndex(
        "(result_model, result_id) WHERE result_id > 0 AND result_model != 'crm.lead'",
        "This document fulfils another remedy already.",
    )

    @api.model
    def _get_ways(self):
        return super()._get_ways() | {"opportunity": Way("crm.lead", _lt("CRM"))}

    def _get_obstacle_opportunity(self):
        """Why no opportunity can be created, or False."""
        return False

    def _get_hint_opportunity(self):
        return self.env._("An opportunity is created for sales.")

    def _fulfil_opportunity(self):
        """Let sales know what the customer needs.

        :return: the ``crm.lead``
        """
        return self.env["crm.lead"].create(self._prepare_opportunity_vals())

    def _prepare_opportunity_vals(self):
        complaint = self.complaint_id
        vals = {
            "type": "opportunity",
            "name": self.name,
            "company_id": complaint.company_id.id,
            "partner_id": complaint.partner_id.id,
            "user_id": complaint.partner_id.user_id.id,
            "description": plaintext2html(self._get_reference()),
        }
        if not complaint.partner_id:
            vals.update(
                contact_name=complaint.partner_name,
                email_from=complaint.email_from,
                phone=complaint.phone,
            )
        return vals
