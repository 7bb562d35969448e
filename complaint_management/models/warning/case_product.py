# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The lot is what a second case is the same as (R155)."""

from odoo import models

LOTS = "complaint.lot"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _get_batch_keys(self):
        """The lot; of a protected case none that can tell who has the piece."""
        keys = super()._get_batch_keys()
        lot = self.sudo().lot_id
        if not lot or (lot.is_serial and self.identity_mode != "named"):
            return keys
        # The lot of the app is the same thing.
        goods = lot._get_app_record()
        others = [
            key for key in keys if goods is None or key != (goods._name, goods.id)
        ]
        return [*others, (LOTS, lot.id)]
