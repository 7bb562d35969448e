# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Notices to the complainant: how far we are, or why it takes longer (R52, R200).

A notice is a contact with words. It counts once it reached the complainant: its mail
was sent, or the task to call or write was done. The day that it names is a promise.
"""

from odoo import fields, models
from odoo.tools import html2plaintext

WORDS_TEMPLATE = "complaint_management.mail_template_words"
NOTICE_ACTIVITY = "complaint_management.mail_activity_type_notice"
NOTICE_LETTER = "complaint_management.report_notice_letter"


class ComplaintContact(models.Model):
    _inherit = "complaint.contact"

    words = fields.Html(
        string="What We Wrote",
        sanitize_style=True,
        readonly=True,
        copy=False,
        help="The words of a notice, as the complainant reads them.",
    )

    def _is_pending_notice(self):
        """Whether these are words of ours of which nobody knows yet that they
        arrived."""
        self.ensure_one()
        return bool(self.words) and not self.answered

    def _ends_promise(self, clock):
        """A notice keeps a promise once it arrived, and not as an attempt to call."""
        return not self._is_pending_notice() and super()._ends_promise(clock)

    def _check_promised_again(self, clocks):
        """A notice is gone when it counts; the dialog asked for what it promises."""
        if not self.words:
            return super()._check_promised_again(clocks)

    def _arrive(self, when):
        """The words reached the complainant: they count from then on.

        :param datetime when: in UTC
        """
        self.ensure_one()
        open_promises = self.complaint_id._get_open_clocks(["promise"])
        own = self._get_open_promises()
        vals = {"answered": True}
        # A mail that waited longer than it promised still counts, at its own date.
        if not self.callback_date or self.callback_date > when:
            vals["date"] = when
        self.write(vals)
        ended = (open_promises - own).filtered(lambda clock: not clock._is_open())
        own._continue(ended)

    def action_print_letter(self):
        """Print the words as a letter."""
        self.ensure_one()
        self.check_access("read")
        report = self.env.ref("complaint_management.action_report_notice_letter")
        return report.report_action(self, config=False)


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def action_send_notice(self):
        """Open the dialog that tells the complainant how far we are."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send Notice"),
            "res_model": "complaint.notice",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_id": self.id},
        }

    def _give_notice(self, words, until=False):
        """Tell the complainant something, on the way that reaches them.

        :param words: HTML, without greeting and signature
        :param datetime until: by when we promise to be heard of again, in UTC
        :return: the contact that keeps it
        """
        self.ensure_one()
        self.check_access("write")
        contact = self.env["complaint.contact"].create(
            {
                "complaint_id": self.id,
                "direction": "out",
                "medium": self._get_notice_medium(),
                "purpose": "progress",
                "answered": False,
                "words": words,
                "summary": html2plaintext(words).strip(),
                "callback_date": until,
            }
        )
        if self._is_without_mail():
            self._went_out("update", fields.Datetime.now())
        elif self.identity_mode == "anonymous" or self.can_mail:
            self._say_to_complainant(contact.words, "update")
        else:
            self._plan_stand_in(
                NOTICE_ACTIVITY,
                self._get_contact_person(),
                letter_url=f"/report/pdf/{NOTICE_LETTER}/{contact.id}",
            )
        return contact

    def _get_notice_medium(self):
        if self.can_mail:
            return "email"
        if self.identity_mode == "anonymous":
            return "other"
        reach = self._get_reach()
        return "letter" if reach.street and not reach.phone else "phone"

    def _say_to_complainant(self, words, milestone=False):
        """Send words of ours by mail; to the anonymous, put them on their page.

        :param words: Markup, without greeting and signature
        :param milestone: what they are for, as in ``_went_out``
        """
        self.ensure_one()
        if self.identity_mode != "anonymous":
            self.with_context(complaint_words=words)._mail_customer(
                milestone, WORDS_TEMPLATE
            )
            return
        self.message_post(
            body=words, message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self._went_out(milestone, fields.Datetime.now())

    # ------------------------------------------------------------------
    # When it arrived
    # ------------------------------------------------------------------

    def _get_pending_notices(self):
        return self.sudo().contact_ids.filtered(
            lambda contact: contact._is_pending_notice()
        )

    def _get_waited_for(self):
        """A notice is waited for also where no clock counts the news."""
        pending = self._get_pending_notices()
        return super()._get_waited_for() | {
            (contact.complaint_id.id, "update") for contact in pending
        }

    def _went_out(self, milestone, when):
        result = super()._went_out(milestone, when)
        if milestone == "update":
            pending = self._get_pending_notices()
            for notices in pending.grouped("complaint_id").values():
                notices.sorted("id")[-1:]._arrive(when)
        return result
