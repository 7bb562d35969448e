# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from .messages import NO_MAIL


class IrDemo(models.TransientModel):
    """Demonstration data that is loaded into a running database writes to nobody."""

    _inherit = "ir.demo"

    def install_demo(self):
        return super(IrDemo, NO_MAIL.give(self)).install_demo()
