# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What we told when a case ended, and who reads the page has been told (R46, R156)."""

from odoo import models
from odoo.tools import is_html_empty

from ...tools.mail.words import get_words


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _see_answer(self):
        """The complainant opens a page on which our answer stands.

        With a code of ours nobody knows who reads it: see ``portal/case``.
        """
        self.ensure_one()
        if self._get_staff_code():
            return
        case = self._as_the_house()._in_house()
        if not case._get_portal_answer() or case._knows_answer():
            return
        case._know_answer()
        case._log_note(case.env._("The complainant opened the page with our answer."))
        case._leave_no_trace()

    def _explain_ending(self):
        if is_html_empty(self.ending_words):
            return super()._explain_ending()
        return self.env._("It is not for us to decide. You find our reasons below.")

    def _get_portal_ending(self):
        """What we told when the case ended without an outcome.

        :return: dict with ``day`` and ``text``; None when there is nothing
        """
        self.ensure_one()
        is_told = self._is_told_of_ending(self.cancel_reason)
        if self.state != "cancelled" or not is_told or is_html_empty(self.ending_words):
            return None
        ended = self.sudo()._get_last_log("cancel").date
        return {
            "day": ended and self._say_portal_day(ended),
            "text": get_words(self.ending_words),
        }
