# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How entries come into the ledger: proposed, or as the reversal of another one."""

from collections import defaultdict

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import clean_context, plaintext2html

from .guard import FROZEN, GIVEN

# Faults that somebody of ours answers for (R8, R9); a misunderstanding is none (R10).
OUR_FAULTS = ("violation", "ordinary")


class ComplaintPenalty(models.Model):
    _inherit = "complaint.penalty"

    # ------------------------------------------------------------------
    # Proposals
    # ------------------------------------------------------------------

    @api.model
    def _propose(self, vals_list):
        """Propose entries; the one door for everything that proposes.

        What was proposed already, for the same case, person and rule, is left out
        unless it was reversed. Rules are cited as they are now.

        :param list vals_list: dicts with ``complaint_id``, ``employee_id`` and
            ``rule_id``, and as wanted ``role``, ``facts``, ``evidence``, ``origin``
            and ``proposer_id`` (the user by default)
        :return: the new entries
        :raises UserError: there is no approved verdict with a fault of ours, or the
            rule does not apply
        """
        vals_list = self._prepare_proposals(self._skip_known(vals_list))
        if not vals_list:
            return self.browse()
        penalties = self._enter(vals_list)
        self.env["complaint.penalty.event"]._record(penalties, "propose")
        penalties._after_act("propose", None)
        return penalties

    @api.model
    def _enter(self, vals_list):
        """Write new entries as they are given, whatever a link sets as default.

        By nobody in particular: who is accused does not read who proposed it.
        """
        ledger = self.with_user(SUPERUSER_ID).with_context(
            clean_context(self.env.context)
        )
        return ledger._create_sealed(vals_list).with_env(self.env)

    @api.model
    def _propose_by_hand(self, vals_list):
        """Propose what an officer entered in a form or an import.

        :raises AccessError: the user is no officer of the company
        :raises UserError: it was proposed already, or it is about the user
        """
        self._check_officer()
        for vals in vals_list:
            missing = {"complaint_id", "employee_id", "rule_id"} - {
                fname for fname in GIVEN & set(vals) if vals[fname]
            }
            if missing:
                raise UserError(self.env._("Choose the case, the person and the rule."))
        cases = self.env["complaint.complaint"].browse(
            vals["complaint_id"] for vals in vals_list
        )
        if cases.sudo().company_id - self.env.companies:
            raise AccessError(self.env._("The case is of another company."))
        penalties = self._propose([{**vals, "origin": "manual"} for vals in vals_list])
        if len(penalties) < len(vals_list):
            raise UserError(
                self.env._("This rule was applied to this person in this case already.")
            )
        penalties._check_not_about_oneself()
        return penalties

    @api.model
    def _skip_known(self, vals_list):
        """Leave out what stands in the ledger already, or twice in the list."""
        if not vals_list:
            return []
        rules = self.env["complaint.penalty.rule"].sudo()
        codes = {
            rule.id: rule.code
            for rule in rules.browse({vals["rule_id"] for vals in vals_list})
        }
        known = {
            (case.id, employee.id, code)
            for case, employee, code in self.sudo()._read_group(
                [
                    (
                        "complaint_id",
                        "in",
                        [vals["complaint_id"] for vals in vals_list],
                    ),
                    ("employee_id", "in", [vals["employee_id"] for vals in vals_list]),
                    ("rule_code", "in", list(codes.values())),
                    ("reverses_id", "=", False),
                    ("reversed_by_id", "=", False),
                ],
                ["complaint_id", "employee_id", "rule_code"],
            )
        }
        new = {}
        for vals in vals_list:
            key = (vals["complaint_id"], vals["employee_id"], codes[vals["rule_id"]])
            if key not in known:
                new.setdefault(key, vals)
        return list(new.values())

    @api.model
    def _prepare_proposals(self, vals_list):
        """What new entries are written: the rule as it is cited, and who it is about.

        :raises UserError: an entry cannot be proposed
        """
        now = fields.Datetime.now()
        today = fields.Date.context_today(self)
        browse = {
            fname: self.env[self._fields[fname].comodel_name]
            .sudo()
            .browse(dict.fromkeys(vals[fname] for vals in vals_list))
            .grouped("id")
            for fname in ("complaint_id", "employee_id", "rule_id")
        }
        cited, prepared = {}, []
        for vals in vals_list:
            case, employee, rule = (
                browse[fname][vals[fname]]
                for fname in ("complaint_id", "employee_id", "rule_id")
            )
            self._check_proposable(case, employee, rule, today)
            lang = employee.user_id.lang or case.company_id.partner_id.lang
            if (rule, lang) not in cited:
                cited[rule, lang] = rule.with_context(lang=lang)._prepare_citation()
            prepared.append(
                {
                    **{fname: vals.get(fname) for fname in GIVEN},
                    **cited[rule, lang],
                    **self._prepare_person_vals(employee),
                    "facts": vals.get("facts") or cited[rule, lang]["facts"],
                    "fault_level": self._get_cited_fault(case, rule),
                    "company_id": case.company_id.id,
                    "origin": vals.get("origin") or "manual",
                    "proposer_id": vals.get("proposer_id") or self.env.uid,
                    "date_proposed": now,
                    "state": "proposed",
                }
            )
        self._assign_numbers(prepared)
        return prepared

    @api.model
    def _assign_numbers(self, vals_list):
        """Draw the numbers of new entries, in one query for each company."""
        groups = defaultdict(list)
        for vals in vals_list:
            groups[vals["company_id"]].append(vals)
        for company_id, group in groups.items():
            company = self.env["res.company"].browse(company_id)
            numbers = company._next_penalty_numbers(len(group))
            for vals, number in zip(group, numbers, strict=True):
                vals["name"] = number

    @api.model
    def _prepare_person_vals(self, employee):
        """Who the entry is about, as it was then, whatever becomes of them."""
        return {
            "employee_user_id": employee.user_id.id,
            "employee_name": employee.name,
            "department_id": employee.department_id.id,
            "job_title": employee.job_title,
        }

    @api.model
    def _get_cited_fault(self, case, rule):
        """How bad it was: as the rule says, or else, of the cause, as the verdict."""
        is_cause = rule.basis == "caused"
        return rule.fault_level or (is_cause and case.fault_level)

    @api.model
    def _check_proposable(self, case, employee, rule, day):
        """Refuse what must not be proposed (R8 to R10).

        :raises UserError: saying why
        """
        refusal = self._get_refusal(case, employee, rule, day)
        if refusal:
            raise UserError(
                self.env._(
                    "“%(rule)s” cannot be applied in case %(case)s: %(why)s",
                    rule=rule.display_name,
                    case=case.number,
                    why=refusal,
                )
            )

    @api.model
    def _get_refusal(self, case, employee, rule, day):
        """Why an entry cannot be proposed, as a sentence; nothing when it can.

        Rewards need no verdict. Everything else stands on an approved decision that
        found a fault of ours, and for what caused the complaint the one of the rule.

        :param case: the ``complaint.complaint``, as sudo
        :param employee: the ``hr.employee``, as sudo
        :param rule: the ``complaint.penalty.rule``, as sudo
        :param date day: when it is proposed
        """
        company = case.company_id
        if not rule.active or not rule._is_valid_on(day):
            return self.env._("the rule does not apply today.")
        if rule.company_id and rule.company_id != company:
            return self.env._("the rule is of another company.")
        if employee.company_id != company:
            return self.env._("the person works in another company.")
        if rule.kind == "money" and not company.complaint_penalty_money:
            return self.env._("the company allows no amounts of money.")
        if rule.basis == "good":
            return None
        if case.state == "cancelled" or case.decision_state != "approved":
            return self.env._("there is no approved decision on the case yet.")
        if case.fault_level not in OUR_FAULTS or case.verdict == "not_upheld":
            return self.env._("the decision found no fault of ours.")
        if rule.basis == "caused" and rule.fault_level not in (False, case.fault_level):
            return self.env._("the decision found another level of fault.")
        return None

    # ------------------------------------------------------------------
    # Reversals
    # ------------------------------------------------------------------

    def _prepare_reversal_vals(self, reason, when):
        """A final entry that undoes this one, and expires together with it."""
        self.ensure_one()
        kept = (
            "complaint_id",
            "employee_id",
            "employee_user_id",
            "employee_name",
            "department_id",
            "job_title",
            "role",
            "company_id",
            "rule_id",
            "rule_code",
            "rule_name",
            "points_final",
            "date_expiry",
            *FROZEN,
        )
        return {
            **{
                fname: self._fields[fname].convert_to_write(self[fname], self)
                for fname in kept
            },
            "facts": plaintext2html(reason),
            "origin": "reversal",
            "reverses_id": self.id,
            "state": "confirmed",
            "is_final": True,
            "proposer_id": self.env.uid,
            "confirmer_id": self.env.uid,
            "confirm_reason": reason,
            "date_proposed": when,
            "date_notified": when,
            "date_confirmed": when,
            "date_final": when,
        }

    def _create_reversals(self, reason, when, passed):
        """Write the reversals of these entries, and link them.

        :param dict passed: conflicts that were passed, by entry
        :return: the new entries, in the order of ``self``
        """
        vals_list = [
            {
                **penalty.sudo()._prepare_reversal_vals(reason, when),
                "override_reason": passed.get(penalty),
                "override_user_id": penalty in passed and self.env.uid,
            }
            for penalty in self
        ]
        self._assign_numbers(vals_list)
        reversals = self._enter(vals_list)
        for penalty, reversal in zip(self.sudo(), reversals, strict=True):
            penalty._write_sealed({"reversed_by_id": reversal.id})
        return reversals


class ComplaintPenaltyRule(models.Model):
    _inherit = "complaint.penalty.rule"

    def _prepare_citation(self):
        """What an entry keeps of the rule, in the language of the context."""
        self.ensure_one()
        return {
            **{
                fname: self._fields[fname].convert_to_write(self[fname], self)
                for fname in FROZEN
            },
            "rule_code": self.code,
            "rule_name": self.name,
            "facts": plaintext2html(self.clause or self.name),
        }
