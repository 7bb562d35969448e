# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ComplaintNotice(models.TransientModel):
    """Tells the complainant honestly that it is beyond one's authority (R92)."""

    _inherit = "complaint.notice"

    notice = fields.Selection(
        selection_add=[("beyond", "Somebody else has to decide")],
        ondelete={"beyond": "cascade"},
    )
