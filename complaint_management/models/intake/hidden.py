# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class ComplaintHidden(models.Model):
    _inherit = "complaint.hidden"

    def _register_document(self, document):
        """A ticket or a lead is registered as by its own button."""
        if getattr(document, "_complaint_field", None):
            return document.action_register_complaint()
        return super()._register_document(document)
