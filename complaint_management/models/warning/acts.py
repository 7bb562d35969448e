# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What people do with alerts, and what becomes of them by themselves."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

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
        return self._act("acknowledge")

    def action_explain(self, reason=None):
        """Say why it is as it is; asked for in a dialog when it is not given."""
        return (
            self._act("explain", reason=reason) if reason else self._ask_for("explain")
        )

    def action_dismiss(self, reason=None):
        """Call it a false alarm: that counts in the share that the rule shows."""
        return (
            self._act("dismiss", reason=reason) if reason else self._ask_for("dismiss")
        )

    def action_snooze(self, until=None):
        """Leave it out of the worklist until a day.

        :param date until: the day on which it comes up again
        """
        return self._act("snooze", until=until) if until else self._ask_for("snooze")

    def action_close(self):
        """End it: there is nothing more to do."""
        return self._act("close")

    def action_reopen(self, reason=None):
        """Look into it once more."""
        return self._act("reopen", reason=reason) if reason else self._ask_for("reopen")

    def _ask_for(self, act):
        """The dialog that asks what an act needs."""
        self._check_may_act(act)
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

    @api.model
    def _get_acts(self):
        return ACTS

    def _check_may_act(self, name):
        self.check_access("read")
        if not all(alert._may_act() for alert in self):
            raise AccessError(
                self.env._(
                    "You may read this alert. A complaint officer, or somebody who "
                    "was told of it, says what becomes of it."
                )
            )

    def _check_needs_day(self, given):
        day = fields.Date.to_date(given.get("until"))
        if not day or day <= fields.Date.context_today(self):
            return self.env._("choose a day that is yet to come.")

    def _prepare_act_vals(self, name, given):
        vals = super()._prepare_act_vals(name, given)
        target = ACTS[name].target
        if target:
            is_over = target == "closed"
            vals["date_closed"] = fields.Datetime.now() if is_over else False
        vals["snoozed_until"] = given["until"] if name == "snooze" else False
        if name in JUDGED:
            vals["is_judged"] = True
        if name in ("explain", "dismiss"):
            vals["reason"] = given["reason"]
        if name in ("acknowledge", "reopen"):
            vals["user_id"] = self.env.uid
        if name in ("dismiss", "reopen", "worsen"):
            vals["is_false"] = name == "dismiss"
        return vals

    def _after_act(self, name, given):
        result = super()._after_act(name, given)
        if name == "snooze":
            self.sudo().activity_reschedule([TASK], date_deadline=given["until"])
        tasks_sudo = self.sudo().activity_ids.filtered(
            lambda task: task.activity_type_id == self.env.ref(TASK)
        )
        if name == "acknowledge":
            # The others need not look any more.
            tasks_sudo -= tasks_sudo.filtered(
                lambda task: task.user_id == self.env.user
            )
        elif ACTS[name].target not in ENDED:
            tasks_sudo = tasks_sudo.browse()
        tasks_sudo.unlink()
        return result
