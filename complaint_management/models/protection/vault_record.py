# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import email_normalize

# What tells who complained. A confidential case has it in the vault only, an
# anonymous one nowhere.
IDENTITY_FIELDS = (
    "partner_id",
    "partner_name",
    "email_from",
    "phone",
    "street",
    "email_cc",
    "other_partner_ids",
    # Who speaks for them: see ``on_behalf`` of the room ``intake``.
    "representative_id",
    "representative_name",
    "representative_email",
    "representative_phone",
    "authority_document",
    "authority_document_name",
)


class ComplaintIdentity(models.Model):
    """The vault: who complained in confidence, and how to reach them (R152).

    Nobody has access, whatever their groups: the product delivers letters and mails,
    and ``complaint.identity.open`` shows a row to a custodian who says why.
    """

    _name = "complaint.identity"
    _description = "Protected Identity"
    _rec_name = "complaint_id"

    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint",
        string="Case",
        required=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="complaint_id.company_id", store=True, precompute=True
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Customer", index="btree_not_null"
    )
    partner_name = fields.Char(string="Complainant")
    email_from = fields.Char(string="Email")
    email_normalized = fields.Char(
        compute="_compute_email_normalized", store=True, index="btree_not_null"
    )
    phone = fields.Char()
    street = fields.Char(string="Address")
    email_cc = fields.Char(string="Copies To")
    other_partner_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="complaint_identity_other_partner_rel",
        string="Other Complainants",
    )

    _complaint_uniq = models.UniqueIndex(
        "(complaint_id)", "The identity of this case is kept already."
    )

    @api.depends("email_from")
    def _compute_email_normalized(self):
        for identity in self:
            identity.email_normalized = email_normalize(identity.email_from)

    def _prepare_identity_vals(self):
        """What is kept, as values that a case of a named complainant gets."""
        self = self.with_context(bin_size=False)
        return {
            fname: self._fields[fname].convert_to_write(self[fname], self)
            for fname in IDENTITY_FIELDS
            if self[fname]
        }
