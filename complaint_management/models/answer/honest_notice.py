# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The honest word that somebody else decides (R92)."""

from odoo import fields, models


class ComplaintAnswerText(models.Model):
    _inherit = "complaint.answer.text"

    purpose = fields.Selection(
        selection_add=[("beyond", "Notice that somebody else decides")],
        ondelete={"beyond": "cascade"},
    )
