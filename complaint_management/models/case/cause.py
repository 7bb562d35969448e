# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ComplaintCause(models.Model):
    """A root cause, in a tree, with its origin (R12, R61, R203).

    The origins are the branches of the tree of causes that companies draw: people,
    process, product, system, supplier and so on.
    """

    _name = "complaint.cause"
    _description = "Complaint Root Cause"
    _inherit = ["complaint.tree.mixin"]

    parent_id = fields.Many2one(
        comodel_name="complaint.cause",
        string="Parent Cause",
        ondelete="restrict",
        check_company=True,
        index=True,
    )
    child_ids = fields.One2many(
        comodel_name="complaint.cause",
        inverse_name="parent_id",
        string="Detailed Causes",
    )
    origin = fields.Selection(
        selection=[
            ("staff", "Staff"),
            ("equipment", "Equipment"),
            ("product", "Product"),
            ("development", "Research and development"),
            ("process", "Process"),
            ("organisation", "Organisation"),
            ("policy", "Policy"),
            ("communication", "Communication"),
            ("sales", "Sales"),
            ("supplier", "Supplier"),
            ("market", "Market"),
            ("law", "Law"),
            ("environment", "Environment"),
            ("customer", "Customer"),
            ("external", "External"),
        ],
        required=True,
        default="process",
        help="Where the cause lies; analyses group by it.",
    )
