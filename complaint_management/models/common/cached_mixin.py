# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class ComplaintCachedMixin(models.AbstractModel):
    """Records of which something is kept in the cache of every worker.

    Asked for with each case, they are read once, as plain values. When they change, all
    workers read them anew.
    """

    _name = "complaint.cached.mixin"
    _description = "Kept in the Cache"

    @api.model
    def _get_cached_fields(self):
        """Names of the fields that count for what is kept; None when all do."""
        return None

    def _is_cached(self):
        """Whether any of these records counts for what is kept."""
        fnames = self._get_cached_fields()
        return bool(self) and (
            fnames is None or any(any(self.sudo().mapped(fname)) for fname in fnames)
        )

    def _forget_cached(self):
        """Let what is kept of them be read anew, now and in later transactions."""
        self.env.registry.clear_cache()

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if records._is_cached():
            records._forget_cached()
        return records

    def write(self, vals):
        fnames = self._get_cached_fields()
        if fnames is not None and fnames.isdisjoint(vals):
            return super().write(vals)
        was_cached = self._is_cached()
        result = super().write(vals)
        if was_cached or self._is_cached():
            self._forget_cached()
        return result

    def unlink(self):
        was_cached = self._is_cached()
        result = super().unlink()
        if was_cached:
            self._forget_cached()
        return result
