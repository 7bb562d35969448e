# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whoever was kept in the vault before stays unknown, too."""

from odoo import models
from odoo.tools.mail import email_normalize_all

from .identity import KEPT


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _get_traces(self):
        """Whoever was kept in the vault before is not to be known either."""
        traces = super()._get_traces()
        for identity_sudo in self.sudo().identity_ids.filtered("replaced"):
            people = identity_sudo._get_replaced_people()
            words = {row.get(f) for row in identity_sudo.replaced for f in KEPT}
            emails = {
                email for word in words for email in email_normalize_all(word or "")
            }
            traces = traces._replace(
                partners=traces.partners | people.sudo(),
                emails=traces.emails | emails,
                words=traces.words | {w for w in words if w and "@" not in w},
            )
        return traces
