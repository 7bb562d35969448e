# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who becomes protected did never complain, as far as the sales team knows (R152)."""

from odoo import models

from ...tools.case.phases import follows


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    @follows("identity_mode", "partner_id")
    def _forget_silences(self):
        """Nothing says any more that this customer complained."""
        silences_sudo = self.env["complaint.silence"].sudo()
        silences_sudo.search([("complaint_id", "in", self.ids)]).filtered(
            lambda silence: (
                silence.complaint_id.identity_mode != "named"
                or silence.complaint_id.commercial_partner_id != silence.partner_id
            )
        ).unlink()
