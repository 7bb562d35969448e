# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What people do with alerts, and the one method that moves the state."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError

from ..case.life_cycle import OFFICER
from .alert import ACCOUNTABILITY
from .table import ACTS

TASK = "complaint_management.mail_activity_type_alert"
# Nobody has to look into it any more.
ENDED = ("explained", "followed", "closed")
# Whoever did one of these has looked into it.
JUDGED = ("explain", "dismiss", "follow")


class ComplaintAlert(models.Model):
    _inherit = "complaint.alert"

    can_act = fields.Boolean(compute="_compute_can_act")

    @api.depends("is_personal", "told_user_ids")
    @api.depends_context("uid")
    def _compute_can_act(self):
        for alert in self:
            alert.can_act = alert._may_act()

    def _may_act(self):
        """Whether the user may act on an alert that they may read."""
        self.ensure_one()
        if self.is_personal:
            return self.env.user.has_group(ACCOUNTABILITY)
        is_told = self.env.user in self.sudo().told_user_ids
        return is_told or self.env.user.has_group(OFFICER)

    # ------------------------------------------------------------------
    # The acts
    # ------------------------------------------------------------------

    def action_acknowledge(self):
        """Say that one looks into it.

        :raises UserError: not new any more
        """
        self._act("acknowledge", {"user_id": self.env.uid})
        # The others need not look any more.
        tasks = self.sudo().activity_ids
        kind = self.env.ref(TASK, raise_if_not_found=False)
        tasks.filtered(
            lambda task: task.activity_type_id == kind and task.user_id != self.env.user
        ).unlink()
        return True

    def action_explain(self, reason=None):
        """Say why it is as it is; asked for in a dialog when it is not given."""
        if not reason:
            return self._ask_for("explain")
        self._act("explain", {"reason": reason}, reason)
        return True

    def action_dismiss(self, reason=None):
        """Call it a false alarm: that counts in the share that the rule shows."""
        if not reason:
            return self._ask_for("dismiss")
        self._act("dismiss", {"reason": reason, "is_false": True}, reason)
        return True

    def action_snooze(self, until=None):
        """Leave it out of the worklist until a day.

        :param date until: the day on which it comes up again
        """
        if not until:
            return self._ask_for("snooze")
        if fields.Date.to_date(until) <= fields.Date.context_today(self):
            raise UserError(self.env._("Choose a day that is yet to come."))
        self._act("snooze", {"snoozed_until": until}, until=until)
        return True

    def action_close(self):
        """End it: there is nothing more to do."""
        self._act("close")
        return True

    def action_reopen(self, reason=None):
        """Look into it once more."""
        if not reason:
            return self._ask_for("reopen")
        self._act("reopen", {"is_false": False, "user_id": self.env.uid}, reason)
        return True

    def _ask_for(self, act):
        """The dialog that asks what an act needs."""
        self._check_may_act()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(ACTS[act].label),
            "res_model": "complaint.alert.act",
            "view_mode": "form",
            "target": "new",
            "context": {"default_act": act, "default_alert_ids": self.ids},
        }

    # ------------------------------------------------------------------
    # The move
    # ------------------------------------------------------------------

    def _act(self, act, vals=None, reason=None, until=None):
        """Do what the user may do, and let the log say so.

        :param str act: a key of ``ACTS``
        :param dict vals: what it changes besides the state
        :raises AccessError: the user may not act on one of the alerts
        :raises UserError: naming what is missing
        """
        self._check_may_act()
        self._check_stage(act, reason, until)
        vals = dict(vals or {})
        if act in JUDGED:
            vals["is_judged"] = True
        if act != "snooze":
            vals["snoozed_until"] = False
        self.sudo()._move(act, vals, reason)

    def _check_may_act(self):
        self.check_access("read")
        if not all(alert._may_act() for alert in self):
            raise AccessError(
                self.env._(
                    "You may read this alert. A complaint officer, or somebody who "
                    "was told of it, says what becomes of it."
                )
            )

    def _check_stage(self, act, reason, until):
        """Lock the alerts, and see whether they stand where the act starts."""
        row = ACTS[act]
        if row.reasoned and not (reason or "").strip():
            raise UserError(self.env._("Write down the reason."))
        if row.dated and not until:
            raise UserError(self.env._("Choose a day."))
        try:
            self.sudo().lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is acting on this at the moment. Look again in a "
                    "minute."
                )
            ) from error
        states = dict(self._fields["state"]._description_selection(self.env))
        for alert in self:
            if alert.state not in row.sources:
                raise UserError(
                    self.env._(
                        "“%(act)s” is not possible for %(alert)s, which is "
                        "“%(state)s”.",
                        act=self.env._(row.label),
                        alert=alert.display_name,
                        state=states[alert.state],
                    )
                )

    def _move(self, act, vals=None, reason=None):
        """Write what an act changes, and log it; as sudo.

        :param str act: a key of ``ACTS``
        :param str reason: why, in the user's words
        """
        row = ACTS[act]
        vals = dict(vals or {})
        if row.target:
            vals["state"] = row.target
            closed = row.target == "closed"
            vals["date_closed"] = fields.Datetime.now() if closed else False
        self._write_sealed(vals)
        if row.target in ENDED:
            self.activity_unlink([TASK])
        for alert in self:
            voice = alert.with_context(**alert.company_id._get_complaint_voice())
            words = voice.env._(row.done)
            if reason:
                words = voice.env._("%(what)s: %(reason)s", what=words, reason=reason)
            voice._message_log(body=words)
