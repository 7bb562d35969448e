# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who stands at the counter or is on the phone knows that we have their case.

Registering such a case logs the talk, and ends the time to acknowledge it (R53, R87).
"""

from odoo import SUPERUSER_ID, api, models

from ...tools.case.phases import follows_new

# Sources of a channel in which both sides talk, and how.
TALKS_BY_SOURCE = {"in_person": "in_person", "call": "phone"}


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    @follows_new()
    def _log_first_contact(self):
        """Keep who talked with the complainants when these cases were registered.

        What the product or a machine registers, nobody has talked about.
        """
        user = self.env.user
        if user.id == SUPERUSER_ID or not user._is_internal():
            return
        sources = self._get_channel_sources()
        mediums = {
            complaint: TALKS_BY_SOURCE.get(sources.get(complaint.channel_id.id))
            for complaint in self
        }
        # Any employee registers cases; only who works on them logs contacts.
        self.env["complaint.contact"].sudo().create(
            [
                complaint._prepare_first_contact_vals(medium)
                for complaint, medium in mediums.items()
                if medium
            ]
        )

    @api.model
    def _get_channel_sources(self):
        """What each channel asks for; whoever provides the channels says it.

        :return: dict of channel id to a key of the channel's sources
        """
        return {}

    def _get_talk(self):
        return TALKS_BY_SOURCE.get(self.channel_source) or super()._get_talk()

    def _prepare_first_contact_vals(self, medium):
        """The talk in which the case was told.

        :param str medium: how they talked
        """
        self.ensure_one()
        return {
            "complaint_id": self.id,
            "date": self.date_received,
            "medium": medium,
            "direction": "in",
            "purpose": "first",
            "user_id": self.first_contact_user_id.id,
            "answered": True,
        }

    def _knows_of_receipt(self):
        """Whether a talk told the complainant that we have their case."""
        self.ensure_one()
        return any(contact._is_heard() for contact in self.sudo().contact_ids)

    def _makes_sense(self, name):
        """Who was told, and gets no mail, is not told again."""
        if name == "acknowledge" and not self.can_mail and self._knows_of_receipt():
            return False
        return super()._makes_sense(name)

    def _after_transition_acknowledge(self, reason, when):
        """Nobody is asked to call whom we have talked with."""
        told = self.filtered(
            lambda case: not case.can_mail and case._knows_of_receipt()
        )
        rest = self - told
        return super(ComplaintComplaint, rest)._after_transition_acknowledge(
            reason, when
        )
