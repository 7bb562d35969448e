# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests of deadlines share: a working week, and one known policy."""

from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import freeze_time

from ..common import ComplaintCase

# Monday, 1 June 2026, 10:00 in Shanghai.
MONDAY = datetime(2026, 6, 1, 2, 0)


class ClockCase(ComplaintCase):
    """A company in Shanghai that works Monday to Friday, 8:00-12:00 and 13:00-17:00.

    Its policy for complaints has the four deadlines that are shipped: acknowledged
    in 4 working hours, news every 2 business days, resolved in 3 (at most 7),
    followed up 5 business days later. No escalation rule is active.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["complaint.sla.policy"].search([]).active = False
        cls.env["complaint.escalation.rule"].search([]).active = False
        cls.calendar = cls._create_calendar("Shanghai office")
        cls.company.complaint_calendar_id = cls.calendar
        cls.policy = cls._create_policy("Complaints", kind="complaint")

    @classmethod
    def _create_calendar(cls, name, tz="Asia/Shanghai", **vals):
        """A week of five days, 8:00-12:00 and 13:00-17:00."""
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": tz,
                "company_id": cls.company.id,
                "attendance_ids": [
                    Command.create(
                        {
                            "name": name,
                            "dayofweek": str(day),
                            "hour_from": start,
                            "hour_to": end,
                            "day_period": period,
                        }
                    )
                    for day in range(5)
                    for start, end, period in (
                        (8, 12, "morning"),
                        (13, 17, "afternoon"),
                    )
                ],
                **vals,
            }
        )

    @classmethod
    def _create_policy(cls, name, targets=None, **vals):
        targets = targets or (
            {"milestone": "acknowledge", "unit": "working_hours", "amount": 4},
            {"milestone": "update", "unit": "business_days", "amount": 2},
            {
                "milestone": "resolve",
                "unit": "business_days",
                "amount": 3,
                "cap_amount": 7,
            },
            {"milestone": "followup", "unit": "business_days", "amount": 5},
        )
        return cls.env["complaint.sla.policy"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "target_ids": [Command.create(dict(target)) for target in targets],
                **vals,
            }
        )

    @contextmanager
    def _at(self, moment):
        """The clocks of Python and of the transaction stand at ``moment``, in UTC."""
        with freeze_time(moment), patch.object(self.env.cr, "_now", moment):
            yield

    def _receive(self, moment=MONDAY, **vals):
        """A case received, and registered, at ``moment``."""
        with self._at(moment):
            return self._create_case(date_received=moment, **vals)

    def _get_clock(self, case, milestone):
        """The latest clock of a milestone."""
        return case.clock_ids.filtered(
            lambda clock: clock.milestone == milestone
        ).sorted("id")[-1:]

    def _get_ledger(self, clock):
        """What the ledger says happened to a clock, in order."""
        return clock.event_ids.sorted("id").mapped("kind")
