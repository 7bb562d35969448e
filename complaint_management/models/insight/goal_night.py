# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is done for targets each night: owners are warned, and results are kept."""

import logging

from odoo import api, fields, models
from odoo.tools import split_every

from ..common.steps import run_step

AT_RISK = "complaint_management.mail_activity_type_goal_at_risk"
MISSED = "complaint_management.mail_activity_type_goal_missed"
# So many are counted, and kept, at a time.
BATCH = 100
_logger = logging.getLogger(__name__)


class ComplaintGoal(models.Model):
    _inherit = "complaint.goal"

    @api.model
    def _cron_follow(self):
        """Keep what was reached in periods that are over, and warn while others run.

        Safe to kill, and to run again: what is due is found by what was not done yet,
        so that a missed night loses nothing, and nobody is told twice.
        """
        commit_progress = self.env["ir.cron"]._commit_progress
        for find, step in (("_find_over", "_freeze"), ("_find_running", "_warn")):
            goals = getattr(self.sudo(), find)()
            commit_progress(remaining=len(goals))
            for ids in split_every(BATCH, goals.ids):
                run_step(self.sudo().browse(ids), step, _logger)
                if not commit_progress(len(ids)):
                    return

    # ------------------------------------------------------------------
    # Over
    # ------------------------------------------------------------------

    @api.model
    def _find_over(self):
        """Targets whose period is over, whose result is known and not kept yet."""
        goals = self.search(
            [("date_frozen", "=", False), ("date_to", "<", fields.Date.today())],
            order="date_to, id",
        )
        return goals.filtered(
            lambda goal: goal.date_to < goal._get_today() and goal._is_ripe()
        )

    def _freeze(self):
        """Keep the result as it is, for good; the owner of a missed one is told."""
        counted = self._count_parts()
        for goal in self:
            goal._write_sealed(goal._prepare_frozen_vals(counted.get(goal)))
        self.invalidate_recordset(["standing", "value", "value_words", "has_value"])
        for goal in self:
            goal._log_result()
        for goal in self.filtered(lambda goal: goal.standing == "missed"):
            goal._tell_owner(MISSED)
        ended = self.filtered(lambda goal: goal.standing != "missed")
        ended.activity_unlink([AT_RISK])

    def _prepare_frozen_vals(self, part):
        """The result; of too few cases nothing is kept that tells of them.

        :param tuple part: sum, and number of cases; None where nothing was counted
        """
        self.ensure_one()
        return {
            "date_frozen": fields.Datetime.now(),
            "is_few": self.standing == "few",
            "is_measured": self.has_value,
            "value_kept": self.value,
            "count_kept": part[1] if self.has_value else 0,
        }

    def _log_result(self):
        """The end stays in the log of the target, in the language of the company."""
        self.ensure_one()
        there = self.with_context(**self.company_id._get_complaint_voice())
        labels = dict(there._fields["standing"]._description_selection(there.env))
        words = [labels[there.standing], there.value_words, f"({there.target_words})"]
        self._message_log(body=" ".join(filter(None, words)))

    # ------------------------------------------------------------------
    # At risk
    # ------------------------------------------------------------------

    @api.model
    def _find_running(self):
        """Targets that run now, and whose owner was not warned yet."""
        today = fields.Date.today()
        return self.search(
            [
                ("date_frozen", "=", False),
                ("date_warned", "=", False),
                ("user_id", "!=", False),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
            ],
            order="id",
        )

    def _warn(self):
        """Tell owners, once, that a target is at risk, or worse."""
        behind = self.filtered(
            lambda goal: goal.standing in ("at_risk", "off_track", "missed")
        )
        for goal in behind:
            goal._tell_owner(AT_RISK)
        behind._write_sealed({"date_warned": fields.Date.today()})

    def _tell_owner(self, kind):
        """Give the owner a task about it, in their language.

        :param str kind: external id of the kind of task
        """
        self.ensure_one()
        user = self.user_id
        if not user.active:
            return
        there = self.with_context(
            lang=user.lang or self.env.lang, mail_activity_quick_update=True
        )
        there.activity_schedule(
            kind,
            user_id=user.id,
            summary=there.env.ref(kind).summary,
            note=there.env._(
                "%(target)s. So far: %(value)s.",
                target=there.target_words,
                value=there.value_words,
            ),
        )
