# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Attachments of mails: which a case takes, and what becomes of the others."""

from email.message import EmailMessage

from odoo import api, models

from ...tools.mail.incoming_mail import IncomingMail, clean_line
from ...tools.upload.child import Upload, Verdict, inspect
from ...tools.upload.unchecked import UncheckedFile
from ...tools.upload.upload import UNCHECKED

NAME_LENGTH = 200
# Nobody attaches more to one mail; the mail as it came has the others.
MOST_FILES = 100
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

        :return: list of (name, bytes, info), list of ``UncheckedFile``, and list of
            names
        """
        taken, aside, refused = [], [], []
        if not door.with_attachments:
            return taken, aside, refused
        given = [
            (name, self._get_bytes(content), info)
            for name, content, info in words.parsed["attachments"]
            if name.lower() not in SIGNATURES
        ]
        if self.identity_mode == "named":
            given = self._unpack_mails(given)
        else:
            # Whoever wrote or sent on another mail stands in it.
            refused = [name for name, _data, _info in given if self._is_mail(name)]
            given = [file for file in given if not self._is_mail(file[0])]
        given = [file for file in given if file[1]]
        refused += [name for name, _data, _info in given[MOST_FILES:]]
        given = given[:MOST_FILES]
        verdicts = self._judge_mail_files(given)
        for (name, data, info), verdict in zip(given, verdicts, strict=True):
            if not verdict.code:
                taken.append((verdict.name, verdict.data, info))
            elif verdict.code == UNCHECKED:
                aside.append(UncheckedFile(clean_line(name, NAME_LENGTH), data))
            else:
                refused.append(clean_line(name, NAME_LENGTH))
        if door.with_original and self.identity_mode == "named":
            taken.append(("original_email.eml", words.mail.raw, {}))
        return taken, aside, refused

    @api.model
    def _is_mail(self, name):
        return name.lower().endswith(".eml")

    def _unpack_mails(self, files):
        """Files of a mail, with other mails that came along as texts and their files.

        What only a mail program opens is no use to who handles the case.

        :param files: list of (name, bytes, info)
        """
        unpacked = []
        for name, data, info in files:
            if not self._is_mail(name):
                unpacked.append((name, data, info))
                continue
            enclosed = IncomingMail(data)
            unpacked.append((f"{name[:-4]}.txt", enclosed.get_transcript(), info))
            unpacked += [(inner, content, {}) for inner, content in enclosed.files]
        return unpacked

    def _judge_mail_files(self, files):
        """Which attachments are kept, and under which names and contents.

        :param files: list of (name, bytes, info)
        :return: list of ``Verdict``
        """
        is_protected = self.identity_mode != "named"
        limit = self._get_mail_file_limit()
        verdicts = iter(
            inspect(
                [
                    Upload(name, data, limit, is_protected)
                    for name, data, _info in files
                    if not self._is_winmail(data, limit)
                ]
            )
        )
        return [
            Verdict("", "winmail.dat", data)
            if self._is_winmail(data, limit)
            else next(verdicts)
            for _name, data, _info in files
        ]

    def _is_winmail(self, data, limit):
        """What Outlook packed is kept as it is, but for protected people."""
        return (
            data.startswith(WINMAIL_START)
            and self.identity_mode == "named"
            and len(data) <= limit
        )

    def _post_with_files(self, vals, files):
        """Post a mail; when its files cannot be stored, without them.

        :param dict vals: of ``message_post``
        :param files: list of (name, bytes, info)
        :return: whether the files were stored
        """
        house = self.with_context(mail_post_autofollow_author_skip=True)
        try:
            with self.env.cr.savepoint():
                house._with_unread_files().message_post(**vals, attachments=files)
        except OSError:
            house.message_post(**vals)
            self._say_lost(len(files))
            return False
        return True

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

    def _keep_original(self, words, door):
        """Keep a mail as it came, where the case may not show all that it says.

        In confidence the case never does: names, signatures and copies are left out.
        Of an anonymous complainant nothing is kept by which they are known.
        """
        self.ensure_one()
        is_named = self.identity_mode == "named"
        if self.identity_mode == "confidential" or (is_named and words.doubts):
            self._keep_aside(words.mail, door, "original")
        if is_named and words.doubts:
            self._log_note(
                self.env._(
                    "Parts of this mail had to be guessed, or are not shown here. As "
                    "it came it is under Unread Mails, among those left aside."
                )
            )

    def _keep_aside(self, mail, door, reason):
        """Keep a mail with its case, where nobody has to do anything about it."""
        self.ensure_one()
        if self.identity_mode != "named":
            self._keep_sealed(mail, door, reason, state="aside")
            return
        self.env["complaint.unread.mail"]._keep(
            mail,
            self.company_id,
            reason,
            complaint_id=self.id,
            mailbox_id=door.mailbox.id,
            state="aside",
        )

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
