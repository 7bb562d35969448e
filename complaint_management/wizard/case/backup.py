# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class ComplaintBackupWizard(models.TransientModel):
    """Asks a colleague to help with a hard case (R192)."""

    _name = "complaint.backup.wizard"
    _description = "Ask for Backup"

    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint", string="Case", required=True
    )
    possible_user_ids = fields.Many2many(
        comodel_name="res.users", compute="_compute_possible_user_ids"
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Colleague",
        required=True,
        domain="[('id', 'in', possible_user_ids)]",
    )
    request = fields.Text(string="What You Need", required=True)

    @api.depends("complaint_id")
    def _compute_possible_user_ids(self):
        for wizard in self:
            wizard.possible_user_ids = self.env["res.users"].union(
                *(case._get_possible_backups() for case in wizard.complaint_id)
            )

    def action_ask(self):
        """Make the colleague the second handler, and tell them.

        :raises UserError: the colleague cannot help with this case
        """
        self.ensure_one()
        case = self.complaint_id
        case.check_access("write")
        if self.user_id not in case._get_possible_backups():
            raise UserError(
                self.env._(
                    "%(name)s cannot help with %(case)s: choose a colleague who "
                    "handles complaints, works in its company and is not its handler.",
                    name=self.user_id.name,
                    case=case.display_name,
                )
            )
        case._ask_for_backup(self.user_id, self.request)
