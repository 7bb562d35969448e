# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What stays written about a case is in the words of its company, whoever acted."""

from odoo import models


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _in_house(self):
        """The case in the language and the time zone of its company."""
        self.ensure_one()
        return self.with_context(**self.company_id._get_complaint_voice())
