# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from .messages import NO_MAIL


class IrDemo(models.TransientModel):
    """Demonstration data that is loaded into a running database writes to nobody."""

    _inherit = "ir.demo"

    def install_demo(self):
        quiet = self.with_context(complaint_no_mail=NO_MAIL)
        return super(IrDemo, quiet).install_demo()
