# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What happens on cases proposes entries to the people who decide about them.

Nothing is proposed against anybody before the decision on the case is approved, nor
when the fault is the customer's or nobody's (R8-R10); what was missed until then is
proposed then. Each entry cites a rule of the case's company (R65, R66), and is seen
by the accountability officers only: the case says nothing of it.
"""

import logging
from typing import NamedTuple

from odoo import models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import format_date

_logger = logging.getLogger(__name__)

# The moves after which a decision stands.
DECIDING = ("approve", "settle")
# What an origin proposes for: the cause of the complaint, or its handling (R97).
BASES = {
    "verdict": "caused",
    "clock": "mishandled",
    "promise": "mishandled",
    "rating": "good",
}
# What is looked for once a decision stands.
FAULTS = ("verdict", "clock", "promise")


class Cue(NamedTuple):
    """A reason to look into the rule book: who, on which case, and why.

    ``facts`` are sentences that the employee reads later, too: they name nobody
    else. ``evidence`` is for the accountability officers.
    """

    case: models.BaseModel
    employee: models.BaseModel
    liability: str
    origin: str
    facts: list
    evidence: str = ""


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    # ------------------------------------------------------------------
    # When
    # ------------------------------------------------------------------

    def _after_transition(self, name, reason, when):
        """Propose what the decision says, as soon as it stands."""
        result = super()._after_transition(name, reason, when)
        if name in DECIDING:
            self._propose_quietly()
        return result

    def _after_rating(self):
        """Propose to thank who handled the case, when the complainant does (R131)."""
        result = super()._after_rating()
        self._propose_quietly(["rating"])
        return result

    def _propose_entries(self, origins=FAULTS):
        """Propose what the rule books of the companies say about these cases.

        Safe to repeat: what was proposed is not proposed again.

        :param origins: what to look for; keys of ``BASES``
        :return: the new entries, as sudo
        """
        cases = self.sudo().filtered("company_id.complaint_penalty_proposals")
        if set(origins) & set(FAULTS):
            cases = cases.filtered(lambda case: case._has_fault_of_ours())
        rules = cases._get_proposing_rules([*origins, "repeat"])
        first_rules = rules.filtered(lambda rule: rule.propose_on in origins)
        entries = self.env["complaint.penalty"].sudo()
        if not first_rules:
            return entries
        cues = [cue for name in origins for cue in getattr(cases, f"_cue_{name}")()]
        vals_list = first_rules._prepare_proposals(cues)
        entries = entries._propose(cases._skip_merged(vals_list))
        return entries | entries._propose_repeats(rules - first_rules)

    def _propose_quietly(self, origins=FAULTS):
        """Propose, and let nobody who works on the case hear of what fails.

        The move, the rating and the deadline go on; the administrator's log tells.
        """
        # A savepoint writes what is computed late as whoever is logged in: it is
        # written before, and signed by the house in what complainants do (R152).
        self.env.flush_all()
        try:
            with self.env.cr.savepoint():
                self._propose_entries(origins)
                self.env.flush_all()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception:
            _logger.exception("No entries were proposed for cases %s", self.ids)

    def _skip_merged(self, vals_list):
        """Leave out what stands already on a case that was merged into these.

        :param vals_list: values for ``complaint.penalty._propose``
        """
        merged = self.search(
            [("merged_into_id", "in", [vals["complaint_id"] for vals in vals_list])]
        )
        known = {
            (
                entry.complaint_id.merged_into_id.id,
                entry.employee_id.id,
                entry.rule_code,
            )
            for entry in merged._get_entries()
        }
        if not known:
            return vals_list
        rules = self.env["complaint.penalty.rule"].sudo()
        return [
            vals
            for vals in vals_list
            if (
                vals["complaint_id"],
                vals["employee_id"],
                rules.browse(vals["rule_id"]).code,
            )
            not in known
        ]

    def _has_fault_of_ours(self):
        """Whether a decision stands, and finds a fault that is not the customer's."""
        self.ensure_one()
        return (
            self.kind == "complaint"
            and self.state != "cancelled"
            and self.decision_state == "approved"
            and self.verdict in ("upheld", "partly_upheld")
            and self.fault_level in ("violation", "ordinary")
        )

    def _get_proposing_rules(self, origins):
        """Rules of the companies of these cases that propose, as sudo."""
        return (
            self.env["complaint.penalty.rule"]
            .sudo()
            .search(
                [
                    ("propose_on", "in", origins),
                    ("company_id", "in", [False, *self.company_id.ids]),
                ]
            )
        )

    # ------------------------------------------------------------------
    # Who, and why
    # ------------------------------------------------------------------

    def _cue_verdict(self):
        """Who caused the complaint, as the decision says, and who leads them (R65)."""
        cues = []
        for case in self:
            direct = case._filter_answerable(case.responsible_employee_ids)
            leaders = direct._get_heads() | case.responsible_department_ids.manager_id
            heads = case._filter_answerable(leaders) - direct
            facts, evidence = case._say_verdict(), case._get_finding_to_cite()
            cues += [
                Cue(case, employee, liability, "verdict", facts, evidence)
                for liability, employees in (("direct", direct), ("head", heads))
                for employee in employees
            ]
        return cues

    def _cue_clock(self):
        """Who was responsible for a deadline that was missed, and who leads them.

        Only deadlines for which an escalation rule fired that proposes.
        """
        events = (
            self.env["complaint.clock.event"]
            .sudo()
            .search(
                [
                    ("complaint_id", "in", self.ids),
                    ("kind", "=", "escalated"),
                    ("rule_id.propose_penalty", "=", True),
                ]
            )
        )
        return events.clock_id._get_late_cues("clock")

    def _cue_promise(self):
        """Who was to keep a promised call-back that was not made (R48, R49)."""
        clocks = (
            self.env["complaint.clock"]
            .sudo()
            .search([("complaint_id", "in", self.ids), ("milestone", "=", "promise")])
        )
        return clocks._get_late_cues("promise")

    def _cue_rating(self):
        """Who handled a case whose complainant says how well they were treated."""
        staff = self._get_staff(self.user_id)
        cues = []
        for case in self.filtered("satisfaction_handling"):
            handler = staff.get((case.user_id, case.company_id))
            if handler:
                facts = [case._in_house()._say_rating()]
                cues.append(Cue(case, handler, "direct", "rating", facts))
        return cues

    def _filter_answerable(self, employees):
        """Those who work in the company of the case, still.

        Who has left, or moved to another company, is not proposed to this one: it
        has nothing to decide about them any more.
        """
        self.ensure_one()
        return employees.filtered(
            lambda employee: employee.active and employee.company_id == self.company_id
        )

    def _get_staff(self, users):
        """The employees that users are in the companies of these cases.

        :return: dict of (user, company) and employee, as sudo
        """
        employees = (
            self.env["hr.employee"]
            .sudo()
            .search(
                [
                    ("user_id", "in", users.ids),
                    ("company_id", "in", self.company_id.ids),
                ]
            )
        )
        return {(who.user_id, who.company_id): who for who in employees}

    # ------------------------------------------------------------------
    # In words
    # ------------------------------------------------------------------

    def _say_verdict(self):
        """The decision in sentences that name nobody."""
        case = self._in_house()
        facts = [
            case.env._(
                "%(case)s: %(verdict)s, %(level)s.",
                case=case._say_what_case(),
                verdict=case._say_choice("verdict"),
                level=case._say_choice("fault_level"),
            )
        ]
        if case.cause_id:
            facts.append(case.env._("Cause: %s.", case.cause_id.display_name))
        return facts

    def _say_rating(self):
        return self.env._(
            "%(case)s: the complainant rates the handling: %(rating)s.",
            case=self._say_what_case(),
            rating=self._say_choice("satisfaction_handling"),
        )

    def _say_what_case(self):
        """The case as the employee may know it: not even the number of a protected
        one, nor its day, which may tell who complained (R149)."""
        if self.identity_mode != "named":
            return self.env._("A case whose complainant is protected")
        return self.env._(
            "Case %(case)s of %(date)s",
            case=self.display_name,
            date=format_date(self.env, self.date_received),
        )

    def _say_choice(self, fname):
        return dict(self._fields[fname]._description_selection(self.env))[self[fname]]

    def _get_finding_to_cite(self):
        """The finding, unless it may tell who made a protected complaint (R149)."""
        return self.identity_mode == "named" and self.finding or ""
