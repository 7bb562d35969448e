# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ..common.facts_mixin import select_columns

# Figures of fewer people would tell about one of them.
FEWEST_PEOPLE = 3


class ComplaintPenaltyTotal(models.Model):
    """Totals of departments: by month, rewards and penalties. Of no person.

    Accountability officers see all of their companies. Who leads a department sees
    it, and what is below it, as far as three people or more work there: figures of
    fewer tell about a person. The rows know no employee, no entry, no rule and no
    case, so there is nothing to ask for (R131, R133).

    An entry counts where it happened, also when the person works elsewhere now.
    """

    _name = "complaint.penalty.total"
    _description = "Accountability Totals of Departments"
    _inherit = ["complaint.penalty.figures"]
    _auto = False
    _order = "month desc, id desc"
    _rec_name = "department_id"
    _depends = {
        "complaint.penalty": [
            "state",
            "balance",
            "is_reward",
            "date_confirmed",
            "date_expiry",
            "department_id",
            "company_id",
        ],
        "hr.employee": ["active", "company_id", "current_version_id"],
        "hr.version": ["department_id"],
    }

    department_id = fields.Many2one(comodel_name="hr.department", readonly=True)
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    month = fields.Date(readonly=True)
    month_label = fields.Char(
        string="Name of the Month",
        compute="_compute_month_label",
        export_string_translation=False,
    )
    side = fields.Selection(
        selection=[("reward", "Rewards"), ("penalty", "Penalties")],
        string="Rewards or Penalties",
        readonly=True,
    )
    headcount = fields.Integer(string="People", readonly=True, aggregator="max")

    @api.depends("month")
    @api.depends_context("lang")
    def _compute_month_label(self):
        for total in self:
            total.month_label = format_date(
                total.env, total.month, date_format="MMMM y"
            )

    @property
    def _table_query(self):
        """All entries, added up; who may see which rows is for the record rules."""
        day = fields.Date.context_today(self)
        entries = self.env["complaint.penalty"].sudo()
        query = entries._search_counted(day)

        def column(fname):
            return entries._field_to_sql(query.table, fname, query)

        keys = {
            "company_id": column("company_id"),
            "department_id": column("department_id"),
            "month": entries._truncate_local("month", column("date_confirmed")),
            "side": SQL(
                "CASE WHEN %s THEN 'reward' ELSE 'penalty' END", column("is_reward")
            ),
        }
        query.groupby = SQL("1, 2, 3, 4")
        columns = {
            **keys,
            "id": SQL("MIN(%s)", column("id")),
            **self._get_sums(query, day),
        }
        sums = select_columns(query, columns)
        return SQL(
            "SELECT sums.*, COALESCE(staff.headcount, 0) AS headcount"
            " FROM (%s) AS sums LEFT JOIN (%s) AS staff"
            " ON staff.department_id = sums.department_id"
            " AND staff.company_id = sums.company_id",
            sums,
            self._get_staff(),
        )

    def _get_staff(self):
        """How many people work in each department today, as SQL."""
        return SQL(
            "SELECT version.department_id, employee.company_id,"
            " COUNT(*) AS headcount"
            " FROM hr_employee AS employee"
            " JOIN hr_version AS version ON version.id = employee.current_version_id"
            " WHERE employee.active GROUP BY 1, 2"
        )
