# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ComplaintPolicyAct(models.TransientModel):
    """Asks for the reason of what is done with a version of a policy."""

    _name = "complaint.policy.act"
    _description = "Act on a Policy"
    _inherit = "complaint.act.dialog.mixin"
    _documents_field = "version_id"

    version_id = fields.Many2one(
        comodel_name="complaint.policy.version",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
