# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The reply to an authority counts when its mail was sent."""

from odoo import models

from ..intake.case_external_body import MILESTONE


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """The reply to an authority counts once it was sent, clock or no clock."""
        if success_pids or success_emails:
            for mail_sudo in self.sudo():
                if mail_sudo.complaint_milestone == MILESTONE:
                    complaint = mail_sudo._get_complaints()
                    mail_sudo._count_as_sent(complaint, MILESTONE)
        return super()._postprocess_sent_message(
            success_pids,
            success_emails,
            failure_reason=failure_reason,
            failure_type=failure_type,
        )
