# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the public form asks of a case: was it sent before, what happens next."""

from odoo import api, fields, models


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    @api.model
    def _find_submission(self, submission):
        """The case that a rendered form has become already, or none.

        :param str submission: what the form was given when it was shown
        :return: a case, as the system sees it
        """
        house = self._as_the_house().with_context(active_test=False)
        key = house._get_submission_key(submission)
        return house.search([("submission_key", "=", key)])

    def _get_receipt_sentences(self):
        """What happens next and by when, for the person who has just written.

        :return: list of sentences, in the language of the environment
        """
        self.ensure_one()
        sentences = [
            promise["text"]
            for promise in self._get_portal_promises()
            if not promise["is_late"] and promise["milestone"] != "followup"
        ]
        if self.kind == "suggestion" and not self.promised_reply_date:
            sentences.append(self.env._("We tell you by which day you get a decision."))
        return sentences

    def _is_just_registered(self, minutes):
        """Whether the case is so new that its sender may still be looking at it.

        :param int minutes: how long that is
        """
        age = fields.Datetime.now() - self.create_date
        return age.total_seconds() <= minutes * 60
