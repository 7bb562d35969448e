# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where a case came from: the paper, the post or the call that it was taken from.

What a person wrote, signed or said on the phone tells who they are: it is for the
staff who may read the case, and for nobody else.
"""

import base64
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import human_size

from ...tools.case.phases import follows, follows_new
from ...tools.intake.media import get_audio_type, get_scan_type
from ..case.life_cycle import OPEN_STATES

STAFF = "base.group_user"
# Long calls in a common quality stay below.
LARGEST_RECORDING = 40 * 1024 * 1024
LARGEST_SCAN = 20 * 1024 * 1024
LONGEST_LINK = 2000
# The customer spoke or wrote before somebody sat down to type.
EARLIER_SOURCES = ("letter", "box")
SIGNING_SOURCES = ("in_person", "call")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    channel_source = fields.Selection(related="channel_id.complaint_source")
    received_hint = fields.Char(compute="_compute_received_hint")
    source_url = fields.Char(
        string="Link to the Post",
        copy=False,
        help="Where it was published: the post, the review or the survey.",
    )
    recording = fields.Binary(
        string="Recorded Call",
        attachment=True,
        copy=False,
        groups=STAFF,
        help="A voice tells who speaks: only those who may read the case hear it.",
    )
    recording_name = fields.Char(copy=False, groups=STAFF)
    signed_form = fields.Binary(
        attachment=True,
        copy=False,
        groups=STAFF,
        help="The scan of the registration form that the complainant signed.",
    )
    signed_form_name = fields.Char(copy=False, groups=STAFF)
    intake_file_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="complaint_intake_file_rel",
        string="Scans and Files",
        copy=False,
        groups=STAFF,
        help="The letter, the photo, the receipt: whatever came with the case.",
    )
    box_visit_id = fields.Many2one(
        comodel_name="complaint.box.visit",
        string="From the Box",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        groups="base.group_user",
    )
    can_print_for_signature = fields.Boolean(
        compute="_compute_can_print_for_signature",
        help="The complainant is here, or calls, and has not signed yet.",
    )

    # ------------------------------------------------------------------
    # Registering
    # ------------------------------------------------------------------

    @follows_new()
    @follows("recording")
    def _name_recording_type(self):
        """Let browsers know what they play: not every server finds out by itself."""
        recorded = self.filtered("recording")
        if not recorded:
            return
        files_sudo = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", recorded.ids),
                    ("res_field", "=", "recording"),
                ]
            )
        )
        for file_sudo in files_sudo:
            file_sudo.mimetype = get_audio_type(file_sudo.raw)

    @follows_new()
    @follows("intake_file_ids")
    def _attach_intake_files(self):
        """Let files that were uploaded before the case was saved belong to it.

        Those of the user only, and none that belong to something already.
        """
        for complaint in self:
            files_sudo = complaint.sudo().intake_file_ids.filtered(
                lambda file: (
                    not file.res_id
                    and file.create_uid == self.env.user
                    and file.res_model in (False, self._name)
                )
            )
            files_sudo.write({"res_model": self._name, "res_id": complaint.id})

    @api.depends("channel_source")
    @api.depends_context("lang")
    def _compute_received_hint(self):
        """Say what the time of receipt means for this channel (R27, R28)."""
        hints = {
            "call": self.env._("When they called: deadlines count from the call."),
            "letter": self.env._("When the letter arrived here."),
            "box": self.env._("When the paper was found, or what is written on it."),
            "authority": self.env._("When it was forwarded to us."),
            "social": self.env._("When it was published."),
        }
        for complaint in self:
            complaint.received_hint = hints.get(complaint.channel_source)

    @api.onchange("channel_id")
    def _onchange_channel_id(self):
        """Ask when a letter arrived: not when somebody sits down to type it."""
        if not self._origin and self.channel_source in EARLIER_SOURCES:
            self.date_received = False
        elif not self.date_received:
            self.date_received = fields.Datetime.now()

    # ------------------------------------------------------------------
    # Signing
    # ------------------------------------------------------------------

    @api.depends("channel_source", "state", "signed_form")
    def _compute_can_print_for_signature(self):
        for complaint in self:
            complaint.can_print_for_signature = (
                complaint.channel_source in SIGNING_SOURCES
                and complaint.state in OPEN_STATES[:2]
                and not complaint.signed_form
            )

    def action_print_for_signature(self):
        """Print the registration form for the complainant to read and sign (R34)."""
        self.ensure_one()
        self.check_access("read")
        report = self.env.ref("complaint_management.action_report_registration_form")
        return report.report_action(self)

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    @api.constrains("source_url")
    def _check_source_url(self):
        """A link leads to a page: nothing that a browser would run (R24)."""
        for complaint in self.filtered("source_url"):
            if not self._is_link(complaint.source_url):
                raise ValidationError(
                    self.env._(
                        "“%s” is not a link to a page. Copy the whole address, from "
                        "https:// on.",
                        complaint.source_url[:100],
                    )
                )

    @api.model
    def _is_link(self, text):
        """Whether a text is a plain address of a web page."""
        strange = any(char <= " " or char in '"<>' for char in text)
        if strange or len(text) > LONGEST_LINK:
            return False
        try:
            parts = urlsplit(text)
        except ValueError:
            return False
        return parts.scheme in ("http", "https") and bool(parts.hostname)

    @api.constrains("recording")
    def _check_recording(self):
        """A recording is one by its content, whatever its name says (R27)."""
        for complaint in self.with_context(bin_size=False).filtered("recording"):
            self._check_file(
                complaint.recording,
                LARGEST_RECORDING,
                get_audio_type,
                self.env._(
                    "This file is no sound recording. Choose an MP3, M4A, WAV, OGG, "
                    "AAC or FLAC file."
                ),
            )

    @api.constrains("signed_form")
    def _check_signed_form(self):
        for complaint in self.with_context(bin_size=False).filtered("signed_form"):
            self._check_scan(complaint.signed_form)

    @api.model
    def _check_scan(self, content):
        """Refuse what is no scan of a paper.

        :param bytes content: the file, in base64
        :raises ValidationError: it is too large, or of another kind
        """
        self._check_file(
            content,
            LARGEST_SCAN,
            get_scan_type,
            self.env._(
                "This file is no scan. Choose a PDF, or a JPEG, PNG, TIFF or WebP "
                "picture."
            ),
        )

    @api.model
    def _check_file(self, content, largest, get_type, refusal):
        try:
            data = base64.b64decode(content)
        except ValueError:
            raise ValidationError(refusal) from None
        if len(data) > largest:
            raise ValidationError(
                self.env._(
                    "This file is too large: %(size)s. At most %(largest)s can be "
                    "kept here.",
                    size=human_size(len(data)),
                    largest=human_size(largest),
                )
            )
        if not get_type(data):
            raise ValidationError(refusal)
