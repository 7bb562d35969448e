# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What happens next on a case, in a few words, for lists."""

from odoo import api, fields, models

from ..complaint_workflow import TRANSITIONS


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    next_step = fields.Char(
        compute="_compute_next_step",
        help="What has to be done next, whoever does it.",
    )

    @api.depends("state", "kind", "decision_state", "proposal_stage", "on_hold")
    @api.depends_context("lang")
    def _compute_next_step(self):
        for case in self:
            if case.on_hold:
                case.next_step = self.env._("On hold")
            elif case.proposal_stage == "pending":
                case.next_step = self.env._("Waits for approval")
            elif case.proposal_stage == "answered":
                case.next_step = self.env._("Waits for the customer")
            else:
                case.next_step = case._get_next_label()

    def _get_next_label(self):
        """The button that brings the case forward from where it stands.

        Only by what lists read anyway: a look at contacts or remedies would cost a
        query for each page.
        """
        self.ensure_one()
        passed = ("answer",) if self.proposal_stage == "replied" else ()
        return next(
            (
                self.env._(step.label)
                for name, step in TRANSITIONS.items()
                if step.forward and name not in passed and self._is_at_source(step)
            ),
            False,
        )
