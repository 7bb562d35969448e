# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ComplaintPenaltyForget(models.TransientModel):
    """Anonymises final entries of people who left, and says what will remain."""

    _name = "complaint.penalty.forget"
    _description = "Anonymise Entries"

    penalty_ids = fields.Many2many(
        comodel_name="complaint.penalty", string="Entries", required=True, readonly=True
    )
    ready_ids = fields.Many2many(
        comodel_name="complaint.penalty",
        string="Anonymised Now",
        compute="_compute_ready_ids",
    )
    left_out = fields.Integer(compute="_compute_ready_ids")
    reason = fields.Char(
        required=True, help="Stays in the log; do not name the person here."
    )

    @api.depends("penalty_ids")
    def _compute_ready_ids(self):
        for wizard in self:
            ready = wizard.penalty_ids._filter_forgettable()
            wizard.ready_ids = ready
            wizard.left_out = len(wizard.penalty_ids - ready)

    def action_confirm(self):
        """Anonymise what can be.

        :raises AccessError: the user is no officer
        """
        self.ensure_one()
        self.ready_ids._forget(self.reason)
        return {"type": "ir.actions.act_window_close"}
