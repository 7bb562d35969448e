# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The words of a policy, from a day on; approved, they stay as they are (R159)."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import is_html_empty

from ..case.life_cycle import MANAGER, OFFICER
from .policy_table import ACTS, PLACES, STATES

TO_APPROVE = "complaint_management.mail_activity_type_policy"
TO_REVISE = "complaint_management.mail_activity_type_policy_revise"
# What was approved, and stays as it was approved.
AGREED = frozenset(
    {"document_id", "date_from", "text", "file", "file_name", "change_words"}
)


class ComplaintPolicyVersion(models.Model):
    """What a document says, from its day of effect on.

    Nothing that was approved is edited: a correction is a new version, and so the case
    of last year shows the words of last year.
    """

    _name = "complaint.policy.version"
    _description = "Version of a Policy"
    _inherit = [
        "complaint.authored.mixin",
        "complaint.guarded.mixin",
        "mail.thread",
    ]
    _order = "document_id, number desc, id desc"
    _rec_name = "number"
    _keeps_evidence = True
    # A manager of a company decides on what others wrote.
    _access_to_act = "read"
    _approval_tasks = (TO_APPROVE, TO_REVISE)
    _agreed_fields = AGREED

    document_id = fields.Many2one(
        comodel_name="complaint.policy.document",
        required=True,
        ondelete="restrict",
        index=True,
    )
    company_id = fields.Many2one(
        related="document_id.company_id", store=True, precompute=True, index=True
    )
    number = fields.Integer(string="Version", readonly=True, copy=False)
    date_from = fields.Date(
        string="In Force From",
        copy=False,
        index=True,
        help="The first day on which it holds. It takes the place of the version "
        "before.",
    )
    date_to = fields.Date(
        string="Ended On",
        readonly=True,
        copy=False,
        help="From this day on nothing holds in its place.",
    )
    text = fields.Html(translate=True, sanitize_style=True)
    file = fields.Binary(
        attachment=True, help="The document as it is printed, such as a PDF."
    )
    file_name = fields.Char(string="Name of the File")
    change_words = fields.Text(
        string="What Is New", copy=False, help="In a sentence or two, for its readers."
    )
    state = fields.Selection(
        selection=STATES,
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    place = fields.Selection(
        selection=PLACES,
        string="In Time",
        compute="_compute_place",
        help="Whether it holds today.",
    )

    _ended_after_begin = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A version cannot end before it is in force.",
    )
    _number_uniq = models.UniqueIndex(
        "(document_id, number) WHERE number > 0",
        "A version of this document has this number already.",
    )
    _one_a_day = models.UniqueIndex(
        "(document_id, date_from) WHERE state = 'approved'",
        "Two versions of a document cannot begin on the same day.",
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {
            "number",
            "date_to",
        }

    @api.model
    def _get_acts(self):
        return ACTS

    @api.model_create_multi
    def create(self, vals_list):
        """A version of a document that the user may know, with the next number."""
        versions = super().create(vals_list)
        documents = versions.document_id
        documents.check_access("read")
        documents.sudo().lock_for_update(allow_referencing=True)
        last = dict(
            self.sudo()._read_group(
                [("document_id", "in", documents.ids)], ["document_id"], ["number:max"]
            )
        )
        for version in versions:
            number = (last.get(version.document_id) or 0) + 1
            last[version.document_id] = number
            version.sudo()._write_sealed({"number": number})
        return versions

    def write(self, vals):
        result = super().write(vals)
        if "document_id" in vals:
            self.document_id.check_access("read")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        self._check_draft()

    def _say_agreed(self):
        return self.env._(
            "“%s” is no draft any more, and stays as it is: a correction is a new "
            "version.",
            self.display_name,
        )

    @api.depends("document_id", "number")
    @api.depends_context("uid", "lang")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(title)s, version %(number)s",
                title=version.document_id.display_name,
                number=version.number,
            )

    @api.depends("state", "date_from", "date_to")
    def _compute_place(self):
        today = fields.Date.context_today(self)
        in_force = self.document_id._get_in_force(today).values()
        current = {version.id for version in in_force}
        for version in self:
            place = "in_force" if version._origin.id in current else "past"
            if version.date_from and version.date_from > today and not version.date_to:
                place = "coming"
            version.place = version.state in ("approved", "ended") and place

    # ------------------------------------------------------------------
    # Who reads and changes it
    # ------------------------------------------------------------------

    @api.model
    def _get_readable_domain(self):
        """All employees read what was approved, also what was in force before."""
        user = self.env.user
        if user.has_group(OFFICER):
            return Domain.TRUE
        approved = Domain("date_approved", "!=", False)
        return approved if user._is_internal() else Domain.FALSE

    def _filter_forbidden(self, operation):
        own = self.browse(self.ids)
        if not own:
            return own
        domain = self._get_readable_domain()
        if operation != "read" and not self.env.user.has_group(MANAGER):
            domain &= Domain("company_id", "!=", False)
        found = own.sudo().search(Domain("id", "in", own.ids) & domain)
        return own - own.browse(found.ids)

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """It is written for all; how it came about, for those who write it."""
        result = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        if message_operation == "read" and not self.env.user.has_group(OFFICER):
            return dict.fromkeys(self, "write")
        return result

    def _is_writer(self):
        """Whether the user writes it; for all companies, managers do."""
        self.ensure_one()
        group = OFFICER if self.company_id else MANAGER
        return self.env.su or self.env.user.has_group(group)

    def _is_decider(self):
        return self._is_manager()

    def _is_manager(self):
        self.ensure_one()
        return self.env.su or self.env.user.has_group(MANAGER)

    # ------------------------------------------------------------------
    # The acts
    # ------------------------------------------------------------------

    def action_submit(self):
        """Ask a manager to approve it.

        :raises UserError: it says nothing, or its day is not possible
        """
        return self._act("submit")

    def action_approve(self):
        """It holds from its day on.

        :raises AccessError: the user is no manager, wrote it, or asked for it
        """
        return self._act("approve")

    def action_send_back(self, reason=None):
        """It is not ready: it is a draft again."""
        return self._act("send_back", reason=reason)

    def action_end(self, reason=None):
        """From today on it holds no more, and nothing takes its place."""
        return self._act("end", reason=reason)

    def action_ask(self):
        """Open the dialog for the act that the context names (``policy_act``)."""
        self.ensure_one()
        name = self.env.context.get("policy_act")
        if name not in self._get_acts():
            raise UserError(self.env._("Choose what to do by the buttons."))
        self._check_may_act(name)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(self._get_acts()[name].label),
            "res_model": "complaint.policy.act",
            "view_mode": "form",
            "target": "new",
            "context": {"default_version_id": self.id, "default_act": name},
        }

    def _say_not_yours(self, act):
        """Why the user may not do this, and who may."""
        label = self.env._(act.label)
        if act.role == "approver":
            return self.env._(
                "“%s” is for a complaint manager who neither wrote the version nor "
                "asked for its approval.",
                label,
            )
        if act.role == "manager":
            return self.env._("“%s” is for a complaint manager.", label)
        return self.env._(
            "“%s” is for a complaint officer; for all companies, for a manager.", label
        )

    def _check_needs_words(self, given):
        if is_html_empty(self.text) and not self.file:
            return self.env._("write what it says, or add the file.")

    def _check_needs_date(self, given):
        """It holds from a day on that has not passed, but for the first version."""
        if not self.date_from:
            return self.env._("say from which day on it holds.")
        others = self.sudo().document_id.version_ids.filtered("date_approved")
        if self.date_from in (others - self).mapped("date_from"):
            return self.env._("another version begins on this day.")
        if others - self and self.date_from < fields.Date.context_today(self):
            return self.env._(
                "it cannot hold from a day that has passed: another version was in "
                "force then."
            )

    def _check_needs_holding(self, given):
        if self.place == "past":
            return self.env._("it is not in force any more.")

    def _prepare_act_vals(self, name, given):
        vals = super()._prepare_act_vals(name, given)
        if name == "end":
            # What had not begun never holds.
            today = fields.Date.context_today(self)
            return {**vals, "date_to": max(today, self.date_from)}
        return vals
