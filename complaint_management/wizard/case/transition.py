# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ...models.case.life_cycle import CANCEL_REASONS, TRANSITIONS


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
    notice = fields.Char(compute="_compute_notice")
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

    @api.depends("complaint_ids", "transition")
    def _compute_notice(self):
        """Say before that a late reopening is continued in a new case."""
        for wizard in self:
            late = wizard.complaint_ids._get_past_reopening()
            wizard.notice = (
                wizard.transition == "reopen"
                and late
                and self.env._(
                    "The time to reopen %s is over: a new case will continue it.",
                    ", ".join(late.mapped("number")),
                )
            )

    def action_confirm(self):
        """Make the move with the reason given.

        :raises AccessError: a gate is passed by somebody who is not a manager
        """
        self.ensure_one()
        cases = self.complaint_ids
        if self.override:
            cases._transition(self.transition, reason=self.reason, override=True)
        elif self.transition == "cancel":
            cases._do_to_all(self._cancel)
        elif self.transition == "reopen":
            return cases.action_reopen(reason=self.reason)
        else:
            cases._transition(self.transition, reason=self.reason)
        return {"type": "ir.actions.act_window_close"}

    def _cancel(self, cases):
        """End cases without an outcome, for the reason chosen.

        :param cases: some of those that were chosen
        """
        return cases.action_cancel(reason=self.reason, cancel_reason=self.cancel_reason)
