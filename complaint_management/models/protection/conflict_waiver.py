# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ComplaintConflictWaiver(models.Model):
    """A manager who depends on the accused themselves may let somebody work on it.

    In a complaint about who leads the company everybody depends on them. It is never
    allowed to oneself, nor by the accused.
    """

    _inherit = "complaint.conflict.waiver"

    def _filter_forbidden(self, operation):
        forbidden = super()._filter_forbidden(operation)
        if operation != "create" or not forbidden:
            return forbidden
        cases = forbidden.sudo().complaint_id.with_env(self.env)
        readable = cases._filtered_access("read") & cases._filter_partial()
        return forbidden.filtered(
            lambda waiver: waiver.sudo().complaint_id not in readable
        )
