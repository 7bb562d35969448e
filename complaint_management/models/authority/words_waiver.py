# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ComplaintWordsWaiver(models.Model):
    """That an amount which our words name is no promise: who says so, and why.

    Append-only. It holds for one amount in one sentence; other words are looked at
    anew. The sentence itself is not kept here, as it stands in the words.
    """

    _name = "complaint.words.waiver"
    _description = "Amount That Is No Promise"
    _inherit = ["complaint.part.mixin"]
    _order = "id desc"
    _rec_name = "amount"

    amount = fields.Char(required=True, readonly=True, help="As the words name it.")
    where = fields.Char(string="Named In", required=True, readonly=True)
    reason = fields.Text(required=True, readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Confirmed By",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    date = fields.Datetime(
        string="Confirmed On", required=True, readonly=True, default=fields.Datetime.now
    )
    fingerprint = fields.Char(
        required=True, readonly=True, groups=fields.NO_ACCESS, size=64
    )

    def write(self, vals):
        if vals and set(vals) != {"complaint_id"}:
            raise UserError(self.env._("What was confirmed is not rewritten."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was confirmed is kept with its case."))
