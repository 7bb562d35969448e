# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError

MILESTONES = [
    ("acknowledge", "Acknowledgement"),
    ("assess", "Assessment"),
    ("answer", "Answer"),
    ("notice", "Notice of the decision"),
    ("resolve", "Resolution"),
    ("update", "Progress notice"),
    ("followup", "Follow-up"),
    ("promise", "Promised call-back"),
    ("authority", "Reply to the authority"),
]
# Their time is agreed with somebody for one case, and no policy promises it.
DATED = ("promise", "authority")
UNITS = [
    ("elapsed_hours", "Hours"),
    ("working_hours", "Working hours"),
    ("business_days", "Business days"),
    ("calendar_days", "Calendar days"),
    ("promised_date", "By the promised day"),
]
# Units counted in whole days.
DAY_UNITS = ("business_days", "calendar_days")


# Ten years, in each unit.
LONGEST = {
    "elapsed_hours": 87660,
    "working_hours": 20000,
    "business_days": 2600,
    "calendar_days": 3653,
}


class TargetSpec(NamedTuple):
    """What a target promises, as plain values; a clock freezes them."""

    id: int
    milestone: str
    unit: str
    amount: float
    cap_amount: float
    honours_pauses: bool
    on_reopen: str


class ComplaintSlaTarget(models.Model):
    """One promise of a policy: by when a milestone is reached (DESIGN.md 4)."""

    _name = "complaint.sla.target"
    # The policies are cached with their targets.
    _inherit = ["complaint.cached.mixin"]
    _description = "Complaint Deadline"
    _order = "policy_id, sequence, id"
    _rec_name = "milestone"

    policy_id = fields.Many2one(
        comodel_name="complaint.sla.policy",
        required=True,
        ondelete="cascade",
        index=True,
    )
    sequence = fields.Integer(default=10)
    milestone = fields.Selection(
        selection=[row for row in MILESTONES if row[0] not in DATED],
        required=True,
    )
    unit = fields.Selection(
        selection=UNITS,
        required=True,
        default="working_hours",
        help="Business days count as the law does: the day of receipt is not "
        "counted, and the last one ends at close of business.",
    )
    amount = fields.Float(string="Allowed", digits=(12, 2), required=True, default=1.0)
    cap_amount = fields.Float(
        string="At Most",
        digits=(12, 2),
        help="How long it may take with all extensions, from the first start and "
        "in the same unit. 0: it cannot be extended.",
    )
    honours_pauses = fields.Boolean(
        string="Paused on Hold",
        default=True,
        help="The time in which a case is on hold is not counted.",
    )
    on_reopen = fields.Selection(
        selection=[
            ("resume", "Goes on with the time that was left"),
            ("restart", "Starts anew"),
        ],
        string="When Reopened",
        required=True,
        default="resume",
    )

    _milestone_uniq = models.UniqueIndex(
        "(policy_id, milestone)",
        "A policy has one deadline for each milestone.",
    )
    _cap_covers_amount = models.Constraint(
        "CHECK (cap_amount = 0 OR cap_amount >= amount)",
        "The longest time of a deadline cannot be shorter than the time allowed.",
    )

    @api.constrains("unit", "amount", "cap_amount")
    def _check_amount(self):
        """An amount that the unit can count, before a clock depends on it."""
        for target in self:
            if target.unit == "promised_date":
                continue
            if target.amount <= 0 or target.cap_amount < 0:
                raise ValidationError(
                    self.env._(
                        "“%(milestone)s” of “%(policy)s” needs a time longer than 0.",
                        milestone=target._get_milestone_label(),
                        policy=target.policy_id.name,
                    )
                )
            if max(target.amount, target.cap_amount) > LONGEST[target.unit]:
                raise ValidationError(
                    self.env._(
                        "“%(milestone)s” of “%(policy)s” is longer than ten years. "
                        "Check the amount and the unit.",
                        milestone=target._get_milestone_label(),
                        policy=target.policy_id.name,
                    )
                )
            is_whole = (target.amount % 1, target.cap_amount % 1) == (0, 0)
            if target.unit in DAY_UNITS and not is_whole:
                raise ValidationError(
                    self.env._(
                        "“%(milestone)s” of “%(policy)s” is counted in days: enter "
                        "whole days, or count it in hours.",
                        milestone=target._get_milestone_label(),
                        policy=target.policy_id.name,
                    )
                )

    @api.constrains("unit", "policy_id")
    def _check_calendar_has_hours(self):
        self.policy_id._check_calendar_has_hours()

    def _get_milestone_label(self):
        self.ensure_one()
        labels = dict(self._fields["milestone"]._description_selection(self.env))
        return labels[self.milestone]

    def _prepare_spec(self):
        self.ensure_one()
        return TargetSpec(*(self[name] for name in TargetSpec._fields))
