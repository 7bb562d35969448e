# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ComplaintLot(models.Model):
    """A serial number can tell whose it is: a lot is as hidden as all of its cases."""

    _name = "complaint.lot"
    _inherit = ["complaint.about.cases.mixin", "complaint.lot"]
