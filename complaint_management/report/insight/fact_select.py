# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How the facts follow from a case and its records: the one definition of them.

Whatever is judged is judged as it was written down: nothing here asks what time it is,
so that a case of the past stays as it was.
"""

from odoo import api, models
from odoo.tools import SQL

from ...models.case.life_cycle import OPEN_STATES
from .fact_fields import MODEL

# How long a state lasted: prefix of the measure, column of the log, seconds in a unit.
LENGTHS = (("days", "seconds", 86400), ("hours", "working_seconds", 3600))
# Fields of a case that are facts as they stand; a second name is the case's own.
TAKEN = (
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
    "grounds",
    "demand_verdict",
    "fault_level",
    "mindset",
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
)
RENAMED = {"first_contact_id": "first_contact_user_id", "sector": "sector_id"}
# What else of a case, and of its records, decides about a fact.
SOURCES = (
    "category_id.parent_path",
    "external_body",
    "working_days_to_answer",
    "date_resolved",
    "date_first_resolved",
    "date_rated",
    "date_rating_asked",
    "reopen_count",
    "satisfaction_handling",
    "value_bought",
    "complaint_cost",
    "value_gap",
    "is_repeat",
    # Through the action, so that one that is deleted is noticed, too.
    "recurrence_action_ids.state",
    "transition_ids.seconds",
    "transition_ids.working_seconds",
    "clock_ids.state",
    "clock_ids.is_late",
    "clock_ids.outcome",
    "contact_ids.date",
    "contact_ids.mood",
    "contact_ids.direction",
    "contact_ids.purpose",
    "approval_ids.date_decided",
    "approval_ids.state",
    "rating_ids.rating",
    "rating_ids.complaint_handling",
)
# Of each table of its records one look, under the name by which it is asked.
LOG = """
    SELECT bool_or(overridden) AS overridden,
           sum(seconds) FILTER (WHERE name IN ('approve', 'refuse')) AS approval,
           (array_agg(user_id ORDER BY id) FILTER (
               WHERE state_to = 'resolved' AND state_from != 'resolved'))[1]
               AS resolver,
           %s
      FROM complaint_transition
     WHERE complaint_id = %s
"""
CLOCK = """
    SELECT count(*) FILTER (WHERE state = 'stopped') AS stopped,
           count(*) FILTER (WHERE is_late AND state != 'cancelled') AS late,
           count(*) FILTER (WHERE milestone = 'promise' AND state = 'stopped'
               AND outcome IN ('met', 'missed')) AS promised,
           count(*) FILTER (WHERE milestone = 'promise' AND state = 'stopped'
               AND outcome = 'met') AS kept
      FROM complaint_clock
     WHERE complaint_id = %s
"""
CONTACT = """
    SELECT (array_agg(mood ORDER BY date, id) FILTER (WHERE mood IS NOT NULL))[1]
               AS mood_first,
           (array_agg(mood ORDER BY date DESC, id DESC)
               FILTER (WHERE mood IS NOT NULL))[1] AS mood_last,
           bool_or(direction = 'in' AND purpose != 'first'
               AND date >= %(received)s + interval '1 day'
               AND date <= %(resolved)s) AS again
      FROM complaint_contact
     WHERE complaint_id = %(case)s
"""
APPROVAL = """
    SELECT sum(EXTRACT(EPOCH FROM date_decided - date_asked)) AS seconds
      FROM complaint_approval
     WHERE complaint_id = %s AND date_decided IS NOT NULL
"""
RATING = """
    SELECT bool_or(rating <= 2 OR complaint_handling BETWEEN 1 AND 2) AS was_low
      FROM rating_rating
     WHERE res_model = %s AND res_id = %s
       AND complaint_closure > 0 AND complaint_closure < %s + 1
"""


class ComplaintFact(models.Model):
    _inherit = "complaint.fact"

    @api.model
    def _get_taken(self):
        """Facts that stand on the case as they are.

        :return: dict of the name of a fact to that of the case's field
        """
        return {**dict(zip(TAKEN, TAKEN, strict=True)), **RENAMED}

    @api.model
    def _get_sources(self):
        """Fields of a case, and of its records, that decide about its facts.

        :return: list of paths, as ``api.depends`` takes them
        """
        return [*self._get_taken().values(), *SOURCES]

    @api.model
    def _get_select(self, domain):
        """The facts of cases, as they follow from what is written down.

        :param domain: the cases
        :return: SQL with ``id`` and ``complaint_id`` first, in the order of the cases
        """
        cases = self.env[MODEL].sudo().with_context(active_test=False)
        query = cases._search(domain, order="id")

        def column(fname):
            return cases._field_to_sql(query.table, fname, query)

        for alias, look in self._get_looks(column).items():
            query.add_join("LEFT JOIN", alias, SQL("LATERAL (%s)", look), SQL("TRUE"))
        expressions = {
            "id": column("id"),
            "complaint_id": column("id"),
            **{name: column(fname) for name, fname in self._get_taken().items()},
            **self._get_measures(column),
        }
        return query.select(
            *(
                SQL(
                    "(%s)::%s AS %s",
                    expressions[name],
                    SQL(self._fields[name].column_type[1]),
                    SQL.identifier(name),
                )
                for name in self._get_columns()
            )
        )

    @api.model
    def _get_looks(self, column):
        """What is asked of the records of a case, once of each table.

        :param column: a function from the name of a field of the case to SQL
        :return: dict of a name to SQL that gives one row
        """
        lengths = SQL(", ").join(
            SQL(
                "sum(%s) FILTER (WHERE state_from = %s) AS %s",
                SQL.identifier(fname),
                state,
                SQL.identifier(f"{prefix}_{state}"),
            )
            for prefix, fname, _unit in LENGTHS
            # Those that are left again, and so have a length.
            for state in OPEN_STATES
        )
        case = column("id")
        return {
            "log": SQL(LOG, lengths, case),
            "clock": SQL(CLOCK, case),
            "contact": SQL(
                CONTACT,
                case=case,
                received=column("date_received"),
                resolved=column("date_first_resolved"),
            ),
            "approval": SQL(APPROVAL, case),
            "rating": SQL(RATING, MODEL, case, column("reopen_count")),
        }

    @api.model
    def _get_measures(self, column):
        """What is worked out.

        :param column: a function from the name of a field of the case to SQL
        :return: dict of the name of a fact to SQL
        """
        return {
            **self._get_axes(column),
            **self._get_time_measures(column),
            **self._get_result_measures(column),
            **self._get_voice_measures(column),
            **self._get_value_measures(column),
        }
