# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A case is evidence: it is not deleted, nor are its recording and its signed form."""

from odoo import api, models
from odoo.exceptions import AccessError

from ...tools.case.phases import refuses
from ..case.messages import TALK


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    _keeps_evidence = True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_told(self):
        """A case in which somebody said something is not deleted with it.

        :raises AccessError: naming what to do instead
        """
        if self.env.su:
            return
        words = [
            ("model", "=", self._name),
            ("res_id", "in", self.ids),
            ("message_type", "in", TALK),
        ]
        files = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        if (
            self.sudo().contact_ids
            or self.sudo().apology_ids
            or self.env["mail.message"].sudo().search_count(words, limit=1)
            or self.env["ir.attachment"].sudo().search_count(files, limit=1)
        ):
            raise AccessError(
                self.env._(
                    "Messages, files or contacts are kept in this case: it cannot be "
                    "deleted. Cancel it with a reason instead."
                )
            )

    @refuses()
    def _check_files_kept(self, vals):
        """Keep the recording, the signed form and the like that are there.

        Odoo replaces the files of such fields as the system.

        :raises AccessError: somebody replaces or removes one that is no slip
        """
        if self.env.su:
            return
        fnames = [
            fname
            for fname in vals
            if fname in self._fields and getattr(self._fields[fname], "attachment", 0)
        ]
        if fnames:
            self._find_field_files(fnames).with_env(self.env)._check_evidence()

    def _find_field_files(self, fnames):
        """Files that are values of fields of these cases, as sudo.

        :param list fnames: names of binary fields
        """
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("res_field", "in", fnames),
                ]
            )
        )
