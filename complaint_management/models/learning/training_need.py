# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was lacking on a case, or was agreed on after entries, is a need (R104)."""

from odoo import api, models

PARTICIPATION = "complaint.training.participation"


class ComplaintContribution(models.Model):
    _inherit = "complaint.contribution"

    @api.model_create_multi
    def create(self, vals_list):
        contributions = super().create(vals_list)
        contributions._need_training()
        return contributions

    def _need_training(self):
        """Who lacked something has to learn it."""
        self.env[PARTICIPATION]._need(
            [
                {
                    "employee_id": contribution.employee_id.id,
                    "source": "contribution",
                    "kind": contribution.factor,
                    "contribution_id": contribution.id,
                }
                for contribution in self.sudo()
            ]
        )

    def unlink(self):
        """What was a mistake is no need any more, as long as nothing is planned.

        What another case says of the same person is a need all the same.
        """
        rows_sudo = self.env[PARTICIPATION].sudo()
        rows_sudo = rows_sudo.search(
            [("contribution_id", "in", self.ids), ("state", "=", "needed")]
        )
        dropped = {(row.employee_id, row.kind) for row in rows_sudo}
        result = super().unlink()
        rows_sudo.unlink()
        self._find_untold(dropped)._need_training()
        return result

    @api.model
    def _find_untold(self, dropped):
        """Contributions that counted with others, and of which no need is left.

        :param dropped: pairs of person and factor whose need was taken back
        """
        people = [employee.id for employee, _factor in dropped]
        others = self.sudo().search([("employee_id", "in", people)])
        rows_sudo = self.env[PARTICIPATION].sudo()
        told = rows_sudo.search([("contribution_id", "in", others.ids)]).contribution_id
        return (others - told).filtered(
            lambda other: (other.employee_id, other.factor) in dropped
        )


class ComplaintPenalty(models.Model):
    _inherit = "complaint.penalty"

    def _move(self, act, vals, reason=None, passed=None):
        open_ones = self.filtered(lambda entry: not entry.is_final)
        result = super()._move(act, vals, reason=reason, passed=passed)
        final = open_ones.sudo().filtered(
            lambda entry: (
                entry.kind == "training" and entry.is_final and entry.points_final
            )
        )
        self.env[PARTICIPATION]._need(_list_needs(final.employee_id))
        return result


class ComplaintPenaltyStep(models.Model):
    _inherit = "complaint.penalty.step"

    def write(self, vals):
        open_ones = self.filtered(lambda step: step.state != "done")
        result = super().write(vals)
        agreed = open_ones.sudo().filtered(
            lambda step: step.state == "done" and step.step == "training"
        )
        self.env[PARTICIPATION]._need(_list_needs(agreed.employee_id))
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


def _list_needs(employees):
    """What entries say: that somebody has to learn, and not what kind of thing."""
    return [{"employee_id": person.id, "source": "entry"} for person in employees]
