# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What could not be sent is sent again, to the address that is on the case now."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..answer.case_stand_in import ANSWER

ANSWER_TEMPLATES = {
    "complaint": "complaint_management.mail_template_answer",
    "suggestion": "complaint_management.mail_template_suggestion_reply",
    "inquiry": "complaint_management.mail_template_inquiry_answer",
}


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _after_answer_known(self):
        """That the mail with the answer failed does not matter any more."""
        result = super()._after_answer_known()
        failed = self._get_waiting_mails(informed=True).filtered(
            lambda mail: (
                mail.complaint_milestone == "answer" and mail.state == "exception"
            )
        )
        self.browse(failed.mapped("res_id"))._settle_failed_mail()
        failed._call_off()
        return result

    def action_send_again(self, reason=None):
        """Send what could not be sent once more, to the address on the case now.

        :param str reason: what was put right; kept on the case
        :raises UserError: no mail to the complainant failed
        """
        self.check_access("write")
        for complaint in self:
            failed = complaint._get_waiting_mails().filtered(
                lambda mail: mail.state == "exception"
            )
            if not failed:
                raise UserError(
                    self.env._(
                        "%s: no mail to the complainant failed.", complaint.display_name
                    )
                )
            milestones = dict.fromkeys(failed.mapped("complaint_milestone"))
            failed._call_off()
            complaint._settle_failed_mail()
            for milestone in milestones:
                complaint._send_anew(milestone)
            complaint._log_note(self.env._("Sent again"), reason)
        return True

    def _send_anew(self, milestone):
        """Tell once more what a mail was to tell, on the way that reaches them now.

        :param str milestone: what the mail was for
        """
        self.ensure_one()
        now = fields.Datetime.now()
        if milestone == "acknowledge":
            self._after_transition_acknowledge(None, now)
        elif milestone == "answer" and self.can_mail:
            self._mail_customer("answer", ANSWER_TEMPLATES[self.kind])
        elif milestone == "answer":
            self._plan_stand_in(ANSWER, self._get_contact_person())
        for notice in self._get_pending_notices() if milestone == "update" else ():
            self._say_to_complainant(notice.words, "update")


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _call_off(self):
        """These mails are not sent any more: another one takes their place."""
        self.write(
            {
                "state": "cancel",
                "complaint_retry_at": False,
                "complaint_is_given_up": False,
            }
        )
        notices = self.env["mail.notification"].sudo()
        notices.search([("mail_mail_id", "in", self.ids)]).write(
            {"notification_status": "canceled"}
        )

    def _say_waiting(self):
        """Why it did not leave, in Odoo's words for it: they name no address."""
        sentence = super()._say_waiting()
        if self.state != "exception" or not self.failure_type:
            return sentence
        reasons = dict(self._fields["failure_type"]._description_selection(self.env))
        reason = reasons.get(self.failure_type)
        return self.env._(
            "%(sentence)s The reason: %(reason)s.", sentence=sentence, reason=reason
        )
