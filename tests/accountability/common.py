# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""People who are called to account, those who decide, and a case between them."""

from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from odoo.tests import freeze_time

from ..common import MANAGER, ComplaintCase

ACCOUNTABILITY = "complaint_management.group_complaint_accountability"
# A Monday morning in a week without holidays.
MONDAY = datetime(2026, 3, 2, 8, 0)


class PenaltyCase(ComplaintCase):
    """Beside the people of the cases: ``reader``, who misread the meter and reports to
    ``head``; ``judge``, ``second`` and ``third``, who are accountability officers;
    and ``chief``, who is also a complaint manager.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Penalty = cls.env["complaint.penalty"]
        cls.judge = cls._create_user("penalty_judge", ACCOUNTABILITY)
        cls.second = cls._create_user("penalty_second", ACCOUNTABILITY)
        cls.third = cls._create_user("penalty_third", ACCOUNTABILITY)
        cls.chief = cls._create_user("penalty_chief", f"{ACCOUNTABILITY},{MANAGER}")
        cls.reader = cls._create_user("penalty_reader", "base.group_user")
        cls.head = cls._create_user("penalty_head", "base.group_user")
        for user in cls.reader | cls.head | cls.judge | cls.second | cls.chief:
            cls.staff[user] = cls._create_employee(user.name, user_id=user.id)
        cls.staff[cls.reader].parent_id = cls.staff[cls.head]
        cls._set_up_rules()

    @classmethod
    def _create_employee(cls, name, **vals):
        return cls.env["hr.employee"].create(
            {
                "name": name,
                "department_id": cls.department.id,
                "company_id": cls.company.id,
                **vals,
            }
        )

    @classmethod
    def _set_up_rules(cls):
        """A rule of each kind; those that the addon brings stay out of the way."""
        cls.env["complaint.penalty.rule"].search([]).active = False
        cls.penalty_rule = cls._create_rule("T-1", fault_level="ordinary", points=10)
        cls.head_rule = cls._create_rule("T-2", liability="head", points=4)
        cls.late_rule = cls._create_rule("T-3", basis="mishandled", points=3)
        cls.reward_rule = cls._create_rule("T-4", basis="good", kind="praise", points=5)

    @classmethod
    def _create_rule(cls, code, **vals):
        return cls.env["complaint.penalty.rule"].create(
            {
                "code": code,
                "name": f"Rule {code}",
                "clause": f"What rule {code} says.",
                "basis": "caused",
                "kind": "points",
                "points": 10,
                "months": 12,
                **vals,
            }
        )

    @classmethod
    def _decide_case(cls, state="approved", **vals):
        """A case with an approved verdict of an ordinary mistake of ours."""
        case = cls._bring_to(cls._create_case(), "proposed")
        case.sudo().write(vals)
        return cls._bring_to(case, state) if state != "proposed" else case

    @classmethod
    def _propose(cls, case=None, user=None, rule=None, **vals):
        """An entry as the machinery proposes it.

        :param user: whom it is about; the reader by default
        :param rule: the rule; ``penalty_rule`` by default
        """
        return cls.Penalty.sudo()._propose(
            [
                {
                    "complaint_id": (case or cls._decide_case()).id,
                    "employee_id": cls.staff[user or cls.reader].id,
                    "rule_id": (rule or cls.penalty_rule).id,
                    "origin": "verdict",
                    **vals,
                }
            ]
        )

    # ------------------------------------------------------------------
    # The way of an entry
    # ------------------------------------------------------------------

    @classmethod
    def _bring_entry_to(cls, state, penalty=None, **vals):
        """Walk an entry to a state, each step made by its person."""
        penalty = penalty or cls._propose(**vals)
        way = {
            "notified": ("notify",),
            "dismissed": ("notify", "dismiss"),
            "confirmed": ("notify", "confirm"),
            "appealed": ("notify", "confirm", "appeal"),
            "upheld": ("notify", "confirm", "appeal", "uphold"),
            "reduced": ("notify", "confirm", "appeal", "reduce"),
            "waived": ("notify", "confirm", "appeal", "waive"),
        }
        for step in way.get(state, ()):
            getattr(cls, f"_make_{step}")(penalty)
        return penalty

    @classmethod
    def _make_notify(cls, penalty):
        penalty.with_user(cls.judge).action_notify()

    @classmethod
    def _make_confirm(cls, penalty):
        if not penalty.is_reward:
            speaker = penalty.employee_id.user_id or cls.judge
            penalty.with_user(speaker)._give_statement("The display was dirty.")
        penalty.with_user(cls.judge).action_confirm(reason="It is proven.")

    @classmethod
    def _make_dismiss(cls, penalty):
        penalty.with_user(cls.judge).action_dismiss(reason="It was not so.")

    @classmethod
    def _make_appeal(cls, penalty):
        penalty.with_user(penalty.employee_id.user_id)._appeal("I was on leave.")

    @classmethod
    def _make_uphold(cls, penalty):
        penalty.with_user(cls.second).action_uphold(reason="You were not.")

    @classmethod
    def _make_reduce(cls, penalty):
        penalty.with_user(cls.second).action_reduce(points=4, reason="Half a day.")

    @classmethod
    def _make_waive(cls, penalty):
        penalty.with_user(cls.second).action_waive(reason="You were.")

    @contextmanager
    def _at(self, moment):
        """What happens here happens at ``moment``, in UTC; yields the clock."""
        with freeze_time(moment) as clock, patch.object(self.env.cr, "_now", moment):
            yield clock

    def _run_deadlines(self):
        """The scheduled action, without its commits."""
        self.env["complaint.penalty"]._cron_run_deadlines()
