# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the analysis works out of the log of a case, and of what customers got."""

from odoo import api, models
from odoo.tools import SQL

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


class ComplaintReport(models.Model):
    _inherit = "complaint.report"

    @api.model
    def _get_state_measures(self, column):
        """How long each state lasted that a case has left, from its log (R179).

        :param column: a function from the name of a field of the case to SQL
        """
        logged = self.env["complaint.transition"]._fields
        return {
            f"{prefix}_{state}": SQL(
                "CASE WHEN %s != %s THEN (SELECT sum(log.%s)::float / %s"
                " FROM complaint_transition AS log"
                " WHERE log.complaint_id = %s AND log.state_from = %s) END",
                column("state"),
                state,
                SQL.identifier(fname),
                unit,
                column("id"),
                state,
                to_flush=logged[fname],
            )
            for prefix, fname, unit in LENGTHS
            for state in LEFT_STATES
        }

    @api.model
    def _get_value_measures(self, column):
        """What customers lost, got back, and did about it (R125, R126).

        :param column: a function from the name of a field of the case to SQL
        """
        lost = SQL(
            "(COALESCE(%s, 0) + COALESCE(%s, 0))",
            column("value_bought"),
            column("complaint_cost"),
        )
        return {
            "value_lost": lost,
            "value_gap": SQL(
                "CASE WHEN %s IS NOT NULL THEN %s END",
                column("date_answered"),
                column("value_gap"),
            ),
            "share_recovered": SQL(
                "CASE WHEN %(answered)s IS NOT NULL AND %(bought)s > 0 THEN"
                " LEAST(1, %(given)s / %(lost)s)::float END",
                answered=column("date_answered"),
                bought=column("value_bought"),
                given=column("value_given"),
                lost=lost,
            ),
            "came_back": SQL(
                "CASE WHEN %s IS NOT NULL AND %s IS NOT NULL AND %s = 'named' THEN"
                " (COALESCE(%s, 0) > 0)::int::float END",
                column("date_first_resolved"),
                column("commercial_partner_id"),
                column("identity_mode"),
                column("later_purchase_amount"),
            ),
        }
