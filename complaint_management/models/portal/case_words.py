# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What both sides wrote, as it stands on the customer's pages: words, and no mails."""

from markupsafe import Markup

from odoo import models
from odoo.tools import is_html_empty

from ...tools.mail.words import get_words, squeeze


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _get_portal_messages(self):
        """What both sides wrote, oldest first, with files to download.

        :return: list of dicts for the page
        """
        self.ensure_one()
        talk = self._get_customer_messages()
        answer = self._find_answer_mail(talk)
        return [
            {
                "id": message.id,
                "moment": self._say_portal_moment(message.date),
                "date": message.date,
                "author": self._get_portal_author(message),
                "body": self._refer_to_answer()
                if message == answer
                else self._get_portal_words(message),
                "files": [
                    self._prepare_portal_file(file) for file in message.attachment_ids
                ],
            }
            for message in talk
            if message.attachment_ids or not is_html_empty(message.body)
        ]

    def _get_portal_author(self, message):
        """Who wrote on our side; an empty string for the complainant."""
        author = message.author_id
        if not author or author.partner_share:
            return ""
        if author == self.env.ref("base.partner_root"):
            return self.company_id.sudo().name
        return author.name

    def _get_portal_words(self, message):
        return "" if is_html_empty(message.body) else get_words(message.body)

    def _find_answer_mail(self, talk):
        """The message that brought the answer which stands on the page anyway.

        It is known by the number and all words of the answer; earlier answers say
        something else, and stay.

        :param talk: messages of both sides, oldest first
        """
        answer = self._get_portal_answer()
        stands = answer or self._get_portal_ending()
        words = stands and squeeze(stands["text"])
        if not words:
            return talk.browse()
        # What is put on the page itself, and not mailed, names no number.
        number = squeeze(self.number) if answer else ""
        for message in reversed(talk):
            said = squeeze(message.body) if self._get_portal_author(message) else ""
            if words in said and number in said:
                return message
        return talk.browse()

    def _refer_to_answer(self):
        words = self.env._("We sent you our answer. It stands above.")
        return Markup('<p><a href="#complaint_answer">%s</a></p>') % words
