# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The kinds of what waits for a decision: which records, and what their rows say."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..answer.case_decision import APPROVAL

CASE = "complaint.complaint"


class ComplaintToDecide(models.Model):
    _inherit = "complaint.to.decide"

    @api.model
    def _get_decision_domain(self):
        return [("proposal_stage", "=", "pending")]

    @api.model
    def _select_decision(self, column):
        """A decision is asked for by a step, and its task says who was asked."""
        asked = self._select_last_step(column, "request_approval")
        return {
            "complaint_id": column("id"),
            "reason": column("demand"),
            "requester_id": asked("user_id"),
            "date_asked": asked("date"),
            "approver_id": SQL(
                "SELECT task.user_id FROM mail_activity task WHERE task.res_model = %s"
                " AND task.res_id = %s AND task.activity_type_id = %s AND task.active"
                " ORDER BY task.id LIMIT 1",
                CASE,
                column("id"),
                self.env["ir.model.data"]._xmlid_to_res_id(APPROVAL),
            ),
            "is_mine": self._may_manage(column("user_id"), asked("user_id")),
        }

    @api.model
    def _get_suggestion_domain(self):
        return [("kind", "=", "suggestion"), ("state", "=", "assessed")]

    @api.model
    def _select_suggestion(self, column):
        asked = self._select_last_step(column, "assess")
        return {
            "complaint_id": column("id"),
            "reason": column("demand"),
            "requester_id": asked("user_id"),
            "date_asked": column("date_assessed"),
            "is_mine": self._may_manage(),
        }

    @api.model
    def _get_address_domain(self):
        return [("address_changed_on", "!=", False)]

    @api.model
    def _select_address(self, column):
        changed_by = column("address_changed_by_id")
        return {
            "complaint_id": column("id"),
            "requester_id": changed_by,
            "date_asked": column("address_changed_on"),
            "is_mine": self._may_manage(column("user_id"), changed_by),
        }

    @api.model
    def _get_remedy_domain(self):
        return [("state", "=", "pending")]

    @api.model
    def _select_remedy(self, column):
        return self._select_request(
            column, column("summary"), column("requester_id"), column("date_asked")
        )

    @api.model
    def _get_extension_domain(self):
        return [("state", "=", "requested")]

    @api.model
    def _select_extension(self, column):
        return self._select_request(
            column, column("reason"), column("requested_by_id"), column("create_date")
        )

    @api.model
    def _select_request(self, column, reason, requester, date):
        """A request names the one who decides."""
        return {
            "complaint_id": column("complaint_id"),
            "reason": reason,
            "requester_id": requester,
            "approver_id": column("approver_id"),
            "date_asked": date,
            "is_mine": SQL("%s = %s", column("approver_id"), self.env.uid),
        }

    @api.model
    def _get_claim_domain(self):
        return [("claim", "=", "waiting")]

    @api.model
    def _select_claim(self, column):
        noted_by = column("claimed_by_id")
        return {
            "complaint_id": column("complaint_id"),
            "reason": self._select_label("complaint.clock", "milestone", column),
            "requester_id": noted_by,
            "date_asked": column("date_stop"),
            "is_mine": self._may_manage(column("user_id"), noted_by),
        }

    @api.model
    def _get_proposal_domain(self):
        return [("state", "=", "proposed")]

    @api.model
    def _select_proposal(self, column):
        """Of a new proposal the person is told, or it is dismissed."""
        return self._select_entry(column)

    @api.model
    def _get_entry_domain(self):
        """The person has spoken, or had the time to; or something came up later."""
        spoken = Domain("date_statement", "!=", False)
        spoken |= Domain("is_statement_over", "=", True)
        return Domain("state", "=", "notified") & spoken | (
            Domain("state", "not in", ("proposed", "appealed"))
            & Domain("needs_review", "=", True)
        )

    @api.model
    def _select_entry(self, column):
        return {
            "entry_id": column("id"),
            "reason": SQL(
                "concat_ws(', ', %s, %s)", column("employee_name"), column("rule_name")
            ),
            "requester_id": column("proposer_id"),
            "date_asked": SQL(
                "COALESCE(%s, %s)", column("date_statement"), column("date_proposed")
            ),
            "is_mine": self._may_judge(column, "proposer_id"),
        }

    @api.model
    def _may_judge(self, column, part):
        """Whether the user had no such part in an entry, and is not, nor reports to,
        the person.

        :param str part: a field of the entry with the user who had the part
        """
        line = self.env[CASE]._get_line_of_command(self.env.user)
        return SQL(
            "%s IS DISTINCT FROM %s AND (%s = ANY(%s)) IS NOT TRUE",
            column(part),
            self.env.uid,
            column("employee_id"),
            line.ids,
        )

    @api.model
    def _get_appeal_domain(self):
        return [("state", "=", "appealed")]

    @api.model
    def _select_appeal(self, column):
        """Whoever confirmed has had a part in it."""
        return {
            **self._select_entry(column),
            "date_asked": column("date_appealed"),
            "is_mine": self._may_judge(column, "confirmer_id"),
        }
