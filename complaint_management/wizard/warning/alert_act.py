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
    act = fields.Selection(selection="_selection_act", required=True, readonly=True)
    reason = fields.Text()
    until = fields.Date(default=lambda self: self._default_until())

    @api.model
    def _selection_act(self):
        acts = self.env["complaint.alert"]._get_acts()
        return [(name, self.env._(act.label)) for name, act in acts.items()]

    @api.model
    def _default_until(self):
        return fields.Date.context_today(self) + timedelta(weeks=1)

    def action_confirm(self):
        """Do it, with the rights and the checks of the button.

        :raises AccessError: the user may not act on the alert
        :raises UserError: naming what is missing
        """
        self.ensure_one()
        # By the button it would open again, where what is asked for is missing.
        self.alert_ids._act(self.act, reason=self.reason, until=self.until)
        return {"type": "ir.actions.act_window_close"}
