# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who stands above whom: by the manager of a person, and by departments.

A person stands below their manager and below their department; a department below
its head, and below the department that it is part of. So the head of a department is
above its people also when these have no manager of their own, and a department
without a head is led by the nearest one above.
"""

from odoo import api, fields, models
from odoo.tools import SQL

# Each step as (is_unit, id) of who is found next to ``line``.
STEPS_DOWN = SQL(
    """
    SELECT FALSE AS is_unit, id FROM hr_employee
     WHERE NOT line.is_unit AND parent_id = line.id
    UNION ALL
    SELECT TRUE, id FROM hr_department
     WHERE NOT line.is_unit AND manager_id = line.id
    UNION ALL
    SELECT TRUE, id FROM hr_department
     WHERE line.is_unit AND parent_id = line.id
    UNION ALL
    SELECT FALSE, employee.id FROM hr_employee employee
      JOIN hr_version version ON version.id = employee.current_version_id
     WHERE line.is_unit AND version.department_id = line.id
    """
)
STEPS_UP = SQL(
    """
    SELECT FALSE AS is_unit, parent_id AS id FROM hr_employee
     WHERE NOT line.is_unit AND id = line.id AND parent_id IS NOT NULL
    UNION ALL
    SELECT FALSE, manager_id FROM hr_department
     WHERE line.is_unit AND id = line.id AND manager_id IS NOT NULL
    UNION ALL
    SELECT TRUE, parent_id FROM hr_department
     WHERE line.is_unit AND id = line.id AND parent_id IS NOT NULL
    UNION ALL
    SELECT TRUE, version.department_id FROM hr_employee employee
      JOIN hr_version version ON version.id = employee.current_version_id
     WHERE NOT line.is_unit AND employee.id = line.id
       AND version.department_id IS NOT NULL
    """
)
# What the line of anybody hangs on.
LINE_FIELDS = {"user_id", "parent_id", "department_id", "current_version_id"}


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    @api.model
    def _get_line(self, start, steps):
        """Everybody on the way, those at the start included, as a query.

        :param SQL start: a query of (root, is_unit, id); the root is handed on
        :param SQL steps: ``STEPS_DOWN`` or ``STEPS_UP``
        :return: an ``SQL`` of (root, is_unit, id), each once
        """
        self.flush_model(["parent_id", "user_id", "current_version_id"])
        self.env["hr.version"].flush_model(["department_id"])
        self.env["hr.department"].flush_model(["parent_id", "manager_id"])
        return SQL(
            "WITH RECURSIVE line (root, is_unit, id) AS (%s UNION"
            " SELECT line.root, step.is_unit, step.id"
            " FROM line CROSS JOIN LATERAL (%s) AS step"
            ") SELECT root, is_unit, id FROM line",
            start,
            steps,
        )

    def _get_below(self):
        """These people and all who stand below them; archived ones as well.

        :return: pair of employees and the departments that they lead, near or far
        """
        return self._get_on_line(STEPS_DOWN, self.env["hr.department"])

    def _get_people_above(self, departments):
        """These people, and all who stand above them or above the departments.

        :param departments: ``hr.department`` where the way up starts as well
        :return: employees, archived ones as well
        """
        return self._get_on_line(STEPS_UP, departments)[0]

    def _get_on_line(self, steps, departments):
        start = SQL(
            "SELECT 0, FALSE, unnest(%s::int[]) UNION ALL"
            " SELECT 0, TRUE, unnest(%s::int[])",
            self.ids,
            departments.ids,
        )
        rows = self.env.execute_query(self._get_line(start, steps))
        return (
            self.browse(id_ for _root, is_unit, id_ in rows if not is_unit),
            departments.browse(id_ for _root, is_unit, id_ in rows if is_unit),
        )

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        self.env["res.users"]._forget_who_is_barred()
        return employees

    def write(self, vals):
        result = super().write(vals)
        if LINE_FIELDS & set(vals):
            self.env["res.users"]._forget_who_is_barred()
        return result


class HrVersion(models.Model):
    _inherit = "hr.version"

    def write(self, vals):
        result = super().write(vals)
        if "department_id" in vals:
            self.env["res.users"]._forget_who_is_barred()
            self.sudo().employee_id._bar_from_cases()
        return result


class HrDepartment(models.Model):
    _inherit = "hr.department"

    manager_id = fields.Many2one(index="btree_not_null")

    def write(self, vals):
        result = super().write(vals)
        if {"manager_id", "parent_id"} & set(vals):
            self.env["res.users"]._forget_who_is_barred()
        return result
