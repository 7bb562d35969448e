# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A mail that did not go out is sent again, with growing pauses; then somebody is told.

Odoo tries once and leaves the mail in "exception". Whatever fails writes that state, so
there the next try is planned. The scheduled action only puts the mail back into Odoo's
queue, which alone sends: nothing goes out twice. Who got it is taken out of the mail
first, so that another try reaches only the others.
"""

import logging
from datetime import timedelta
from smtplib import SMTPServerDisconnected

from odoo import Command, api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize
from odoo.tools.mail import email_split_and_format_normalize

from .mail_server import Delivery

_logger = logging.getLogger(__name__)

PAUSES = (
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
# No other try helps where the address is none.
HOPELESS = ("mail_email_invalid", "mail_email_missing")
QUEUE = "mail.ir_cron_mail_scheduler_action"


class MailMail(models.Model):
    _inherit = "mail.mail"

    complaint_tries = fields.Integer(
        readonly=True, help="How often a mail about a complaint was sent again."
    )
    complaint_retry_at = fields.Datetime(
        readonly=True, help="When it did not go out: when it is looked at again."
    )
    complaint_is_unsure = fields.Boolean(
        readonly=True,
        help="The server was told everything and did not answer: it may have gone out.",
    )
    complaint_is_given_up = fields.Boolean(
        readonly=True, help="It is not sent again by itself: a person was asked."
    )

    _complaint_retry_idx = models.Index(
        "(complaint_retry_at) WHERE state = 'exception' AND complaint_retry_at IS NOT"
        " NULL"
    )

    def _filter_ours(self):
        """Those of the mails that are about our records."""
        return self.filtered(lambda mail: (mail.model or "").startswith("complaint."))

    # ------------------------------------------------------------------
    # Failing
    # ------------------------------------------------------------------

    def write(self, vals):
        """What fails, for whatever reason, is planned to be sent again."""
        if vals.get("state") != "exception":
            return super().write(vals)
        ours = self._filter_ours().filtered(lambda mail: not mail.complaint_is_given_up)
        now = fields.Datetime.now()
        for tries, mails in ours.grouped("complaint_tries").items():
            pause = PAUSES[tries] if tries < len(PAUSES) else timedelta()
            super(MailMail, mails).write({**vals, "complaint_retry_at": now + pause})
        return super(MailMail, self - ours).write(vals)

    def _send(
        self,
        auto_commit=False,
        raise_exception=False,
        smtp_session=None,
        alias_domain_id=False,
        mail_server=False,
        post_send_callback=None,
    ):
        """Listen to the server, and go on after a mail at which it hung up."""
        ours = self._filter_ours()
        delivery = Delivery()
        mails = self.with_context(complaint_delivery=delivery) if ours else self
        try:
            return super(MailMail, mails)._send(
                auto_commit=auto_commit,
                raise_exception=raise_exception,
                smtp_session=smtp_session,
                alias_domain_id=alias_domain_id,
                mail_server=mail_server,
                post_send_callback=post_send_callback,
            )
        except SMTPServerDisconnected:
            if raise_exception or not ours:
                raise
            unsure = ours.filtered(lambda mail: mail.message_id == delivery.unsure)
            unsure.complaint_is_unsure = True
            # What the batch did not come to is still in the queue.
            self.env.ref(QUEUE)._trigger()
            return True

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """See who got a mail of ours and who did not, before Odoo counts it as sent."""
        ours = self._filter_ours()
        refused = self._get_refused() if ours else set()
        if refused:
            success_emails = [
                email
                for email in success_emails
                if email_normalize(email) not in refused
            ]
            failure_type = failure_type or "unknown"
            failure_reason = failure_reason or self._say_refused(refused)
        if ours and failure_type in HOPELESS:
            ours._give_up_quietly()
        elif ours and failure_type:
            ours._keep_unreached(success_pids, success_emails, refused)
        elif ours:
            ours.filtered("complaint_is_given_up")._settle_cases()
        if refused:
            self.write(
                {
                    "state": "exception",
                    "failure_type": failure_type,
                    "failure_reason": failure_reason,
                }
            )
        return super()._postprocess_sent_message(
            success_pids,
            success_emails,
            failure_reason=failure_reason,
            failure_type=failure_type,
        )

    def _get_refused(self):
        """The addresses that the server did not take while it took the others."""
        delivery = self.env.context.get("complaint_delivery")
        if len(self) != 1 or not isinstance(delivery, Delivery):
            return set()
        return delivery.refused.pop(self.message_id, set())

    @api.model
    def _say_refused(self, refused):
        return self.env._(
            "The mail server did not take it for: %s", ", ".join(sorted(refused))
        )

    def _keep_unreached(self, success_pids, success_emails, refused):
        """Take out of a mail who has it already: the next try is for the others.

        :param success_pids: contacts that have it
        :param success_emails: further addresses that have it
        :param set refused: addresses of the same mail that the server did not take
        """
        if not (success_pids or success_emails or refused):
            return
        # The first that is sent goes to the plain addresses, with their copies.
        for mail in self:
            fields_left = {
                fname: ", ".join(
                    email
                    for email in email_split_and_format_normalize(mail[fname] or "")
                    if email_normalize(email) in refused
                )
                for fname in ("email_to", "email_cc")
            }
            mail.write(
                {
                    **fields_left,
                    "recipient_ids": [Command.unlink(one.id) for one in success_pids],
                }
            )

    # ------------------------------------------------------------------
    # Sending again
    # ------------------------------------------------------------------

    @api.model
    def _get_retry_domain(self):
        return Domain("state", "=", "exception") & Domain(
            "complaint_retry_at", "<=", fields.Datetime.now()
        )

    @api.model
    def _cron_retry_complaint_mails(self, batch_size=200):
        """Put mails back into the queue whose pause is over; give up after the last.

        :param int batch_size: how many are looked at in one go
        """
        domain = self._get_retry_domain()
        mails = self.search(domain, limit=batch_size, order="complaint_retry_at, id")
        commit_progress = self.env["ir.cron"]._commit_progress
        is_last = len(mails) < batch_size
        commit_progress(remaining=len(mails) if is_last else self.search_count(domain))
        for mail in mails:
            mail.try_lock_for_update().filtered_domain(domain)._try_again_safely()
            if not commit_progress(1):
                break
        if self.search_count([("state", "=", "outgoing")], limit=1):
            self.env.ref(QUEUE)._trigger()

    def _try_again_safely(self):
        """One mail that cannot be handled must not keep the others."""
        try:
            with self.env.cr.savepoint():
                self._try_again()
        except Exception:
            _logger.warning("Mail %s: not sent again", self.ids, exc_info=True)
            self.complaint_retry_at = fields.Datetime.now() + PAUSES[-1]

    def _try_again(self):
        for mail in self:
            if mail._is_settled():
                mail.write({"state": "cancel", "complaint_retry_at": False})
            elif mail.complaint_is_unsure or mail.complaint_tries >= len(PAUSES):
                mail._give_up()
            else:
                mail.write(
                    {
                        "state": "outgoing",
                        "complaint_tries": mail.complaint_tries + 1,
                        "complaint_retry_at": False,
                    }
                )

    def _is_settled(self):
        """Whether somebody called the failure off, or sent it in another way."""
        notices = self.env["mail.notification"].search([("mail_mail_id", "=", self.id)])
        return bool(notices) and all(
            notice.notification_status in ("sent", "canceled") for notice in notices
        )

    # ------------------------------------------------------------------
    # Giving up
    # ------------------------------------------------------------------

    def _give_up_quietly(self):
        """Ask a person at once; whatever happens, the other mails go on."""
        try:
            with self.env.cr.savepoint():
                self._give_up()
        except Exception:
            _logger.warning("Mail %s: nobody was told", self.ids, exc_info=True)

    def _give_up(self):
        """Nothing is tried any more: somebody has to look after the complainant."""
        self.write({"complaint_is_given_up": True, "complaint_retry_at": False})
        for mail in self:
            for complaint in mail._get_waiting_complaint():
                complaint._mail_did_not_go_out(
                    mail.complaint_milestone, mail.complaint_is_unsure
                )

    def _get_waiting_complaint(self):
        """The case whose complainant, or authority, waits for this mail; or none."""
        complaint = self._get_complaints()
        if not complaint or self.complaint_milestone:
            return complaint
        is_theirs = complaint._is_among(self.recipient_ids, [self.email_to or ""])
        return complaint if is_theirs else complaint.browse()

    def _settle_cases(self):
        """What was given up went out after all, as somebody sent it again."""
        self.write({"complaint_is_given_up": False})
        self._get_complaints()._settle_failed_mail()
