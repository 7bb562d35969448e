# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who complains, and how to reach them."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.base.models.res_partner import _lang_get

IDENTITY_MODES = [
    ("named", "Named"),
    ("confidential", "Confidential"),
    ("anonymous", "Anonymous"),
]


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    identity_mode = fields.Selection(
        selection=IDENTITY_MODES,
        string="Identity",
        required=True,
        default="named",
        tracking=True,
        help="Confidential: only the people who work on the case and the "
        "officers see it. Anonymous: no name, address or contact is kept.",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        check_company=True,
        index="btree_not_null",
        tracking=True,
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Customer Company",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    partner_name = fields.Char(
        string="Complainant",
        compute="_compute_complainant",
        store=True,
        readonly=False,
        precompute=True,
        index="trigram",
        help="The name as given; a contact record is not needed.",
    )
    email_from = fields.Char(
        string="Email",
        compute="_compute_complainant",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
    )
    phone = fields.Char(
        compute="_compute_complainant",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
    )
    street = fields.Char(
        string="Address",
        help="Where a letter reaches the complainant.",
        compute="_compute_complainant",
        store=True,
        readonly=False,
        precompute=True,
    )
    lang = fields.Selection(
        selection=_lang_get,
        string="Customer's Language",
        compute="_compute_lang",
        store=True,
        readonly=False,
        precompute=True,
        help="Letters, mails and forms for the customer use this language.",
    )
    other_partner_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="complaint_other_partner_rel",
        string="Other Complainants",
        help="People who complain together with the complainant.",
    )

    @api.depends("partner_id", "identity_mode")
    def _compute_complainant(self):
        """Fill name and ways to reach from the customer.

        What was typed stays where the customer has nothing better, unless it
        belonged to another customer: nobody is written to at a stranger's
        address.
        """
        for complaint in self:
            partner = complaint.partner_id
            previous = complaint._origin.partner_id
            keep = complaint.identity_mode != "anonymous" and (
                not previous or previous == partner
            )
            for fname, value in self._prepare_complainant_vals(partner).items():
                if complaint.identity_mode == "anonymous":
                    value = False
                complaint[fname] = value or (keep and complaint[fname])

    def _forget_previous_customer(self, vals):
        """Take off what belonged to another customer, as the form does.

        The compute sees the old customer in a form only: once it is written,
        the record has forgotten.
        """
        if "partner_id" not in vals:
            return
        details = set(self._prepare_complainant_vals(self.env["res.partner"]))
        changed = self.filtered(
            lambda complaint: (
                complaint.partner_id and complaint.partner_id.id != vals["partner_id"]
            )
        )
        if changed:
            changed.write(dict.fromkeys(details - set(vals), False))

    @api.model
    def _prepare_complainant_vals(self, partner):
        """What a case takes over from its customer."""
        return {
            "partner_name": partner.name,
            "email_from": partner.email,
            "phone": partner.phone,
            "street": self._get_address(partner),
        }

    @api.model
    def _get_address(self, partner):
        """The address in one line, as its country writes it, without the name."""
        if not partner:
            return False
        lines = partner._display_address(without_company=True).splitlines()
        parts = (line.strip(" ,") for line in lines)
        return ", ".join(part for part in parts if part)

    @api.depends("partner_id")
    def _compute_lang(self):
        for complaint in self:
            complaint.lang = (
                complaint.partner_id.lang
                or complaint.lang
                or complaint.company_id.partner_id.lang
                or self.env.lang
            )

    def _get_accused_users(self):
        """Users who have no part in a case, as it is about them; for the rooms."""
        return self.env["res.users"]

    @api.constrains(
        "identity_mode",
        "complained_employee_ids",
        "complained_department_ids",
        "user_id",
        "investigator_id",
        "backup_user_id",
    )
    def _check_accused_do_not_handle(self):
        """Who cannot read a protected case does not work on it either (R153)."""
        protected = self.filtered(lambda case: case.identity_mode != "named")
        # Looked up for all of them: one by one, each would be asked for alone.
        protected.sudo().with_context(active_test=False).mapped(
            "complained_department_ids"
        )
        for complaint in protected:
            accused = complaint._get_accused_users() & complaint._get_workers()
            if accused:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” is protected, and about %(people)s or somebody "
                        "who reports to them: choose another handler or "
                        "investigator.",
                        name=complaint.name,
                        people=", ".join(accused.sudo().mapped("name")),
                    )
                )

    @api.constrains(
        "identity_mode",
        "partner_id",
        "partner_name",
        "email_from",
        "phone",
        "street",
        "other_partner_ids",
    )
    def _check_anonymous(self):
        """An anonymous case keeps nothing that tells who complained (R149)."""
        for complaint in self:
            if complaint.identity_mode == "anonymous" and (
                complaint.partner_id
                or complaint.partner_name
                or complaint.email_from
                or complaint.phone
                or complaint.street
                or complaint.other_partner_ids
            ):
                raise ValidationError(
                    self.env._(
                        "“%(name)s” is anonymous: remove the customer, the name, "
                        "the address, the email and the phone, or choose another "
                        "identity.",
                        name=complaint.name,
                    )
                )
