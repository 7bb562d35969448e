# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Nobody is asked too often, about a case or apart from it (R199)."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _get_recently_asked(self, keys, days):
        """Also by a survey."""
        asked = super()._get_recently_asked(keys, days)
        wanted = set().union(*(keys[case] for case in self))
        if not (days and wanted):
            return asked
        since = fields.Datetime.now() - timedelta(days=days)
        invitations_sudo = self.env["complaint.poll.invitation"].sudo()
        return [*asked, (False, invitations_sudo._find_asked(since, wanted))]

    @api.model
    def _find_asked_to_rate(self, since, wanted):
        """Who was asked about a case since then; as sudo.

        :param datetime since: in UTC
        :param set wanted: addresses, and ids of companies of customers
        :return: set of the same
        """
        ids = [key for key in wanted if isinstance(key, int)]
        emails = [key for key in wanted if isinstance(key, str)]
        cases = self.with_context(active_test=False).search(
            Domain("date_rating_asked", ">=", since)
            & (
                Domain("commercial_partner_id", "in", ids)
                | Domain("email_normalized", "in", emails)
            )
        )
        return {*cases.commercial_partner_id.ids, *cases.mapped("email_normalized")}
