# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which protected cases are closed to the user who asks (R153)."""

from odoo import api, fields, models
from odoo.fields import Domain

from .case_accused import BARRING_FIELDS


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    bars_reader = fields.Boolean(
        string="Closed to You",
        compute="_compute_bars_reader",
        search="_search_bars_reader",
        export_string_translation=False,
    )

    @api.depends_context("uid")
    @api.depends(*sorted(BARRING_FIELDS))
    def _compute_bars_reader(self):
        # Named cases are closed to nobody: most of the time nothing has to be asked.
        protected = self.filtered(
            lambda complaint: complaint.sudo().identity_mode != "named"
        )
        user_sudo = self.env.user.sudo()
        barred_ids = set(user_sudo.barred_complaint_ids.ids) if protected else ()
        for complaint in self:
            complaint.bars_reader = complaint._origin.id in barred_ids

    @api.model
    def _search_bars_reader(self, operator, value):
        """The record rule asks; nothing of the answer is kept for the next request."""
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", self.env.user.sudo().barred_complaint_ids.ids)

    def _validate_fields(self, field_names, excluded_names=()):
        """Odoo comes here with what was written, before it checks what one may."""
        names = set(field_names)
        if BARRING_FIELDS & names:
            self.env["res.users"]._forget_who_is_barred()
        return super()._validate_fields(names, excluded_names)
