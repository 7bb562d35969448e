# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What we write to a protected complainant reaches them where they can be reached.

Staff write a comment in the chatter; it goes to the vaulted address, or waits on the
case's page.
"""

from odoo import fields, models


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _is_addressed_apart(self):
        """The address of a confidential complainant is in the vault."""
        return super()._is_addressed_apart() or self.identity_mode == "confidential"

    def _prepare_customer_mail_vals(self, milestone):
        vals = super()._prepare_customer_mail_vals(milestone)
        if self[:1]._is_addressed_apart():
            vals["email_to"] = self._get_reach().email
        return vals

    def _message_post_after_hook(self, message, msg_values):
        """Deliver a word of ours to whom no follower list may name."""
        result = super()._message_post_after_hook(message, msg_values)
        if self.identity_mode == "named":
            return result
        case_sudo, message_sudo = self.sudo(), message.sudo()
        # Their own words have no author, and are not brought back to them.
        if message_sudo.author_id and case_sudo._is_word_of_ours(message_sudo):
            case_sudo._deliver(message_sudo)
        return result

    def _deliver(self, message_sudo):
        """Bring a posted message to a protected complainant.

        By mail to the vaulted address; who has none reads it with a tracking code or
        a login, and is told as soon as it is there.
        """
        self.ensure_one()
        address = self._get_reach().email
        if not address:
            self._deliver_without_mail()
            return
        self.env["mail.mail"].sudo().create(
            {
                "mail_message_id": message_sudo.id,
                "email_to": address,
                "email_from": message_sudo.email_from,
                "reply_to": message_sudo.reply_to,
                "body_html": self._render_delivery(message_sudo),
                "attachment_ids": message_sudo.attachment_ids.ids,
                "auto_delete": True,
                "is_notification": True,
            }
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _deliver_without_mail(self):
        """Count as told who reads online; for the rest a custodian has to call."""
        partner = self._get_reach().partner
        if self.has_tracking_code or (partner and partner.sudo().user_ids):
            self._told(fields.Datetime.now())
        elif self.identity_mode == "confidential":
            user = self._get_contact_person()
            case = self.with_context(lang=user.lang or self.env.lang)
            case.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=case.env._(
                    "Ask a custodian to tell the complainant what you wrote"
                ),
                note=case.env._(
                    "No email reaches them, and they have no page: your message waits. "
                    "If they come by, give them a tracking code."
                ),
            )

    def _render_delivery(self, message_sudo):
        """The message as a mail in the complainant's language."""
        case = self.with_context(lang=self.lang)
        return case.env["mail.render.mixin"]._render_encapsulate(
            "mail.mail_notification_light",
            message_sudo.body,
            add_context={
                "company": case.company_id,
                "record_name": case.number,
                "model_description": case.env._("Your case"),
            },
            context_record=case,
        )
