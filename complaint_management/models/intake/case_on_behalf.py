# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Filing for somebody else: who speaks for the complainant, and who is answered.

Who speaks for a protected complainant tells who that is: these fields are kept in
the vault with the rest of the identity (see ``IDENTITY_FIELDS``).
"""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize
from odoo.tools.mail import email_normalize_all

from ..protection.case_vault import Reach

STAFF = "base.group_user"
RELATIONS = [
    ("family", "Family"),
    ("friend", "Friend or neighbour"),
    ("guardian", "Guardian or carer"),
    ("lawyer", "Lawyer"),
    ("association", "Consumer association"),
    ("employer", "Employer or company"),
    ("other", "Other"),
]
REPRESENTATIVE_FIELDS = (
    "representative_id",
    "representative_name",
    "representative_email",
    "representative_phone",
    "authority_document",
    "authority_document_name",
)


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    on_behalf = fields.Boolean(
        string="Filed for Somebody Else",
        tracking=True,
        help="Somebody else speaks for the complainant: a relative, a lawyer, an "
        "association.",
    )
    representative_id = fields.Many2one(
        comodel_name="res.partner",
        check_company=True,
        index="btree_not_null",
        groups=STAFF,
    )
    representative_name = fields.Char(
        string="Representative's Name",
        compute="_compute_representative",
        store=True,
        readonly=False,
        precompute=True,
        groups=STAFF,
    )
    representative_email = fields.Char(
        string="Representative's Email",
        compute="_compute_representative",
        store=True,
        readonly=False,
        precompute=True,
        groups=STAFF,
    )
    representative_phone = fields.Char(
        string="Representative's Phone",
        compute="_compute_representative",
        store=True,
        readonly=False,
        precompute=True,
        groups=STAFF,
    )
    representative_relation = fields.Selection(
        selection=RELATIONS, string="Relation", groups=STAFF
    )
    authority_document = fields.Binary(
        attachment=True,
        copy=False,
        groups=STAFF,
        help="The scan of the letter in which the complainant lets them speak: a "
        "power of attorney, or a few signed lines.",
    )
    authority_document_name = fields.Char(copy=False, groups=STAFF)
    answers_to = fields.Selection(
        selection=[
            ("complainant", "The complainant"),
            ("representative", "The representative"),
            ("both", "Both"),
        ],
        string="Answers Go To",
        required=True,
        default="complainant",
        tracking=True,
        help="Acknowledgement, letters, mails and questions. Anybody but the "
        "complainant gets the answer only with the authority document.",
    )

    @api.depends("representative_id")
    def _compute_representative(self):
        for complaint in self:
            partner = complaint.representative_id
            for fname in ("name", "email", "phone"):
                own = f"representative_{fname}"
                complaint[own] = partner[fname] or complaint[own]

    @api.constrains("identity_mode", *REPRESENTATIVE_FIELDS)
    def _check_anonymous_representative(self):
        """Who speaks for an anonymous complainant would tell who that is (R149)."""
        for complaint in self.sudo():
            if complaint.identity_mode == "anonymous" and any(
                complaint[fname] for fname in REPRESENTATIVE_FIELDS
            ):
                raise ValidationError(
                    self.env._(
                        "“%(name)s” is anonymous: remove the representative and "
                        "their document, or choose another identity.",
                        name=complaint.name,
                    )
                )

    @api.constrains("authority_document")
    def _check_authority_document(self):
        for complaint in self.sudo().with_context(bin_size=False):
            if complaint.authority_document:
                self._check_scan(complaint.authority_document)

    # ------------------------------------------------------------------
    # Who is answered
    # ------------------------------------------------------------------

    @api.depends(
        "on_behalf",
        "answers_to",
        "representative_email",
        "identity_ids.representative_email",
    )
    def _compute_can_mail(self):
        return super()._compute_can_mail()

    def _is_answered_elsewhere(self):
        """Whether anybody but the complainant gets the answers."""
        self.ensure_one()
        return self.on_behalf and self.answers_to != "complainant"

    def _get_reach(self):
        """Word goes to the representative where the complainant wants that.

        To both means: letters to the complainant, mails to both addresses, which
        then stand in ``email`` with a comma between them.
        """
        reach = super()._get_reach()
        source_sudo = self._get_identity_source()
        if not source_sudo or not self._is_answered_elsewhere():
            return reach
        own = self._get_representative_reach(source_sudo)
        if self.answers_to == "both":
            emails = dict.fromkeys(filter(None, (reach.email, own.email)))
            return reach._replace(
                email=", ".join(emails) or False, phone=reach.phone or own.phone
            )
        return own if self._leads_anywhere(own) else reach

    @api.model
    def _leads_anywhere(self, reach):
        """Whether there is a way besides a name."""
        return any(reach._replace(name=False))

    @api.model
    def _get_representative_reach(self, source_sudo):
        """Where word reaches the representative, as a ``Reach``.

        :param source_sudo: the record that has the ``REPRESENTATIVE_FIELDS``
        """
        partner = source_sudo.representative_id
        return Reach(
            name=source_sudo.representative_name or partner.name,
            email=source_sudo.representative_email or partner.email,
            phone=source_sudo.representative_phone or partner.phone,
            street=self._get_address(partner),
            partner=partner,
        )

    def _is_complainant(self, partner=None, email=None):
        """A representative who gets the answers writes for the complainant."""
        if super()._is_complainant(partner=partner, email=email):
            return True
        source_sudo = self._get_identity_source()
        if not source_sudo or not self._is_answered_elsewhere():
            return False
        representative = source_sudo.representative_id
        if partner and partner == representative:
            return True
        own = email_normalize_all(
            ", ".join(
                filter(None, (source_sudo.representative_email, representative.email))
            )
        )
        return bool(email) and email_normalize(email) in own

    def _is_addressed_apart(self):
        """Answers may go to the representative."""
        return super()._is_addressed_apart() or self._is_answered_elsewhere()

    def _get_traces(self):
        """By what a representative is known, the complainant is known too."""
        traces = super()._get_traces()
        for holder_sudo in self._get_identity_holders():
            partner = holder_sudo.representative_id
            emails = (holder_sudo.representative_email, partner.email)
            words = {
                holder_sudo.representative_name,
                holder_sudo.representative_phone,
                partner.name,
                partner.phone,
                self._get_address(partner),
            }
            traces = traces._replace(
                partners=traces.partners | partner,
                emails=traces.emails
                | {
                    found
                    for line in emails
                    for found in email_normalize_all(line or "")
                },
                words=traces.words | {word for word in words if word},
            )
        return traces

    # ------------------------------------------------------------------
    # The gate
    # ------------------------------------------------------------------

    def _has_authority_document(self):
        self.ensure_one()
        source_sudo = self._get_identity_source().with_context(bin_size=True)
        return bool(source_sudo.authority_document)

    def _check_need_representation(self, given):
        """What a complaint found out is for the complainant, or whom they sent."""
        if self._is_answered_elsewhere() and not self._has_authority_document():
            return self.env._(
                "The answer goes to a representative: attach the document in which "
                "the complainant lets them speak, or let the answers go to the "
                "complainant."
            )

    def _check_need_way_to_reach(self, given):
        if self._is_answered_elsewhere() and self._leads_anywhere(self._get_reach()):
            return None
        return super()._check_need_way_to_reach(given)

    def _get_missing_depends(self):
        return [
            *super()._get_missing_depends(),
            "on_behalf",
            "answers_to",
            "authority_document",
            "representative_email",
        ]


class ComplaintIdentity(models.Model):
    """The vault keeps the representative of a confidential complainant too."""

    _inherit = "complaint.identity"

    representative_id = fields.Many2one(
        comodel_name="res.partner",
        index="btree_not_null",
    )
    representative_name = fields.Char(string="Representative's Name")
    representative_email = fields.Char(string="Representative's Email")
    representative_phone = fields.Char(string="Representative's Phone")
    authority_document = fields.Binary(attachment=True)
    authority_document_name = fields.Char()

    @api.constrains("authority_document")
    def _check_authority_document(self):
        for identity in self.with_context(bin_size=False).filtered(
            "authority_document"
        ):
            self.env["complaint.complaint"]._check_scan(identity.authority_document)
