# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was lacking on a case, or was agreed on after entries, is a need (R104)."""

from odoo import api, models

PARTICIPATION = "complaint.training.participation"


class ComplaintContribution(models.Model):
    _inherit = "complaint.contribution"

    @api.model_create_multi
    def create(self, vals_list):
        contributions = super().create(vals_list)
        for contribution in contributions.sudo():
            self.env[PARTICIPATION]._need(
                contribution.employee_id,
                "contribution",
                contribution.factor,
                contribution,
            )
        return contributions

    def unlink(self):
        """What was a mistake is no need any more, as long as nothing is planned."""
        rows_sudo = self.env[PARTICIPATION].sudo()
        rows_sudo = rows_sudo.search(
            [("contribution_id", "in", self.ids), ("state", "=", "needed")]
        )
        result = super().unlink()
        rows_sudo.unlink()
        return result


class ComplaintPenalty(models.Model):
    _inherit = "complaint.penalty"

    def _move(self, act, vals, reason=None, passed=None):
        open_ones = self.filtered(lambda entry: not entry.is_final)
        result = super()._move(act, vals, reason=reason, passed=passed)
        for entry in open_ones.sudo():
            if entry.kind == "training" and entry.is_final and entry.points_final:
                self.env[PARTICIPATION]._need(entry.employee_id, "entry")
        return result


class ComplaintPenaltyStep(models.Model):
    _inherit = "complaint.penalty.step"

    def write(self, vals):
        open_ones = self.filtered(lambda step: step.state != "done")
        result = super().write(vals)
        for step in open_ones.sudo():
            if step.state == "done" and step.step == "training" and step.employee_id:
                self.env[PARTICIPATION]._need(step.employee_id, "entry")
        return result


class ComplaintAction(models.Model):
    _inherit = "complaint.action"

    def action_view_trainings(self):
        """Open the trainings that are part of an action to train people."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Trainings"),
            "res_model": "complaint.training",
            "view_mode": "list,form",
            "domain": [("action_id", "=", self.id)],
            "context": {
                "default_action_id": self.id,
                "default_name": self.name,
                "default_department_id": self.department_id.id,
                "default_company_id": self.company_id.id,
            },
        }
