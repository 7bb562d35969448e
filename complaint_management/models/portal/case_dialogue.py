# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The two sides talk: on the case's page, by mail, and with a tracking code.

Staff write a comment in the chatter; who complained reads it where they can be
reached. A protected complainant writes without a name.
"""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import (
    formataddr,
    html2plaintext,
    is_html_empty,
    plaintext2html,
)

from ..case.life_cycle import OPEN_STATES
from ..case.messages import TALK


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    # ------------------------------------------------------------------
    # What the complainant reads
    # ------------------------------------------------------------------

    def _get_customer_messages_domain(self):
        """Messages of these cases that are meant for the complainant too."""
        return (
            Domain("model", "=", self._name)
            & Domain("res_id", "in", self.ids)
            & Domain("message_type", "in", TALK)
            & Domain("is_internal", "=", False)
            & Domain("subtype_id", "!=", False)
            & Domain("subtype_id.internal", "=", False)
        )

    def _get_customer_messages(self):
        """What both sides wrote, oldest first; without notes.

        :return: ``mail.message``, as sudo
        """
        return (
            self.env["mail.message"]
            .sudo()
            .search(self._get_customer_messages_domain(), order="date, id")
        )

    # ------------------------------------------------------------------
    # What the complainant writes
    # ------------------------------------------------------------------

    def _prepare_complainant_author(self):
        """Under which name words of the complainant stand in the chatter."""
        self.ensure_one()
        if self.identity_mode != "named":
            return {"author_id": False, "email_from": self._get_neutral_sender()}
        partner = self.sudo().partner_id
        # A colleague who complains as a customer does not speak for the house.
        if partner and partner.partner_share:
            return {"author_id": partner.id, "email_from": partner.email_formatted}
        name = self.partner_name or partner.name or self.env._("The complainant")
        email = self.email_from or partner.email
        sender = formataddr((name, email)) if email else name
        return {"author_id": False, "email_from": sender}

    def _post_from_complainant(self, body, files=(), subject=None):
        """Post what the complainant wrote on their page, and tell who handles it.

        What waited for them goes on (R48).

        :param body: ``Markup`` that is safe to show
        :param files: as in ``_store_files``
        :param str subject: a headline, or nothing
        :return: the ``mail.message``, as sudo
        """
        self.ensure_one()
        house = self._as_the_house()
        stored = house._store_files(files)
        message = house.with_context(
            mail_post_autofollow_author_skip=True
        ).message_post(
            # Of a file alone that is kept aside, neither words nor file are left.
            body=house._sign_words(
                self.env._("Sent along") if is_html_empty(body) else body
            ),
            subject=subject,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachment_ids=stored.attachments.ids,
            **house._prepare_complainant_author(),
        )
        house._end_waiting_for_complainant()
        return message

    def _sign_words(self, body):
        """What is posted as the complainant's words; other rooms add how they came.

        :param body: ``Markup``
        """
        return body

    def _end_waiting_for_complainant(self, when=None):
        """Let cases go on that were on hold for a word of the complainant.

        :param datetime when: when they answered, in UTC; now by default
        """
        waiting = self.filtered(
            lambda case: case.sudo()._get_open_pause().asked_whom == "customer"
        )
        waiting._resume(self.env._("The complainant answered."), when)

    def _heard_from_complainant(self, text, when=None, is_thanks=False):
        """What a word of the complainant changes, by whatever door it came.

        A case that ended opens again inside its window; later, a new one goes on. Who
        only thanks asks for neither.

        :param str text: what they wrote, plain text or HTML
        :param datetime when: when they wrote, in UTC; now by default
        :param bool is_thanks: they say thank you, and nothing else
        :return: the case that goes on: this one, its survivor, or a new one
        """
        self.ensure_one()
        house = self._as_the_house()
        house = house._get_survivor()._get_continued()
        if house.state in OPEN_STATES and house.state != "resolved":
            house._end_waiting_for_complainant(when)
            return house
        if house.cancel_reason == "spam":
            return house
        if is_thanks:
            case = house._in_house()
            case._log_note(
                case.env._("The complainant only thanked: the case stays as it is.")
            )
            return house
        words = html2plaintext(text or "").strip()
        return house._reopen_by_complainant(
            words or self.env._("The complainant wrote again.")
        )

    def _get_survivor(self):
        """The case that goes on, when this one was merged into another."""
        self.ensure_one()
        case = self
        while case.merged_into_id:
            case = case.merged_into_id
        return case

    def _get_continued(self):
        """The case of the same person that goes on where this one ended, if any.

        Two mails that come too late are about one new case.
        """
        self.ensure_one()
        case = passed = self
        while case.state == "cancelled" or case._get_past_reopening():
            later = case.child_ids.filtered(case._is_same_person).sorted("id")[-1:]
            later = later and later._get_survivor()
            if not later or later in passed:
                break
            passed |= later
            case = later
        return case

    def _reopen_by_complainant(self, reason):
        """Open the case again as its complainant asks; later, continue in a new one.

        :param str reason: why, in their words
        :return: the case that goes on, as the system sees it
        :raises UserError: no reason is given, or the case is still open
        """
        self.ensure_one()
        if not (reason or "").strip():
            raise UserError(self.env._("Please tell us why."))
        case = self._as_the_house()._get_continued()
        if case != self and case.state in OPEN_STATES and case.state != "resolved":
            case._post_from_complainant(plaintext2html(reason))
            return case
        if case.state not in ("resolved", "closed", "cancelled"):
            raise UserError(self.env._("We are still working on this case."))
        if case.state == "cancelled" or case._get_past_reopening():
            return case._continue(reason)
        case._transition("reopen", reason=reason)
        return case

    # ------------------------------------------------------------------
    # What we write to a vaulted address
    # ------------------------------------------------------------------

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
