# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Holding a case while it waits for somebody else, and resuming it.

On hold is not a state: it is an open ``complaint.pause``.
"""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..case.life_cycle import OPEN_STATES

_logger = logging.getLogger(__name__)

# Days. Who waits longer should say so again.
LONGEST_PAUSE = 365


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    pause_ids = fields.One2many(
        comodel_name="complaint.pause", inverse_name="complaint_id", string="Pauses"
    )
    on_hold = fields.Boolean(
        compute="_compute_on_hold", store=True, compute_sudo=True, index=True
    )
    can_hold = fields.Boolean(compute="_compute_can_hold")
    hold_since = fields.Datetime(compute="_compute_hold_details")
    hold_until = fields.Date(compute="_compute_hold_details")
    hold_reason = fields.Char(compute="_compute_hold_details")

    @api.depends("pause_ids.date_end")
    def _compute_on_hold(self):
        for complaint in self:
            complaint.on_hold = bool(complaint._get_open_pause())

    @api.depends("state", "on_hold", "customer_response", "date_answered")
    def _compute_can_hold(self):
        """Open, not waiting already, and nothing that the complainant accepted."""
        for complaint in self:
            complaint.can_hold = (
                complaint.state in OPEN_STATES
                and not complaint.on_hold
                and not complaint._is_accepted()
            )

    @api.depends("pause_ids.date_end")
    def _compute_hold_details(self):
        for complaint in self:
            pause = complaint._get_open_pause()
            complaint.hold_since = pause.date_start
            complaint.hold_until = pause.date_limit
            complaint.hold_reason = " – ".join(
                filter(None, (pause.reason, pause.asked_what))
            )

    def _get_open_pause(self):
        """The pause that the case is in now, if any."""
        return self.pause_ids.filtered(lambda pause: not pause.date_end)

    def _hold(self, reason, asked_what, asked_whom, days):
        """Put open cases on hold.

        :param str reason: why the work cannot go on
        :param str asked_what: what we wait for
        :param str asked_whom: a value of ``complaint.pause.asked_whom``
        :param int days: the longest length, in calendar days, at least 1
        :raises UserError: a case is not open, or on hold already
        """
        self.check_access("write")
        if not 1 <= days <= LONGEST_PAUSE:
            raise UserError(
                self.env._("A pause lasts between 1 and %s days.", LONGEST_PAUSE)
            )
        for complaint in self:
            if not complaint.can_hold:
                raise UserError(
                    self.env._(
                        "%(case)s cannot be put on hold: it is closed, accepted by the "
                        "complainant, or on hold already.",
                        case=complaint.display_name,
                    )
                )
        limit = fields.Date.context_today(self) + timedelta(days=days)
        self.env["complaint.pause"].sudo().create(
            [
                {
                    "complaint_id": complaint.id,
                    "reason": reason,
                    "asked_what": asked_what,
                    "asked_whom": asked_whom,
                    "date_start": fields.Datetime.now(),
                    "date_limit": limit,
                    "user_id": self.env.uid,
                }
                for complaint in self
            ]
        )
        self._log_note(
            self.env._(
                "On hold, at the longest until %s", format_date(self.env, limit)
            ),
            reason,
        )

    def _resume(self, why=None, when=None):
        """End the open pause of those cases that are on hold.

        :param str why: told in the chatter, when it is not the user's button
        :param datetime when: when the work went on, in UTC; now by default
        """
        held = self.filtered("on_hold")
        when = when or fields.Datetime.now()
        pauses_sudo = held.sudo()._get_open_pause()
        for pause in pauses_sudo:
            # An act recorded late may lie before the pause.
            pause.date_end = max(when, pause.date_start)
        # A case has one open pause: this one ends before another is inserted.
        pauses_sudo.flush_recordset(["date_end"])
        held._log_note(self.env._("No longer on hold"), why)

    def _after_transition(self, name, reason, when):
        """Work went on: a case that moved no longer waits."""
        self._resume(when=when)
        return super()._after_transition(name, reason, when)

    def action_hold(self):
        """Open the dialog that puts cases on hold."""
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Put on Hold"),
            "res_model": "complaint.hold",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_ids": self.ids},
        }

    def action_resume(self):
        """Go on with cases that were on hold."""
        self.check_access("write")
        self._resume()
        return True

    @api.model
    def _cron_end_pauses(self):
        """End the pauses that reached their longest length, and say so (rule 3).

        A pause ended with its last day, also when the server was down then. A case
        that cannot go on is left to the next run, and the others go on.
        """
        now = fields.Datetime.now()
        pauses = self.env["complaint.pause"].search(
            [("date_end", "=", False), ("date_limit", "<=", now.date())]
        )
        for pause in pauses:
            end = pause._get_latest_end()
            if end > now:
                continue
            complaint = pause.complaint_id
            complaint = complaint._in_house()
            try:
                with self.env.cr.savepoint():
                    complaint._resume(
                        complaint.env._("The longest length of the pause was reached."),
                        when=end,
                    )
            except Exception:
                _logger.exception("The pause of %s could not be ended", complaint)
