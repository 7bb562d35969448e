# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import contextlib
import os

from odoo import models

from ...tools.upload.unchecked import IN_DATABASE, UNREAD


class IrAttachment(models.Model):
    """Files of strangers are stored as they are.

    To Odoo and its apps they are not indexed and not resized: the libraries that do
    so read them within the server, without limits.
    """

    _inherit = "ir.attachment"

    def _storage(self):
        if self.env.context.get(IN_DATABASE):
            return "db"
        return super()._storage()

    def _file_write(self, bin_value, checksum):
        """Leave no half of a file behind.

        Odoo would take it for the whole, or refuse the same file ever after.
        """
        try:
            return super()._file_write(bin_value, checksum)
        except OSError:
            path = self._full_path(os.path.join(checksum[:2], checksum))
            with contextlib.suppress(OSError):
                if os.path.getsize(path) != len(bin_value):
                    os.unlink(path)
            raise

    def _get_datas_related_values(self, data, mimetype):
        if not self.env.context.get(UNREAD):
            return super()._get_datas_related_values(data, mimetype)
        # Whoever indexes does so in there, hence nothing is given to look at.
        values = super()._get_datas_related_values(b"", mimetype)
        checksum = self._compute_checksum(data)
        values.update(
            file_size=len(data),
            checksum=checksum,
            index_content=False,
            store_fname=False,
            db_datas=data,
        )
        if data and self._storage() != "db":
            values["store_fname"], _path = self._get_path(data, checksum)
            values["db_datas"] = False
        return values
