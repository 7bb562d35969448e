# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...models.protection.case_vault import CUSTODIAN

# How long one opening shows the identity, before a reason is asked for again.
OPEN_FOR = timedelta(minutes=15)
SHOWN = ("partner_name", "email_from", "phone", "street")


class ComplaintIdentityOpen(models.TransientModel):
    """Show a custodian who complained, after they said why (R152).

    What is shown is computed and never stored here; it is there for a few minutes
    after an opening that is in the log of the case.
    """

    _name = "complaint.identity.open"
    _description = "Open a Protected Identity"

    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint", string="Case", required=True, readonly=True
    )
    reason = fields.Text(help="Shown on the case, with your name and the time.")
    is_open = fields.Boolean(compute="_compute_identity")
    partner_name = fields.Char(string="Complainant", compute="_compute_identity")
    email_from = fields.Char(string="Email", compute="_compute_identity")
    phone = fields.Char(compute="_compute_identity")
    street = fields.Char(string="Address", compute="_compute_identity")
    replaced = fields.Text(string="Kept Before", compute="_compute_identity")
    other_names = fields.Char(string="Other Complainants", compute="_compute_identity")
    representative_name = fields.Char(
        string="Representative", compute="_compute_identity"
    )
    representative_email = fields.Char(
        string="Representative's Email", compute="_compute_identity"
    )
    representative_phone = fields.Char(
        string="Representative's Phone", compute="_compute_identity"
    )

    @api.depends("complaint_id")
    @api.depends_context("uid")
    def _compute_identity(self):
        for wizard in self:
            identity_sudo = wizard._get_opened_identity()
            wizard.is_open = bool(identity_sudo)
            for fname in SHOWN:
                wizard[fname] = identity_sudo[fname]
            wizard.replaced = identity_sudo._say_replaced()
            wizard.other_names = ", ".join(
                identity_sudo.other_partner_ids.mapped("display_name")
            )
            reach = wizard.complaint_id._get_representative_reach(identity_sudo)
            for fname in ("name", "email", "phone"):
                wizard[f"representative_{fname}"] = getattr(reach, fname)

    def _get_opened_identity(self):
        """The row of the vault, when this user opened it a moment ago."""
        self.ensure_one()
        vault_sudo = self.env["complaint.identity"].sudo()
        if not self.env.user.has_group(CUSTODIAN):
            return vault_sudo
        opened = (
            self.env["complaint.identity.access"]
            .sudo()
            .search_count(
                [
                    ("complaint_id", "=", self.complaint_id.id),
                    ("user_id", "=", self.env.uid),
                    ("date", ">=", fields.Datetime.now() - OPEN_FOR),
                ],
                limit=1,
            )
        )
        if not (opened and self.complaint_id.has_access("read")):
            return vault_sudo
        return self.complaint_id.sudo().identity_ids

    def action_open(self):
        """Log the opening with its reason, and show who complained.

        :return: the action that shows this dialog again, with the identity
        :raises AccessError: the user is no custodian, or may not read the case
        :raises UserError: no reason is given, or there is nothing in the vault
        """
        self.ensure_one()
        if not self.env.user.has_group(CUSTODIAN):
            raise AccessError(
                self.env._(
                    "Only custodians open protected identities. Write to the "
                    "complainant from the case: the message reaches them."
                )
            )
        self.complaint_id.check_access("read")
        self.complaint_id._check_impartial_actor()
        if not (self.reason or "").strip():
            raise UserError(
                self.env._("Write down why you need to know who complained.")
            )
        if not self.complaint_id.sudo().identity_ids:
            raise UserError(self.env._("Nothing is kept in the vault for this case."))
        self.complaint_id._log_opening(self.reason)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Protected Identity"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
