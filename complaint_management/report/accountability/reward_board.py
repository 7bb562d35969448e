# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date
from odoo.tools.date_utils import start_of


class ComplaintRewardBoard(models.Model):
    """Who handled complaints well: read by every employee of the company (R132, R148).

    Only good news: the rows come from rewards that stand, by person and by team, for
    each month and quarter. Who has none is not on it, no row tells of a penalty, a
    case or a customer, and there is nothing to subtract one from. Who works here no
    more, or does not want to be shown, is left out, of the team's points as well:
    what a colleague contributed cannot be worked out from the difference.
    """

    _name = "complaint.reward.board"
    _description = "Recognition"
    _auto = False
    _order = "date desc, points desc, reward_count desc, id"
    _rec_name = "employee_id"
    _depends = {
        "complaint.penalty": [
            "state",
            "balance",
            "is_reward",
            "date_confirmed",
            "reverses_id",
            "reversed_by_id",
            "employee_id",
            "department_id",
            "company_id",
        ],
        "hr.employee": ["active", "company_id", "complaint_board_off"],
        "res.company": ["complaint_reward_board"],
    }

    who = fields.Selection(
        selection=[("employee", "Colleagues"), ("team", "Teams")], readonly=True
    )
    period = fields.Selection(
        selection=[("month", "Month"), ("quarter", "Quarter")], readonly=True
    )
    date = fields.Date(
        string="Since", readonly=True, help="First day of the month or quarter."
    )
    employee_id = fields.Many2one(
        comodel_name="hr.employee.public", string="Colleague", readonly=True
    )
    department_id = fields.Many2one(
        comodel_name="hr.department", string="Team", readonly=True
    )
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    age = fields.Selection(
        selection=[("now", "Now"), ("last", "The last one"), ("past", "Before")],
        readonly=True,
        help="Whether the month or quarter still runs.",
    )
    points = fields.Integer(readonly=True, aggregator=None)
    reward_count = fields.Integer(
        string="Rewards", readonly=True, aggregator=None, help="How often."
    )
    period_label = fields.Char(string="When", compute="_compute_period_label")
    is_me = fields.Boolean(string="Me", compute="_compute_is_me")

    @property
    def _table_query(self):
        """Rewards that stand, added up four ways: person or team, month or quarter."""
        today = fields.Date.context_today(self)
        now = {unit: start_of(today, unit) for unit in ("month", "quarter")}
        last = {
            unit: start_of(fields.Date.subtract(begin, days=1), unit)
            for unit, begin in now.items()
        }
        return SQL(
            "SELECT board.*, CASE WHEN (period, date) IN %s THEN 'now'"
            " WHEN (period, date) IN %s THEN 'last' ELSE 'past' END AS age"
            " FROM (%s) AS board",
            tuple(now.items()),
            tuple(last.items()),
            self._get_board(today),
        )

    def _get_board(self, today):
        """The rows, as SQL, without how old they are."""
        rewards = self.env["complaint.penalty"].sudo()
        query = rewards._search_counted(
            today,
            Domain("is_reward", "=", True)
            & Domain("reverses_id", "=", False)
            & Domain("reversed_by_id", "=", False)
            & Domain("company_id.complaint_reward_board", "=", True),
        )

        def column(fname):
            return rewards._field_to_sql(query.table, fname, query)

        query.add_join(
            "JOIN",
            "employee",
            "hr_employee",
            SQL(
                "employee.id = %s AND employee.active"
                " AND employee.company_id = %s"
                " AND employee.complaint_board_off IS NOT TRUE",
                column("employee_id"),
                column("company_id"),
            ),
        )
        granted = query.select(
            *(
                SQL("%s", column(fname))
                for fname in ("id", "company_id", "employee_id", "department_id")
            ),
            SQL("%s AS points", column("balance")),
            *(
                SQL(
                    "%s AS %s",
                    rewards._truncate_local(unit, column("date_confirmed")),
                    SQL.identifier(unit),
                )
                for unit in ("month", "quarter")
            ),
        )
        return SQL(
            # A row's own number: GROUPING tells the four ways apart.
            "SELECT MIN(id) * 4 + GROUPING(month, employee_id) AS id,"
            " company_id, employee_id, department_id,"
            " CASE WHEN GROUPING(employee_id) = 0 THEN 'employee' ELSE 'team' END"
            " AS who,"
            " CASE WHEN GROUPING(month) = 0 THEN 'month' ELSE 'quarter' END AS period,"
            " COALESCE(month, quarter) AS date,"
            " SUM(points) AS points, COUNT(*) AS reward_count"
            " FROM (%s) AS granted"
            " GROUP BY GROUPING SETS ((company_id, employee_id, month),"
            " (company_id, employee_id, quarter), (company_id, department_id, month),"
            " (company_id, department_id, quarter))"
            " HAVING GROUPING(employee_id) = 0 OR department_id IS NOT NULL",
            granted,
        )

    @api.depends("date", "period")
    @api.depends_context("lang")
    def _compute_period_label(self):
        for row in self:
            if row.period == "month":
                row.period_label = format_date(row.env, row.date, date_format="MMMM y")
            else:
                row.period_label = row.env._(
                    "Quarter %(number)s of %(year)s",
                    number=(row.date.month + 2) // 3,
                    year=row.date.year,
                )

    @api.depends("employee_id")
    @api.depends_context("uid")
    def _compute_is_me(self):
        mine = self.env.user.sudo().employee_ids.ids
        for row in self:
            row.is_me = row.employee_id.id in mine

    def action_switch_me(self):
        """Leave the board with all of one's rewards, or come back.

        :raises UserError: the user is no employee
        :return: a message for the user
        """
        employees = self.env.user.sudo().with_context(active_test=False).employee_ids
        if not employees:
            raise UserError(self.env._("Your account belongs to no employee."))
        is_off = employees._switch_board()
        message = (
            self.env._("You are not shown here any more.")
            if is_off
            else self.env._("Your rewards are shown here.")
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
