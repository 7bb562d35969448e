# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Files that people outside send along: taken, cleaned, or refused in plain words."""

import re

from odoo import api, models

from ...tools.upload.child import Upload, inspect
from ...tools.upload.unchecked import UncheckedFile
from ...tools.upload.upload import UNCHECKED

MEGABYTE = 1024 * 1024
# As much of a file's name as a message about it shows.
SHOWN_NAME = 80
_UNSHOWN = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    @api.model
    def _prepare_uploads(self, files, company, identity_mode):
        """Check files of a form; those of protected people lose what tells of them.

        All files are looked at, so that nobody corrects one by one.

        :param files: uploads of the request, with ``filename`` and ``stream``
        :param company: whose limits hold, as sudo
        :param str identity_mode: of the case that they belong to
        :return: (list of (name, bytes) and ``UncheckedFile``, list of what is wrong,
            in words)
        """
        files = [file for file in files if file.filename]
        most = company.complaint_upload_count
        if files and not most:
            return [], [self.env._("We cannot take files here. Please describe them.")]
        if len(files) > most:
            return [], [
                self.env._(
                    "These are %(count)s files, and we can take %(most)s at a time. "
                    "Please choose the most telling ones.",
                    count=len(files),
                    most=most,
                )
            ]
        max_mb = company.complaint_upload_size_mb
        is_cleaned = identity_mode != "named"
        uploads = [self._read_upload(file, max_mb, is_cleaned) for file in files]
        clean, errors = [], []
        for number, (upload, verdict) in enumerate(
            zip(uploads, inspect(uploads), strict=True), start=1
        ):
            if verdict.code == UNCHECKED:
                name = _UNSHOWN.sub("", upload.name)[:SHOWN_NAME]
                clean.append(UncheckedFile(name, upload.data))
            elif verdict.code:
                errors.append(
                    self._explain_refused_upload(verdict.code, upload.name, max_mb)
                )
            else:
                # Without their own names, files need a number to be told apart.
                name = f"{number}-{verdict.name}" if is_cleaned else verdict.name
                clean.append((name, verdict.data))
        return clean, errors

    @api.model
    def _read_upload(self, file, max_mb, is_cleaned):
        """A file of the request as an ``Upload``."""
        limit = max_mb * MEGABYTE
        # A request that is tried again has read its files already.
        file.stream.seek(0)
        # Of a file that is too long anyway, no more than shows it is read.
        data = file.stream.read(limit + 1) if limit else file.stream.read()
        return Upload(file.filename, data, limit, is_cleaned)

    @api.model
    def _explain_refused_upload(self, code, name, max_mb=0):
        """Why a file is not taken, and what to do instead.

        :param str code: one of ``tools.upload.REASONS``
        :param str name: of the file, as it was sent
        :param int max_mb: the largest size that is taken, in megabytes
        :return: a sentence in the language of the environment
        """
        name = _UNSHOWN.sub("", name or "")[:SHOWN_NAME]
        return self._get_upload_refusals(name, max_mb)[code]

    @api.model
    def _get_upload_refusals(self, name, max_mb):
        """The sentence for each reason."""
        return {
            "empty": self.env._(
                "“%(name)s” is empty. Please choose it again.", name=name
            ),
            "too_big": self.env._(
                "“%(name)s” is larger than %(size)s MB. Please send a smaller picture, "
                "or a part of it.",
                name=name,
                size=max_mb,
            ),
            "kind": self.env._(
                "“%(name)s” is a kind of file that we cannot take. Photos (JPEG, PNG), "
                "PDF, Word, Excel, LibreOffice, plain text, sound (MP3, M4A) and MP4 "
                "films are welcome.",
                name=name,
            ),
            "mismatch": self.env._(
                "“%(name)s” is not only what it seems to be: something else is hidden "
                "in it. A screenshot of it will do.",
                name=name,
            ),
            "bomb": self.env._(
                "“%(name)s” would become far too large when it is opened. Please send "
                "a smaller version, or a screenshot.",
                name=name,
            ),
            "broken": self.env._(
                "“%(name)s” cannot be opened; perhaps it is damaged. Please save it "
                "anew and try again, or send a photo of it.",
                name=name,
            ),
            "active": self.env._(
                "“%(name)s” contains macros, scripts or other files, which we do not "
                "open. Please print it to a PDF and send that, or send a photo.",
                name=name,
            ),
            "locked": self.env._(
                "“%(name)s” is protected with a password, so that we could not read "
                "it. Please send a version without, or a photo of it.",
                name=name,
            ),
            "unchecked": self.env._(
                "“%(name)s” could not be looked into in time. Please send a smaller "
                "version, a screenshot, or a photo of it.",
                name=name,
            ),
            "uncleanable": self.env._(
                "“%(name)s” may tell who you are, and we cannot take that out. Please "
                "send a screenshot, a photo (JPEG, PNG) or a simple PDF instead.",
                name=name,
            ),
        }
