# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is counted of cases: times, shares, moods and money."""

from odoo import fields, models

DAYS_HELP = "In all rounds, of the cases that have left the state."
HOURS_HELP = (
    "In all rounds, of the cases that have left the state; counted on the company's "
    "working calendar for complaints."
)


def _measure(label, help_text):
    """A length of time or a share, of which a pivot shows the average."""
    return fields.Float(string=label, readonly=True, aggregator="avg", help=help_text)


class ComplaintFactFields(models.AbstractModel):
    _inherit = "complaint.fact.fields"

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
    days_waiting_approval = _measure(
        "Calendar Days Waiting for Approval",
        "From the question to the yes or no, for the decision and for whatever was "
        "promised, added up; of the cases in which somebody was asked and answered.",
    )
    within_3_days = _measure(
        "Share within 3 Working Days",
        "Answered by the close of the third working day after the day of receipt, of "
        "the cases that were answered.",
    )
    within_7_days = _measure(
        "Share within 7 Working Days",
        "Answered by the close of the seventh working day after the day of receipt, of "
        "the cases that were answered.",
    )
    in_time = _measure(
        "Share in Time",
        "All deadlines kept, of the cases that were resolved with deadlines or missed "
        "one.",
    )
    promise_kept = _measure(
        "Share of Promised Calls Kept",
        "Called when it was promised, of the cases in which a promised call is due "
        "no longer.",
    )
    first_contact_resolution = _measure(
        "Share Resolved at First Contact",
        "Resolved by whoever met the customer first, and not opened again; the "
        "customer did not have to come again a day or more later. Of the cases that "
        "were resolved.",
    )
    recurrence = _measure(
        "Share Coming Back after Action",
        "Something had been done about the cause before, of the cases whose cause was "
        "found.",
    )
    repeated = _measure(
        "Share Repeated",
        "The same customer complained of the same cause before, of the cases whose "
        "cause was found.",
    )
    satisfied = _measure(
        "Share Satisfied",
        "Satisfied with the result and not dissatisfied with the handling, of the "
        "rated cases.",
    )
    converted = _measure(
        "Share Won Over",
        "Satisfied at the end, of those who were upset in the first contact that "
        "tells, or rated low before the case was opened again. The last rating says "
        "how it ended, or else the mood in the last contact; where neither is known, "
        "the case does not count.",
    )
    mood_first = _measure("First Mood", "1 to 5, in the first contact that tells.")
    mood_last = _measure("Last Mood", "1 to 5, in the last contact that tells.")
