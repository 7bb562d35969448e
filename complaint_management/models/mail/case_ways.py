# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Mails on their way: what did not arrive, what is spam, where answers go."""

from odoo import api, models

from ...tools.mail.reports import DELAYED, DELIVERED, READ


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    # ------------------------------------------------------------------
    # What did not arrive
    # ------------------------------------------------------------------

    @api.model
    def _take_bounce(self, words, door):
        """Find what did not arrive; a person looks where nothing is found."""
        words.parsed["bounced_message"] = words.parsed["bounced_message"].sudo()
        bounced = words.parsed["bounced_message"]
        self.env["mail.thread"]._routing_handle_bounce(
            words.parsed["email_message"], words.parsed
        )
        if bounced:
            return bounced.model == self._name and bounced.res_id
        return self._leave_unread(words.mail, door, "bounce")

    @api.model
    def _take_report(self, words, door):
        """Keep that a mail of ours waits, has arrived or was read: nobody acts."""
        mail = words.mail
        case = self.browse(words.by_reference.res_id or None).exists()
        case = case or door.case
        if not case:
            self.env["complaint.unread.mail"]._keep(
                mail,
                door.company,
                "automatic",
                mailbox_id=door.mailbox.id,
                state="aside",
            )
            return False
        case._note_report(mail.report)
        case._keep_aside(mail, door, "automatic")
        return case.id

    def _note_report(self, report):
        """Say on the case what a machine told about a mail of ours.

        :param str report: as in ``tools.mail.reports``
        """
        self.ensure_one()
        sentences = {
            DELAYED: self.env._(
                "A mail of ours is delayed: the server of the recipient does not take "
                "it yet. It is tried again."
            ),
            DELIVERED: self.env._("A mail of ours was delivered."),
            READ: self.env._("A mail of ours was opened by its recipient's program."),
        }
        self._log_note(sentences[report])

    def _ask_to_reach_otherwise(self):
        """Plan another way for the handler, once, when a mail did not arrive."""
        activity_type = "complaint_management.mail_activity_type_undelivered"
        for case in self:
            planned = case.activity_ids.activity_type_id
            if self.env.ref(activity_type) in planned:
                continue
            case.activity_schedule(activity_type, user_id=case._get_contact_person().id)

    # ------------------------------------------------------------------
    # Spam
    # ------------------------------------------------------------------

    def action_is_spam(self):
        """Set suspected spam aside."""
        return self._transition(
            "cancel",
            reason=self.env._("Spam"),
            vals={"cancel_reason": "spam"},
        )

    def action_is_no_spam(self):
        """Take the suspicion back, and acknowledge as for any other case."""
        self.check_access("write")
        self.filtered("is_suspected_spam").is_suspected_spam = False
        self._acknowledge_by_itself()
        return True

    # ------------------------------------------------------------------
    # Where replies go
    # ------------------------------------------------------------------

    @api.model
    def _get_mailboxes(self, company):
        mailboxes = self.env["complaint.mailbox"].sudo()
        ids = mailboxes._get_ids_of(company.id)
        return mailboxes.browse(ids).filtered("alias_email")

    def _notify_get_reply_to_batch(self, defaults=None, author_ids=None):
        """Answers come back to an address of ours, also when they name no mail."""
        mailboxes = {case: case._get_reply_mailbox() for case in self.sudo()}
        if not (self and all(mailboxes.values())):
            replies = super()._notify_get_reply_to_batch(
                defaults=defaults, author_ids=author_ids
            )
        else:
            replies = {}
        for case, mailbox in mailboxes.items():
            if mailbox:
                replies[case.id] = self._notify_get_reply_to_formatted_email(
                    mailbox.alias_email, author_id=(author_ids or {}).get(case.id)
                )
        return replies

    def _get_reply_mailbox(self):
        """The address of ours that answers about a case go to, possibly none."""
        self.ensure_one()
        mailboxes = self._get_mailboxes(self.company_id)
        fitting = mailboxes.filtered(self._fits_mailbox)
        return fitting.sorted(lambda box: box._get_rank())[:1] or mailboxes[:1]

    def _fits_mailbox(self, mailbox):
        """Whether an address is one for cases like this one."""
        self.ensure_one()
        if mailbox.kind != self.kind or mailbox.team_id not in (
            self.team_id,
            mailbox.team_id.browse(),
        ):
            return False
        path = self.category_id.parent_path or ""
        return not mailbox.category_id or path.startswith(
            mailbox.category_id.parent_path
        )
