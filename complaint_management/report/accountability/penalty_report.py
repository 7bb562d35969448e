# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..common.facts_mixin import selection_of

MODEL = "complaint.penalty"


class ComplaintPenaltyReport(models.Model):
    """The analysis of the ledger: one row an entry, for accountability officers.

    A row has the id of its entry, and the rows come from a search on the entries,
    with their access rules. Of the case it knows nothing.
    """

    _name = "complaint.penalty.report"
    _inherit = ["complaint.facts.mixin"]
    _description = "Accountability Analysis"
    _facts_model = MODEL
    _auto = False
    _order = "date_proposed desc, id desc"
    _rec_name = "name"

    # What is counted
    balance = fields.Integer(
        string="Points",
        readonly=True,
        help="Rewards above zero, penalties below; zero until it is confirmed.",
    )
    valid_points = fields.Integer(
        string="Points Now", readonly=True, help="Without those that expired."
    )
    decide_days = fields.Float(
        string="Days to Decide",
        readonly=True,
        aggregator="avg",
        help="From the proposal to the confirmation.",
    )
    appeal_days = fields.Float(
        string="Days to Decide an Appeal", readonly=True, aggregator="avg"
    )
    share_appealed = fields.Float(
        string="Appealed",
        readonly=True,
        aggregator="avg",
        help="Of the penalties that were confirmed.",
    )
    share_changed = fields.Float(
        string="Changed on Appeal",
        readonly=True,
        aggregator="avg",
        help="Reduced or waived, of the appeals that were decided.",
    )

    # By what
    name = fields.Char(string="Entry", readonly=True)
    rule_id = fields.Many2one(comodel_name="complaint.penalty.rule", readonly=True)
    side = fields.Selection(
        selection=[("reward", "Rewards"), ("penalty", "Penalties")],
        string="Rewards or Penalties",
        readonly=True,
    )
    basis = fields.Selection(selection=selection_of(MODEL, "basis"), readonly=True)
    liability = fields.Selection(
        selection=selection_of(MODEL, "liability"), readonly=True
    )
    fault_level = fields.Selection(
        selection=selection_of(MODEL, "fault_level"), readonly=True
    )
    kind = fields.Selection(selection=selection_of(MODEL, "kind"), readonly=True)
    origin = fields.Selection(selection=selection_of(MODEL, "origin"), readonly=True)
    state = fields.Selection(selection=selection_of(MODEL, "state"), readonly=True)
    appeal_outcome = fields.Selection(
        selection=[
            ("none", "No appeal"),
            ("open", "To decide"),
            ("upheld", "Upheld on appeal"),
            ("reduced", "Reduced"),
            ("waived", "Waived"),
        ],
        string="Appeal",
        readonly=True,
    )
    validity = fields.Selection(
        selection=[
            ("counts", "Counts"),
            ("expired", "Expired"),
            ("without", "Without effect"),
        ],
        readonly=True,
    )
    employee_id = fields.Many2one(comodel_name="hr.employee", readonly=True)
    department_id = fields.Many2one(
        comodel_name="hr.department",
        readonly=True,
        help="Where the person worked when it happened.",
    )
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    date_proposed = fields.Datetime(string="Proposed On", readonly=True)
    date_confirmed = fields.Datetime(string="Confirmed On", readonly=True)
    date_expiry = fields.Date(string="Expires On", readonly=True)

    @api.model
    def _get_fact_fields(self):
        return [
            *super()._get_fact_fields(),
            "name",
            "balance",
            "rule_id",
            "basis",
            "liability",
            "fault_level",
            "kind",
            "origin",
            "state",
            "employee_id",
            "department_id",
            "company_id",
            "date_proposed",
            "date_confirmed",
            "date_expiry",
        ]

    @api.model
    def _get_measures(self, column):
        def days(begin, end):
            return SQL(
                "EXTRACT(EPOCH FROM %s - %s) / 86400", column(end), column(begin)
            )

        today = fields.Date.context_today(self)
        state, is_reward = column("state"), column("is_reward")
        counting = SQL("%s IN ('confirmed', 'upheld', 'reduced')", state)
        expired = SQL("COALESCE(%s <= %s, FALSE)", column("date_expiry"), today)
        appealed = SQL("%s IS NOT NULL", column("date_appealed"))
        decided = SQL("(%s AND %s IS NOT NULL)", appealed, column("date_decided"))
        return {
            "side": SQL("CASE WHEN %s THEN 'reward' ELSE 'penalty' END", is_reward),
            "valid_points": SQL(
                "CASE WHEN %s THEN 0 ELSE %s END", expired, column("balance")
            ),
            "decide_days": days("date_proposed", "date_confirmed"),
            "appeal_days": SQL(
                "CASE WHEN %s THEN %s END",
                appealed,
                days("date_appealed", "date_decided"),
            ),
            "share_appealed": SQL(
                "CASE WHEN NOT %s AND %s IS NOT NULL THEN (%s)::int::float END",
                is_reward,
                column("date_confirmed"),
                appealed,
            ),
            "share_changed": SQL(
                "CASE WHEN %s THEN (%s IN ('reduced', 'waived'))::int::float END",
                decided,
                state,
            ),
            "appeal_outcome": SQL(
                "CASE WHEN NOT %s THEN 'none' WHEN NOT %s THEN 'open' ELSE %s END",
                appealed,
                decided,
                state,
            ),
            "validity": SQL(
                "CASE WHEN NOT %s THEN 'without' WHEN %s THEN 'expired'"
                " ELSE 'counts' END",
                counting,
                expired,
            ),
        }

    def action_open_entry(self):
        """Open the entry behind a row.

        :return: an action on the entry's form
        """
        self.ensure_one()
        return self._get_facts()._get_records_action()

    def action_open_entries(self):
        """Open the entries behind the rows.

        :return: an action on the entries
        """
        return self._get_facts()._get_records_action(name=self.env._("Entries"))
