# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models


class ComplaintWorkingTimeMixin(models.AbstractModel):
    """Something that working time is made of: when it changes, clocks read anew."""

    _name = "complaint.working.time.mixin"
    _description = "Complaint Working Time Mixin"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._drop_working_time(records._shapes_working_time())
        return records

    def write(self, vals):
        shaped = self._shapes_working_time()
        result = super().write(vals)
        self._drop_working_time(shaped or self._shapes_working_time())
        return result

    def unlink(self):
        shaped = self._shapes_working_time()
        result = super().unlink()
        self._drop_working_time(shaped)
        return result

    def _shapes_working_time(self):
        """Whether any of these records counts for the time of a whole calendar."""
        return bool(self)

    def _drop_working_time(self, shaped=True):
        """Forget the cached engines of all calendars, if need be."""
        if shaped:
            self.env.registry.clear_cache()
