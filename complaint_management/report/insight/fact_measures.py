# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is worked out of a case and its records: where it stands, times and shares."""

from odoo import api, models
from odoo.tools import SQL

from ...models.answer.case_rating import DISSATISFIED
from ...models.case.life_cycle import OPEN_STATES
from .fact_select import LENGTHS

SATISFIED = ("4", "5")
DAY = 86400


def _share(condition, of=None):
    """1 where a condition holds, 0 where it does not, of those that count."""
    share = SQL("(%s)::int::float", condition)
    return SQL("CASE WHEN %s THEN %s END", of, share) if of else share


class ComplaintFact(models.Model):
    _inherit = "complaint.fact"

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
                SQL("%s <= %s", column("working_days_to_answer"), days),
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
                for state in OPEN_STATES
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
