# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is told to whom: handlers, followers and the complainant."""

from odoo import models


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    # ------------------------------------------------------------------
    # Staff
    # ------------------------------------------------------------------

    def _tell_handlers(self, quiet=False):
        """Let those who were given cases by routing follow them, and tell them.

        Whoever is written into ``user_id`` is told by the mail thread itself.

        :param bool quiet: follow, but send nothing
        """
        if self.env.context.get("tracking_disable"):
            return
        for user, complaints in self.filtered("user_id").grouped("user_id").items():
            complaints.with_context(
                complaint_bulk=False,
                mail_auto_subscribe_no_notify=quiet
                or self.env.context.get("mail_auto_subscribe_no_notify"),
            )._message_auto_subscribe({"user_id": user.id})

    def _creation_subtype(self):
        if self.env.context.get("complaint_bulk"):
            return super()._creation_subtype()
        return self.env.ref("complaint_management.mt_complaint_registered")

    def _message_auto_subscribe(self, updated_values, followers_existing_policy="skip"):
        """In bulk, handlers follow their cases all at once: ``_tell_handlers``."""
        if self.env.context.get("complaint_bulk"):
            return True
        return super()._message_auto_subscribe(
            updated_values, followers_existing_policy=followers_existing_policy
        )

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """No button for customers as long as there is no page behind it."""
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals=msg_vals
        )
        for name, _is_member, data in groups:
            if name in ("portal", "portal_customer", "customer"):
                data["has_button_access"] = False
        return groups

    # ------------------------------------------------------------------
    # The complainant
    # ------------------------------------------------------------------

    def _send_or_schedule(self, template_xmlid, activity_xmlid):
        """Write to those who have an email; plan a call or letter for the rest.

        :param str template_xmlid: the mail, sent in the complainant's language
        :param str activity_xmlid: what is planned for the handler, or whoever
            met the customer first
        """
        if self.env.context.get("complaint_no_mail"):
            return
        by_mail = self.filtered("email_from")
        if by_mail:
            by_mail._mail_customer(template_xmlid)
        others = (self - by_mail).filtered(
            lambda complaint: complaint.identity_mode != "anonymous"
        )
        for user, complaints in others.grouped(
            lambda complaint: complaint.user_id or complaint.first_contact_user_id
        ).items():
            complaints.activity_schedule(activity_xmlid, user_id=user.id)

    def _mail_customer(self, template_xmlid):
        """Queue a mail to each complainant and keep it in the chatter.

        The queue sends after the commit: nobody is told what did not happen.
        """
        self.env.ref(template_xmlid).send_mail_batch(
            self.ids,
            email_layout_xmlid="mail.mail_notification_light",
            email_values={
                "message_type": "comment",
                "subtype_id": self.env.ref("mail.mt_comment").id,
                "is_notification": True,
            },
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
