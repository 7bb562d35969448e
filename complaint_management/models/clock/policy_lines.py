# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A policy promises something: a new one begins with what its cases have today.

The first policy that fits is taken, so one without deadlines would leave its cases
without any, and nobody would see that they are late.
"""

from odoo import Command, api, models
from odoo.exceptions import ValidationError

from ..common.proof import Proof

# What a new policy takes over of each deadline.
LINE_FIELDS = (
    "sequence",
    "milestone",
    "unit",
    "amount",
    "cap_amount",
    "honours_pauses",
    "on_reopen",
)
# Says that a policy is saved with its deadlines, and looked at once all are there.
_SAVING = Proof("complaint_saves_policy")


class ComplaintSlaPolicy(models.Model):
    _inherit = "complaint.sla.policy"

    def write(self, vals):
        if "target_ids" not in vals:
            return super().write(vals)
        return super(ComplaintSlaPolicy, _SAVING.give(self)).write(vals)

    @api.constrains("active", "target_ids")
    def _check_has_deadlines(self):
        """:raises ValidationError: a policy that is used promises nothing"""
        for policy in self.filtered("active"):
            if not policy.target_ids:
                raise ValidationError(
                    self.env._(
                        "“%s” has no deadline: it would be taken before others, and "
                        "its cases would have no deadline at all. Add one under "
                        "“Deadlines”, or archive the policy.",
                        policy.name,
                    )
                )

    @api.onchange("kind", "category_ids")
    def _onchange_target_ids(self):
        """Begin a new policy with the deadlines that its cases have today."""
        if self._origin or self.target_ids:
            return
        general = self._find_general()
        self.target_ids = [
            Command.create({fname: target[fname] for fname in LINE_FIELDS})
            for target in general.target_ids.sorted()
        ]

    def _find_general(self):
        """The policy that cases of this kind have where no other criterion is met."""
        self.ensure_one()
        kind = self.kind or "complaint"
        company = self.company_id._origin or self.env.company
        for spec in self._get_specs(company.id):
            others = spec._replace(kind=False)[4:]
            if spec.targets and spec.kind in (kind, False) and not any(others):
                return self.browse(spec.id)
        return self.browse()


class ComplaintSlaTarget(models.Model):
    """The last deadline of a policy stays, by whatever door somebody takes it away."""

    _inherit = "complaint.sla.target"

    def write(self, vals):
        before = self.policy_id
        result = super().write(vals)
        if "policy_id" in vals:
            self._check_left(before)
        return result

    def unlink(self):
        before = self.policy_id
        result = super().unlink()
        self._check_left(before)
        return result

    @api.model
    def _check_left(self, policies):
        """:raises ValidationError: a policy that is used has no deadline any more"""
        if not _SAVING.get(self.env):
            policies.exists()._check_has_deadlines()
