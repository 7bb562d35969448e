# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models


class ComplaintAlertAct(models.TransientModel):
    """What an act on an alert needs: a reason, or a day."""

    _name = "complaint.alert.act"
    _description = "Act on an Early Warning"

    alert_ids = fields.Many2many(
        comodel_name="complaint.alert", string="Alerts", required=True, readonly=True
    )
    act = fields.Selection(
        selection=[
            ("explain", "Explain"),
            ("dismiss", "False Alarm"),
            ("snooze", "Snooze"),
            ("reopen", "Open Again"),
        ],
        required=True,
        readonly=True,
    )
    reason = fields.Text()
    until = fields.Date(default=lambda self: self._default_until())

    @api.model
    def _default_until(self):
        return fields.Date.context_today(self) + timedelta(weeks=1)

    def action_confirm(self):
        """Do it, with the rights and the checks of the button.

        :raises AccessError: the user may not act on the alert
        :raises UserError: naming what is missing
        """
        self.ensure_one()
        given = self.until if self.act == "snooze" else (self.reason or "").strip()
        method = getattr(self.alert_ids, f"action_{self.act}")
        # Without what is asked for, the button would open this dialog again.
        self.alert_ids._check_stage(self.act, self.reason, self.until)
        method(given)
        return {"type": "ir.actions.act_window_close"}
