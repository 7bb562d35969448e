# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..models.complaint_workflow import CANCEL_REASONS, TRANSITIONS


class ComplaintTransitionWizard(models.TransientModel):
    """Asks for what a move needs besides the case: a reason, and more.

    A manager passes a gate or skips steps here, too (R196).
    """

    _name = "complaint.transition.wizard"
    _description = "Move Complaints"

    complaint_ids = fields.Many2many(
        comodel_name="complaint.complaint", string="Cases", required=True
    )
    override = fields.Boolean()
    transition = fields.Selection(
        selection="_selection_transition", string="Step", required=True
    )
    available_transitions = fields.Json(compute="_compute_available_transitions")
    missing = fields.Text(compute="_compute_missing")
    reason = fields.Text(required=True)
    cancel_reason = fields.Selection(
        selection=[row for row in CANCEL_REASONS if row[0] != "merged"],
        string="Why",
    )

    @api.model
    def _selection_transition(self):
        return [(name, self.env._(step.label)) for name, step in TRANSITIONS.items()]

    @api.depends("complaint_ids", "override")
    def _compute_available_transitions(self):
        """Steps that are possible now, or that a manager may go to."""
        for wizard in self:
            wizard.available_transitions = [
                name
                for name, step in TRANSITIONS.items()
                if all(
                    case._can_skip_to(step)
                    if wizard.override
                    else case._is_at_source(step)
                    for case in wizard.complaint_ids
                )
            ]

    @api.depends("complaint_ids", "transition")
    def _compute_missing(self):
        """What would be passed, so that nobody passes a gate unknowingly."""
        for wizard in self:
            step, cases = TRANSITIONS.get(wizard.transition), wizard.complaint_ids
            several = len(cases) > 1
            wizard.missing = step and "\n".join(
                f"{case.display_name}: {sentence}" if several else sentence
                for case in cases
                for sentence in case._get_missing(step.needs)
            )

    def action_confirm(self):
        """Make the move with the reason given.

        :raises AccessError: a gate is passed by somebody who is not a manager
        """
        self.ensure_one()
        if self.override:
            return self._override()
        if self.transition == "cancel":
            return self.complaint_ids.action_cancel(
                reason=self.reason, cancel_reason=self.cancel_reason
            )
        action = getattr(self.complaint_ids, f"action_{self.transition}")
        return action(reason=self.reason)

    def _override(self):
        cases = self.complaint_ids
        cases._transition(self.transition, reason=self.reason, override=True)
        return {"type": "ir.actions.act_window_close"}
