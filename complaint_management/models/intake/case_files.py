# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Files that come with words: kept, kept aside, or told that they could not be kept."""

import logging
from typing import NamedTuple

from markupsafe import Markup

from odoo import fields, models

from ...tools.upload.unchecked import UncheckedFile
from .ir_attachment import UNREAD

_logger = logging.getLogger(__name__)


class StoredFiles(NamedTuple):
    """What became of files: attachments, how many are aside, how many are lost."""

    attachments: models.BaseModel
    aside: int
    lost: int


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    kept_file_ids = fields.One2many(
        comodel_name="complaint.kept.file",
        inverse_name="complaint_id",
        string="Files Kept Aside",
        copy=False,
        groups="complaint_management.group_complaint_officer",
    )
    kept_file_count = fields.Integer(
        string="Number of Files Kept Aside",
        copy=False,
        readonly=True,
        help="They could not be looked into in time; an officer decides about them.",
    )
    lost_file_count = fields.Integer(
        string="Files That Could Not Be Stored",
        copy=False,
        readonly=True,
        help="There was no room for them. Whoever sent them was asked to do so again.",
    )

    def _with_unread_files(self):
        """These cases where files of strangers are stored without a look at them."""
        return self.with_context(**{UNREAD: True, "image_no_postprocess": True})

    def _store_files(self, files):
        """Keep files that somebody outside sent; their words never wait for them.

        :param files: list of (name, bytes) that were checked, and ``UncheckedFile``
        :return: ``StoredFiles``
        """
        self.ensure_one()
        none = self.env["ir.attachment"]
        aside = [file for file in files if isinstance(file, UncheckedFile)]
        checked = [file for file in files if not isinstance(file, UncheckedFile)]
        if not files:
            return StoredFiles(none, 0, 0)
        try:
            with self.env.cr.savepoint():
                attachments = none
                if checked:
                    attachments = self._with_unread_files()._attach(checked)
                self.env["complaint.kept.file"]._keep(self, aside)
        except OSError:
            _logger.warning("Files of case %s cannot be stored.", self.id)
            self._say_lost(len(files))
            return StoredFiles(none, 0, len(files))
        if aside:
            self._say_aside(len(aside))
        return StoredFiles(attachments.with_env(self.env), len(aside), 0)

    def _attach(self, files):
        """Attachments of the case, out of a list of (name, bytes)."""
        return self.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "raw": data,
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for name, data in files
            ]
        )

    def _say_aside(self, count):
        """Leave a mark and a task: somebody has to look."""
        house = self._as_the_house()._in_house()
        house.kept_file_count += count
        house._log_note(
            house.env._(
                "%s files could not be looked into in time. They are kept aside, "
                "unread, for a complaint officer: see Files Kept Aside.",
                count,
            )
        )
        house.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=house._get_contact_person().id,
            summary=house.env._("Files were kept aside"),
            note=house.env._(
                "A complaint officer finds them under Files Kept Aside. Open them only "
                "where they can do no harm, or ask for a picture of them."
            ),
        )

    def _say_lost(self, count):
        """Leave a mark and a task: the files have to be asked for again."""
        house = self._as_the_house()._in_house()
        house.lost_file_count += count
        house._log_note(
            house.env._(
                "%s files could not be stored: there is no room for them. The sender "
                "was told to send them later.",
                count,
            )
        )
        house.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=house._get_contact_person().id,
            summary=house.env._("Files could not be stored"),
            note=house.env._(
                "Tell whoever looks after the server that its disk is full. Then ask "
                "the complainant for the files."
            ),
        )

    def _get_file_sentences(self):
        """What whoever sent files has to know about them.

        :return: list of sentences, in the language of the environment
        """
        return self._say_files(*self._count_missing_files())

    def _count_missing_files(self):
        """How many files are kept aside, and how many found no room."""
        self.ensure_one()
        case_sudo = self.sudo()
        return case_sudo.kept_file_count, case_sudo.lost_file_count

    def _tell_of_files(self, before):
        """Tell the complainant, who wrote by mail, what became of their files.

        :param before: what ``_count_missing_files`` said before the mail was posted
        """
        now = self._count_missing_files()
        case = self.with_context(lang=self.lang or self.env.lang)
        aside, lost = (new - old for new, old in zip(now, before, strict=True))
        sentences = case._say_files(aside, lost)
        if sentences and (self.can_mail or self.identity_mode == "anonymous"):
            case._say_to_complainant(
                Markup().join(Markup("<p>%s</p>") % words for words in sentences)
            )

    def _say_files(self, aside, lost):
        sentences = []
        if aside:
            sentences.append(
                self.env._(
                    "A file could not be looked into at once. It is kept aside, and a "
                    "person will look at it. You need not send it again; a picture of "
                    "it would help."
                )
            )
        if lost:
            sentences.append(self._say_send_later())
        return sentences

    def _say_send_later(self):
        """How to send files for which there was no room."""
        return self.env._(
            "Your words have arrived. Your files could not be stored, as our storage "
            "is full. Please send them later, on the page of your case, with your "
            "tracking code, or in answer to our message."
        )
