# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError

CHANGED = ("partner_name", "email_from", "phone", "street")


class ComplaintIdentityChange(models.TransientModel):
    """Put a contact in the vault right, without looking at what is there (R152).

    What is typed is not kept here: it goes to the vault, and the dialog is emptied.
    """

    _name = "complaint.identity.change"
    _description = "New Contact of a Protected Complainant"

    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint", string="Case", required=True, readonly=True
    )
    partner_name = fields.Char(string="Complainant")
    email_from = fields.Char(string="Email")
    phone = fields.Char()
    street = fields.Char(string="Address")

    def action_change(self):
        """Write what was given; what was left empty stays as it is kept.

        :raises AccessError: the user may not work on the case
        :raises UserError: nothing was given, or the case is not confidential
        """
        self.ensure_one()
        given = {fname: self[fname].strip() for fname in CHANGED if self[fname]}
        given = {fname: value for fname, value in given.items() if value}
        if not given:
            raise UserError(self.env._("Enter what has changed."))
        if self.complaint_id.identity_mode != "confidential":
            raise UserError(
                self.env._("This case is not confidential: change it on the case.")
            )
        self.complaint_id.write(given)
        self.write(dict.fromkeys(CHANGED, False))
        return {"type": "ir.actions.act_window_close"}
