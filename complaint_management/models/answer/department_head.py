# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who leads which department: they see its totals, and no entry of anybody."""

from odoo import api, fields, models
from odoo.fields import Domain

# What ``headed_department_ids`` of a user hangs on, besides the user's employees.
HEADING_FIELDS = {"manager_id", "parent_id"}
TOTALS_MENU = "complaint_management.complaint_menu_penalty_total"
OFFICER = "complaint_management.group_complaint_accountability"


class ResUsers(models.Model):
    _inherit = "res.users"

    headed_department_ids = fields.Many2many(
        comodel_name="hr.department",
        string="Departments Led",
        compute="_compute_headed_department_ids",
        compute_sudo=True,
        context={"active_test": False},
        export_string_translation=False,
    )

    def _compute_headed_department_ids(self):
        """Departments that this user leads, with those below them.

        The menus remember it for each user; changes of departments and employees
        make them forget. The rule about totals asks each time.
        """
        everything = self.env["hr.department"].with_context(active_test=False)
        for user in self:
            led = everything.search([("manager_id.user_id", "=", user.id)])
            user.headed_department_ids = everything.search(
                [("id", "child_of", led.ids)]
            )


class HrDepartment(models.Model):
    _name = "hr.department"
    _inherit = ["complaint.cached.mixin", "hr.department"]

    is_led_by_reader = fields.Boolean(
        string="Led by You",
        compute="_compute_is_led_by_reader",
        search="_search_is_led_by_reader",
        export_string_translation=False,
    )

    @api.depends_context("uid")
    @api.depends("manager_id", "parent_id")
    def _compute_is_led_by_reader(self):
        led_sudo = self.env.user.sudo().headed_department_ids
        for department in self:
            department.is_led_by_reader = department._origin.id in led_sudo.ids

    @api.model
    def _search_is_led_by_reader(self, operator, value):
        """For the rule about totals, which remembers what it does not ask."""
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", self.env.user.sudo().headed_department_ids.ids)

    @api.model
    def _get_cached_fields(self):
        return HEADING_FIELDS

    def _forget_cached(self):
        """Menus are worked out anew, and so is who leads."""
        self._forget_who_leads()
        return super()._forget_cached()

    @api.model
    def _forget_who_leads(self):
        self.env["res.users"].invalidate_model(["headed_department_ids"])
        self.invalidate_model(["is_led_by_reader"])


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def _forget_cached(self):
        """Who is an employee leads what the employee leads."""
        self.env["hr.department"]._forget_who_leads()
        return super()._forget_cached()


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """Totals of departments are offered to those who lead one."""
        hidden = super()._load_menus_blacklist()
        user = self.env.user
        if user.has_group(OFFICER) or user.headed_department_ids:
            return hidden
        menu = self.env.ref(TOTALS_MENU, raise_if_not_found=False)
        return [*hidden, *menu.ids] if menu else hidden
