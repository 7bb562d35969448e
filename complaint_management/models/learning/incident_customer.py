# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ComplaintIncidentCustomer(models.Model):
    """A customer whom an incident concerns and who has not complained.

    Each is there once, whoever looks for them and however often (R105).
    """

    _name = "complaint.incident.customer"
    _description = "Customer Whom an Incident Concerns"
    _inherit = "complaint.incident.part.mixin"
    _order = "incident_id desc, id"
    _rec_name = "partner_id"

    incident_id = fields.Many2one(
        comodel_name="complaint.incident",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        related="incident_id.company_id", store=True, precompute=True, index=True
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    done = fields.Selection(
        selection=[
            ("task", "Somebody was asked to call them"),
            ("case", "A case was opened"),
        ],
        string="What Was Done",
        required=True,
        readonly=True,
    )
    why = fields.Char(string="Why They", readonly=True)

    _once = models.UniqueIndex(
        "(incident_id, partner_id)", "This customer was found already."
    )

    @api.model
    def _get_sealed_fields(self):
        return {"incident_id", "partner_id", "done", "why"}
