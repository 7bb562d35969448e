# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ComplaintWhy(models.Model):
    """One answer to “why?”; the next line says why that was so.

    The last line of a case is the root: what has to change, so that it does not happen
    again (R61, R139).
    """

    _name = "complaint.why"
    _description = "Why It Happened"
    _inherit = ["complaint.part.mixin"]
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(string="Because", required=True)
