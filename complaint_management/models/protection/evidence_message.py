# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was written on a case stays written, in the name of who wrote it.

Odoo lets who may write a record write, delete and create its messages, in any name.
"""

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import email_normalize

# What people give a message that they write; the rest the mail server or we say.
WRITABLE = {
    "attachment_ids",
    "author_id",
    "body",
    "email_add_signature",
    "email_from",
    "email_layout_xmlid",
    "is_internal",
    "mail_activity_type_id",
    "mail_server_id",
    "message_id",
    "message_type",
    "model",
    "outgoing_email_to",
    "parent_id",
    "partner_ids",
    "record_alias_domain_id",
    "record_company_id",
    "reply_to",
    "reply_to_force_new",
    "res_id",
    "subject",
    "subtype_id",
}
# A person writes no incoming mail, and no answer of a machine.
FOREIGN_TYPES = ("email", "email_outgoing", "auto_comment", "out_of_office")
CASE = "complaint.complaint"
# Where files wait until what they belong to is sent.
WAITING_ROOMS = ("mail.compose.message", "mail.scheduled.message")


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["complaint.evidence.mixin", "mail.message"]

    @api.model
    def _get_evidence_place_fields(self):
        return {"model", "res_id"}

    def _filter_evidence(self):
        keepers = self._get_evidence_keepers()
        kept_sudo = self.sudo().filtered(lambda message: message.model in keepers)
        return kept_sudo.with_env(self.env)

    def _filter_own_fresh_notes(self):
        """Internal notes that the user wrote a moment ago, and may put right.

        What others were told, or a customer reads, is not among them.
        """
        author = self.env.user.partner_id
        return self.filtered(
            lambda note: (
                note.sudo().message_type == "comment"
                and note.sudo().subtype_id.internal
                and note.sudo().author_id == author
                and note.sudo()._is_slip_of_ours()
            )
        )

    # ------------------------------------------------------------------
    # Nobody writes in another name, or at another time
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Keep messages of people to their own name and to now.

        :raises AccessError: somebody writes in another name, at another time, or
            what a person does not write
        """
        if self.env.su:
            messages = super().create(vals_list)
            messages._keep_files(vals_list)
            return messages
        keepers = self._get_evidence_keepers()
        model = self.env.context.get("default_model")
        if not any(vals.get("model", model) in keepers for vals in vals_list):
            return super().create(vals_list)
        given = [dict(vals) for vals in vals_list]
        messages = super(MailMessage, self._without_hidden_defaults()).create(vals_list)
        messages = messages.with_env(self.env)
        kept = messages._filter_evidence()
        for message, vals in zip(messages, given, strict=True):
            if message in kept:
                message._check_is_own(vals)
        kept._check_senders()
        kept._check_said()
        messages._keep_files(given)
        return messages

    @api.model
    def _get_writable_fields(self):
        """Names of the fields that people give a message of their own on a case."""
        return WRITABLE

    def _without_hidden_defaults(self):
        """The model without defaults for fields that people do not write."""
        hidden = set(self._fields) - self._get_writable_fields()
        hidden = {f"default_{fname}" for fname in hidden}
        context = self.env.context
        shown = {key: value for key, value in context.items() if key not in hidden}
        return self.with_env(self.env(context=shown))

    def _check_is_own(self, given):
        """Refuse what a person does not say of their own message.

        :param dict given: values that it was created from
        """
        message_sudo = self.sudo()
        forged = {fname for fname in given if given[fname]}
        forged -= self._get_writable_fields()
        if forged or message_sudo.message_type in FOREIGN_TYPES:
            raise AccessError(
                self.env._(
                    "On a case you write messages and notes of your own, dated now. "
                    "What came by mail, or what the product itself notes, is written "
                    "by nobody."
                )
            )
        if message_sudo.author_id != self.env.user.partner_id:
            raise AccessError(
                self.env._(
                    "On a case everybody writes in their own name. Write down what "
                    "others said as a note, or log it as a contact."
                )
            )

    def _check_said(self):
        """Ask the cases what may be said to their customers, and by whom.

        Here all doors meet: posting, notices, composer, templates, remote calls.
        """
        env = self.env(su=False)
        for message_sudo in self.sudo().filtered(lambda said: said.model == CASE):
            case = env[CASE].browse(message_sudo.res_id)
            if case.sudo()._leaves_the_house(message_sudo):
                case._check_said(message_sudo)

    def _check_senders(self):
        """Refuse addresses that are neither the user's nor the house's."""
        own = {email_normalize(self.env.user.email or ""), False}
        senders = {
            email_normalize(message.email_from or "") for message in self.sudo()
        } - own
        strange = senders and senders - self._find_house_addresses(senders)
        if strange:
            raise AccessError(
                self.env._(
                    "You cannot write on a case from the address of somebody else: %s",
                    ", ".join(sorted(strange)),
                )
            )

    @api.model
    def _find_house_addresses(self, addresses):
        """Which of the addresses are ours: colleagues, companies and aliases."""
        addresses = list(filter(None, addresses))
        hosts = [address.rpartition("@")[2] for address in addresses]
        domains_sudo = (
            self.env["mail.alias.domain"]
            .sudo()
            .search(
                Domain("name", "in", hosts) | Domain("default_from", "in", addresses)
            )
        )
        return {
            *self.env["res.users"]
            .sudo()
            .search([("share", "=", False), ("email_normalized", "in", addresses)])
            .mapped("email_normalized"),
            *self.env["res.company"]
            .sudo()
            .search([("partner_id.email_normalized", "in", addresses)])
            .mapped("partner_id.email_normalized"),
            *domains_sudo.mapped("default_from_email"),
            *domains_sudo.mapped("catchall_email"),
            *self.env["mail.alias"]
            .sudo()
            .search([("alias_full_name", "in", addresses)])
            .mapped("alias_full_name"),
        }

    # ------------------------------------------------------------------
    # What was sent along stays
    # ------------------------------------------------------------------

    def _keep_files(self, vals_list):
        """Let files that wait for a message hang on its case.

        Odoo leaves those of colleagues where they wait, and cleans up there.

        :param list vals_list: values that the messages were created from
        """
        with_files = self.browse(
            message.id
            for message, vals in zip(self, vals_list, strict=True)
            if vals.get("attachment_ids")
        )
        for message_sudo in with_files._filter_evidence().sudo():
            message_sudo.attachment_ids.filtered(
                lambda file: file.res_model in WAITING_ROOMS
            ).write({"res_model": message_sudo.model, "res_id": message_sudo.res_id})


class MailTrackingValue(models.Model):
    """What the chatter says about changes is written by the product."""

    _name = "mail.tracking.value"
    _inherit = ["complaint.evidence.mixin", "mail.tracking.value"]

    @api.model
    def _get_evidence_place_fields(self):
        return {"mail_message_id"}

    def _filter_evidence(self):
        kept = self.sudo().mail_message_id._filter_evidence()
        return self.filtered(lambda row: row.sudo().mail_message_id in kept)

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._check_evidence()
        return rows


class MailNotification(models.Model):
    """Who was told, and whether it arrived, is written by who delivers it."""

    _name = "mail.notification"
    _inherit = ["complaint.evidence.mixin", "mail.notification"]

    @api.model
    def _get_evidence_open_fields(self):
        return {"is_read", "read_date"}

    @api.model
    def _get_evidence_place_fields(self):
        return {"mail_message_id"}

    def _filter_evidence(self):
        kept = self.sudo().mail_message_id._filter_evidence()
        return self.filtered(lambda row: row.sudo().mail_message_id in kept)

    @api.model_create_multi
    def create(self, vals_list):
        """Take what the composer says about mails that wait to be sent."""
        rows = super().create(vals_list)
        if not self.env.su:
            waiting_sudo = rows.sudo().filtered(
                lambda row: (
                    row.mail_mail_id.mail_message_id == row.mail_message_id
                    and row.notification_status not in ("sent", "bounce")
                )
            )
            (rows - waiting_sudo.with_env(self.env))._check_evidence()
        return rows


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        """Keep mails that people send about cases, in their own name.

        Odoo creates them as the system, and deletes some once they are sent.

        :raises AccessError: somebody writes in another name
        """
        if self.env.uid == SUPERUSER_ID:
            return super().create(vals_list)
        keepers = self.env["mail.message"]._get_evidence_keepers()
        own = self.env.user.partner_id.id
        kept = [
            vals.get("model") in keepers and not vals.get("mail_message_id")
            for vals in vals_list
        ]
        for vals, is_kept in zip(vals_list, kept, strict=True):
            if is_kept and vals.get("author_id", own) not in (own, False):
                raise AccessError(
                    self.env._("On a case everybody writes in their own name.")
                )
        # Checked by the steps that send them: see ``_prepare_customer_mail_vals``.
        ours = ["complaint_milestone" in vals for vals in vals_list]
        mails = super().create(
            [
                {**vals, "is_notification": True} if is_kept else vals
                for vals, is_kept in zip(vals_list, kept, strict=True)
            ]
        )
        for mail, is_kept, is_ours in zip(mails, kept, ours, strict=True):
            if is_kept and not is_ours:
                mail.mail_message_id._check_said()
        return mails


class MailScheduledMessage(models.Model):
    _inherit = "mail.scheduled.message"

    def write(self, vals):
        """Let nobody change what a colleague is going to say on a case.

        :raises AccessError: somebody else wrote it
        """
        keepers = self.env["mail.message"]._get_evidence_keepers()
        if not self.env.su and any(
            row.model in keepers and row.create_uid != self.env.user
            for row in self.sudo()
        ):
            raise AccessError(
                self.env._(
                    "A colleague wrote this message. Cancel it, or write your own."
                )
            )
        return super().write(vals)


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_heard(self):
        """Who wrote on a case, was written to, or complained is not deleted.

        :raises AccessError: messages and cases would lose who it was
        """
        if self.env.su:
            return
        keepers = self.env["mail.message"]._get_evidence_keepers()
        messages_sudo = self.env["mail.message"].sudo()
        in_words = Domain("author_id", "in", self.ids) | Domain(
            "partner_ids", "in", self.ids
        )
        in_cases = Domain("partner_id", "in", self.ids) | Domain(
            "other_partner_ids", "in", self.ids
        )
        if messages_sudo.search_count(
            Domain("model", "in", list(keepers)) & in_words, limit=1
        ) or self.env["complaint.complaint"].sudo().with_context(
            active_test=False
        ).search_count(in_cases, limit=1):
            raise AccessError(
                self.env._(
                    "This contact is part of a case and cannot be deleted. Archive it "
                    "instead."
                )
            )
