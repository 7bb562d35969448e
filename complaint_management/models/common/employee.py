# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

# What it hangs on who leads whom, as menus remember it.
REPORTING_FIELDS = {"user_id", "parent_id"}


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        if employees.user_id or employees.parent_id:
            self._forget_who_reports_to_whom()
        return employees

    def write(self, vals):
        result = super().write(vals)
        if REPORTING_FIELDS & set(vals):
            self._forget_who_reports_to_whom()
        return result

    def _forget_who_reports_to_whom(self):
        """Let menus be worked out anew, now and in later transactions."""
        self.env.registry.clear_cache()

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
