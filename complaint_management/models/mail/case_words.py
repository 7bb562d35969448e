# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a mail becomes on a case: words of the complainant, a note, or the case."""

from typing import NamedTuple

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import email_normalize

from ...tools.mail.body import (
    clean_html,
    get_all_text,
    get_neutral_html,
    get_neutral_text,
    get_text,
)
from ...tools.mail.incoming_mail import clean_line
from ...tools.mail.quotes import Known, get_new_words, get_unquoted
from ...tools.mail.thanks import is_only_thanks, is_subject_of_thanks
from ...tools.protection.redaction import Redactor
from .case_mailgate import Door

SUBJECT_LENGTH = 200
# Bytes of a picture that belongs to a signature.
LARGEST_LOGO = 32 * 1024

# Messages, the newest, of which a reply may bring copies along.
MOST_KNOWN = 50
# What stands around our messages, in mails.
FRAME_WORDS = "your view complaint case powered by sent using odoo unfollow"


class Parcel(NamedTuple):
    """A mail on its way to its new case: what it says, and by which door it came."""

    words: tuple
    door: tuple


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    # ------------------------------------------------------------------
    # A new case
    # ------------------------------------------------------------------

    @api.model
    def _register_mail(self, words, door):
        """Register a mail as a case: its words are there before it is acknowledged.

        :param words: a ``Words``
        :param door: a ``Door``
        :return: the case
        """
        vals = self._prepare_mail_case_vals(words, door)
        return self._register_from_outside(vals, files=Parcel(words, door))

    def _attach_from_complainant(self, files):
        """A mail brings its files in its own message."""
        if not isinstance(files, Parcel):
            return super()._attach_from_complainant(files)
        self._post_mail(files.words, files.door)
        self._note_new_mail(files.words, files.door)

    @api.model
    def _prepare_mail_case_vals(self, words, door):
        mail, parsed = words.mail, words.parsed
        vals = {
            **door.vals,
            "company_id": door.company.id,
            "name": clean_line(parsed["subject"], SUBJECT_LENGTH),
            "description": clean_html(parsed["body"]),
            "email_from": words.person.address,
            "email_cc": parsed["cc_filtered"],
            "date_received": mail.get_date(fields.Datetime.now()),
            "is_suspected_spam": mail.is_marked_spam,
        }
        if not vals["name"] and not get_all_text(vals["description"]).strip():
            vals["name"] = self.env._("Mail without words")
        contact = self._find_writer(words, words.person.addresses, door.company)
        if contact:
            vals["partner_id"] = contact.id
        elif words.person.name:
            vals["partner_name"] = words.person.name
        return vals

    def _note_new_mail(self, words, door):
        """Say what the handler of a new case has to know about its mail."""
        colleague = self._find_colleague(words.addresses + words.person.addresses)
        if colleague:
            self._log_note(
                self.env._(
                    "The address is that of a colleague, %s. A mail cannot prove who "
                    "wrote it: ask before you answer.",
                    colleague.name,
                )
            )
        for case in self._find_numbered(words, door) - self:
            self._log_note(
                self.env._(
                    "The mail names %s in its subject, but its sender is not known "
                    "there. If it belongs there, merge the two.",
                    case.number,
                )
            )

    @api.model
    def _register_unread(self, unread):
        """Register what a person wants to have as a case, however broken it is.

        :param unread: a ``complaint.unread.mail``, as sudo
        :return: the case
        """
        mail = unread._get_mail()
        mailbox = unread.mailbox_id
        door = Door(
            vals=mailbox._prepare_case_vals() if mailbox else {},
            company=unread.company_id,
            mailbox=mailbox,
            case=self.browse(),
        )
        words = self._read_mail(mail)
        if words and mail.sender and unread.reason != "duplicate":
            return self._register_mail(words, door)
        vals = {
            **door.vals,
            "company_id": unread.company_id.id,
            "name": unread.name or unread.display_name,
            "description": Markup("<p>%s</p>") % (unread.preview or ""),
            "email_from": mail.sender,
            "date_received": unread.date,
        }
        return self._register_from_outside(
            vals, files=[(unread.original_name, mail.raw)]
        )

    # ------------------------------------------------------------------
    # A reply
    # ------------------------------------------------------------------

    @api.model
    def _take_reply(self, words, door, case):
        """Let a mail be heard on its case.

        :return: id of the case that goes on
        """
        is_complainant = any(
            case._is_complainant(email=address) for address in words.addresses
        )
        if not is_complainant:
            colleague = self._find_colleague(words.addresses)
            if colleague:
                return case._take_forged(words, door, colleague)
            if case._was_of(words):
                return case._take_former(words, door)
        if is_complainant or case._hears(words):
            text = case._get_plain_words(words)
            when = words.mail.get_date(fields.Datetime.now())
            case = case._heard_from_complainant(
                text or self.env._("They wrote without words."),
                when,
                is_thanks=case._is_only_thanked(words),
            )
        case._add_copies(words)
        before = case._count_missing_files()
        case._post_mail(words, door)
        if is_complainant:
            case._tell_of_files(before)
        return case.id

    def _get_plain_words(self, words):
        """What a mail says; nothing by which somebody protected signs it."""
        body, subject = words.parsed["body"], words.parsed["subject"]
        if self.identity_mode == "named":
            return get_text(body) or subject
        redactor = self._get_redactor(words)
        text = get_neutral_text(body, redactor, self._get_known_words())
        return text or redactor.hide(subject)

    def _get_known_words(self):
        """What stands on the case already, of which a reply brings copies along."""
        self.ensure_one()
        messages = self._get_customer_messages()[-MOST_KNOWN:]
        company = self.company_id.sudo()
        texts = [get_all_text(message.body) for message in messages]
        texts += messages.filtered("subject").mapped("subject")
        texts += map(get_all_text, messages.author_id.user_ids.mapped("signature"))
        frame = [
            self.number,
            self.display_name,
            self.env["ir.model"]._get(self._name).name,
            FRAME_WORDS,
            *(company[fname] for fname in ("name", "phone", "email", "website")),
        ]
        return Known(texts, frame=filter(None, frame))

    def _is_only_thanked(self, words):
        """Whether a mail says thank you and nothing else, and brings nothing along.

        The logo of a signature is no enclosure; a photo among the words is one.
        """
        self.ensure_one()
        enclosed = [
            name
            for name, content, info in words.parsed["attachments"]
            if not info.get("cid") or len(content) > LARGEST_LOGO
        ]
        subject = words.parsed["subject"]
        names = [
            self.sudo().partner_name,
            self.sudo().partner_id.name,
            self.user_id.name,
            self.company_id.name,
            words.mail.sender_name,
        ]
        if enclosed or not is_subject_of_thanks(
            subject, words.by_reference.subject, names
        ):
            return False
        text = get_all_text(words.parsed["body"])
        if not is_only_thanks(get_unquoted(text) or subject, names):
            return False
        # An answer may stand within what their program quotes.
        new = get_new_words(text, self._get_known_words())
        return is_only_thanks(new or subject, names)

    def _hears(self, words):
        """Whether somebody who is not known here speaks for the complainant.

        Who answers a mail of ours from another address of theirs does; an expert
        whom we had asked does not.
        """
        self.ensure_one()
        asked = words.by_reference.partner_ids | words.by_reference.notified_partner_ids
        if self.identity_mode != "named":
            return True
        return not any(
            email_normalize(partner.email) in words.addresses
            for partner in asked | self.message_partner_ids
        )

    def _take_forged(self, words, door, colleague):
        """Keep a mail from a colleague's address among us, and tell the handler."""
        self.ensure_one()
        warning = self.env._(
            "This mail has the address of %s. A mail cannot prove who wrote it, so it "
            "went to nobody: write to the complainant from the case.",
            colleague.name,
        )
        self._post_mail(words, door, note=warning)
        return self.id

    @api.model
    def _take_automatic(self, words, door, case):
        """Keep what a machine wrote, where it changes nothing."""
        if not case:
            return self._leave_unread(words.mail, door, "automatic")
        if case.identity_mode != "named":
            # Such mails consist of names, telephone numbers and addresses.
            case._log_note(self.env._("An automatic reply has arrived."))
            case._keep_sealed(words.mail, door, "automatic", state="aside")
            return case.id
        case._post_mail(words, door, note=self.env._("An automatic reply:"))
        return case.id

    def _add_copies(self, words):
        """Keep who gets copies, as far as the complainant does not want protection."""
        added = words.parsed.get("cc_filtered")
        if self.identity_mode == "named" and added:
            known = self._mail_cc_sanitized_raw_dict(self.email_cc)
            new = {**self._mail_cc_sanitized_raw_dict(added), **known}
            if len(new) > len(known):
                self.email_cc = ", ".join(new.values())

    # ------------------------------------------------------------------
    # Posting
    # ------------------------------------------------------------------

    def _post_mail(self, words, door, note=None):
        """Post a mail on the case: to be read by both sides, or as a note.

        Of a protected complainant it shows no name, no address, no earlier messages.

        :param str note: keep it among the staff, under these words of ours
        """
        self.ensure_one()
        is_named = self.identity_mode == "named"
        files, aside, refused = self._sort_files(words, door)
        subject = words.parsed["subject"]
        if is_named:
            vals = self._prepare_mail_vals(words)
            body = clean_html(words.parsed["body"], keep_cids=True)
        else:
            vals = self._prepare_secret_vals(words)
            redactor = self._get_redactor(words)
            known = self._get_known_words()
            body = get_neutral_html(words.parsed["body"], redactor, known)
            subject = redactor.hide(subject)
        subtype = "mail.mt_comment"
        if note:
            body = Markup("<p><strong>%s</strong></p>%s") % (note, body)
            subtype = "mail.mt_note"
            vals.update(
                self._prepare_note_vals(words, is_named), message_type="notification"
            )
        vals = {
            "body": body,
            "message_type": "email",
            "subtype_xmlid": subtype,
            "subject": subject or False,
            "date": words.mail.get_date(fields.Datetime.now()),
            **vals,
        }
        is_stored = self._post_with_files(vals, files)
        self._store_files(aside)
        if not is_stored:
            refused = [*refused, *(name for name, _data, _info in files)]
        self._tell_refused(words, door, refused)
        if not refused:
            self._keep_original(words, door)

    def _prepare_mail_vals(self, words):
        """Who wrote, as far as that may be shown, and which mail it was."""
        partner = self._find_author(words)
        parent = words.by_reference
        is_here = parent.res_id == self.id
        return {
            "author_id": partner.id,
            "email_from": self._get_writer(words),
            "message_id": words.mail.message_id,
            "parent_id": parent.id if is_here else False,
            "incoming_email_to": words.parsed["to_filtered"] or False,
            "incoming_email_cc": words.parsed["cc_filtered"] or False,
        }

    def _prepare_secret_vals(self, words):
        return {
            **self._prepare_complainant_author(),
            "message_id": self._get_mail_key(words.mail.message_id),
        }

    def _prepare_note_vals(self, words, is_named):
        """A note of the system, of which who is responsible hears."""
        responsible = self._get_contact_person().sudo().partner_id
        robot = self.env.ref("base.partner_root")
        sender = {"email_from": self._get_sender(words)} if is_named else {}
        return {
            **sender,
            "author_id": robot.id,
            "partner_ids": [] if words.mail.is_automatic else responsible.ids,
        }

    def _find_author(self, words):
        """The contact who wrote; nobody of ours, whose words would be ours."""
        addresses = self._get_writing_addresses(words)
        partner = self.partner_id
        theirs = partner and any(
            self._is_complainant(email=address) for address in addresses
        )
        if not theirs or email_normalize(partner.email) not in addresses:
            partner = self._find_writer(words, addresses, self.company_id)
        if any(not user.share for user in partner.user_ids):
            return partner.browse()
        return partner

    def _get_redactor(self, words):
        """What takes out of a mail by what somebody protected is known.

        Whoever sends a list of names sees on the case which of them is hidden. That is
        the smaller harm: anybody can write from any address, and without it a name that
        a relative or an authority writes would reach those who may not know it (R152).
        """
        traces = self._get_traces()
        person = words.person
        sender = (
            words.mail.sender,
            words.mail.sender_name,
            person.address,
            person.name,
        )
        return Redactor([*traces.words, *traces.emails, *filter(None, sender)])
