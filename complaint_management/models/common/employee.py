# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

# What it hangs on who leads whom, as menus remember it.
REPORTING_FIELDS = {"user_id", "parent_id"}


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = ["complaint.cached.mixin", "hr.employee"]

    @api.model
    def _get_cached_fields(self):
        return REPORTING_FIELDS

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

    def _get_boss(self, level):
        """The manager so many levels up who can still be reached, or nobody.

        :param int level: 1 for the manager, 2 for the manager's manager
        """
        boss, seen = self, self
        while level > 0 and boss.parent_id and boss.parent_id not in seen:
            boss = boss.parent_id
            seen |= boss
            if level > 1 or boss.user_id.active:
                level -= 1
        return self.browse() if level else boss
