# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What happens next on a case, in a few words, for lists."""

from odoo import api, fields, models

from ..case.life_cycle import TRANSITIONS


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    # As sudo: it tells no more than the state, and a list asks for it 80 times.
    next_step = fields.Char(
        compute="_compute_next_step",
        compute_sudo=True,
        help="What has to be done next, whoever does it.",
    )

    @api.depends("state", "kind", "decision_state", "proposal_stage", "on_hold")
    @api.depends_context("lang")
    def _compute_next_step(self):
        said = {}
        for case in self:
            stands = (
                case.on_hold,
                case.proposal_stage,
                case.kind,
                case.state,
                case.decision_state,
            )
            if stands not in said:
                said[stands] = case._say_next_step()
            case.next_step = said[stands]

    def _say_next_step(self):
        """What comes next where the case stands, by what a list reads anyway.

        A look at contacts or remedies would cost a query for each page.
        """
        self.ensure_one()
        if self.on_hold:
            return self.env._("On hold")
        if self.proposal_stage == "pending":
            return self.env._("Waits for approval")
        if self.proposal_stage == "answered":
            return self.env._("Waits for the customer")
        passed = ("answer",) if self.proposal_stage == "replied" else ()
        return next(
            (
                self.env._(step.label)
                for name, step in TRANSITIONS.items()
                if step.forward and name not in passed and self._is_at_source(step)
            ),
            False,
        )
