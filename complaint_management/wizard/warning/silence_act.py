# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ComplaintSilenceAct(models.TransientModel):
    """Why a customer is lost, or is as quiet as one expects."""

    _name = "complaint.silence.act"
    _description = "Say What Became of a Customer"
    _inherit = "complaint.act.dialog.mixin"
    _documents_field = "silence_id"

    silence_id = fields.Many2one(
        comodel_name="complaint.silence",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
