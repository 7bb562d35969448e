# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ComplaintTransition(models.Model):
    """How long a case stood in a state, also in the hours in which somebody works."""

    _inherit = "complaint.transition"

    working_seconds = fields.Integer(
        string="Working Seconds in the State Before",
        readonly=True,
        aggregator="avg",
        help="Counted on the company's working calendar for complaints (R179).",
    )

    @api.model
    def _prepare_log_vals(self, complaint, name, when):
        vals = super()._prepare_log_vals(complaint, name, when)
        since = complaint.transition_ids.sorted("id")[-1:].date
        working = complaint._count_working_seconds(
            since or complaint.date_received, when
        )
        return {**vals, "working_seconds": working}
