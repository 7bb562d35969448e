# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ComplaintWorkingTimeMixin(models.AbstractModel):
    """Something that working time is made of: when it changes, clocks read anew."""

    _name = "complaint.working.time.mixin"
    _inherit = ["complaint.cached.mixin"]
    _description = "Complaint Working Time Mixin"
