# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests of proposed entries share: a small rule book and its people."""

from odoo.fields import Command

from ..escalation.common import EscalationCase

ACCOUNTABILITY = "complaint_management.group_complaint_accountability"


class ProposalCase(EscalationCase):
    """``reader`` swapped the meters, ``crew`` did not check; ``head`` leads both.

    The rule book has no rules but those that a test writes. ``auditor`` is the
    accountability officer.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Penalty = cls.env["complaint.penalty"]
        cls.env["complaint.penalty.rule"].search([]).propose_on = False
        cls.company.complaint_head_apology = False
        cls.auditor = cls._create_user("case_auditor", ACCOUNTABILITY)
        cls.reader, cls.crew = cls.env["hr.employee"].create(
            [
                {
                    "name": name,
                    "department_id": cls.department.id,
                    "company_id": cls.company.id,
                }
                for name in ("Meter reader", "Crew leader")
            ]
        )
        cls.boss_of_all = cls.staff[cls.head]

    @classmethod
    def _create_book_rule(cls, code, **vals):
        """A rule against who caused the complaint, proposed by the decision."""
        return cls.env["complaint.penalty.rule"].create(
            {
                "code": code,
                "name": f"Rule {code}",
                "basis": "caused",
                "liability": "direct",
                "kind": "points",
                "points": 5,
                "propose_on": "verdict",
                **vals,
            }
        )

    @classmethod
    def _blame(cls, case, *employees):
        """Whom the decision names as responsible."""
        ids = [employee.id for employee in employees]
        case.responsible_employee_ids = [Command.set(ids)]

    @classmethod
    def _decide(cls, *employees, **vals):
        """A case whose decision is approved, and names these employees."""
        case = cls._create_case()
        cls._bring_to(case, "pending")
        case.write(vals)
        if vals.keys() & {"verdict", "fault_level"}:
            cls._step_pending(case)
        cls._blame(case, *employees)
        cls._step_approved(case)
        return case

    @classmethod
    def _get_entries(cls, cases):
        return cls.Penalty.search([("complaint_id", "in", cases.ids)], order="id")

    def _assert_proposed(self, cases, expected):
        """What stands for these cases: pairs of employee and rule, no more."""
        entries = self._get_entries(cases)
        found = {(entry.employee_id, entry.rule_id) for entry in entries}
        self.assertEqual(found, set(expected))
        self.assertEqual(len(entries), len(expected), "each once")
        return entries
