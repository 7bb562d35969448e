# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_watch_silence = fields.Boolean(
        string="Notice Customers Gone Quiet",
        default=True,
        help="Who ordered regularly and complained, and now does neither, is called by "
        "their salesperson.",
    )
    complaint_silence_watched = fields.Datetime(
        string="Customers Looked At On", readonly=True
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_watch_silence = fields.Boolean(
        related="company_id.complaint_watch_silence", readonly=False
    )
    complaint_has_orders = fields.Boolean(
        compute="_compute_complaint_has_orders", export_string_translation=False
    )

    @api.depends("company_id")
    def _compute_complaint_has_orders(self):
        self.complaint_has_orders = bool(
            self.env["complaint.silence"]._get_order_model()
        )


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """Without an app with orders nobody can be seen to go quiet."""
        hidden = super()._load_menus_blacklist()
        if self.env["complaint.silence"]._get_order_model():
            return hidden
        menu = self.env.ref(
            "complaint_management.complaint_menu_silence", raise_if_not_found=False
        )
        return [*hidden, *menu.ids] if menu else hidden
