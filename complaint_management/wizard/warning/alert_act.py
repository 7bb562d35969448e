# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models


class ComplaintAlertAct(models.TransientModel):
    """What an act on an alert needs: a reason, or a day."""

    _name = "complaint.alert.act"
    _description = "Act on an Early Warning"
    _inherit = "complaint.act.dialog.mixin"
    _documents_field = "alert_ids"

    alert_ids = fields.Many2many(
        comodel_name="complaint.alert", string="Alerts", required=True, readonly=True
    )
    until = fields.Date(default=lambda self: self._default_until())

    @api.model
    def _default_until(self):
        return fields.Date.context_today(self) + timedelta(weeks=1)

    def _get_asked(self):
        return ["until" if name == "day" else name for name in super()._get_asked()]

    def _prepare_given(self):
        return {**super()._prepare_given(), "until": self.until}

    def _do_act(self, given):
        """Not by the button: it would open again where what is asked for is missing."""
        self.alert_ids._act(self.act, **given)
