# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A case that a department has to know of: sent for notice, and confirmed (R127)."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import html2plaintext, is_html_empty

from ...tools.protection.redaction import Redactor

# For so many days it is asked who has read it: then it is news no more.
RECENT = 60
# So that whoever leads the readers can still be told.
MOST_WITHIN = 28


class ComplaintShare(models.Model):
    """What a department learns of a case, in the words of who works on it.

    Its readers need not be allowed to open the case: they read the words, which name no
    complainant. Of a protected case only those are asked who may read it (R153).
    """

    _name = "complaint.share"
    _description = "Case Sent for Notice"
    _inherit = ["complaint.part.mixin", "complaint.receipt.mixin"]
    _order = "id desc"
    _rec_name = "complaint_id"
    _keeps_evidence = True

    words = fields.Html(
        string="What They Should Know",
        required=True,
        sanitize_style=True,
        help="What happened, and what the department does about it from now on. "
        "Without the name of the complainant.",
    )
    reader_department_ids = fields.Many2many(required=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Sent By",
        readonly=True,
        required=True,
        default=lambda self: self.env.uid,
        ondelete="restrict",
    )

    _recent_idx = models.Index("(create_date)")

    @api.model_create_multi
    def create(self, vals_list):
        """Sent at once: by who works on the case, in their name.

        :raises AccessError: the user does not work on the case
        """
        for vals in vals_list:
            vals["user_id"] = self.env.uid
        self._check_may_add(vals_list)
        shares = super().create(vals_list)
        self._ask_soon()
        for share in shares:
            share._log_sent()
        return shares

    @api.model
    def _check_may_choose_readers(self):
        """Who works on the case says which department has to know of it."""

    def write(self, vals):
        """What was sent stays as it was.

        :raises UserError: it would change
        """
        if not self.env.su:
            raise UserError(
                self.env._("This was sent: it stays as it is. Send another one.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        """
        :raises AccessError: somebody deletes what was sent
        """
        if not self.env.su:
            raise AccessError(self.env._("What was sent for notice is kept."))

    @api.constrains("read_within")
    def _check_read_within(self):
        if any(share.read_within > MOST_WITHIN for share in self):
            raise ValidationError(
                self.env._("Give them at most %s days to read it.", MOST_WITHIN)
            )

    @api.constrains("words", "reader_department_ids")
    def _check_words(self):
        """It says something, to somebody, and names nobody (R38).

        What the vault keeps is not asked for: what is found there would be told.
        """
        for share in self:
            text = "" if is_html_empty(share.words) else html2plaintext(share.words)
            if not text.strip():
                raise ValidationError(self.env._("Write what they should know."))
            if not share.reader_department_ids:
                raise ValidationError(self.env._("Choose who has to know it."))
            if any(Redactor([n]).hide(text) != text for n in share._get_names()):
                raise ValidationError(
                    self.env._(
                        "The words name the complainant. Say it without the name."
                    )
                )

    def _get_names(self):
        """By what the complainant is known on the case, where they are named there."""
        self.ensure_one()
        case_sudo = self.sudo().complaint_id
        if case_sudo.identity_mode != "named":
            return set()
        traces = case_sudo._get_all_traces()[case_sudo]
        return set(filter(None, traces.words | traces.emails))

    def _log_sent(self):
        """The case says to whom it was sent."""
        case_sudo = self.sudo().complaint_id
        there = case_sudo.with_context(**case_sudo.company_id._get_complaint_voice())
        there._message_log(
            body=there.env._(
                "Sent for notice to: %s",
                ", ".join(self.sudo().reader_department_ids.mapped("name")),
            ),
            author_id=self.env.user.partner_id.id,
        )

    # ------------------------------------------------------------------
    # Who reads it
    # ------------------------------------------------------------------

    @api.model
    def _find_to_read(self):
        """Those sent lately: of what is older nobody is asked or reminded any more."""
        return self.search(
            Domain("create_date", ">=", self._get_since())
            & Domain("complaint_id.state", "!=", "cancelled")
        )

    def _filter_old(self):
        return self.filtered(
            lambda share: (
                share.create_date < self._get_since()
                and share.complaint_id.state != "cancelled"
            )
        )

    @api.model
    def _get_since(self):
        """What was sent before this moment is news no more."""
        return fields.Datetime.now() - timedelta(days=RECENT)

    def _get_title_to_read(self):
        return self.env._("For your notice: %s", self.complaint_id.number)

    def _get_words_to_read(self):
        return self.words

    def _get_receipt_case(self):
        return self.complaint_id

    def _get_receipt_writers(self):
        return self.user_id

    def _filter_readers(self, users):
        """Of a protected case only those who may read it; never whom it bars."""
        case = self.complaint_id
        if case.identity_mode == "named":
            barred = case._get_barred_partners()
            return users.filtered(lambda user: user.partner_id not in barred)
        return users.filtered(lambda user: user._filter_readable_complaints(case.ids))
