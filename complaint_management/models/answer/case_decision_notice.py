# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From the approved decision to the customer who knows it (R46, R47).

The clock starts when the decision is approved, and stops when the answer went out.
A decision that is withdrawn is not to be told: its clock ends without a verdict.
"""

from odoo import models


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _is_decision_to_tell(self):
        """A decision that stands approved, and was not told."""
        return super()._is_decision_to_tell() or (
            self.state == "proposed"
            and self.decision_state == "approved"
            and not self.date_answered
        )

    def _after_transition_approve(self, reason, when):
        result = super()._after_transition_approve(reason, when)
        self._start_notice_clocks()
        return result

    def _start_notice_clocks(self):
        """Start the clock of a decision; after an earlier one, its next round."""
        before = {
            clock.complaint_id: clock
            for clock in self.sudo().clock_ids.sorted("id")
            if clock.milestone == "notice"
        }
        vals_list = []
        for complaint in self.sudo():
            previous = before.get(complaint, self.env["complaint.clock"])
            vals_list += [
                {**vals, "round": previous.round + 1, "previous_id": previous.id}
                for vals in complaint._prepare_clocks(["notice"])
            ]
        self.env["complaint.clock"].sudo()._open(vals_list)

    def _withdraw_decision(self):
        result = super()._withdraw_decision()
        self._get_open_clocks(["notice"])._cancel(
            self.env._("The decision changed before it was told.")
        )
        return result

    def _stop_clocks(self, milestones, when=None):
        """What was said before the decision does not tell it."""
        if "notice" not in milestones or not when:
            return super()._stop_clocks(milestones, when)
        undecided = (
            self._get_open_clocks(["notice"])
            .filtered(lambda clock: clock.date_start > when)
            .complaint_id
        )
        others = set(milestones) - {"notice"}
        stopped = super(ComplaintComplaint, self - undecided)._stop_clocks(
            milestones, when
        )
        return stopped | super(ComplaintComplaint, undecided)._stop_clocks(others, when)
