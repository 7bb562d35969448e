# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ComplaintSilenceAct(models.TransientModel):
    _inherit = "complaint.silence.act"

    lost_reason_id = fields.Many2one(comodel_name="crm.lost.reason")

    def _prepare_given(self):
        return {**super()._prepare_given(), "lost_reason": self.lost_reason_id.id}

    def _get_asked(self):
        """A word more about the reason may come along."""
        asked = super()._get_asked()
        return [*asked, "reason"] if "lost_reason" in asked else asked
