# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who handles a hard case is not left alone with it: a second handler (R192)."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import plaintext2html

from .life_cycle import USER

BACKUP = "complaint_management.mail_activity_type_backup"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    backup_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Second Handler",
        ondelete="restrict",
        domain="[('share', '=', False)]",
        check_company=True,
        index="btree_not_null",
        copy=False,
        tracking=True,
        help="Whom the handler asked to help: reads the case and works on it as the "
        "handler does.",
    )

    @api.constrains("backup_user_id")
    def _check_backup(self):
        """Only who handles complaints helps with one, whatever door they come by."""
        for complaint in self.sudo():
            user = complaint.backup_user_id
            if user and not user.has_group(USER):
                raise ValidationError(
                    self.env._(
                        "%s does not handle complaints: choose another colleague.",
                        user.name,
                    )
                )

    def _get_handlers(self):
        """Who handles these cases, first and second."""
        return self.user_id | self.backup_user_id

    def _get_workers(self):
        """Who handles or investigates these cases; no one of them decides on them."""
        return self._get_handlers() | self.investigator_id

    def action_ask_for_backup(self):
        """Open the dialog that asks somebody to help."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for Backup"),
            "res_model": "complaint.backup.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_id": self.id},
        }

    def action_end_backup(self):
        """Let the handler go on alone; what was asked is done."""
        self.check_access("write")
        helped = self.filtered("backup_user_id")
        helped.activity_feedback([BACKUP])
        helped.backup_user_id = False
        return True

    def _ask_for_backup(self, user, request):
        """Make a colleague the second handler, and tell them what is needed.

        :param user: a ``res.users`` who handles complaints
        :param str request: what is asked of them
        """
        self.backup_user_id = user
        for complaint in self:
            complaint.activity_schedule(
                BACKUP, user_id=user.id, note=plaintext2html(request)
            )

    def _get_possible_backups(self):
        """Colleagues who may be asked: they work here, and are in no conflict."""
        self.ensure_one()
        staff = self.env.ref(USER).sudo().all_user_ids.with_env(self.env)
        company = self.sudo().company_id
        barred = self._get_handlers() | self._get_partial_users()
        return (staff - barred).filtered(lambda user: user.sudo()._works_in(company))
