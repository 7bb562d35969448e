# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a proposed case waits for: approval, sending, or the customer."""

from odoo import api, fields, models

STAGES = [
    ("draft", "In preparation"),
    ("pending", "Waits for approval"),
    ("approved", "To be sent"),
    ("answered", "Answered, waits for the customer"),
    ("replied", "Customer replied"),
]


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    proposal_stage = fields.Selection(
        selection=STAGES,
        string="Where the Proposal Stands",
        compute="_compute_proposal_stage",
        store=True,
        copy=False,
        help="A proposed case was answered or not: this says what it waits for.",
    )
    # Few cases are proposed; all others have none.
    _proposal_stage_idx = models.Index(
        "(company_id, proposal_stage) WHERE proposal_stage IS NOT NULL"
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"proposal_stage"}

    @api.model
    def _get_initial_vals(self):
        """A new case is not proposed: that needs no computing."""
        return {**super()._get_initial_vals(), "proposal_stage": False}

    @api.depends("state", "decision_state", "date_answered", "customer_response")
    def _compute_proposal_stage(self):
        for complaint in self:
            complaint.proposal_stage = complaint._get_proposal_stage()

    def _get_proposal_stage(self):
        """What the case waits for, a key of ``STAGES``; False unless it is proposed."""
        self.ensure_one()
        if self.state != "proposed":
            return False
        if not self.date_answered:
            return self.decision_state
        if self.customer_response in ("accepted", "rejected"):
            return "replied"
        return "answered"
