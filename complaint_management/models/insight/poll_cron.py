# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The job: ends rounds, begins those that are due, and asks whoever waits."""

import logging

from odoo import api, models

from ...tools.insight.words import capitalize
from ..common.steps import run_step
from .poll import STEPS

_logger = logging.getLogger(__name__)


class ComplaintPoll(models.Model):
    _inherit = "complaint.poll"

    @api.model
    def _cron_run(self):
        """End, begin and ask; a missed day loses nothing, and twice does no more."""
        commit_progress = self.env["ir.cron"]._commit_progress
        polls = self.sudo()
        steps = [("_close", one) for one in polls._find_ended()]
        steps += [("_begin_due", poll) for poll in polls._find_due()]
        if not commit_progress(remaining=len(steps) + 1):
            return
        for step, record in steps:
            run_step(record, step, _logger)
            if not commit_progress(1):
                return
        if self.env["complaint.poll.invitation"]._ask_waiting():
            polls._open_sent()
            commit_progress(remaining=0)

    @api.model
    def _find_ended(self):
        """Rounds whose last day is over where their company is."""
        rounds = self.env["complaint.poll.round"].search([("state", "!=", "closed")])
        return rounds.filtered(lambda one: one.date_end < one.poll_id._get_today())

    @api.model
    def _find_due(self):
        """Surveys that go out today, or should have gone out before."""
        polls = self.search(
            [("state", "=", "running"), ("company_id.active", "=", True)]
        )
        return polls.filtered(lambda poll: poll.date_next <= poll._get_today())

    def _begin_due(self):
        """Ask, if no earlier round takes answers, and plan the next time."""
        self.ensure_one()
        if self._has_open_round():
            return
        begun = self._begin()
        today = self._get_today()
        self.date_next = max(self.date_next, today) + STEPS[self.frequency]
        if not begun:
            there = self.with_context(**self.company_id._get_complaint_voice())
            there._message_log(body=capitalize(there._say_nobody()))

    @api.model
    def _open_sent(self):
        """Rounds in which nobody waits any more take answers only."""
        sending = self.env["complaint.poll.round"].search([("state", "=", "sending")])
        waiting = self.env["complaint.poll.invitation"]._read_group(
            [("round_id", "in", sending.ids), ("state", "=", "waiting")], ["round_id"]
        )
        sent = sending.browse(set(sending.ids) - {one.id for (one,) in waiting})
        sent._count_asked()
        sent.state = "open"
