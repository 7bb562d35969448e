# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What tests of working calendars share."""

from odoo import Command

from ..common import ComplaintCase


class WorkingCalendarCase(ComplaintCase):
    """Calendars with and without hours, and a second company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.Leave = cls.env["resource.calendar.leaves"]

    @classmethod
    def _create_calendar(cls, hours=(), **vals):
        """A calendar with hours as (weekday, from, to) or (…, week, period)."""
        names = ("dayofweek", "hour_from", "hour_to", "week_type", "day_period")
        attendances = [
            Command.create({"name": "Work", **dict(zip(names, hour, strict=False))})
            for hour in hours
        ]
        calendar = cls.env["resource.calendar"].create(
            {"name": "Test", "tz": "UTC", "attendance_ids": attendances, **vals}
        )
        if not hours:
            calendar.attendance_ids.unlink()
        return calendar

    @classmethod
    def _close(cls, calendar, date_from, date_to, company=None, **vals):
        """A closing; naive UTC, of the given company or this one."""
        leave = cls.Leave.with_company(company or cls.company).create(
            {
                "name": "Closed",
                "calendar_id": calendar and calendar.id,
                "date_from": date_from,
                "date_to": date_to,
                **vals,
            }
        )
        # Its company is computed: that of the calendar, else that of whoever flushes.
        leave.flush_recordset()
        return leave
