# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ComplaintIdentityAccess(models.Model):
    """Who opened a protected identity, when and why; append-only (R152).

    Shown on the case: whoever works on it sees that somebody looked.
    """

    _name = "complaint.identity.access"
    _description = "Opening of a Protected Identity"
    _inherit = ["complaint.part.mixin"]
    _order = "date desc, id desc"
    _log_access = False
    _rec_name = "reason"

    user_id = fields.Many2one(
        comodel_name="res.users", string="By", required=True, readonly=True, index=True
    )
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    reason = fields.Text(required=True, readonly=True)

    def write(self, vals):
        if vals:
            raise UserError(self.env._("The log of openings is not rewritten."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The log of openings is not rewritten."))
