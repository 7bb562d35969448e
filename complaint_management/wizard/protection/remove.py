# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from ...models.protection.case_removal import KINDS

PREVIEW = 120


class ComplaintRemove(models.TransientModel):
    """A custodian chooses what has to go from a case, and says why."""

    _name = "complaint.remove"
    _description = "Remove from the Case"

    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint", string="Case", required=True, readonly=True
    )
    line_ids = fields.One2many(
        comodel_name="complaint.remove.line",
        inverse_name="wizard_id",
        string="In the Case",
    )
    reason = fields.Text(
        help="Shown on the case, with your name and the time. Do not repeat in it what "
        "you remove."
    )

    @api.model
    def default_get(self, fields):
        vals = super().default_get(fields)
        case = self.env["complaint.complaint"].browse(vals.get("complaint_id") or [])
        if "line_ids" in fields and case:
            case.check_access("read")
            vals["line_ids"] = [
                *(
                    (0, 0, {"message_id": message.id})
                    for message in case._get_removable_messages().sorted(
                        "id", reverse=True
                    )
                ),
                *(
                    (0, 0, {"attachment_id": file.id})
                    for file in case._get_removable_files().sorted("id", reverse=True)
                ),
            ]
        return vals

    def action_remove(self):
        """Remove what was chosen; a mark of each stays.

        :raises UserError: nothing was chosen, or no reason given
        """
        self.ensure_one()
        chosen = self.line_ids.filtered("is_chosen")
        if not chosen:
            raise UserError(self.env._("Choose what has to be removed."))
        self.complaint_id._remove(chosen.message_id, chosen.attachment_id, self.reason)
        return {"type": "ir.actions.act_window_close"}


class ComplaintRemoveLine(models.TransientModel):
    _name = "complaint.remove.line"
    _description = "What Can Be Removed from the Case"

    wizard_id = fields.Many2one(
        comodel_name="complaint.remove", required=True, ondelete="cascade"
    )
    is_chosen = fields.Boolean(string="Remove")
    message_id = fields.Many2one(comodel_name="mail.message")
    attachment_id = fields.Many2one(comodel_name="ir.attachment")
    kind = fields.Selection(
        selection=KINDS, string="What", compute="_compute_what", compute_sudo=False
    )
    date = fields.Datetime(string="From", compute="_compute_what", compute_sudo=False)
    author = fields.Char(string="By", compute="_compute_what", compute_sudo=False)
    preview = fields.Char(
        string="Begins With", compute="_compute_what", compute_sudo=False
    )

    @api.depends("message_id", "attachment_id")
    def _compute_what(self):
        for line in self:
            message, file = line.message_id, line.attachment_id
            if message:
                line.kind = message._get_removal_kind()
                line.date = message.date
                line.author = message.author_id.name or message.email_from
                line.preview = html2plaintext(message.body or "").strip()[:PREVIEW]
            else:
                line.kind = "file" if file else False
                line.date = file.create_date
                line.author = file.create_uid.name
                line.preview = file.name
