# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .line import STEPS_DOWN

BARRED = """
    SELECT line.root, hidden.complaint_id
      FROM (%s) AS line
      JOIN (
            SELECT complaint_complaint_id AS complaint_id,
                   FALSE AS is_unit, hr_employee_id AS id
              FROM complaint_complained_employee_rel
            UNION ALL
            SELECT complaint_complaint_id, TRUE, hr_department_id
              FROM complaint_complained_department_rel
           ) AS hidden
        ON hidden.id = line.id AND hidden.is_unit = line.is_unit
      JOIN complaint_complaint complaint
        ON complaint.id = hidden.complaint_id
     WHERE complaint.identity_mode != 'named'
     GROUP BY line.root, hidden.complaint_id
"""


class ResUsers(models.Model):
    _inherit = "res.users"

    barred_complaint_ids = fields.Many2many(
        comodel_name="complaint.complaint",
        string="Cases Closed to the User",
        compute="_compute_barred_complaint_ids",
        compute_sudo=True,
        groups=fields.NO_ACCESS,
        context={"active_test": False},
        export_string_translation=False,
    )

    def _compute_barred_complaint_ids(self):
        """Protected cases about these users, or about whom they lead (R153).

        One query for all of them; it is remembered for the transaction only.
        """
        barred = {user.id: [] for user in self}
        for user_id, complaint_id in self._find_barred():
            barred[user_id].append(complaint_id)
        for user in self:
            user.barred_complaint_ids = barred[user.id]

    def _find_barred(self):
        """Rows of user and protected case that the user may not know of."""
        self.env["complaint.complaint"].flush_model(
            ["identity_mode", "complained_employee_ids", "complained_department_ids"]
        )
        start = SQL(
            "SELECT user_id, FALSE, id FROM hr_employee WHERE user_id = ANY(%s)",
            [user._origin.id for user in self],
        )
        line = self.env["hr.employee"]._get_line(start, STEPS_DOWN)
        return self.env.execute_query(SQL(BARRED, line))

    @api.model
    def _forget_who_is_barred(self):
        """Work it out anew: people, departments or cases changed."""
        self.invalidate_model(["barred_complaint_ids"], flush=False)
        self.env["complaint.complaint"].invalidate_model(["bars_reader"], flush=False)
