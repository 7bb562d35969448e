# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How the facts follow from a case and its records: the one definition of them.

Whatever is judged is judged as it was written down: nothing here asks what time it is,
so that a case of the past stays as it was.
"""

from odoo import api, models
from odoo.tools import SQL

from ...models.answer.case_rating import DISSATISFIED
from .fact_fields import MODEL

SATISFIED = ("4", "5")
# States that are left again, and so have a length.
LEFT_STATES = (
    "new",
    "acknowledged",
    "assessed",
    "investigating",
    "proposed",
    "resolved",
)
# How long a state lasted: prefix of the measure, column of the log, seconds in a unit.
LENGTHS = (("days", "seconds", 86400), ("hours", "working_seconds", 3600))
DAY = 86400
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
    "recurrence_action_ids",
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


def _share(condition, of=None):
    """1 where a condition holds, 0 where it does not, of those that count."""
    share = SQL("(%s)::int::float", condition)
    return SQL("CASE WHEN %s THEN %s END", of, share) if of else share


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
            for state in LEFT_STATES
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

    @api.model
    def _get_axes(self, column):
        return {
            "main_category_id": SQL(
                "(SELECT split_part(tree.parent_path, '/', 1)::int"
                " FROM complaint_category AS tree WHERE tree.id = %s)",
                column("category_id"),
            ),
            "overridden": SQL("COALESCE(log.overridden, FALSE)"),
            "level": SQL(
                "CASE WHEN COALESCE(%s, '') = '' THEN 'base' ELSE 'forwarded' END",
                column("external_body"),
            ),
            "phase": SQL(
                "CASE WHEN %s THEN 'before'"
                " WHEN %s IS NOT NULL OR %s IN ('resolved', 'closed', 'cancelled')"
                " THEN 'after' ELSE 'during' END",
                column("is_found_by_us"),
                column("date_answered"),
                column("state"),
            ),
        }

    @api.model
    def _get_time_measures(self, column):
        """How long it took, and what was kept of what was promised (R179, R208)."""

        def days_to(fname):
            return SQL(
                "EXTRACT(EPOCH FROM %s - %s)::float / %s",
                column(fname),
                column("date_received"),
                DAY,
            )

        def within(days):
            return _share(
                SQL("%s <= %s", days_to("date_answered"), days),
                SQL("%s IS NOT NULL", column("date_answered")),
            )

        return {
            **{
                f"{prefix}_{state}": SQL(
                    "CASE WHEN %s != %s THEN log.%s::float / %s END",
                    column("state"),
                    state,
                    SQL.identifier(f"{prefix}_{state}"),
                    unit,
                )
                for prefix, _fname, unit in LENGTHS
                for state in LEFT_STATES
            },
            "days_to_acknowledge": days_to("date_acknowledged"),
            "days_to_answer": days_to("date_answered"),
            "days_to_close": days_to("date_closed"),
            "within_3_days": within(3),
            "within_7_days": within(7),
            "days_waiting_approval": SQL(
                "CASE WHEN log.approval IS NOT NULL OR approval.seconds IS NOT NULL"
                " THEN (COALESCE(log.approval, 0) + COALESCE(approval.seconds, 0))"
                "::float / %s END",
                DAY,
            ),
            "in_time": _share(
                SQL("clock.late = 0"),
                SQL(
                    "clock.late > 0 OR (clock.stopped > 0 AND %s IS NOT NULL)",
                    column("date_first_resolved"),
                ),
            ),
            "promise_kept": SQL("clock.kept::float / NULLIF(clock.promised, 0)"),
        }

    @api.model
    def _get_result_measures(self, column):
        """What came out of it (R89, R143, R195)."""
        is_resolved = SQL("%s IS NOT NULL", column("date_first_resolved"))
        has_cause = SQL("%s IS NOT NULL", column("cause_id"))
        is_reopened = SQL("COALESCE(%s, 0) > 0", column("reopen_count"))
        return {
            "upheld": _share(
                SQL("%s IN ('upheld', 'partly_upheld')", column("verdict")),
                SQL("%s IS NOT NULL", column("verdict")),
            ),
            "reopened": _share(is_reopened, is_resolved),
            "first_contact_resolution": _share(
                SQL(
                    "COALESCE(log.resolver = %s, FALSE) AND NOT %s"
                    " AND contact.again IS NOT TRUE",
                    column("first_contact_user_id"),
                    is_reopened,
                ),
                is_resolved,
            ),
            "recurrence": _share(
                SQL(
                    "EXISTS (SELECT 1 FROM complaint_action_recurrence_rel"
                    " WHERE complaint_id = %s)",
                    column("id"),
                ),
                has_cause,
            ),
            "repeated": _share(SQL("%s IS TRUE", column("is_repeat")), has_cause),
        }

    @api.model
    def _get_voice_measures(self, column):
        """What customers say, and how they feel (R126, R135, R194)."""
        result = column("satisfaction_result")
        handling = column("satisfaction_handling")
        is_rated = SQL("%s IS NOT NULL", result)
        is_low = SQL(
            "(%s IN %s OR %s IN %s)", result, DISSATISFIED, handling, DISSATISFIED
        )
        is_low = SQL("COALESCE(%s, FALSE)", is_low)
        is_satisfied = SQL("(%s IN %s AND NOT %s)", result, SATISFIED, is_low)
        was_upset = SQL("contact.mood_first IN %s", DISSATISFIED)
        return {
            "satisfaction_with_result": SQL("%s::int::float", result),
            "satisfaction_with_handling": SQL("%s::int::float", handling),
            "survey_answered": _share(
                SQL(
                    "%(rated)s IS NOT NULL AND %(rated)s >= %(asked)s",
                    asked=column("date_rating_asked"),
                    rated=column("date_rated"),
                ),
                SQL("%s IS NOT NULL", column("date_rating_asked")),
            ),
            "dissatisfied": _share(is_low, is_rated),
            "satisfied": _share(is_satisfied, is_rated),
            "converted": SQL(
                "CASE WHEN %(was_upset)s OR rating.was_low THEN"
                " CASE WHEN %(is_rated)s THEN %(is_satisfied)s::int::float"
                " WHEN contact.mood_last IS NOT NULL"
                " THEN (contact.mood_last IN %(satisfied)s)::int::float END END",
                was_upset=was_upset,
                is_rated=is_rated,
                is_satisfied=is_satisfied,
                satisfied=SATISFIED,
            ),
            "mood_first": SQL("contact.mood_first::int::float"),
            "mood_last": SQL("contact.mood_last::int::float"),
        }

    @api.model
    def _get_value_measures(self, column):
        """What customers lost, got back, and did about it (R125, R126, R225)."""
        lost = SQL(
            "(COALESCE(%s, 0) + COALESCE(%s, 0))",
            column("value_bought"),
            column("complaint_cost"),
        )
        is_answered = SQL("%s IS NOT NULL", column("date_answered"))
        return {
            "value_lost": lost,
            "value_gap": SQL(
                "CASE WHEN %s THEN %s END", is_answered, column("value_gap")
            ),
            "share_recovered": SQL(
                "CASE WHEN %(answered)s AND %(bought)s > 0 THEN"
                " LEAST(1, %(given)s / %(lost)s)::float END",
                answered=is_answered,
                bought=column("value_bought"),
                given=column("value_given"),
                lost=lost,
            ),
            "came_back": _share(
                SQL("COALESCE(%s, 0) > 0", column("later_purchase_amount")),
                SQL(
                    "%s IS NOT NULL AND %s IS NOT NULL AND %s = 'named'",
                    column("date_first_resolved"),
                    column("commercial_partner_id"),
                    column("identity_mode"),
                ),
            ),
        }
