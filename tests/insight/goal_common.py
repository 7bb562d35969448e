# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests of targets share."""

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tools.date_utils import start_of

from ..common import ComplaintCase, without_commits


class GoalCase(ComplaintCase):
    """Targets of a company; cases are placed in the months that they measure."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Goal = cls.env["complaint.goal"]
        cls.today = fields.Date.today()
        cls.month = start_of(cls.today, "month")
        cls.last_month = cls.month - relativedelta(months=1)

    @classmethod
    def _create_goal(cls, user=None, **vals):
        goals = cls.Goal.with_user(user or cls.manager)
        return goals.create(
            {
                "measure": "upheld",
                "target": 0.5,
                "better": "less",
                "period": "month",
                "date_from": cls.month,
                "company_id": cls.company.id,
                **vals,
            }
        ).with_env(cls.env)

    @classmethod
    def _place(cls, day, count=1, **vals):
        """So many cases that were received and answered on a day."""
        moment = f"{day} 04:00:00"
        cases = cls.Complaint.browse()
        for _number in range(count):
            case = cls._create_case(date_received=moment)
            case._write_protected({"date_answered": moment, **vals})
            cases += case
        return cases

    @classmethod
    def _run_night(cls):
        cls.env.flush_all()
        with without_commits(cls.env):
            cls.Goal._cron_follow()
        cls.env.invalidate_all()
