# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import ormcache

from ..case.complaint import KINDS

# What a mailbox says about the cases that come in by it.
DEFAULTS = ("kind", "company_id", "team_id", "category_id", "channel_id")
ALIAS_NAME = "complaints"


class ComplaintMailbox(models.Model):
    """An address to complain to; each company has one, and more if it wants.

    A mail that goes to several of them is one case: the most specific address
    decides what it is about.
    """

    _name = "complaint.mailbox"
    _description = "Complaint Mailbox"
    _inherit = [
        "complaint.cached.mixin",
        "mail.alias.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "sequence, id"
    _check_company_auto = True
    _keeps_evidence = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(
        default=True,
        help="Mails to an archived address become no cases: they wait under Unread "
        "Mails.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    kind = fields.Selection(selection=KINDS, required=True, default="complaint")
    category_id = fields.Many2one(
        comodel_name="complaint.category",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        help="What mails to this address are about. Empty: somebody looks.",
    )
    unread_count = fields.Integer(
        compute="_compute_unread_count", string="Unread Mails of the Company"
    )

    @api.depends_context("uid")
    def _compute_unread_count(self):
        counts = dict(
            self.env["complaint.unread.mail"]._read_group(
                [("company_id", "in", self.company_id.ids), ("state", "=", "todo")],
                ["company_id"],
                ["__count"],
            )
        )
        for mailbox in self:
            mailbox.unread_count = counts.get(mailbox.company_id, 0)

    # ------------------------------------------------------------------
    # The address
    # ------------------------------------------------------------------

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("complaint.complaint")
        values["alias_contact"] = "everyone"
        if self.id:
            values["alias_defaults"] = repr(self._prepare_case_vals())
        return values

    def _prepare_case_vals(self):
        """What cases that come in by this address start with."""
        self.ensure_one()
        vals = {
            fname: self._fields[fname].convert_to_write(self[fname], self)
            for fname in DEFAULTS
        }
        return {fname: value for fname, value in vals.items() if value}

    @api.model
    @ormcache("company_id")
    def _get_ids_of(self, company_id):
        """The addresses of a company, in their order; asked for with every message.

        :param int company_id: the company
        """
        mailboxes = self.sudo().with_context(active_test=True)
        return mailboxes.search([("company_id", "=", company_id)])._ids

    @api.model
    def _get_cached_fields(self):
        return {"active", "company_id", "sequence"}

    def write(self, vals):
        result = super().write(vals)
        if set(DEFAULTS) & set(vals):
            for mailbox in self:
                mailbox.alias_id.sudo().alias_defaults = repr(
                    mailbox._prepare_case_vals()
                )
        return result

    def _get_rank(self):
        """How specific the address is: its category, its team, then its place."""
        self.ensure_one()
        depth = len((self.category_id.parent_path or "").split("/"))
        return (
            not self.active,
            -depth if self.category_id else 0,
            not self.team_id,
            self.sequence,
            self.id,
        )

    @api.model
    def _make_for_companies(self, companies):
        """Give each company an address, unless it has one.

        :param companies: ``res.company`` records
        """
        known = self.with_context(active_test=False).search(
            [("company_id", "in", companies.ids)]
        )
        for company in companies - known.company_id:
            self.with_company(company).create(
                {
                    "name": company.env._("Complaints"),
                    "company_id": company.id,
                    "alias_name": self._get_free_alias_name(company),
                }
            )

    @api.model
    def _get_free_alias_name(self, company):
        """The usual name, or the company's own, or that with its number."""
        sanitize = self.env["mail.alias"]._sanitize_alias_name
        own = sanitize(f"{ALIAS_NAME}-{company.name}") or ALIAS_NAME
        domain = company.alias_domain_id
        names = [ALIAS_NAME, own, f"{own}-{company.id}"]
        taken = set(
            self.env["mail.alias"]
            .sudo()
            .search([("alias_name", "in", names), ("alias_domain_id", "=", domain.id)])
            .mapped("alias_name")
        )
        taken |= {domain.bounce_alias, domain.catchall_alias}
        return next((name for name in names if name not in taken), False)

    def action_view_unread_mails(self):
        """Show what could not become a case, for somebody to decide."""
        self.ensure_one()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_unread_mail_action"
        )

    # ------------------------------------------------------------------
    # Telling the managers
    # ------------------------------------------------------------------

    @api.model
    def _tell_managers(self, company):
        """Ask the managers of a company to look at its unread mails: once each.

        The task waits at the company's first address until nothing is left to do.
        """
        activity_type = "complaint_management.mail_activity_type_unread_mail"
        mailboxes = self.with_context(active_test=False).search(
            [("company_id", "=", company.id)], order="active desc, sequence, id"
        )
        left = self.env["complaint.unread.mail"].search_count(
            [("company_id", "=", company.id), ("state", "=", "todo")], limit=1
        )
        if not left:
            mailboxes.activity_feedback([activity_type])
            return
        asked = mailboxes.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref(activity_type)
        ).user_id
        for user in self._get_managers(company) - asked:
            mailboxes[:1].activity_schedule(activity_type, user_id=user.id)

    @api.model
    def _get_managers(self, company):
        """Who manages the complaints of a company."""
        managers = self.env.ref("complaint_management.group_complaint_manager")
        return managers.all_user_ids.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        )
