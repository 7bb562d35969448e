# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How long a case has been in each state: as time passes, and in working time."""

from collections import Counter
from typing import NamedTuple

from odoo import api, fields, models

from ...tools.answer.wording import HOURS_PER_DAY, say_length
from ...tools.clock.deadline import count_business_days
from ..case.life_cycle import STATES


class StateTime(NamedTuple):
    """How long a case was in one state, in seconds."""

    state: str
    label: str
    passed: int
    worked: int
    is_now: bool


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    state_times = fields.Text(
        string="Time in Each State",
        compute="_compute_state_times",
        help="As time passes, and in working time (R179).",
    )

    working_days_to_answer = fields.Integer(
        compute="_compute_working_days_to_answer",
        store=True,
        compute_sudo=True,
        # The analysis averages those that were answered; here the others are 0.
        aggregator=None,
        help="By the close of which working day after the day of receipt the case was "
        "answered: 0 on that day. Counted on the company's working calendar for "
        "complaints when the answer is given; days off that are told later change "
        "nothing (R42).",
    )

    @api.depends("date_received", "date_answered")
    def _compute_working_days_to_answer(self):
        for complaint in self:
            answered = complaint.date_answered
            complaint.working_days_to_answer = answered and count_business_days(
                complaint.date_received,
                answered,
                complaint.company_id._get_complaint_working_time(),
            )

    @api.depends("duration_tracking", "transition_ids.working_seconds")
    @api.depends_context("lang")
    def _compute_state_times(self):
        for complaint in self:
            complaint.state_times = "\n".join(
                complaint._say_state_time(row) for row in complaint._get_state_times()
            )

    def _get_state_times(self):
        """How long the case was in each state that it was in, in their order (R179).

        :return: list of ``StateTime``
        """
        self.ensure_one()
        passed, worked = self.duration_tracking, Counter()
        logs = self.sudo().transition_ids.sorted("id")
        for log in logs:
            worked[log.state_from] += log.working_seconds
        if self.state in passed:
            now = fields.Datetime.now()
            since = logs[-1:].date or self.date_received or now
            worked[self.state] += self._count_working_seconds(since, now)
        labels = dict(self._fields["state"]._description_selection(self.env))
        return [
            StateTime(
                state,
                labels[state],
                passed[state],
                worked[state],
                state == self.state,
            )
            for state, _label in STATES
            if state in passed
        ]

    def _count_working_seconds(self, start, end):
        """Working time between two moments, on the company's calendar for complaints.

        :param datetime start: in UTC
        :param datetime end: in UTC
        """
        self.ensure_one()
        if end <= start:
            return 0
        working_time = self.company_id.sudo()._get_complaint_working_time()
        return int(working_time.elapsed(start, end))

    def _say_state_time(self, row):
        """One line: the state, how long, and how much of it was working time.

        :param row: a ``StateTime``
        """
        return self.env._(
            "%(state)s: %(passed)s (%(worked)s)",
            state=row.label,
            passed=self._say_spent(row.passed),
            worked=self._say_spent(row.worked, HOURS_PER_DAY),
        )

    def _say_spent(self, seconds, hours_per_day=0):
        return say_length(self.env, seconds, hours_per_day) or self.env._(
            "less than a minute"
        )
