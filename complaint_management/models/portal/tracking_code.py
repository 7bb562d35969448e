# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

# The one thing that the product writes later: this very object, which no call has.
_VOID = {"is_void": True}


class ComplaintTrackingCode(models.Model):
    """A tracking code: which case it opens, who gave it out, to whom; append-only.

    A code that the form showed is known to the complainant alone. One that staff
    issued was seen by them first: it proves nothing about who uses it, so whatever is
    done with it is marked (R150, R152). The code is kept nowhere; its fingerprint
    cannot be turned back.
    """

    _name = "complaint.tracking.code"
    _description = "Tracking Code"
    _inherit = ["complaint.part.mixin"]
    _order = "date desc, id desc"
    _log_access = False
    _rec_name = "handed_to"

    fingerprint = fields.Char(required=True, readonly=True, groups=fields.NO_ACCESS)
    origin = fields.Selection(
        selection=[
            ("complainant", "The form, when the case was sent"),
            ("staff", "Staff"),
        ],
        string="Issued By",
        required=True,
        readonly=True,
    )
    issuer_id = fields.Many2one(
        comodel_name="res.users",
        string="Person",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    handed_to = fields.Char(readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    is_void = fields.Boolean(
        string="Void",
        readonly=True,
        help="Somebody else was accepted as the complainant after it was given out.",
    )

    _fingerprint_uniq = models.UniqueIndex(
        "(fingerprint)", "Two cases cannot have the same tracking code."
    )
    _issuer_check = models.Constraint(
        "CHECK (origin != 'staff' OR"
        " (issuer_id IS NOT NULL AND handed_to IS NOT NULL))",
        "Of a code that staff issued it is known who did it, and for whom.",
    )

    def write(self, vals):
        """Refuse to rewrite who issued a code; it only goes on with its case.

        :raises UserError: anything but the case is written
        """
        if set(vals) - {"complaint_id"} and vals is not _VOID:
            raise UserError(self.env._("The log of tracking codes is not rewritten."))
        return super().write(dict(vals))

    def _make_void(self):
        """Let these codes open nothing any more; private, for the product."""
        self.write(_VOID)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The log of tracking codes is not rewritten."))

    def _say_origin(self):
        """Who issued a code and to whom it was handed; empty for the form's own."""
        if self.origin != "staff":
            return ""
        return self.env._(
            "by a code that %(user)s issued, handed to: %(whom)s",
            user=self.sudo().issuer_id.name,
            whom=self.handed_to,
        )
