# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is protected or forgotten is so in what is known of mails, too."""

from odoo import models


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _forget_unread_mails(self):
        result = super()._forget_unread_mails()
        self.env["complaint.unread.mail"].sudo().search(
            [("complaint_id", "in", self.ids)]
        )._seal()
        return result

    def _forget_found_addresses(self, emails):
        """Among them are those of machines that pass mails on."""
        result = super()._forget_found_addresses(emails)
        self.env["complaint.mail.relay"]._forget(emails)
        return result
