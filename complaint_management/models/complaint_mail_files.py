# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Attachments of mails: which a case takes, and what becomes of the others."""

from email.message import EmailMessage

from odoo import api, models

from ..tools.incoming_mail import clean_line
from ..tools.upload import UploadRefused, check_upload, clean_metadata

NAME_LENGTH = 200
MEGABYTE = 1024 * 1024
# Mail programs send larger files than a form takes.
MAIL_FACTOR = 3
USUAL_MEGABYTES = 10
# Outlook's way of packing several files into one that others cannot open.
WINMAIL_START = b"\x78\x9f\x3e\x22"
# They prove to a mail program who signed, and say nothing to people.
SIGNATURES = ("smime.p7s", "signature.asc")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _sort_files(self, words, door):
        """Attachments that the case takes, and those that it does not.

        :return: list of (name, bytes, info) and list of names
        """
        taken, refused = [], []
        if not door.with_attachments:
            return taken, refused
        limit = self._get_mail_file_limit()
        for name, content, info in words.parsed["attachments"]:
            data = self._get_bytes(content)
            if name.lower() in SIGNATURES or not data:
                continue
            try:
                taken.append((*self._check_mail_file(name, data, limit), info))
            except UploadRefused:
                refused.append(clean_line(name, NAME_LENGTH))
        if door.with_original and self.identity_mode == "named":
            taken.append(("original_email.eml", words.mail.raw, {}))
        return taken, refused

    def _check_mail_file(self, name, data, limit):
        """The name and content under which an attachment is kept.

        :raises UploadRefused: it is not kept
        """
        is_protected = self.identity_mode != "named"
        if data.startswith(WINMAIL_START) and not is_protected:
            if len(data) > limit:
                raise UploadRefused("too_big")
            return "winmail.dat", data
        clean_name, mimetype = check_upload(name, data, limit)
        if is_protected:
            return clean_metadata(clean_name, data, mimetype)
        return clean_name, data

    def _get_mail_file_limit(self):
        megabytes = self.company_id.complaint_upload_size_mb or USUAL_MEGABYTES
        return megabytes * MAIL_FACTOR * MEGABYTE

    @api.model
    def _get_bytes(self, content):
        if isinstance(content, EmailMessage):
            return content.as_bytes()
        if isinstance(content, str):
            return content.encode("utf-8", "replace")
        return bytes(content or b"")

    def _tell_refused(self, words, door, refused):
        """Name the attachments that were left out; the mail as it came is kept."""
        names = [name.lower() for name, _data, _info in words.parsed["attachments"]]
        if "winmail.dat" in names and "winmail.dat" not in refused:
            self._log_note(
                self.env._(
                    "Outlook has packed the attachments into winmail.dat, which few "
                    "programs can open. Ask for them as ordinary files."
                )
            )
        if not refused:
            return
        if self.identity_mode == "named":
            self._log_note(
                self.env._(
                    "These attachments were not taken over: they are too large, or "
                    "may do harm. The mail as it came is under Unread Mails."
                ),
                ", ".join(refused),
            )
            self.env["complaint.unread.mail"]._keep(
                words.mail,
                self.company_id,
                "attachment",
                complaint_id=self.id,
                mailbox_id=door.mailbox.id,
                detail="\n".join(refused),
            )
        else:
            self._log_note(
                self.env._(
                    "%s attachments were not taken over: they are too large, may do "
                    "harm, or would tell who complained.",
                    len(refused),
                )
            )
            self._keep_sealed(words.mail, door, "attachment")

    def _keep_sealed(self, mail, door, reason, **vals):
        """Keep a mail of a protected case where only a custodian opens it."""
        self.env["complaint.unread.mail"]._keep(
            mail,
            self.company_id,
            reason,
            complaint_id=self.id,
            is_protected=True,
            **vals,
        )
