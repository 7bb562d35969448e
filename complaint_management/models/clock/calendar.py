# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models, tools
from odoo.fields import Domain
from odoo.tools import float_round

from ...tools.clock.working_time import WorkingTime


class ResourceCalendar(models.Model):
    """A working calendar that answers in microseconds, without a query."""

    _name = "resource.calendar"
    _inherit = ["resource.calendar", "complaint.working.time.mixin"]

    def _compute_full_time_required_hours(self):
        """Flexible hours hang on another calendar, and no write tells of it."""
        result = super()._compute_full_time_required_hours()
        self._forget_cached()
        return result

    @tools.ormcache("self.id", "company.id")
    def _get_working_time(self, company):
        """The working-time engine of this calendar.

        :param company: the ``res.company`` whose closings and make-up days count
        :return: a ``WorkingTime``, shared: cached until anything that it was made
            of changes. Its ``has_hours`` is false when nobody ever works.
        """
        return WorkingTime(**self.sudo()._prepare_working_time(company))

    def _prepare_working_time(self, company):
        """What the engine is made of; call it with sudo, and extend it here.

        :return: the arguments of ``WorkingTime``
        """
        self.ensure_one()
        return {
            "tz": self.tz,
            "attendances": (
                self._prepare_flexible_hours()
                if self.flexible_hours
                else self._prepare_fixed_hours()
            ),
            "leaves": [
                (leave.date_from, leave.date_to)
                for leave in self.env["resource.calendar.leaves"].search_fetch(
                    Domain("resource_id", "=", False)
                    & Domain("time_type", "=", "leave")
                    & self._get_working_time_domain(company),
                    ["date_from", "date_to"],
                )
            ],
            "makeup_days": self._prepare_makeup_days(company),
        }

    def _get_working_time_domain(self, company):
        """What is of this calendar or of all, and not of another company.

        The record rules don't keep other companies' closings out: clocks run in sudo.
        """
        return Domain("calendar_id", "in", [False, self.id]) & Domain(
            "company_id", "in", [False, company.id]
        )

    def _prepare_fixed_hours(self):
        """The hours of the attendances, to the minute as Odoo reads them."""
        return [
            (
                int(attendance.dayofweek),
                float_round(attendance.hour_from * 60, precision_digits=0) / 60,
                float_round(attendance.hour_to * 60, precision_digits=0) / 60,
                int(attendance.week_type) if self.two_weeks_calendar else None,
            )
            for attendance in self._get_global_attendances()
        ]

    def _prepare_flexible_hours(self):
        """The hours of a week around noon, from Monday until they are used up.

        Odoo spreads flexible hours from whatever moment it is asked for, so that two
        questions about the same week contradict each other. A deadline must not: for
        whole weeks from Monday on, this is what Odoo says too.
        """
        left = self.full_time_required_hours
        spans = []
        for weekday in range(7):
            hours = min(self.hours_per_day, left)
            spans.append((weekday, 12 - hours / 2, 12 + hours / 2, None))
            left -= hours
        return spans

    def _prepare_makeup_days(self, company):
        """Weekdays by date. What is said of this calendar or company goes first."""
        days = self.env["complaint.makeup.day"].search_fetch(
            self._get_working_time_domain(company),
            ["date", "works_like", "calendar_id", "company_id"],
        )
        vague_first = days.sorted(
            lambda day: (bool(day.calendar_id), day.company_id.id)
        )
        return {day.date: int(day.works_like) for day in vague_first}
