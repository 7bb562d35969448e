# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from ..case.messages import TALK


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _get_forbidden_access(self, operation):
        """Of a case, people outside read the talk, and write on its page only.

        Odoo lets a follower create messages, an author change them, and who reads a
        record read its log when they know the number of an entry.
        """
        forbidden = super()._get_forbidden_access(operation)
        if self.env.user._is_internal():
            return forbidden
        on_cases_sudo = (
            (self - forbidden)
            .sudo()
            .filtered(lambda message: message.model == "complaint.complaint")
        )
        closed_sudo = on_cases_sudo.filtered(
            lambda message: (
                operation != "read"
                or message.message_type not in TALK
                or message.is_internal
                or not message.subtype_id
                or message.subtype_id.internal
            )
        )
        return forbidden | closed_sudo.with_env(self.env)
