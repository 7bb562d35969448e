# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def _copy_cache_from(self, public, field_names):
        """Keep names with their people for users without access to employees.

        Odoo copies the public values one after the other and skips those that
        are not in the cache, so the rest moves up: a form with two fields of
        employees named the wrong person as responsible. Nothing is missing
        once the public values were read.
        """
        for fname in field_names:
            public.mapped(fname)
        return super()._copy_cache_from(public, field_names)
