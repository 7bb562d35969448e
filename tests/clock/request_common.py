# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests of internal requests share."""

from datetime import timedelta

from odoo import fields

from ..common import ComplaintCase, without_commits

TO_ANSWER = "complaint_management.mail_activity_type_request"
OVERDUE = "complaint_management.mail_activity_type_request_overdue"


class RequestCase(ComplaintCase):
    """A department that is asked: its head and a clerk, who read no cases."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls._create_user("case_head", "base.group_user")
        cls.clerk_there = cls._create_user("case_there", "base.group_user")
        cls.stranger = cls._create_user("case_stranger", "base.group_user")
        cls.unit = cls.env["hr.department"].create({"name": "Grid"})
        employees = cls.env["hr.employee"].create(
            [
                {
                    "name": user.name,
                    "user_id": user.id,
                    "department_id": cls.unit.id,
                    "company_id": cls.company.id,
                }
                for user in cls.head | cls.clerk_there
            ]
        )
        cls.unit.manager_id = employees[0]
        cls.case = cls._create_case(user_id=cls.handler.id)

    def _ask(self, case=None, **vals):
        requests = self.env["complaint.request"].with_user(self.handler)
        return requests.create(
            {
                "name": "Was meter 4711 changed in March?",
                "complaint_id": (case or self.case).id,
                "department_id": self.unit.id,
                **vals,
            }
        ).with_env(self.env)

    def _get_tasks(self, request, xmlid=TO_ANSWER):
        kind = self.env.ref(xmlid)
        return request.activity_ids.filtered(lambda task: task.activity_type_id == kind)

    def _run_cron(self):
        self.env.flush_all()
        with without_commits(self.env):
            self.env["complaint.request"]._cron_follow()

    def _move(self, request, **vals):
        """Let time pass."""
        request.sudo()._write_sealed(vals)

    def _let_be_late(self, request, **by):
        """As if it had been due a while ago.

        :param by: for how long it is late, as ``timedelta`` takes it
        """
        now = fields.Datetime.now()
        self._move(
            request,
            date_asked=now - timedelta(days=9),
            date_due=now - timedelta(**by),
        )

    def _let_come_due(self, request):
        """As if most of the time had passed, so that a reminder is due."""
        now = fields.Datetime.now()
        self._move(
            request,
            date_asked=now - timedelta(hours=9),
            date_due=now + timedelta(hours=1),
        )
