# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError


class ComplaintAddressAccept(models.TransientModel):
    """Ask a manager how they know that an address is the customer's.

    Until then mails to it carry no link with a key, and the customer is not asked how
    we did: whoever put the address in could answer in their place.
    """

    _name = "complaint.address.accept"
    _description = "Accept a Changed Address"

    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint", string="Case", required=True, readonly=True
    )
    address = fields.Char(string="New Address", readonly=True)
    changed_on = fields.Datetime(readonly=True)
    reason = fields.Text(
        string="How You Know",
        help="Shown on the case, with your name and the time.",
    )

    def action_accept(self):
        """Take the address as the customer's; what waited for it is sent.

        :return: the action that closes the dialog
        :raises AccessError: the user changed it, handles the case, or is no manager
        :raises UserError: no reason is given, there is nothing to accept, or the
            address was changed again since the dialog was opened
        """
        self.ensure_one()
        complaint = self.complaint_id
        if self.changed_on and self.changed_on != complaint.address_changed_on:
            raise UserError(
                self.env._(
                    "The address was changed again while you read this. Close the "
                    "dialog and look at the new one."
                )
            )
        complaint._accept_address(self.reason)
        return {"type": "ir.actions.act_window_close"}
