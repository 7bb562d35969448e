# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..common.facts_mixin import select_columns

OFFICER = "complaint_management.group_complaint_accountability"


class ComplaintPenaltyBalance(models.Model):
    """Balances of employees: one row for each person and company (R131, R133).

    For accountability officers, of their companies, and not of themselves. Entries
    are added up first, and the access rules look at the sums: a million entries are
    not looked at one by one. A row is where the person works today; what they did in
    another department stays in that one's totals (``complaint.penalty.total``).
    """

    _name = "complaint.penalty.balance"
    _description = "Accountability Balance"
    _inherit = ["complaint.penalty.figures"]
    _auto = False
    _order = "points, id"
    _rec_name = "employee_id"
    _depends = {
        "complaint.penalty": [
            "state",
            "balance",
            "is_reward",
            "date_confirmed",
            "date_expiry",
            "employee_id",
            "company_id",
        ],
        "hr.employee": ["active", "current_version_id", "complaint_board_off"],
        "hr.version": ["department_id"],
    }

    employee_id = fields.Many2one(comodel_name="hr.employee", readonly=True)
    department_id = fields.Many2one(comodel_name="hr.department", readonly=True)
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    is_departed = fields.Boolean(
        string="Has Left", readonly=True, help="Archived: no longer with us."
    )
    is_off_board = fields.Boolean(
        string="Not on the Board",
        readonly=True,
        help="The person does not want their rewards to be shown to all.",
    )
    direction = fields.Selection(
        selection=[("up", "Up"), ("same", "As before"), ("down", "Down")],
        string="Trend",
        readonly=True,
    )

    @property
    def _table_query(self):
        """The entries, added up by person; then where the person is today."""
        day = fields.Date.context_today(self)
        entries = self.env["complaint.penalty"].sudo()
        query = entries._search_counted(day, Domain("employee_id", "!=", False))
        keys = {
            fname: entries._field_to_sql(query.table, fname, query)
            for fname in ("company_id", "employee_id")
        }
        query.groupby = SQL(", ").join(keys.values())
        entry_id = entries._field_to_sql(query.table, "id", query)
        columns = {
            "id": SQL("MIN(%s)", entry_id),
            **keys,
            **self._get_sums(query, day),
        }
        sums = select_columns(query, columns)
        return SQL(
            "SELECT sums.*, version.department_id,"
            " NOT employee.active AS is_departed,"
            " COALESCE(employee.complaint_board_off, FALSE) AS is_off_board,"
            " CASE WHEN sums.trend_points > 0 THEN 'up'"
            " WHEN sums.trend_points < 0 THEN 'down' ELSE 'same' END AS direction"
            " FROM (%s) AS sums"
            " JOIN hr_employee AS employee ON employee.id = sums.employee_id"
            " LEFT JOIN hr_version AS version"
            " ON version.id = employee.current_version_id",
            sums,
        )

    @api.model
    def _get_ledger_action(self, name, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_penalty_report_action"
        )
        return {
            **action,
            "name": name,
            "display_name": name,
            "domain": domain,
            "view_mode": "list,pivot,graph",
            "views": [(False, "list"), (False, "pivot"), (False, "graph")],
            "context": {},
        }

    def action_open_entries(self):
        """Open the history of a person: every entry, expired ones, too.

        :return: an action on the rows of the analysis
        """
        self.ensure_one()
        self.check_access("read")
        return self._get_ledger_action(
            self.employee_id.display_name,
            [
                ("employee_id", "=", self.employee_id.id),
                ("company_id", "=", self.company_id.id),
            ],
        )

    def action_switch_board(self):
        """Leave a person off the board, or show them again, as they asked for."""
        self.check_access("read")
        self.employee_id._switch_board()
