# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What others ask of people: to take a case over, to answer, to read, to look back.

As in ``desk_kinds``; each kind is found by the rules of its own model.
"""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..case.life_cycle import OPEN_STATES
from ..clock.request_table import WAITING

# The field that says whose something is.
OWNERS = {
    "handover": "handover_user_id",
    "receipt": "user_id",
    "review": "reviewer_id",
    "unit_review": "user_id",
}


class ComplaintDesk(models.Model):
    _inherit = "complaint.desk"

    @api.model
    def _get_own_domain(self, kind):
        if kind == "request":
            own = self.env["complaint.request"]._get_own_departments()
            return Domain("task_user_id", "=", self.env.uid) | (
                Domain("user_id", "=", False) & Domain("department_id", "in", own.ids)
            )
        if kind in OWNERS:
            return Domain(OWNERS[kind], "=", self.env.uid)
        return super()._get_own_domain(kind)

    @api.model
    def _get_handover_domain(self):
        return [("handover_user_id", "!=", False), ("state", "in", OPEN_STATES)]

    @api.model
    def _select_handover(self, column):
        """A case that somebody was asked to take over, until they answer (R86)."""
        return {
            **self._select_of_case(column),
            "complaint_id": column("id"),
            "user_id": column("handover_user_id"),
            "name": column("name"),
            "date_due": column("date_handover_due"),
        }

    @api.model
    def _get_request_domain(self):
        return [("state", "in", WAITING)]

    @api.model
    def _select_request(self, column):
        """For who has the task, and all of the department until one accepts (R98).

        It leads to no case, which the department does not know; what is asked about
        somebody protected is not told here, nor found by its words (R152).
        """
        requests = self.env["complaint.request"]
        written = requests._fields["name_written"]
        return {
            "user_id": column("task_user_id"),
            "department_id": column("department_id"),
            "name": SQL(
                "CASE WHEN %s = 'named' THEN %s END",
                column("complaint_id.identity_mode"),
                SQL.identifier("complaint_request", written.name, to_flush=written),
            ),
            "date_due": column("date_due"),
            "is_mine": SQL(
                "%s = %s OR %s = 'open' AND %s IS NULL AND %s = ANY(%s)",
                column("task_user_id"),
                self.env.uid,
                column("state"),
                column("user_id"),
                column("department_id"),
                requests._get_own_departments().ids,
            ),
        }

    @api.model
    def _get_receipt_domain(self):
        return [("state", "=", "waiting")]

    @api.model
    def _select_receipt(self, column):
        """What was sent to somebody to read; its title is the reader's (R127)."""
        return {
            "user_id": column("user_id"),
            "department_id": column("department_id"),
            "date_due": self._select_end_of_day(column("date_due")),
        }

    @api.model
    def _get_review_domain(self):
        return [("state", "=", "draft")]

    @api.model
    def _select_review(self, column):
        """A closed case that somebody scores; open again, it waits for others."""
        return {
            **self._select_of_case(column, "complaint_id."),
            "complaint_id": column("complaint_id"),
            "user_id": column("reviewer_id"),
            "department_id": column("department_id"),
            "name": column("complaint_id.name"),
            "date_due": self._select_end_of_day(column("date_due")),
            "is_others_turn": SQL("%s != 'closed'", column("complaint_id.state")),
        }

    @api.model
    def _get_unit_review_domain(self):
        return [("state", "=", "draft")]

    @api.model
    def _select_unit_review(self, column):
        """How a unit, or the management, looks back at a period (R222)."""
        return {
            "user_id": column("user_id"),
            "department_id": column("department_id"),
            "name": column("department_id.name"),
            "date_due": self._select_end_of_day(column("date_due")),
        }
