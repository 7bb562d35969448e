# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is not impartial is told why they change nothing that belongs to a case."""

from odoo import models
from odoo.exceptions import AccessError


class ComplaintPartMixin(models.AbstractModel):
    _inherit = "complaint.part.mixin"

    def _make_refusal(self, operation):
        """Say so where somebody may only read, as they are not impartial."""
        cases = self.sudo().complaint_id.with_env(self.env)
        if operation != "read" and cases._filtered_access("read")._filter_partial():
            return AccessError(cases._say_partial())
        return super()._make_refusal(operation)
