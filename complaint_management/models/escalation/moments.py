# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""When escalation rules fire: worked out from plain values, without a query."""

from typing import NamedTuple

from odoo import api, models
from odoo.tools import ormcache

from ...tools.clock.deadline import WALL_CLOCK
from .rule import CLOCK_TRIGGERS, MILESTONE_FIELDS

# What moves the moments of clocks and cases that run already.
TIMING_FIELDS = {
    *MILESTONE_FIELDS,
    "active",
    "company_id",
    "policy_id",
    "trigger",
    "share",
    "offset_hours",
    "offset_working",
    "quiet_hours",
    "stall_hours",
    "max_reassignments",
}


class RuleSpec(NamedTuple):
    """When a rule fires, as plain values that every worker can cache."""

    id: int
    trigger: str
    policy_id: int
    milestones: frozenset
    share: float
    offset_seconds: float
    offset_working: bool
    quiet_hours: bool
    stall_seconds: float
    max_reassignments: int

    def fits(self, vals):
        """Whether it watches a clock with these values."""
        return (
            self.trigger in CLOCK_TRIGGERS
            and (not self.milestones or vals["milestone"] in self.milestones)
            and (not self.policy_id or vals["policy_id"] == self.policy_id)
        )

    def get_moment(self, vals, measure, working_time, now=None):
        """When it fires for a clock; see ``_get_moments`` of the model."""
        moment = vals["date_due"]
        if self.trigger == "share":
            left = (1 - self.share / 100) * vals["allowed_seconds"]
            moment = measure.add(moment, -left) if left else moment
        elif self.offset_seconds:
            seconds = self.offset_seconds * (-1 if self.trigger == "before" else 1)
            ruler = working_time if self.offset_working else WALL_CLOCK
            moment = ruler.add(moment, seconds)
        return self.keep_quiet(moment, working_time, now)

    def keep_quiet(self, moment, working_time, now=None):
        """The moment itself, or the next opening when nobody is to be woken.

        :param datetime now: what was not told by now is not told at night either
        """
        if not self.quiet_hours:
            return moment
        return working_time.next_open(max(moment, now) if now else moment)


class ComplaintEscalationRule(models.Model):
    _inherit = "complaint.escalation.rule"

    # ------------------------------------------------------------------
    # When
    # ------------------------------------------------------------------

    @api.model
    @ormcache("company_id")
    def _get_specs(self, company_id):
        """The rules of a company in their order, as plain values."""
        # The same for everybody, whatever the context of who asks first.
        rules = (
            self.sudo()
            .with_context(active_test=True)
            .search([("company_id", "in", (company_id, False))], order=self._order)
        )
        return tuple(rule._prepare_spec() for rule in rules)

    def _prepare_spec(self):
        self.ensure_one()
        return RuleSpec(
            id=self.id,
            trigger=self.trigger,
            policy_id=self.policy_id.id,
            milestones=frozenset(
                milestone
                for fname, milestone in MILESTONE_FIELDS.items()
                if self[fname]
            ),
            share=self.share,
            offset_seconds=self.offset_hours * 3600,
            offset_working=self.offset_working,
            quiet_hours=self.quiet_hours,
            stall_seconds=self.stall_hours * 3600,
            max_reassignments=self.max_reassignments,
        )

    @api.model
    def _get_moments(self, vals, measure, working_time, now=None):
        """When each rule that watches a clock fires for it, if nothing moves it.

        :param dict vals: of the clock, also before it is created: milestone,
            policy_id and company_id (ids), date_due, allowed_seconds
        :param measure: what counts the clock's seconds
        :param working_time: the ``WorkingTime`` of the case
        :param datetime now: quiet rules that did not fire by now wait for the next
            opening
        :return: dict of rule id and datetime in UTC, in the order of the rules
        """
        return {
            spec.id: spec.get_moment(vals, measure, working_time, now)
            for spec in self._get_specs(vals["company_id"])
            if spec.fits(vals)
        }

    @api.model
    def _get_stall_specs(self, company_id):
        """The rules about cases that nobody works on, or that are handed around."""
        return [
            spec
            for spec in self._get_specs(company_id)
            if spec.trigger not in CLOCK_TRIGGERS
        ]

    def write(self, vals):
        """Another time counts for what runs already, too: the sweep plans it anew."""
        if TIMING_FIELDS & set(vals):
            vals = {**vals, "reschedule_from": 1}
        return super().write(vals)
