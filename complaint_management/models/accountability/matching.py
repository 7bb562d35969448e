# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the rule book says about a reason to look into it."""

from markupsafe import Markup

from odoo import fields, models

from .case_proposals import BASES, Cue

# A decision grades the fault that caused the complaint, not the handling of it.
HANDLING_FAULT = "ordinary"


class ComplaintPenaltyRule(models.Model):
    _inherit = "complaint.penalty.rule"

    def _prepare_proposals(self, cues):
        """Look up what these rules say about each cue.

        :param cues: list of ``Cue``
        :return: list of values for ``complaint.penalty._propose``, one for each case,
            employee and rule; several reasons for one stand together
        """
        by_origin = self.grouped("propose_on")
        merged = {}
        for cue in cues:
            for rule in by_origin.get(cue.origin, ()):
                if rule._is_about(cue):
                    key = (cue.case, cue.employee, rule)
                    merged.setdefault(key, []).append(cue)
        return [
            rule._prepare_proposal_vals(case, employee, found)
            for (case, employee, rule), found in merged.items()
        ]

    def _is_about(self, cue):
        """Whether the rule is for what happened, where, and on that day."""
        self.ensure_one()
        if not self._is_valid_on(fields.Date.context_today(self)):
            return False
        if self.basis != BASES[cue.origin] or not self._is_allowed(cue.case.company_id):
            return False
        if cue.origin == "rating":
            return int(cue.case.satisfaction_handling) >= (self.rating_min or 1)
        is_cause = cue.origin == "verdict"
        level = cue.case.fault_level if is_cause else HANDLING_FAULT
        return self.liability == cue.liability and self.fault_level in (False, level)

    def _is_allowed(self, company):
        """Whether the company uses this rule: its own or shared; money if it may."""
        self.ensure_one()
        is_used = not self.company_id or self.company_id == company
        return is_used and (self.kind != "money" or company.complaint_penalty_money)

    def _prepare_proposal_vals(self, case, employee, cues):
        """An entry as it is proposed.

        :param cues: why; all of one origin
        """
        self.ensure_one()
        facts = dict.fromkeys(fact for cue in cues for fact in cue.facts)
        evidence = dict.fromkeys(cue.evidence for cue in cues if cue.evidence)
        return {
            "rule_id": self.id,
            "complaint_id": case.id,
            "employee_id": employee.id,
            "origin": cues[0].origin,
            "role": self._say_role(case, cues[0]),
            "facts": Markup().join(Markup("<p>%s</p>") % fact for fact in facts),
            "evidence": Markup().join(map(Markup, evidence)),
        }

    def _say_role(self, case, cue):
        """What the person had to do with it, in the language of the company."""
        env = case._in_house().env
        if cue.liability == "head":
            return env._("Leads who was responsible")
        return {
            "verdict": env._("Responsible for the cause"),
            "promise": env._("Responsible for the call-back"),
            "clock": env._("Responsible for the deadline"),
            "rating": env._("Handled the case"),
            "repeat": env._("Responsible"),
        }[cue.origin]


class ComplaintPenalty(models.Model):
    _inherit = "complaint.penalty"

    def _propose_repeats(self, rules):
        """Propose more where an employee repeats what they were reminded of.

        Counted is what stands confirmed from the months before, on other cases, for
        the same basis.

        :param rules: the rules of the companies that may apply, as sudo
        :return: the new entries, as sudo
        """
        today = fields.Date.context_today(self)
        rules = rules.filtered(
            lambda rule: rule.propose_on == "repeat" and rule._is_valid_on(today)
        )
        if not (rules and self.employee_id):
            return self.browse()
        earlier = self._get_standing().grouped(
            lambda entry: (entry.employee_id, entry.basis)
        )
        return self._propose(
            [
                vals
                for entry in self
                for rule in rules
                for vals in entry._prepare_repeat_vals(
                    rule, earlier.get((entry.employee_id, entry.basis), ())
                )
            ]
        )

    def _get_standing(self):
        """What stands against the same employees, decided and not taken back."""
        return self.search(
            [
                ("employee_id", "in", self.employee_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("is_reward", "=", False),
                ("state", "in", ("confirmed", "upheld", "reduced")),
                ("reverses_id", "=", False),
                ("reversed_by_id", "=", False),
                ("id", "not in", self.ids),
            ]
        )

    def _prepare_repeat_vals(self, rule, earlier):
        """What ``rule`` adds to this entry, because of earlier ones.

        :return: list of values for ``_propose``, of one or none
        """
        self.ensure_one()
        applies = (
            rule._is_allowed(self.company_id)
            and rule.basis == self.basis
            and rule.liability == self.liability
            and rule.fault_level in (False, self.fault_level)
        )
        since = fields.Datetime.subtract(
            fields.Datetime.now(), months=rule.repeat_months
        )
        found = [
            entry
            for entry in earlier
            if entry.complaint_id != self.complaint_id and entry.date_confirmed >= since
        ]
        if not (applies and found):
            return []
        case = self.complaint_id._in_house()
        facts = case.env._(
            "Entries of this kind stand from the last %(months)s months: %(entries)s.",
            months=rule.repeat_months,
            entries=", ".join(sorted(entry.name for entry in found)),
        )
        cue = Cue(case, self.employee_id, rule.liability, "repeat", [facts])
        return [rule._prepare_proposal_vals(case, self.employee_id, [cue])]


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def _get_heads(self):
        """Who leads the departments of these employees.

        Where a department has no manager, or the employee is it, their own manager.
        """
        heads = self.browse()
        for employee in self:
            head = employee.department_id.manager_id
            heads |= employee.parent_id if head in (self.browse(), employee) else head
        return heads
