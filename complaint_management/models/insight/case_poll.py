# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Nobody is asked too often, about a case or apart from it (R199)."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.case.phases import follows


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

    @follows("identity_mode", remember="_get_answers_taken_up")
    def _hide_answers(self, answers_sudo):
        """Who asks for protection is named by no answer that led to a case (R152)."""
        named = self.sudo().filtered(lambda case: case.identity_mode == "named")
        kept = named.partner_id
        answers_sudo.filtered(lambda answer: answer.partner_id not in kept).write(
            {"partner_id": False}
        )

    def _get_answers_taken_up(self, vals):
        """Answers in surveys from which these cases may have come, as sudo."""
        named = self.sudo().filtered(lambda case: case.identity_mode == "named")
        answers_sudo = self.env["rating.rating"].sudo()
        if not named.partner_id:
            return answers_sudo
        return answers_sudo.search(
            [
                ("complaint_is_taken_up", "=", True),
                ("partner_id", "in", named.partner_id.ids),
            ]
        )
