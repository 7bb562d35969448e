# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What lists offer to group by: what people know, and nothing of the machinery."""

from odoo import api, models

# Of Odoo's mixins, and of ours, that say nothing to who groups cases.
MACHINERY = {
    "access_warning",
    "activity_exception_decoration",
    "activity_user_id",
    "email_cc",
    "email_normalized",
    "my_activity_date_deadline",
    "phone_key",
    "stall_check_at",
}


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    # Few addresses wait to be accepted, and they are counted for the activity menu.
    _address_waits_idx = models.Index(
        "(company_id) WHERE address_changed_on IS NOT NULL"
    )

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Technical fields are searched by those who know them, but not offered to
        group cases by."""
        result = super().fields_get(allfields, attributes)
        for fname, description in result.items():
            if "groupable" in description and self._is_machinery(fname):
                description["groupable"] = False
        return result

    @api.model
    def _is_machinery(self, fname):
        """Whether a field is no matter of people: its label is not even translated."""
        field = self._fields[fname]
        return fname in MACHINERY or not field.export_string_translation
