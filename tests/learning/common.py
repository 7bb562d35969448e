# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields

from ..common import ComplaintCase, without_commits


class LearningCase(ComplaintCase):
    """A company that learns: ``employee`` owns actions, ``head`` leads the unit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Action = cls.env["complaint.action"]
        cls.today = fields.Date.context_today(cls.Action)
        cls.head = cls._create_user("case_head", "base.group_user")
        boss = cls.env["hr.employee"].create(
            {"name": "Head", "user_id": cls.head.id, "company_id": cls.company.id}
        )
        cls.department.manager_id = boss
        cls.case = cls._create_case()

    @classmethod
    def _day(cls, days):
        """A day from today."""
        return cls.today + timedelta(days=days)

    @classmethod
    def _create_action(cls, user=None, **vals):
        """An action as the handler makes it of the case, for the employee."""
        actions = cls.Action.with_user(user or cls.handler)
        return actions.create(
            {
                "name": "Label both meters",
                "user_id": cls.employee.id,
                "checker_id": cls.colleague.id,
                "department_id": cls.department.id,
                "date_due": cls._day(14),
                "complaint_ids": [(6, 0, cls.case.ids)],
                "cause_ids": [(6, 0, cls.cause.ids)],
                **vals,
            }
        ).with_env(cls.env)

    @classmethod
    def _do(cls, action, proof="All 212 meters carry a label, see the list."):
        action.with_user(action.user_id).action_do(proof=proof)
        return action

    def _run_cron(self):
        """What the scheduled action does in the night, without its commits."""
        self.env.flush_all()
        with without_commits(self.env):
            self.Action._cron_follow()
