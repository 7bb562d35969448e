# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

ASKED_WHOM = [
    ("customer", "The complainant"),
    ("supplier", "A supplier"),
    ("authority", "An authority"),
    ("department", "Another department"),
    ("other", "Somebody else"),
]


class ComplaintPause(models.Model):
    """One justified interval in which a case waits for somebody else."""

    _name = "complaint.pause"
    _description = "Complaint Pause"
    _inherit = ["complaint.part.mixin"]
    _order = "date_start desc, id desc"
    _rec_name = "reason"

    reason = fields.Text(required=True, readonly=True)
    asked_what = fields.Char(
        string="What Was Asked", readonly=True, help="What we wait for."
    )
    asked_whom = fields.Selection(
        selection=ASKED_WHOM,
        required=True,
        default="customer",
        readonly=True,
    )
    date_start = fields.Datetime(string="Since", required=True, readonly=True)
    date_limit = fields.Date(
        string="At the Longest Until",
        required=True,
        readonly=True,
        help="The pause ends by itself after this day.",
    )
    date_end = fields.Datetime(string="Ended", readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users", string="By", required=True, readonly=True
    )

    _one_open_uniq = models.UniqueIndex(
        "(complaint_id) WHERE date_end IS NULL",
        "The case is on hold already.",
    )
    _ordered = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "A pause cannot end before it started.",
    )
