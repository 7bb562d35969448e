# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ComplaintIdentityForget(models.TransientModel):
    """Ask a custodian why nobody may know any more who complained (R149).

    Whoever complained asks for it, or the law does: what is forgotten is taken out of
    the vault, off the case and out of all that was written on it.
    """

    _name = "complaint.identity.forget"
    _description = "Forget a Complainant"

    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint", string="Case", required=True, readonly=True
    )
    reason = fields.Text(help="Shown on the case, with your name and the time.")

    def action_forget(self):
        """Make the case anonymous, and keep the reason.

        :return: the action that closes the dialog
        :raises AccessError: the user is no custodian, or may not edit the case
        :raises UserError: no reason is given, or nobody is known
        """
        self.ensure_one()
        self.complaint_id._forget_complainants(self.reason)
        return {"type": "ir.actions.act_window_close"}
