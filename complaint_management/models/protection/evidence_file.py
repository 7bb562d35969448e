# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was sent in or given to a case stays, as it came."""

from odoo import api, models


class IrAttachment(models.Model):
    _name = "ir.attachment"
    _inherit = ["complaint.evidence.mixin", "ir.attachment"]

    @api.model
    def _get_evidence_place_fields(self):
        return {"res_model", "res_id"}

    @api.model
    def _get_evidence_open_fields(self):
        return {"thumbnail"}

    def _filter_evidence(self):
        """Files on cases and what belongs to them, and what messages there carry."""
        keepers = self._get_evidence_keepers()
        placed_sudo = self.sudo().filtered(
            lambda file: file.res_id and file.res_model in keepers
        )
        rest_sudo = self.sudo() - placed_sudo
        sent_sudo = rest_sudo and rest_sudo & rest_sudo._find_messages().attachment_ids
        return (placed_sudo | sent_sudo).with_env(self.env)

    def _filter_slips(self):
        """What the user uploaded a moment ago, and nobody was sent."""
        mine_sudo = self.sudo().filtered(lambda file: file._is_slip_of_ours())
        if not mine_sudo:
            return self.browse()
        messages = mine_sudo._find_messages().with_env(self.env)
        sent = messages - messages._filter_own_fresh_notes()
        return (mine_sudo - sent.sudo().attachment_ids).with_env(self.env)

    def _find_messages(self):
        """Messages on cases that carry these files, as sudo."""
        messages_sudo = self.env["mail.message"].sudo()
        return messages_sudo.search(
            [
                ("attachment_ids", "in", self.ids),
                ("model", "in", list(self._get_evidence_keepers())),
            ]
        )

    # ------------------------------------------------------------------
    # What Odoo does as the system for whoever asks
    # ------------------------------------------------------------------

    def _delete_and_notify(self, message=None):
        self.with_env(self.env(su=False))._check_evidence()
        return super()._delete_and_notify(message=message)

    def write(self, vals):
        """A preview is made once: it shows what the file is.

        :raises AccessError: somebody replaces it
        """
        if vals.get("thumbnail"):
            shown = self.sudo().filtered("thumbnail").with_env(self.env(su=False))
            shown._check_evidence()
        return super().write(vals)
