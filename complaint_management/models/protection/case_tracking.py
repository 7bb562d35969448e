# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from ...tools.case.phases import prepares
from .vault_record import IDENTITY_FIELDS


class ComplaintComplaint(models.Model):
    """Lists of people are tracked at no cost where nobody writes on them.

    Before each change Odoo reads all that is tracked, since a computed field may change
    with another one. A list that is not computed changes by being written only, and
    would cost a query of its own each time.
    """

    _inherit = "complaint.complaint"

    @prepares()
    def _track_written_lists(self, vals):
        """Remember lists that are tracked, where they are written."""
        context = self.env.context
        if not (context.get("tracking_disable") or context.get("mail_notrack")):
            self._track_prepare(self._get_lists_to_track(vals))
        return vals

    def _get_lists_to_track(self, vals):
        """Names of written lists; of a case that becomes protected, none of people."""
        written = self._get_plain_lists() & vals.keys()
        if vals.get("identity_mode", "named") == "named":
            return written
        return written - set(IDENTITY_FIELDS)

    def _track_prepare(self, fields_iter):
        if fields_iter is self._fields:
            fields_iter = self._fields.keys() - self._get_plain_lists()
        return super()._track_prepare(fields_iter)

    def _get_plain_lists(self):
        """Names of the tracked lists that are not computed."""
        tracked = map(self._fields.get, self._track_get_fields())
        return {
            field.name
            for field in tracked
            if field.type in ("one2many", "many2many") and not field.compute
        }
