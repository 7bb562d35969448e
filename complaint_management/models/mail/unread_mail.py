# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
from base64 import b64encode

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.mail.incoming_mail import IncomingMail, clean_text
from ...tools.mail.keys import hide_keys, take_keys_out
from ...tools.upload.unchecked import IN_DATABASE, UNREAD
from ..case.life_cycle import OFFICER
from ..protection.case_vault import CUSTODIAN

_logger = logging.getLogger(__name__)

REASONS = [
    ("unreadable", "It cannot be read"),
    ("no_sender", "It does not say who wrote it"),
    ("empty", "It says nothing"),
    ("automatic", "A machine wrote it"),
    ("bounce", "A mail of ours did not arrive"),
    ("loop", "It comes from an address of our own"),
    ("too_many", "The same sender wrote too often"),
    ("duplicate", "Another mail has the same identification"),
    ("closed", "The address is archived"),
    ("attachment", "Some attachments were not taken over"),
    ("original", "The case may not show all of it"),
    ("error", "Something went wrong"),
]
STATES = [
    ("todo", "To Look At"),
    ("registered", "Registered"),
    ("aside", "Left Aside"),
]
PREVIEW_LENGTH = 4000


class ComplaintUnreadMail(models.Model):
    """A mail that could not become a case or a reply: nothing that comes is lost.

    A person decides. Of a protected case it tells nothing about the sender; only a
    custodian opens the original, and the case logs it.
    """

    _name = "complaint.unread.mail"
    _description = "Unread Mail"
    _order = "id desc"
    _keeps_evidence = True

    name = fields.Char(string="Subject", readonly=True)
    email_from = fields.Char(string="Sender", readonly=True)
    date = fields.Datetime(string="Sent On", readonly=True)
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    mailbox_id = fields.Many2one(
        comodel_name="complaint.mailbox",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    reason = fields.Selection(selection=REASONS, required=True, readonly=True)
    detail = fields.Text(string="More About It", readonly=True)
    preview = fields.Text(string="What It Says", readonly=True)
    state = fields.Selection(
        selection=STATES, required=True, default="todo", readonly=True, index=True
    )
    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint",
        string="Case",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    is_protected = fields.Boolean(readonly=True)
    message_key = fields.Char(
        readonly=True,
        groups=fields.NO_ACCESS,
        index="btree_not_null",
        export_string_translation=False,
    )
    original = fields.Binary(attachment=True, readonly=True)
    original_name = fields.Char(
        compute="_compute_original_name", export_string_translation=False
    )
    sealed_original = fields.Binary(attachment=True, groups=fields.NO_ACCESS)

    def _compute_original_name(self):
        for mail in self:
            mail.original_name = f"mail-{mail.id}.eml"

    @api.depends("name", "reason")
    def _compute_display_name(self):
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        for mail in self:
            mail.display_name = mail.name or reasons[mail.reason]

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_register(self):
        """Make a case of the mail, as far as it can be read, and open it.

        :raises UserError: somebody was faster, or it belongs to a case already
        """
        self.ensure_one()
        self._check_to_do()
        house_sudo = self.env["complaint.complaint"]._as_the_house()
        case = house_sudo._register_unread(self.sudo())
        self._settle("registered", case)
        return case.with_env(self.env)._get_records_action()

    def action_leave_aside(self):
        """Nothing has to be done about these mails."""
        self._check_may_decide()
        self.filtered(lambda mail: mail.state == "todo")._settle("aside")
        return True

    def action_take_up(self):
        """Look at mails again that were left aside."""
        self._check_may_decide()
        self.filtered(lambda mail: mail.state == "aside")._settle("todo")
        return True

    def action_open_original(self):
        """Download the mail as it came; of a protected case it is an opening.

        :raises AccessError: the case is protected and the user no custodian
        """
        self.ensure_one()
        self.check_access("read")
        if not self.is_protected:
            return {
                "type": "ir.actions.act_url",
                "url": f"/web/content/{self._name}/{self.id}/original"
                f"?download=true&filename={self.original_name}",
                "target": "download",
            }
        return self._open_sealed_original()

    def _open_sealed_original(self):
        """Download a mail that tells who complained; the case logs it."""
        if not self.env.user.has_group(CUSTODIAN):
            raise AccessError(
                self.env._(
                    "The original tells who complained: only a custodian of "
                    "identities opens it."
                )
            )
        file_sudo = self._get_file("sealed_original")
        if not file_sudo:
            raise UserError(
                self.env._(
                    "This mail was removed when its sender was forgotten for good."
                )
            )
        self.complaint_id._log_opening(self.env._("The original of a mail was opened."))
        # Good for some weeks at most, and for this file; nothing is stored.
        token = file_sudo._get_raw_access_token()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{file_sudo.id}?access_token={token}"
            f"&download=true&filename={self.original_name}",
            "target": "download",
        }

    def _check_may_decide(self):
        """Officers decide; nobody writes what a mail says."""
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group(OFFICER)):
            raise AccessError(
                self.env._("Ask a complaint officer to decide about this mail.")
            )

    def _check_to_do(self):
        self._check_may_decide()
        if self.state == "registered" or self.complaint_id:
            raise UserError(
                self.env._("This mail belongs to a case already. Open the case.")
            )

    def _settle(self, state, case=None):
        """Say what became of these mails.

        :param str state: a key of ``STATES``
        :param case: the case that was made of it, if any
        """
        vals = {"state": state}
        if case:
            vals["complaint_id"] = case.id
        self.sudo().write(vals)
        for company in self.sudo().company_id:
            self.env["complaint.mailbox"].sudo()._tell_managers(company)

    # ------------------------------------------------------------------
    # Keeping
    # ------------------------------------------------------------------

    @api.model
    def _keep(self, mail, company, reason, **vals):
        """Keep a mail for a person to decide, once.

        :param mail: an ``IncomingMail``
        :param company: whose managers see it
        :param str reason: a key of ``REASONS``
        :param vals: other values of the record
        :return: the record
        """
        key = self.env["complaint.complaint"]._get_mail_key(mail.message_id)
        protected = vals.get("is_protected")
        known = self.search(
            [
                ("message_key", "=", key),
                ("company_id", "=", company.id),
                ("reason", "=", reason),
                ("is_protected", "=", bool(protected)),
            ],
            limit=1,
        )
        if known and (protected or known.name == (mail.subject or False)):
            return known
        told = {
            "name": mail.subject,
            "email_from": mail.sender or mail.sender_name,
            "date": mail.get_date(fields.Datetime.now()),
            "preview": hide_keys(mail.get_text(PREVIEW_LENGTH)),
            "original": b64encode(take_keys_out(mail.raw, mail.is_bounded)),
        }
        if protected:
            told = {
                "name": self.env._("Mail of a protected complainant"),
                "sealed_original": b64encode(mail.raw),
            }
        kept = self._create_anywhere(
            {
                **told,
                "company_id": company.id,
                "reason": reason,
                "message_key": key,
                **vals,
                "detail": clean_text(vals.get("detail") or "") or False,
            }
        )
        if kept.state == "todo":
            self.env["complaint.mailbox"]._tell_managers(company)
        return kept

    @api.model
    def _create_anywhere(self, vals):
        """Create a record; when no file can be written, all of it in the database.

        Nobody sends a mail again because our disk was full.
        """
        door = self.with_context(**{UNREAD: True})
        try:
            with self.env.cr.savepoint():
                return door.create(vals).with_env(self.env)
        except OSError:
            _logger.warning("A mail is kept in the database: no file can be written.")
            door = door.with_context(**{IN_DATABASE: True})
            return door.create(vals).with_env(self.env)

    def _seal(self):
        """Let mails of a case that became protected tell nothing of who wrote them.

        Who is forgotten for good is in no sealed mail either.
        """
        told = {
            "name": self.env._("Mail of a protected complainant"),
            "email_from": False,
            "preview": False,
            "detail": False,
            "is_protected": True,
            "original": False,
        }
        forgotten = self.sudo().filtered(
            lambda mail: mail.complaint_id.identity_mode == "anonymous"
        )
        forgotten.write({**told, "date": False, "sealed_original": False})
        for mail_sudo in (self.sudo() - forgotten).filtered(
            lambda mail: not mail.is_protected
        ):
            file_sudo = mail_sudo._get_file("original")
            sealed = b64encode(file_sudo.raw or b"")
            mail_sudo.write({**told, "sealed_original": sealed})
            mail_sudo._forget_index()

    def _forget_index(self):
        """Odoo copies the words of a file for its search: not of a sealed one."""
        self._get_file("sealed_original").index_content = False

    def _get_mail(self):
        """The original as an ``IncomingMail``; of the product, as sudo."""
        self.ensure_one()
        return IncomingMail(self._get_file("original").raw or b"")

    def _get_file(self, fname):
        """Where a binary field is kept, as sudo."""
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", fname),
                    ("res_id", "=", self.id),
                ],
                limit=1,
            )
        )
