# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "complaint.source.mixin"]
    _complaint_field = "lead_id"

    complaint_ids = fields.One2many(
        comodel_name="complaint.complaint",
        inverse_name="lead_id",
        string="Complaints",
        groups="base.group_user",
    )

    def _prepare_complaint_vals(self):
        vals = super()._prepare_complaint_vals()
        vals.update(name=self.name, description=self.description)
        given = {
            "partner_name": self.contact_name or self.partner_name,
            "email_from": self.email_from,
            "phone": self.phone,
        }
        vals.update((fname, value) for fname, value in given.items() if value)
        return vals

    def _merge_dependences(self, opportunities):
        """What fulfils a remedy goes on in the opportunity that remains."""
        merged_sudo = (
            self.env["complaint.remedy"]
            .sudo()
            .search(
                [
                    ("result_model", "=", self._name),
                    ("result_id", "in", opportunities.ids),
                ]
            )
        )
        if merged_sudo:
            merged_sudo._write_sealed(
                {"result_id": self.id, "result_name": self.display_name}
            )
        return super()._merge_dependences(opportunities)
