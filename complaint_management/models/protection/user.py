# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .line import STEPS_DOWN

# From each place on the line to the cases about it, by the index.
BARRED = """
    SELECT DISTINCT line.root, complaint.id
      FROM (%s) AS line
     CROSS JOIN LATERAL (
            SELECT complaint_complaint_id AS id
              FROM complaint_complained_employee_rel
             WHERE NOT line.is_unit AND hr_employee_id = line.id
            UNION ALL
            SELECT complaint_complaint_id
              FROM complaint_complained_department_rel
             WHERE line.is_unit AND hr_department_id = line.id
           ) AS hidden
      JOIN complaint_complaint complaint
        ON complaint.id = hidden.id
     WHERE complaint.identity_mode != 'named'
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

    @api.model
    def _get_invalidation_fields(self):
        """Rules that name the contact or the teams of the user follow what changes."""
        return super()._get_invalidation_fields() | {"partner_id", "helpdesk_team_ids"}
