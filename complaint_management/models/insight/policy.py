# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How we handle cases, in writing: policies, procedures, guidelines (R159, R161)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..case.life_cycle import MANAGER, OFFICER
from .policy_table import KINDS


class ComplaintPolicyDocument(models.Model):
    """A document with versions, of which at most one is in force on a day.

    Its words stand in the versions (``complaint.policy.version``). Once a version was
    approved, managers alone change what it is called, for what it is, and who reads it.
    """

    _name = "complaint.policy.document"
    _description = "Policy or Procedure"
    _inherit = ["complaint.guarded.mixin", "mail.thread"]
    _order = "kind, name, id"
    _check_company_auto = True
    _keeps_evidence = True

    name = fields.Char(
        string="Title", required=True, translate=True, index="trigram", tracking=True
    )
    kind = fields.Selection(
        selection=KINDS, required=True, default="policy", index=True, tracking=True
    )
    category_ids = fields.Many2many(
        comodel_name="complaint.category",
        # An archived one still says whose cases it is about.
        context={"active_test": False},
        relation="complaint_policy_document_category_rel",
        column1="document_id",
        column2="category_id",
        string="Categories",
        check_company=True,
        help="It is shown on cases of these categories and of those below them. Empty: "
        "on all cases.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        default=lambda self: self.env.company,
        index="btree_not_null",
        help="Empty: for all companies.",
    )
    is_public = fields.Boolean(
        string="Public",
        tracking=True,
        help="Everybody reads the version in force on the page that explains how to "
        "complain.",
    )
    version_ids = fields.One2many(
        comodel_name="complaint.policy.version",
        inverse_name="document_id",
        string="Versions",
    )
    version_id = fields.Many2one(
        comodel_name="complaint.policy.version",
        string="Version in Force",
        compute="_compute_version_id",
    )
    in_force_since = fields.Date(compute="_compute_version_id")
    text = fields.Html(string="Words in Force", compute="_compute_version_id")
    was_approved = fields.Boolean(
        compute="_compute_was_approved",
        compute_sudo=True,
        export_string_translation=False,
    )

    @api.depends(
        "version_ids.state",
        "version_ids.date_from",
        "version_ids.date_to",
        "version_ids.text",
    )
    @api.depends_context("lang")
    def _compute_version_id(self):
        by_document = self._get_in_force(fields.Date.context_today(self))
        for document in self:
            version = by_document.get(document._origin)
            document.version_id = version
            document.in_force_since = version and version.date_from
            document.text = version and version.text

    @api.depends("version_ids.date_approved")
    def _compute_was_approved(self):
        for document in self:
            document.was_approved = any(document.version_ids.mapped("date_approved"))

    def _get_in_force(self, day):
        """The version of each document that is or was in force on a day.

        The last that began by then; where that one was ended without another in its
        place, none. What was ended before it began never counts.

        :param day: a date
        :return: dict of document to version, as sudo; of documents that have one
        """
        found = {}
        versions_sudo = self.env["complaint.policy.version"].sudo()
        for version in versions_sudo.search(
            Domain("document_id", "in", self._origin.ids)
            & Domain("date_approved", "!=", False)
            & Domain("date_from", "<=", day),
            order="date_from, id",
        ):
            if not version.date_to or version.date_to > version.date_from:
                found[version.document_id.id] = version
        return {
            self.browse(id_): version.with_env(self.env)
            for id_, version in found.items()
            if not version.date_to or version.date_to > day
        }

    # ------------------------------------------------------------------
    # Who reads and changes it
    # ------------------------------------------------------------------

    @api.model
    def _get_readable_domain(self):
        """All employees read what was approved once; drafts are the officers'."""
        if self.env.user.has_group(OFFICER):
            return Domain.TRUE
        if not self.env.user._is_internal():
            return Domain.FALSE
        versions_sudo = self.env["complaint.policy.version"].sudo()
        known = versions_sudo._search([("date_approved", "!=", False)])
        return Domain("id", "in", known.select("document_id"))

    def _filter_forbidden(self, operation):
        """Those that the user may not do this with; see the class."""
        own = self.browse(self.ids)
        user = self.env.user
        if not own or user.has_group(MANAGER):
            return own.browse()
        found = own.sudo().search(
            Domain("id", "in", own.ids)
            & self._get_readable_domain()
            & (
                Domain.TRUE
                if operation == "read"
                else Domain("company_id", "!=", False)
                & ~Domain("version_ids.date_approved", "!=", False)
            )
        )
        return own - own.browse(found.ids)

    def _make_refusal(self, operation):
        if operation == "write" and self.has_access("read"):
            return AccessError(
                self.env._(
                    "“%s” was approved, or is for all companies: a complaint manager "
                    "changes its frame. Its words change by a new version.",
                    self[:1].sudo().name,
                )
            )
        return super()._make_refusal(operation)

    def write(self, vals):
        """What was approved does not go to another company.

        :raises UserError: it would
        """
        self.check_access("write")
        if "company_id" in vals:
            moved = self.filtered(
                lambda document: (
                    document.company_id.id != (vals["company_id"] or False)
                    and document.was_approved
                )
            )
            if moved:
                raise UserError(
                    self.env._(
                        "“%s” was approved: it stays with its company. Write another "
                        "for the other company.",
                        moved[0].name,
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unapproved_only(self):
        """
        :raises UserError: it has versions: what was in force once is kept
        """
        if self.sudo().version_ids:
            raise UserError(
                self.env._(
                    "Documents are kept with all their versions: end the version in "
                    "force instead."
                )
            )

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """How it came about is for those who write it."""
        result = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        if message_operation == "read" and not self.env.user.has_group(OFFICER):
            return dict.fromkeys(self, "write")
        return result

    @api.depends("name", "version_ids.date_approved")
    @api.depends_context("uid", "lang")
    def _compute_display_name(self):
        """Of a document that was never approved only its readers learn the title."""
        sees_drafts = self.env.su or self.env.user.has_group(OFFICER)
        for document in self:
            is_hidden = (
                document._origin and not sees_drafts and not document.was_approved
            )
            document.display_name = (
                self.env._("Document") if is_hidden else document.name
            )

    # ------------------------------------------------------------------
    # What people do with it
    # ------------------------------------------------------------------

    def action_new_version(self):
        """Open a draft with the words of the version in force, or of the last.

        A draft that is there already is opened instead.

        :raises AccessError: the user does not write versions
        """
        self.ensure_one()
        versions = self.env["complaint.policy.version"]
        versions.check_access("create")
        draft = self.version_ids.filtered(lambda v: v.state in ("draft", "asked"))[:1]
        if not draft:
            last = self.version_id or self.version_ids[:1]
            draft = (
                last.copy({"document_id": self.id})
                if last
                else versions.create({"document_id": self.id})
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": draft._name,
            "res_id": draft.id,
            "view_mode": "form",
        }

    @api.model
    def _get_valid_domain(self, company, categories=()):
        """Documents for the cases of a company and a category.

        :param company: ``res.company``
        :param categories: ids of the category and of those above it
        """
        return Domain("company_id", "in", [False, company.id]) & (
            Domain("category_ids", "=", False)
            | Domain("category_ids", "in", list(categories))
        )

    @api.model
    def _get_public_versions(self, company):
        """What everybody may read of a company today, its policies first.

        :param company: ``res.company``, as sudo
        :return: ``complaint.policy.version``, in the environment of the company
        """
        documents = company.env[self._name].search(
            Domain("is_public", "=", True)
            & Domain("company_id", "in", [False, company.id])
        )
        today = company._get_complaint_day_of(fields.Datetime.now())
        in_force = documents._get_in_force(today)
        versions = company.env["complaint.policy.version"]
        return versions.union(*(in_force[doc] for doc in documents if doc in in_force))
