# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What an escalation rule says about itself, in one sentence."""

from odoo import api, fields, models
from odoo.tools import format_list

from ...tools.answer.wording import say_amount
from .rule import CLOCK_TRIGGERS, MILESTONE_FIELDS


class ComplaintEscalationRule(models.Model):
    _inherit = "complaint.escalation.rule"

    summary = fields.Char(
        string="In Words",
        compute="_compute_summary",
        compute_sudo=True,
        help="What the rule does, as it stands.",
    )

    @api.depends(
        *MILESTONE_FIELDS,
        "trigger",
        "share",
        "offset_hours",
        "offset_working",
        "stall_hours",
        "max_reassignments",
        "severity",
        "to_handler",
        "to_team_leader",
        "to_department_manager",
        "chain_level",
        "user_ids",
        "group_id",
        "do_notify",
        "activity_type_id",
        "severity_to",
        "reassign",
        "action_server_id",
        "propose_penalty",
    )
    @api.depends_context("lang")
    def _compute_summary(self):
        for rule in self:
            acts = rule._say_acts()
            if acts:
                rule.summary = self.env._(
                    "%(when)s: %(what)s.",
                    when=rule._say_when(),
                    what=format_list(self.env, acts),
                )
            else:
                rule.summary = self.env._("Choose what the rule does.")

    def _say_when(self):
        """The moment and the deadlines: "4 working hours after the deadline"."""
        if self.trigger == "stalled":
            return self.env._(
                "When nobody has worked on a case for %s",
                say_amount(self.env, self.stall_hours, "working_hours"),
            )
        if self.trigger == "reassigned":
            return self.env._(
                "When a case was handed over more than %s times", self.max_reassignments
            )
        if not self.trigger:
            return ""
        return " ".join(filter(None, (self._say_moment(), self._say_milestones())))

    def _say_moment(self):
        unit = "working_hours" if self.offset_working else "elapsed_hours"
        hours = say_amount(self.env, self.offset_hours, unit)
        if self.trigger == "share":
            return self.env._("When %g %% of the time has passed", self.share)
        if self.trigger == "before":
            return self.env._("%s before the deadline", hours)
        if not self.offset_hours:
            return self.env._("When the deadline passes")
        return self.env._("%s after the deadline", hours)

    def _say_milestones(self):
        names = [
            self._fields[fname]._description_string(self.env)
            for fname in MILESTONE_FIELDS
            if self[fname]
        ]
        if not names or self.trigger not in CLOCK_TRIGGERS:
            return ""
        return f"({format_list(self.env, names)})"

    def _say_people(self):
        """Whom the rule is for: "the handler, the team leader"."""
        people = []
        if self.to_handler:
            people.append(self.env._("the handler"))
        if self.to_team_leader:
            people.append(self.env._("the team leader"))
        if self.to_department_manager:
            people.append(self.env._("the manager of the handling unit"))
        if self.chain_level == 1:
            people.append(self.env._("the handler's manager"))
        elif self.chain_level == 2:
            people.append(self.env._("the manager's manager"))
        elif self.chain_level > 2:
            people.append(
                self.env._("the manager %s levels above the handler", self.chain_level)
            )
        people += self.user_ids.mapped("name")
        if self.group_id:
            people.append(self.env._("everybody in “%s”", self.group_id.name))
        return format_list(self.env, people) if people else self.env._("nobody yet")

    def _say_acts(self):
        people = self._say_people()
        acts = []
        if self.do_notify:
            acts.append(self.env._("tell %s", people))
        if self.activity_type_id:
            acts.append(
                self.env._(
                    "plan “%(activity)s” for %(people)s",
                    activity=self.activity_type_id.name,
                    people=people,
                )
            )
        if self.severity_to:
            labels = dict(self._fields["severity_to"]._description_selection(self.env))
            acts.append(
                self.env._("raise the severity to “%s”", labels[self.severity_to])
            )
        if self.reassign:
            acts.append(
                self.env._("hand the case to the first of %s who is present", people)
            )
        if self.action_server_id:
            acts.append(self.env._("run “%s”", self.action_server_id.name))
        if self.propose_penalty:
            acts.append(self.env._("propose an entry to the accountability officers"))
        return acts
