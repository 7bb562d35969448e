# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A milestone is reached when its mail was sent, not when it was written."""

import logging
from functools import partial

from odoo import SUPERUSER_ID, api, fields, models
from odoo.modules.registry import Registry
from odoo.service.model import retrying

from ..clock.case_milestones import SAID
from ..clock.target import MILESTONES

_logger = logging.getLogger(__name__)


class MailMail(models.Model):
    _inherit = "mail.mail"

    complaint_milestone = fields.Selection(
        selection=[row for row in MILESTONES if row[0] in SAID],
        readonly=True,
        help="What a mail about a complaint is for: it counts once it was sent.",
    )

    def _send(
        self,
        auto_commit=False,
        raise_exception=False,
        smtp_session=None,
        alias_domain_id=False,
        mail_server=False,
        post_send_callback=None,
    ):
        """Find once for all mails where one is waited for, not mail by mail."""
        waited_for = self._get_complaints()._get_waited_for()
        mails = self.with_context(complaint_waited_for=waited_for)
        return super(MailMail, mails)._send(
            auto_commit=auto_commit,
            raise_exception=raise_exception,
            smtp_session=smtp_session,
            alias_domain_id=alias_domain_id,
            mail_server=mail_server,
            post_send_callback=post_send_callback,
        )

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Tell the cases what reached their complainants, before mails are deleted."""
        if success_pids or success_emails:
            partners = self.env["res.partner"].sudo().union(*success_pids)
            for mail_sudo in self.sudo()._filter_waited_for():
                mail_sudo._tell_complaint(partners, success_emails)
        return super()._postprocess_sent_message(
            success_pids,
            success_emails,
            failure_reason=failure_reason,
            failure_type=failure_type,
        )

    def _get_complaints(self):
        """The cases that mails are about, as sudo."""
        return (
            self.env["complaint.complaint"]
            .sudo()
            .browse(
                {mail.res_id for mail in self if mail.model == "complaint.complaint"}
            )
            .exists()
        )

    def _filter_waited_for(self):
        """Those of the mails that say what a clock of their case waits for."""
        waited_for = self.env.context.get("complaint_waited_for")
        if waited_for is None:
            waited_for = self._get_complaints()._get_waited_for()
        return self.filtered(
            lambda mail: (
                mail.model == "complaint.complaint"
                and any(
                    (mail.res_id, milestone) in waited_for
                    for milestone in SAID[mail.complaint_milestone]
                )
            )
        )

    def _tell_complaint(self, partners, emails):
        """Count a mail that was sent, if it reached the complainant.

        :param partners: contacts that it was sent to
        :param list emails: further addresses that it was sent to
        """
        complaint = self.env["complaint.complaint"].browse(self.res_id)
        # Our own mails go to the complainant, whatever address that was then.
        is_ours = self.complaint_milestone and (
            emails or complaint._is_among(partners, emails)
        )
        if is_ours or (
            complaint._is_word_of_ours(self.mail_message_id)
            and complaint._is_among(partners, emails)
        ):
            self._count_as_sent(complaint, self.complaint_milestone)

    @api.model
    def _count_as_sent(self, complaint, milestone):
        """Let the clocks of a case take notice, without ever failing the mail.

        It is gone: if it counted as failed, the customer would get it again.
        """
        now = fields.Datetime.now()
        try:
            with self.env.cr.savepoint():
                # Each mail is committed by itself: others may have acted since.
                complaint._get_open_clocks().invalidate_recordset()
                complaint.invalidate_recordset(["clock_ids"])
                complaint._went_out(milestone, now)
        except Exception:
            _logger.warning(
                "Mail of %s: its clocks are told after the commit",
                complaint,
                exc_info=True,
            )
            self.env.cr.postcommit.add(
                partial(_count_later, self.env.cr.dbname, complaint.id, milestone, now)
            )


def _count_later(dbname, complaint_id, milestone, when):
    """Tell a case again what was sent, as another transaction was in the way.

    :param str dbname: the database
    :param int complaint_id: the case
    :param milestone: as for ``_went_out``
    :param datetime when: when the mail was sent, in UTC
    """
    with Registry(dbname).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        complaint = env["complaint.complaint"].browse(complaint_id)
        retrying(lambda: complaint._went_out(milestone, when), env)
