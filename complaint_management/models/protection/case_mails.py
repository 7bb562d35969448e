# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mails that wait to be sent when their case becomes protected.

They were written when the name was no secret. What goes to the complainant still goes,
to nobody else; what goes to colleagues who may read the case loses the name; all others
get nothing: they would learn of a case that they may not know of any more.
"""

from collections import defaultdict
from functools import reduce
from operator import and_

from odoo import Command, models
from odoo.tools.mail import email_normalize_all

PENDING = ("outgoing", "exception")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _unfollow_former(self, before):
        """Whoever is no longer the complainant gets no further messages.

        :param dict before: what ``_get_addressees`` said
        """
        for complaint in self:
            former = self.env["res.partner"].sudo().browse(before[complaint][1])
            gone = former.filtered(
                lambda person, case=complaint: not case._is_complainant(partner=person)
            )
            if gone:
                complaint.sudo().message_unsubscribe(gone.ids)

    def _keep_pending_mails(self, found, traces):
        """Sort the mails that wait; those to complainants are left as they are.

        :param dict found: what ``Places`` found; what is left as it is, is taken out
        :param dict traces: case to the ``Traces`` of its complainants
        """
        owners = found.get("mail.mail", {})
        pending = (
            self.env["mail.mail"]
            .sudo()
            .search([("id", "in", list(owners)), ("state", "in", PENDING)])
        )
        if not pending:
            return
        told = {case.id: known for case, known in traces.items()}
        readers = self._get_mail_readers(pending)
        for mail in pending:
            case_ids = owners[mail.id]
            known = [told[case_id] for case_id in case_ids]
            addressed = [traces for traces in known if self._goes_to(mail, traces)]
            if addressed:
                mail._keep_recipients(addressed[0].partners, addressed[0].emails)
                # Nobody needs to see it once it is gone.
                mail.auto_delete = mail.auto_delete or mail.is_notification
                del owners[mail.id]
            else:
                of_all = reduce(and_, (readers[case_id] for case_id in case_ids))
                mail._keep_recipients(of_all, ())

    def _goes_to(self, mail, traces):
        """Whether a mail goes to a complainant, maybe among others."""
        emails = email_normalize_all(f"{mail.email_to or ''},{mail.email_cc or ''}")
        return bool(
            mail.recipient_ids & traces.partners or traces.emails.intersection(emails)
        )

    def _get_mail_readers(self, mails):
        """Which recipients of mails may read which of the cases.

        :return: dict of case id to contacts
        """
        users = mails.recipient_ids.user_ids.filtered(
            lambda user: user.active and not user.share
        )
        readers = defaultdict(self.env["res.partner"].sudo().browse)
        for user in users:
            for case in self.with_user(user)._filtered_access("read"):
                readers[case.id] |= user.partner_id
        return readers


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _keep_recipients(self, partners, emails):
        """Send to these people only; where nobody is left, to nobody.

        :param partners: contacts who may get it
        :param emails: addresses that it may go to
        """
        self.ensure_one()
        others = self.recipient_ids - partners
        vals = {"recipient_ids": [Command.unlink(partner.id) for partner in others]}
        for fname in ("email_to", "email_cc"):
            given = email_normalize_all(self[fname] or "")
            if set(given) - set(emails):
                vals[fname] = ",".join(who for who in given if who in emails)
        if not (self.recipient_ids - others or vals.get("email_to", self.email_to)):
            vals.update(
                state="cancel",
                failure_reason=self.env._(
                    "The case became protected before this was sent."
                ),
            )
        self.write(vals)
        self.env["mail.notification"].sudo().search(
            [("mail_mail_id", "=", self.id), ("res_partner_id", "in", others.ids)]
        ).unlink()
