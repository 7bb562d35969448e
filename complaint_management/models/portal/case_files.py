# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Links to files on the page: they end with the link of the page itself.

Odoo's own links to a file open it for weeks, whoever the customer is by then.
"""

import binascii
import struct
from datetime import timedelta
from hashlib import sha256

from odoo import api, models
from odoo.tools.misc import hash_sign, verify_hash_signed

_SCOPE = "complaint.portal.file"
# As long as somebody may leave a page open, and come back to it.
FILE_DAYS = 14


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _prepare_portal_file(self, file):
        """A file that is downloaded, never shown by the browser, for two weeks.

        Only as long as mails about the case go to the same people.
        """
        key = hash_sign(
            self.sudo().env,
            _SCOPE,
            [self.id, file.id, self._get_reader_mark()],
            expiration=timedelta(days=FILE_DAYS),
        )
        return {
            "name": file.name,
            "size": self._say_file_size(file.file_size),
            "url": f"/my/complaints/{self.id}/file/{file.id}?key={key}",
        }

    def _get_reader_mark(self):
        """A fingerprint of whom the secrets of the case go to now."""
        self.ensure_one()
        emails, people, email = self._get_addressees()[self]
        return sha256(repr((sorted(emails), people, email)).encode()).hexdigest()

    @api.model
    def _find_portal_file(self, complaint_id, file_id, key):
        """The file that a link opens; nothing when it is no longer theirs.

        :param int complaint_id: the case
        :param int file_id: an attachment of a message that both sides read
        :param str key: as the link has it, anything
        :return: ``ir.attachment``, as the system sees it
        """
        house = self._as_the_house()
        files = house.env["ir.attachment"]
        try:
            signed = verify_hash_signed(house.env, _SCOPE, key or "")
        except (ValueError, struct.error, binascii.Error):
            return files
        if not signed or signed[:2] != [complaint_id, file_id]:
            return files
        case = house.browse(complaint_id).exists()
        if not case or signed[2] != case._get_reader_mark():
            return files
        return case._get_tracking_file(file_id)

    def _get_receipt_sentences(self):
        return [*super()._get_receipt_sentences(), *self._get_file_sentences()]
