# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A contact with the complainant stops the clocks that waited for it."""

from odoo import models
from odoo.tools import groupby


class ComplaintContact(models.Model):
    _inherit = "complaint.contact"

    def _count_for_clocks(self):
        """Stop the clocks that waited for these contacts, each at its date.

        Also when they are logged afterwards: what counts is when they took place, and
        after the deadline a manager has to believe it (``clock/claim.py``).
        """
        result = super()._count_for_clocks()

        def get_act(contact):
            return contact.date, contact._get_milestones(), contact._is_heard()

        contacts = self.sudo().filtered(
            lambda contact: contact.complaint_id._get_open_clocks()
        )
        for (date, milestones, is_heard), group in groupby(
            contacts.sorted(get_act), get_act
        ):
            complaints = self.browse().concat(*group).complaint_id
            complaints._stop_clocks(milestones, date)
            if is_heard:
                complaints._told(date)
        return result
