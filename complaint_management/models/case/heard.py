# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What customers write is heard by somebody who lives."""

from odoo import models


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _get_talk(self):
        """How the complainant talked with us when they told the case.

        A hook for the rooms that know the ways of a case into the house.

        :return: a medium of ``complaint.contact``; False where nobody talked
        """
        self.ensure_one()
        return False

    def _message_post_after_hook(self, message, msg_vals):
        """Let who is responsible now follow a case of which its customer writes.

        Who followed it may have left, or be away: nobody else would be told.
        """
        result = super()._message_post_after_hook(message, msg_vals)
        if self and self._is_from_outside(message):
            self._let_responsible_follow()
        return result

    def _is_from_outside(self, message):
        """Whether somebody who is none of ours says something.

        :param message: a new ``mail.message``
        """
        if message.message_type not in ("comment", "email"):
            return False
        author = message.sudo().author_id
        if author == self.env.ref("base.partner_root"):
            return message.message_type == "email"
        return not any(not user.share for user in author.user_ids)

    def _let_responsible_follow(self):
        for case, user in self._get_responsible().items():
            partner = user.sudo().partner_id
            if partner and partner not in case.sudo().message_partner_ids:
                case.sudo()._message_subscribe(partner.ids)
