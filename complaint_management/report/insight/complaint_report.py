# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ...models.answer.case_rating import DISSATISFIED
from ..common.facts_mixin import selection_of

MODEL = "complaint.complaint"
STAFF = "complaint_management.group_complaint_user"
DAYS_HELP = "In all rounds, of the cases that have left the state."
HOURS_HELP = (
    "In all rounds, of the cases that have left the state; counted on the company's "
    "working calendar for complaints."
)


def _measure(label, help_text):
    """A length of time, of which a pivot shows the average."""
    return fields.Float(string=label, readonly=True, aggregator="avg", help=help_text)


class ComplaintReport(models.Model):
    """The analysis of complaints: one row a case, facts only (R36, R179).

    A row has the id of its case. Times are days elapsed between the dates that
    the case stores, so the past is never judged again. What a case has not
    reached yet stays empty and does not count in an average: an open case
    has no days to close, one without verdict no share upheld.

    The rows are the cases that the user may read, by construction.
    """

    _name = "complaint.report"
    _inherit = ["complaint.facts.mixin"]
    _description = "Complaint Analysis"
    _facts_model = MODEL
    _auto = False
    _order = "date_received desc, id desc"
    _rec_name = "number"

    # What is counted
    days_to_acknowledge = _measure(
        "Calendar Days to Acknowledge", "From the receipt to the acknowledgement."
    )
    days_to_answer = _measure(
        "Calendar Days to Answer", "From the receipt to the final answer."
    )
    days_to_close = _measure(
        "Calendar Days to Close", "From the receipt to the closing."
    )
    days_new = _measure("Calendar Days New", DAYS_HELP)
    days_acknowledged = _measure("Calendar Days Acknowledged", DAYS_HELP)
    days_assessed = _measure("Calendar Days Assessed", DAYS_HELP)
    days_investigating = _measure("Calendar Days Investigating", DAYS_HELP)
    days_proposed = _measure("Calendar Days Proposed", DAYS_HELP)
    days_resolved = _measure("Calendar Days Resolved", DAYS_HELP)
    hours_new = _measure("Working Hours New", HOURS_HELP)
    hours_acknowledged = _measure("Working Hours Acknowledged", HOURS_HELP)
    hours_assessed = _measure("Working Hours Assessed", HOURS_HELP)
    hours_investigating = _measure("Working Hours Investigating", HOURS_HELP)
    hours_proposed = _measure("Working Hours Proposed", HOURS_HELP)
    hours_resolved = _measure("Working Hours Resolved", HOURS_HELP)
    upheld = fields.Float(
        string="Share Upheld",
        readonly=True,
        aggregator="avg",
        help="Upheld or partly upheld, of the cases that have a verdict.",
    )
    reopened = fields.Float(
        string="Share Reopened",
        readonly=True,
        aggregator="avg",
        help="Cases reopened at least once, of those that were resolved.",
    )
    satisfaction_with_result = fields.Float(
        string="Satisfaction with the Result",
        readonly=True,
        aggregator="avg",
        help="1 to 5, of the cases that were rated.",
    )
    satisfaction_with_handling = fields.Float(
        string="Satisfaction with the Handling",
        readonly=True,
        aggregator="avg",
        help="1 to 5, of the cases that were rated.",
    )
    survey_answered = fields.Float(
        string="Share Answering the Survey",
        readonly=True,
        aggregator="avg",
        help="Rated after we asked, of the cases that were asked.",
    )
    dissatisfied = fields.Float(
        string="Share Dissatisfied",
        readonly=True,
        aggregator="avg",
        help="Dissatisfied with the result or the handling, of the rated cases.",
    )
    claimed_amount = fields.Monetary(readonly=True)
    granted_amount = fields.Monetary(string="Granted", readonly=True)
    value_lost = fields.Monetary(
        string="Paid and Lost",
        readonly=True,
        help="V1 and C: what customers paid, and what complaining cost them.",
    )
    value_given = fields.Monetary(
        readonly=True, help="V2: the fix, and what customers were promised."
    )
    value_gap = fields.Monetary(
        readonly=True,
        help="What customers lost and did not get back, of the cases that were "
        "answered.",
    )
    share_recovered = fields.Float(
        readonly=True,
        aggregator="avg",
        help="How much of what they lost customers got back, at most all of it, of "
        "the cases that were answered and whose value is known.",
    )
    later_purchase_amount = fields.Monetary(
        string="Bought Afterwards",
        readonly=True,
        currency_field="company_currency_id",
        help="Within a year after the case was resolved, by known customers.",
    )
    came_back = fields.Float(
        string="Share Coming Back",
        readonly=True,
        aggregator="avg",
        help="Bought something afterwards, of the known customers whose case was "
        "resolved.",
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Company"
    )
    currency_id = fields.Many2one(comodel_name="res.currency", readonly=True)

    # By what
    number = fields.Char(readonly=True)
    name = fields.Char(string="Subject", readonly=True)
    active = fields.Boolean(readonly=True)
    date_received = fields.Datetime(string="Received On", readonly=True)
    date_acknowledged = fields.Datetime(string="Acknowledged On", readonly=True)
    date_answered = fields.Datetime(string="Answered On", readonly=True)
    date_closed = fields.Datetime(string="Closed On", readonly=True)
    kind = fields.Selection(selection=selection_of(MODEL, "kind"), readonly=True)
    state = fields.Selection(selection=selection_of(MODEL, "state"), readonly=True)
    cancel_reason = fields.Selection(
        selection=selection_of(MODEL, "cancel_reason"), readonly=True
    )
    severity = fields.Selection(
        selection=selection_of(MODEL, "severity"), readonly=True
    )
    verdict = fields.Selection(selection=selection_of(MODEL, "verdict"), readonly=True)
    identity_mode = fields.Selection(
        selection=selection_of(MODEL, "identity_mode"), string="Identity", readonly=True
    )
    is_staff_case = fields.Boolean(string="Of Our Staff", readonly=True)
    category_id = fields.Many2one(comodel_name="complaint.category", readonly=True)
    main_category_id = fields.Many2one(
        comodel_name="complaint.category",
        readonly=True,
        help="The branch of the tree that the category belongs to, with all below it.",
    )
    cause_id = fields.Many2one(comodel_name="complaint.cause", readonly=True)
    is_found_by_us = fields.Boolean(
        string="We Found It",
        readonly=True,
        help="Before the customer complained: it is no complaint of theirs.",
    )
    product_id = fields.Many2one(comodel_name="complaint.product", readonly=True)
    lot_id = fields.Many2one(
        comodel_name="complaint.lot",
        string="Lot or Serial Number",
        readonly=True,
        groups=STAFF,
    )
    cause_origin = fields.Selection(
        related="cause_id.origin", string="Origin of the Cause"
    )
    department_id = fields.Many2one(
        comodel_name="hr.department", string="Handling Unit", readonly=True
    )
    responsible_department_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="complaint_responsible_department_rel",
        column1="complaint_complaint_id",
        column2="hr_department_id",
        string="Responsible Departments",
        readonly=True,
        groups=STAFF,
        help="A case counts once for each of its departments, so that the departments "
        "can add up to more than the total.",
    )
    complained_department_ids = fields.Many2many(
        comodel_name="hr.department",
        relation="complaint_complained_department_rel",
        column1="complaint_complaint_id",
        column2="hr_department_id",
        string="Departments Complained About",
        readonly=True,
        help="A case counts once for each of its departments, so that the departments "
        "can add up to more than the total.",
    )
    user_id = fields.Many2one(comodel_name="res.users", string="Handler", readonly=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Customer", readonly=True
    )
    commercial_partner_id = fields.Many2one(
        comodel_name="res.partner", string="Customer Company", readonly=True
    )
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    satisfaction_result = fields.Selection(
        selection=selection_of(MODEL, "satisfaction_result"),
        string="Rated Result",
        readonly=True,
    )
    dissatisfaction_outcome = fields.Selection(
        selection=selection_of(MODEL, "dissatisfaction_outcome"),
        string="Done about Dissatisfaction",
        readonly=True,
    )
    is_dissatisfied = fields.Boolean(string="Dissatisfied, to Look Into", readonly=True)
    overridden = fields.Boolean(
        readonly=True,
        help="A manager overrode what was missing or skipped steps, with a written "
        "reason.",
    )

    @api.model
    def _search_facts(self):
        """Archived cases are counted like all others."""
        return self._get_facts().with_context(active_test=False)._search([])

    @api.model
    def _get_fact_fields(self):
        return [
            *super()._get_fact_fields(),
            "number",
            "name",
            "active",
            "date_received",
            "date_acknowledged",
            "date_answered",
            "date_closed",
            "kind",
            "state",
            "cancel_reason",
            "severity",
            "verdict",
            "identity_mode",
            "is_staff_case",
            "category_id",
            "cause_id",
            "is_found_by_us",
            "product_id",
            "lot_id",
            "department_id",
            "user_id",
            "partner_id",
            "commercial_partner_id",
            "company_id",
            "claimed_amount",
            "granted_amount",
            "value_given",
            "later_purchase_amount",
            "currency_id",
            "satisfaction_result",
            "dissatisfaction_outcome",
            "is_dissatisfied",
        ]

    @api.model
    def _get_measures(self, column):
        def days_to(fname):
            return SQL(
                "EXTRACT(EPOCH FROM %s - %s)::float / 86400",
                column(fname),
                column("date_received"),
            )

        return {
            **self._get_state_measures(column),
            "main_category_id": SQL(
                "(SELECT split_part(tree.parent_path, '/', 1)::int"
                " FROM complaint_category AS tree WHERE tree.id = %s)",
                column("category_id"),
                to_flush=self.env["complaint.category"]._fields["parent_path"],
            ),
            "days_to_acknowledge": days_to("date_acknowledged"),
            "days_to_answer": days_to("date_answered"),
            "days_to_close": days_to("date_closed"),
            "upheld": SQL(
                "CASE WHEN %(verdict)s IS NOT NULL THEN"
                " (%(verdict)s IN ('upheld', 'partly_upheld'))::int::float END",
                verdict=column("verdict"),
            ),
            "reopened": SQL(
                "CASE WHEN %s IS NOT NULL THEN (%s > 0)::int::float END",
                column("date_first_resolved"),
                column("reopen_count"),
            ),
            "satisfaction_with_result": SQL(
                "%s::int::float", column("satisfaction_result")
            ),
            "satisfaction_with_handling": SQL(
                "%s::int::float", column("satisfaction_handling")
            ),
            "survey_answered": SQL(
                "CASE WHEN %(asked)s IS NOT NULL THEN"
                " (%(rated)s IS NOT NULL AND %(rated)s >= %(asked)s)::int::float END",
                asked=column("date_rating_asked"),
                rated=column("date_rated"),
            ),
            "dissatisfied": SQL(
                "CASE WHEN %(result)s IS NOT NULL THEN"
                " (%(result)s IN %(low)s OR %(handling)s IN %(low)s)::int::float END",
                result=column("satisfaction_result"),
                handling=column("satisfaction_handling"),
                low=DISSATISFIED,
            ),
            **self._get_value_measures(column),
            "overridden": SQL(
                "EXISTS (SELECT 1 FROM complaint_transition AS log"
                " WHERE log.complaint_id = %s AND log.overridden)",
                column("id"),
                to_flush=self.env["complaint.transition"]._fields["overridden"],
            ),
        }

    def action_open_case(self):
        """Open the case behind a row.

        :return: an action on the case's form
        """
        self.ensure_one()
        return self._get_facts()._get_records_action()

    def action_open_cases(self):
        """Open the cases behind the rows, as the list that they are worked in.

        :return: an action on the cases
        """
        return self._get_facts()._get_records_action(
            name=self.env._("Cases"), context={"active_test": False}
        )
