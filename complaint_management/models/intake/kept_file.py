# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from base64 import b64encode

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools.misc import hash_sign, verify_hash_signed

from ...tools.upload.unchecked import UNREAD
from ..case.life_cycle import OFFICER
from ..protection.case_vault import CUSTODIAN

SCOPE = "complaint_management.kept_file"
# How long the link of a button opens the file, in hours.
OPEN_HOURS = 0.1
# Each byte turned over: no program that meets the file takes it for what it is.
_TURNED = bytes(range(255, -1, -1))


class ComplaintKeptFile(models.Model):
    """A file that could not be looked into in time, kept aside for an officer.

    Nobody knows what it is. It is stored so that no program of the server can read,
    index or show it; it only leaves as a download, of a protected case for custodians
    and on the record.
    """

    _name = "complaint.kept.file"
    _description = "File Kept Aside"
    _inherit = ["complaint.part.mixin"]
    _order = "id desc"

    given_name = fields.Char(
        readonly=True, groups=fields.NO_ACCESS, export_string_translation=False
    )
    name = fields.Char(compute="_compute_name", string="File")
    size = fields.Integer(readonly=True, help="In bytes.")
    content = fields.Binary(attachment=True, groups=fields.NO_ACCESS)
    is_protected = fields.Boolean(
        compute="_compute_name", export_string_translation=False
    )
    opened_by_id = fields.Many2one(
        comodel_name="res.users", string="Last Downloaded By", readonly=True
    )
    opened_on = fields.Datetime(string="Last Downloaded On", readonly=True)

    @api.depends("given_name", "complaint_id.identity_mode")
    def _compute_name(self):
        """A name may tell who complained."""
        for file_sudo in self.sudo():
            file_sudo.is_protected = file_sudo.complaint_id.identity_mode != "named"
            file_sudo.name = (
                self.env._("File of a protected complainant")
                if file_sudo.is_protected
                else file_sudo.given_name
            )

    @api.model
    def _keep(self, complaint, files):
        """Keep files aside.

        :param complaint: the case that they belong to
        :param files: list of ``UncheckedFile``
        :raises OSError: they cannot be written
        """
        return (
            self.sudo()
            .with_context(**{UNREAD: True})
            .create(
                [
                    {
                        "complaint_id": complaint.id,
                        "given_name": file.name,
                        "size": len(file.data),
                        "content": b64encode(file.data.translate(_TURNED)),
                    }
                    for file in files
                ]
            )
        )

    def action_download(self):
        """Download the file as it came, to open it where it does no harm.

        :raises AccessError: the user is no officer or, for a protected case, no
            custodian
        """
        self.ensure_one()
        self._check_may_open()
        file_sudo = self.sudo()
        file_sudo.write(
            {"opened_by_id": self.env.uid, "opened_on": fields.Datetime.now()}
        )
        if file_sudo.is_protected:
            file_sudo.complaint_id.with_env(self.env)._log_opening(
                self.env._("A file that was kept aside was opened.")
            )
        token = hash_sign(
            self.sudo().env, SCOPE, [self.id, self.env.uid], expiration_hours=OPEN_HOURS
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/complaints/kept_file?token={token}",
            "target": "download",
        }

    @api.model
    def _open(self, token):
        """The file that a button gave a token for.

        :return: (name, content); None when the token is not the user's, or too old
        """
        try:
            known = verify_hash_signed(self.sudo().env, SCOPE, token)
        except (AttributeError, TypeError, ValueError):
            known = None
        file = self.browse(known and known[0]).exists()
        if not file or known[1] != self.env.uid:
            return None
        file._check_may_open()
        attachment_sudo = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", "content"),
                    ("res_id", "=", file.id),
                ],
                limit=1,
            )
        )
        content = (attachment_sudo.raw or b"").translate(_TURNED)
        return file.name if file.is_protected else file.sudo().given_name, content

    def _check_may_open(self):
        self.check_access("read")
        group = CUSTODIAN if self.is_protected else OFFICER
        if not (self.env.su or self.env.user.has_group(group)):
            raise AccessError(
                self.env._(
                    "Nobody knows what this file contains, and it may tell who "
                    "complained: ask a custodian of identities to open it."
                )
                if self.is_protected
                else self.env._(
                    "Nobody knows what this file contains: ask a complaint officer "
                    "to open it."
                )
            )
