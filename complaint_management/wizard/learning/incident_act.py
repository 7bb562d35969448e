# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ComplaintIncidentAct(models.TransientModel):
    """Asks what an act on an incident needs: a reason, an owner, or what it repeats."""

    _name = "complaint.incident.act"
    _description = "Act on an Incident"
    _inherit = "complaint.act.dialog.mixin"
    _documents_field = "incident_id"

    incident_id = fields.Many2one(
        comodel_name="complaint.incident", required=True, readonly=True
    )
    company_id = fields.Many2one(related="incident_id.company_id", related_sudo=False)
    risk_owner_id = fields.Many2one(
        comodel_name="res.users", string="Answers for the Risk"
    )
    risk_review_date = fields.Date(string="Looked At Again On")
    survivor_id = fields.Many2one(
        comodel_name="complaint.incident", string="Same as Incident"
    )

    def _check_documents(self):
        self.survivor_id.check_access("read")
        return super()._check_documents()

    def _prepare_given(self):
        return {
            **super()._prepare_given(),
            "risk_owner_id": self.risk_owner_id.id,
            "risk_review_date": self.risk_review_date,
            "survivor_id": self.survivor_id.id,
        }
