# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ComplaintIncidentAct(models.TransientModel):
    """Asks what an act on an incident needs: a reason, an owner, or what it repeats."""

    _name = "complaint.incident.act"
    _description = "Act on an Incident"

    incident_id = fields.Many2one(
        comodel_name="complaint.incident", required=True, readonly=True
    )
    company_id = fields.Many2one(related="incident_id.company_id", related_sudo=False)
    act = fields.Selection(selection="_selection_act", required=True, readonly=True)
    asks = fields.Json(compute="_compute_asks")
    reason = fields.Text()
    risk_owner_id = fields.Many2one(
        comodel_name="res.users", string="Answers for the Risk"
    )
    risk_review_date = fields.Date(string="Looked At Again On")
    survivor_id = fields.Many2one(
        comodel_name="complaint.incident", string="Same as Incident"
    )

    @api.model
    def _get_acts(self):
        return self.env["complaint.incident"]._get_acts()

    @api.model
    def _selection_act(self):
        return [(name, self.env._(act.label)) for name, act in self._get_acts().items()]

    @api.depends("act")
    def _compute_asks(self):
        for wizard in self:
            wizard.asks = list(self._get_acts()[wizard.act].asks) if wizard.act else []

    @api.model_create_multi
    def create(self, vals_list):
        """Not about an incident that the user may not read."""
        dialogs = super().create(vals_list)
        (dialogs.incident_id | dialogs.survivor_id).check_access("read")
        return dialogs

    def write(self, vals):
        result = super().write(vals)
        (self.incident_id | self.survivor_id).check_access("read")
        return result

    def action_confirm(self):
        """Do it.

        :raises AccessError: the user may not
        :raises UserError: naming all that is missing
        """
        self.ensure_one()
        given = {
            "reason": self.reason,
            "risk_owner_id": self.risk_owner_id.id,
            "risk_review_date": self.risk_review_date,
            "survivor_id": self.survivor_id.id,
        }
        asked = {name: given[name] for name in self._get_acts()[self.act].asks}
        getattr(self.incident_id, f"action_{self.act}")(**asked)
        return {"type": "ir.actions.act_window_close"}
