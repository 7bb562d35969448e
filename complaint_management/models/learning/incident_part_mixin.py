# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.fields import Domain


class ComplaintIncidentPartMixin(models.AbstractModel):
    """A part of an incident: as readable, and as changeable, as the incident."""

    _name = "complaint.incident.part.mixin"
    _description = "Part of an Incident"
    _inherit = ["complaint.sealed.mixin", "complaint.guarded.mixin"]

    @api.model
    def _get_readable_domain(self):
        """Who reads the incident reads its parts."""
        incidents = self.env["complaint.incident"]
        return Domain("incident_id", "in", incidents._search([]))

    def _filter_forbidden(self, operation):
        incidents = self.sudo().incident_id.with_env(self.env)
        allowed = incidents._filtered_access("read" if operation == "read" else "write")
        return self.filtered(lambda part: part.sudo().incident_id not in allowed)
