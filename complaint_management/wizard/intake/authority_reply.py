# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from ...tools.mail.email_address import clean_address, split_addresses

TEMPLATE = "complaint_management.mail_template_authority_reply"
ANSWER = "complaint_management.action_report_answer_letter"
LETTER = "complaint_management.action_report_authority_letter"


class ComplaintAuthorityReply(models.TransientModel):
    """The reply to the authority that forwarded a case: a mail, or a letter (R103)."""

    _name = "complaint.authority.reply"
    _description = "Reply to an Authority"

    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint",
        string="Case",
        required=True,
        ondelete="cascade",
    )
    external_body = fields.Char(
        related="complaint_id.external_body", related_sudo=False
    )
    identity_mode = fields.Selection(
        related="complaint_id.identity_mode", related_sudo=False
    )
    is_early = fields.Boolean(compute="_compute_is_early")
    way = fields.Selection(
        selection=[
            ("email", "By email"),
            ("letter", "By letter"),
            ("other", "In their own system, or otherwise"),
        ],
        string="Sent",
        required=True,
        compute="_compute_email_to",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    email_to = fields.Char(
        string="To",
        compute="_compute_email_to",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    date_sent = fields.Datetime(
        string="Sent On",
        required=True,
        default=fields.Datetime.now,
        help="When it went out: the deadline is met by then, or missed.",
    )
    subject = fields.Char(
        required=True,
        compute="_compute_text",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    body = fields.Html(
        string="Reply",
        required=True,
        sanitize_style=True,
        compute="_compute_text",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    with_answer = fields.Boolean(
        string="Attach Our Answer to the Complainant",
        compute="_compute_with_answer",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    is_sent = fields.Boolean(readonly=True)

    @api.depends("complaint_id")
    def _compute_email_to(self):
        for reply in self:
            reply.email_to = reply.complaint_id.external_email
            reply.way = "email" if reply.email_to else "letter"

    @api.depends("complaint_id")
    def _compute_is_early(self):
        """Whether what is written now is not yet what the complainant is told."""
        for reply in self:
            reply.is_early = not reply.complaint_id.date_answered

    @api.depends("complaint_id")
    def _compute_with_answer(self):
        """Never of a protected complainant: the letter may say who that is."""
        for reply in self:
            case = reply.complaint_id
            reply.with_answer = (
                bool(case.date_answered) and case.identity_mode == "named"
            )

    @api.depends("complaint_id")
    def _compute_text(self):
        """What the template says, in our own language, to be edited."""
        template = self.env.ref(TEMPLATE)
        for reply in self:
            case = reply.complaint_id._origin
            if not case:
                continue
            lang = case.company_id.partner_id.lang or self.env.lang
            written = template.with_context(lang=lang)
            reply.subject = written._render_field("subject", case.ids)[case.id]
            reply.body = written._render_field("body_html", case.ids)[case.id]

    def action_send(self):
        """Send the mail, or record the letter; pressed twice, it goes out once.

        :raises UserError: the address or the text is missing, or the time is wrong
        """
        self.ensure_one()
        case = self.complaint_id
        case.check_access("write")
        self.lock_for_update()
        if not self.is_sent:
            self._check_reply()
            case.sudo().write({"external_reply": self.body})
            getattr(self, f"_send_by_{self.way}")(case)
            self.is_sent = True
        if self.way == "letter":
            return self.env.ref(LETTER).report_action(case)
        return {"type": "ir.actions.act_window_close"}

    def _check_reply(self):
        if is_html_empty(self.body):
            raise UserError(self.env._("Write down what you reply."))
        if self.with_answer and self.identity_mode != "named":
            raise UserError(
                self.env._(
                    "The answer to a protected complainant is not handed on: say in "
                    "the reply what the authority has to know."
                )
            )
        if self.way == "email":
            self.email_to = clean_address(self.email_to)
            good, wrong = split_addresses(self.email_to)
            if len(good) != 1 or wrong:
                raise UserError(self.env._("Enter the email address of the authority."))
        elif not (
            self.complaint_id.date_received <= self.date_sent <= fields.Datetime.now()
        ):
            raise UserError(
                self.env._(
                    "The reply went out between the receipt of the case and now: "
                    "check the time."
                )
            )

    # ------------------------------------------------------------------
    # The ways
    # ------------------------------------------------------------------

    def _send_by_email(self, case):
        """Queue the mail; it counts when it was sent, and fails in sight."""
        message_sudo = self._log_reply(case, self._get_answer(case))
        mail_sudo = (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
                    "mail_message_id": message_sudo.id,
                    "subject": self.subject,
                    "body_html": self.body,
                    "email_from": case.company_id.sudo().email_formatted
                    or self.env.user.email_formatted,
                    "email_to": self.email_to,
                    "reply_to": message_sudo.reply_to,
                    "attachment_ids": [Command.set(message_sudo.attachment_ids.ids)],
                    "complaint_milestone": "authority",
                    "is_notification": True,
                    "auto_delete": True,
                }
            )
        )
        self.env["mail.notification"].sudo().create(
            {
                "mail_message_id": message_sudo.id,
                "mail_mail_id": mail_sudo.id,
                "mail_email_address": split_addresses(self.email_to)[0][0],
                "notification_type": "email",
                "notification_status": "ready",
            }
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _send_by_letter(self, case):
        """Keep the letter with the case; it is printed next."""
        self._log_reply(case, [self._render_pdf(case, LETTER), *self._get_answer(case)])
        case._went_out("authority", self.date_sent)

    def _send_by_other(self, case):
        self._log_reply(case, self._get_answer(case))
        case._went_out("authority", self.date_sent)

    def _log_reply(self, case, attachments):
        """Note the reply in the chatter; the complainant does not read notes.

        :param attachments: list of (name, bytes)
        :return: the ``mail.message``, as sudo
        """
        return (
            case.with_context(mail_post_autofollow_author_skip=True)
            .message_post(
                subject=self.subject,
                body=self.body,
                subtype_xmlid="mail.mt_note",
                attachments=attachments,
            )
            .sudo()
        )

    def _get_answer(self, case):
        return [self._render_pdf(case, ANSWER)] if self.with_answer else []

    @api.model
    def _render_pdf(self, case, report_xmlid):
        """A report of the case as (name, bytes)."""
        report_sudo = self.env["ir.actions.report"].sudo()
        content, kind = report_sudo._render_qweb_pdf(report_xmlid, case.ids)
        label = self.env.ref(report_xmlid).name
        return f"{case.number} {label}.{kind}".replace("/", "-"), content
