# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from ...models.answer.case_dissatisfaction import OUTCOMES


class ComplaintDissatisfaction(models.TransientModel):
    """Asks a manager what was done about a dissatisfied complainant."""

    _name = "complaint.dissatisfaction"
    _description = "Dissatisfied Complainants"

    complaint_ids = fields.Many2many(
        comodel_name="complaint.complaint", string="Cases", required=True
    )
    outcome = fields.Selection(selection=OUTCOMES, string="What", required=True)
    note = fields.Text(string="How", required=True)

    def action_confirm(self):
        """Record what was done; open the cases again if that is it.

        :raises AccessError: the handler, or somebody who is complained about
        :return: an action
        """
        self.ensure_one()
        cases = self.complaint_ids
        cases._check_reviewer()
        if self.outcome != "reopened":
            cases._record_dissatisfaction(self.outcome, self.note)
            return {"type": "ir.actions.act_window_close"}
        action = cases.action_reopen(reason=self.note)
        # Past the window a new case goes on, and this one stays as it is.
        cases._record_dissatisfaction("reopened", self.note)
        if isinstance(action, dict):
            return action
        return {"type": "ir.actions.act_window_close"}
