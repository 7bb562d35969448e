# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .case_vault import CUSTODIAN

KINDS = [
    ("email", "Incoming email"),
    ("message", "Message"),
    ("note", "Internal note"),
    ("log", "Entry of the log"),
    ("file", "File"),
]


class ComplaintRemoval(models.Model):
    """Something had to go from a case by law: who took it out, when and why.

    It tells what kind of thing it was, and never what it said. Append-only.
    """

    _name = "complaint.removal"
    _description = "Removed from a Complaint"
    _inherit = ["complaint.part.mixin"]
    _order = "date desc, id desc"
    _log_access = False
    _rec_name = "reason"

    user_id = fields.Many2one(
        comodel_name="res.users",
        string="By",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    date = fields.Datetime(
        string="When", required=True, readonly=True, default=fields.Datetime.now
    )
    kind = fields.Selection(
        selection=KINDS, string="What", required=True, readonly=True
    )
    date_said = fields.Datetime(
        string="From", readonly=True, help="When the message or file had come."
    )
    reason = fields.Text(string="Why", required=True, readonly=True)

    def write(self, vals):
        if vals:
            raise UserError(self.env._("The list of removals is not rewritten."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The list of removals is not rewritten."))


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _get_removal_kind(self):
        """What kind of thing a message is: a key of ``KINDS``."""
        self.ensure_one()
        if self.message_type == "email":
            return "email"
        if self.message_type == "notification":
            return "log"
        return "note" if self.is_internal or self.subtype_id.internal else "message"


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    removal_ids = fields.One2many(
        comodel_name="complaint.removal",
        inverse_name="complaint_id",
        string="Removals",
        readonly=True,
    )

    def _remove(self, messages, files, reason):
        """Take messages and files out of the case, and leave a mark of each.

        The files that only these messages carry go with them.

        :param messages: ``mail.message`` of the case
        :param files: ``ir.attachment`` on the case or on messages of it
        :param str reason: why, in the custodian's words
        :raises AccessError: the user is no custodian, may not read the case, or
            something belongs elsewhere
        :raises UserError: no reason is given, or the case has to be kept
        """
        self.ensure_one()
        self._check_may_remove(reason)
        ours_sudo = self._get_removable_messages()
        messages_sudo, files_sudo = messages.sudo(), files.sudo()
        if messages_sudo - ours_sudo or files_sudo - self._get_removable_files():
            raise AccessError(
                self.env._("Only what is in this case can be removed from it.")
            )
        kept_sudo = (ours_sudo - messages_sudo).attachment_ids
        files_sudo |= messages_sudo.attachment_ids - kept_sudo
        marks = [
            *(
                (message._get_removal_kind(), message.date)
                for message in messages_sudo.sorted("id")
            ),
            *(("file", file.create_date) for file in files_sudo.sorted("id")),
        ]
        self.env["complaint.removal"].sudo().create(
            [
                {
                    "complaint_id": self.id,
                    "user_id": self.env.uid,
                    "kind": kind,
                    "date_said": date,
                    "reason": reason,
                }
                for kind, date in marks
            ]
        )
        files_sudo.unlink()
        messages_sudo.unlink()
        self._tell_removal([kind for kind, _date in marks], reason)

    def _check_may_remove(self, reason):
        if not self.env.user.has_group(CUSTODIAN):
            raise AccessError(
                self.env._(
                    "Only a custodian of identities removes something from a case. Ask "
                    "one, and say why."
                )
            )
        self.check_access("read")
        if self.env.user in self._get_barred_deciders():
            raise AccessError(
                self.env._(
                    "Nobody removes something from a case about themselves, or about "
                    "somebody whom they report to: ask another custodian."
                )
            )
        if self.legal_hold:
            raise UserError(
                self.env._(
                    "This case has to be kept as it is. Ask who put the hold on it."
                )
            )
        if not (reason or "").strip():
            raise UserError(self.env._("Write down why it has to be removed."))

    def _get_removable_messages(self):
        """What the chatter of the case shows, as sudo."""
        return (
            self.env["mail.message"]
            .sudo()
            .search([("model", "=", self._name), ("res_id", "in", self.ids)])
        )

    def _get_removable_files(self):
        """Files of the case and of its messages, as sudo."""
        files_sudo = (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
        )
        fnames = [
            field.name
            for field in self._fields.values()
            if getattr(field, "attachment", False)
        ]
        files_sudo |= self._find_field_files(fnames)
        return files_sudo | self._get_removable_messages().attachment_ids

    def _tell_removal(self, kinds, reason):
        """Leave a note in the chatter: what kind of things went, and why."""
        labels = dict(
            self.env["complaint.removal"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        counted = ", ".join(
            f"{labels[kind]} ({kinds.count(kind)})" for kind in dict.fromkeys(kinds)
        )
        self.sudo()._log_note(self.env._("Removed from the case: %s", counted), reason)
