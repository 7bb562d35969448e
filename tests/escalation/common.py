# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests of escalation share: a chain of managers, rules, and the sweep."""

from unittest.mock import patch

from ..clock.common import ClockCase
from ..common import MANAGER, OFFICER


class EscalationCase(ClockCase):
    """The handler reports to ``boss``, who reports to ``chief``; ``leader`` leads.

    ``head`` manages the handling unit. All of them may read every case. Cases are
    received on Monday at 10:00 in Shanghai: acknowledged by 15:00, resolved by
    Thursday 17:00.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = cls._create_user("case_leader", OFFICER)
        cls.head = cls._create_user("case_head", OFFICER)
        cls.boss = cls._create_user("case_boss", OFFICER)
        cls.chief = cls._create_user("case_chief", MANAGER)
        users = cls.leader | cls.head | cls.boss | cls.chief | cls.colleague
        employees = cls.env["hr.employee"].create(
            [
                {"name": user.name, "user_id": user.id, "company_id": cls.company.id}
                for user in users
            ]
        )
        cls.staff.update(zip(users, employees, strict=True))
        cls.staff[cls.handler].parent_id = cls.staff[cls.boss]
        cls.staff[cls.boss].parent_id = cls.staff[cls.chief]
        cls.department.manager_id = cls.staff[cls.head]
        cls.team.user_id = cls.leader
        # What was planned before a test begins is no business of its sweep.
        cls.env["complaint.clock"].search([]).next_event_at = False

    @classmethod
    def _create_rule(cls, name="Late", **vals):
        """A rule that tells the handler when the resolution is due, day or night."""
        if not vals.keys() & {"on_resolve", "on_acknowledge"}:
            vals.setdefault("on_resolve", True)
        return cls.env["complaint.escalation.rule"].create(
            {
                "name": name,
                "trigger": "after",
                "quiet_hours": False,
                "to_handler": True,
                **vals,
            }
        )

    def _sweep(self, moment):
        """One run of the scheduled action at ``moment``, in UTC."""

        def commit(_cron, *_args, **_kwargs):
            self.env.flush_all()
            self.env.invalidate_all()
            return 60.0

        crons = type(self.env["ir.cron"])
        with self._at(moment), patch.object(crons, "_commit_progress", commit):
            self.env["complaint.clock"]._cron_sweep()
        self.env.flush_all()

    def _get_fired(self, clock, rule):
        """What the ledger says a rule did about a clock."""
        events = clock.event_ids.filtered(lambda event: event.rule_id == rule)
        return events.sorted("id").mapped("kind")

    def _get_told(self, case):
        """Who was sent a notification about a case, each as often as it was sent."""
        messages = self.env["mail.message"].search(
            [
                ("message_type", "=", "user_notification"),
                ("model", "=", case._name),
                ("res_id", "=", case.id),
            ]
        )
        users = self.env["res.users"]
        return [
            user.login
            for message in messages.sorted("id")
            for user in users.search(
                [("partner_id", "in", message.partner_ids.ids)], order="login"
            )
        ]

    def _get_notes(self, case):
        """The chatter of a case as one text, the oldest note first."""
        notes = case.message_ids.filtered(
            lambda message: message.message_type == "notification"
        )
        return "\n".join(notes.sorted("id").mapped("body"))
