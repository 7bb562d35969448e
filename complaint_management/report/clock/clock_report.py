# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..common.facts_mixin import selection_of

MODEL = "complaint.clock"


class ComplaintClockReport(models.Model):
    """The analysis of deadlines: one row a clock, stored facts only.

    A row has the id of its clock. What has not been measured yet stays empty and
    does not count in an average: a deadline that still runs is neither met nor
    missed. Like ``complaint.report``, the rows come from a search on the clocks,
    with the access rules of the cases.
    """

    _name = "complaint.clock.report"
    _inherit = ["complaint.facts.mixin"]
    _description = "Complaint Deadline Analysis"
    _facts_model = MODEL
    _auto = False
    _order = "date_due desc, id desc"
    _rec_name = "complaint_id"

    # What is counted
    share_met = fields.Float(
        readonly=True,
        aggregator="avg",
        help="Met in time, of the deadlines that ended with the act they waited for.",
    )
    late_hours = fields.Float(
        string="Hours Late",
        readonly=True,
        aggregator="avg",
        help="How late, of those that were missed. Working hours where the "
        "deadline counts working time.",
    )
    used_hours = fields.Float(
        string="Hours Used",
        readonly=True,
        aggregator="avg",
        help="From the start to the act, without times on hold. Working hours where "
        "the deadline counts working time.",
    )
    total_hours = fields.Float(
        string="Hours to Resolve in All",
        readonly=True,
        aggregator="avg",
        help="The resolution with all rounds after reopening. Hours used in the "
        "first round stand for the first resolution.",
    )

    # By what
    complaint_id = fields.Many2one(
        comodel_name="complaint.complaint", string="Case", readonly=True
    )
    policy_id = fields.Many2one(comodel_name="complaint.sla.policy", readonly=True)
    milestone = fields.Selection(
        selection=selection_of(MODEL, "milestone"), readonly=True
    )
    unit = fields.Selection(selection=selection_of(MODEL, "unit"), readonly=True)
    state = fields.Selection(selection=selection_of(MODEL, "state"), readonly=True)
    outcome = fields.Selection(
        selection=lambda self: self._selection_outcome(),
        string="Result",
        readonly=True,
    )
    is_late = fields.Boolean(string="Late", readonly=True)
    is_first = fields.Boolean(
        string="First Round", readonly=True, help="Before the case was reopened."
    )
    date_start = fields.Datetime(string="Started", readonly=True)
    date_due = fields.Datetime(string="Due", readonly=True)
    date_stop = fields.Datetime(string="Stopped On", readonly=True)
    kind = fields.Selection(selection=selection_of(MODEL, "kind"), readonly=True)
    severity = fields.Selection(
        selection=selection_of(MODEL, "severity"), readonly=True
    )
    category_id = fields.Many2one(comodel_name="complaint.category", readonly=True)
    user_id = fields.Many2one(comodel_name="res.users", string="Handler", readonly=True)
    department_id = fields.Many2one(
        comodel_name="hr.department", string="Handling Unit", readonly=True
    )
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)

    @api.model
    def _selection_outcome(self):
        """How deadlines end; those that have no outcome say why."""
        return [
            *self.env["complaint.clock"]
            ._fields["outcome"]
            ._description_selection(self.env),
            ("open", self.env._("Still open")),
            ("cancelled", self.env._("Cancelled")),
        ]

    @api.model
    def _get_fact_fields(self):
        return [
            *super()._get_fact_fields(),
            "complaint_id",
            "policy_id",
            "milestone",
            "unit",
            "state",
            "is_late",
            "date_start",
            "date_due",
            "date_stop",
            "kind",
            "severity",
            "category_id",
            "user_id",
            "department_id",
            "company_id",
        ]

    @api.model
    def _get_measures(self, column):
        stopped = SQL("%s = 'stopped'", column("state"))
        late = SQL("(%s AND %s)", stopped, column("is_late"))
        return {
            "outcome": SQL(
                "COALESCE(%s,"
                " CASE WHEN %s = 'cancelled' THEN 'cancelled' ELSE 'open' END)",
                column("outcome"),
                column("state"),
            ),
            "share_met": SQL(
                "CASE WHEN %s THEN (NOT %s)::int::float END", stopped, column("is_late")
            ),
            "late_hours": SQL(
                "CASE WHEN %s THEN %s / 3600 END", late, column("late_seconds")
            ),
            "used_hours": SQL(
                "CASE WHEN %s THEN %s / 3600 END", stopped, column("used_seconds")
            ),
            "is_first": SQL("(%s = 1)", column("round")),
            "total_hours": self._get_total_hours(column),
        }

    @api.model
    def _get_total_hours(self, column):
        """The time of all rounds, on the first one, once none is open any more."""
        return SQL(
            "CASE WHEN %(milestone)s = 'resolve' AND %(round)s = 1 THEN ("
            " SELECT CASE WHEN bool_and(round.state = 'stopped')"
            " THEN sum(round.used_seconds) / 3600 END"
            " FROM complaint_clock AS round"
            " WHERE round.complaint_id = %(complaint)s"
            " AND round.milestone = 'resolve' AND round.state != 'cancelled') END",
            milestone=column("milestone"),
            round=column("round"),
            complaint=column("complaint_id"),
        )

    def action_open_case(self):
        """Open the case behind a row.

        :return: an action on the case's form
        """
        self.ensure_one()
        return self.complaint_id._get_records_action()

    def action_open_cases(self):
        """Open the cases behind the rows, as the list that they are worked in.

        :return: an action on the cases
        """
        return self.complaint_id._get_records_action(
            name=self.env._("Cases"), context={"active_test": False}
        )
