# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The sweep of the clocks: breaches and rules happen at their time, once each."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ...tools.answer.wording import say_exactly
from ..case.life_cycle import MANAGER
from .rule import CLOCK_TRIGGERS

# Clocks or cases that are planned anew together when a rule has changed.
RESCHEDULE_BATCH = 1000


class ComplaintClock(models.Model):
    _name = "complaint.clock"
    _inherit = ["complaint.clock", "complaint.sweep.mixin"]

    # ------------------------------------------------------------------
    # The scheduled action
    # ------------------------------------------------------------------

    @api.model
    def _cron_sweep(self):
        """Let happen what is due: breaches, rules, stalled cases; plan anew.

        Safe to kill at any moment, and to run several times at once.
        """
        sweepers = (self, self.env["complaint.complaint"])
        commit_progress = self.env["ir.cron"]._commit_progress
        commit_progress(remaining=sum(model._count_due() for model in sweepers) + 1)
        if not all(model._sweep() for model in sweepers):
            return
        if self.env["complaint.escalation.rule"]._sweep_changes():
            commit_progress(remaining=0)

    @api.model
    def _count_due(self):
        return self.sudo().search_count(
            [
                ("state", "=", "running"),
                ("next_event_at", "<=", fields.Datetime.now()),
            ]
        )

    # ------------------------------------------------------------------
    # What the sweep asks
    # ------------------------------------------------------------------

    @api.model
    def _lock_due(self, now, limit, skipped):
        """The clock is locked with its case: nobody stops it in the meantime."""
        self.flush_model(["state", "next_event_at"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT clock.id
                  FROM complaint_clock clock
                  JOIN complaint_complaint complaint
                    ON complaint.id = clock.complaint_id
                 WHERE clock.state = 'running'
                   AND clock.next_event_at <= %s
                   AND clock.id != ALL(%s)
              ORDER BY clock.next_event_at, clock.id
                 LIMIT %s
                   FOR NO KEY UPDATE SKIP LOCKED
                """,
                now,
                skipped,
                limit,
            )
        )
        return self.sudo().browse(clock_id for (clock_id,) in rows)

    def _filter_due(self, now):
        return self.filtered(
            lambda clock: (
                clock.state == "running"
                and clock.next_event_at
                and clock.next_event_at <= now
            )
        )

    def _get_cases(self):
        return self.complaint_id

    def _fire_due(self, now, news):
        """The breach and the rules whose moments have come, in their order.

        Each rule looks at the clock again: what the one before did may have
        stopped it.
        """
        for turn in self._get_turns(now):
            for rule_id, clocks in turn.items():
                running = clocks.filtered(lambda clock: clock.state == "running")
                if rule_id:
                    rule = self.env["complaint.escalation.rule"].browse(rule_id)
                    rule._fire_clocks(running, now, news)
                else:
                    running._fire_breach(now, news)
        # What was set aside and is watched again, as it was planned anew.
        self.filtered(lambda clock: clock.error and clock._is_open()).error = False
        self._schedule()

    def _get_turns(self, now):
        """What is due, so that each clock has its events one after the other.

        :return: list of dicts of rule id, or 0 for the breach, and clocks
        """
        fired = self._get_fired_rules()
        turns = []
        for clock in self:
            moments = clock._get_moments(now)
            due = sorted(
                (moment, order, rule_id)
                for order, (rule_id, moment) in enumerate(moments.items())
                if moment <= now and rule_id not in fired.get(clock.id, ())
            )
            for index, (_moment, _order, rule_id) in enumerate(due):
                if index == len(turns):
                    turns.append({})
                turns[index][rule_id] = turns[index].get(rule_id, self.browse()) + clock
        return turns

    @api.model
    def _find_moments(self, vals, measure, working_time, now=None):
        """The rules that watch a clock fire for it."""
        moments = super()._find_moments(vals, measure, working_time, now)
        rules = self.env["complaint.escalation.rule"]
        return moments | rules._get_moments(vals, measure, working_time, now)

    def _get_moments(self, now=None):
        """When the breach, as 0, and each rule happens to the clock.

        :param datetime now: see ``_get_moments`` of the rules
        """
        self.ensure_one()
        breach = {} if self.date_breached else {0: self.date_due}
        vals = {
            "milestone": self.milestone,
            "policy_id": self.policy_id.id,
            "company_id": self.company_id.id,
            "date_due": self.date_due,
            "allowed_seconds": self.allowed_seconds,
        }
        rules = self.env["complaint.escalation.rule"]
        return breach | rules._get_moments(
            vals, self._get_measure(), self._get_working_time(), now
        )

    def _fire_breach(self, now, news):
        self._breach(now)
        for clock in self:
            news.note(clock.complaint_id, (clock, "_say_overdue"))

    # ------------------------------------------------------------------
    # What it says
    # ------------------------------------------------------------------

    def _say_nearly_due(self):
        return self.env._(
            "%(milestone)s is due %(when)s.",
            milestone=self._get_milestone_label(),
            when=say_exactly(self.env, self.date_due),
        )

    def _say_overdue(self):
        return self.env._(
            "%(milestone)s was due %(when)s and has not been reached.",
            milestone=self._get_milestone_label(),
            when=say_exactly(self.env, self.date_due),
        )

    def _say_parked(self):
        return self.env._(
            "%(milestone)s is not watched any more: %(error)s",
            milestone=self._get_milestone_label(),
            error=self.error,
        )

    def _say(self):
        """Managers read first of all that nobody watches it."""
        if self.error and self.env.user.has_group(MANAGER):
            return "failed", self._say_set_aside()
        return super()._say()

    def _say_set_aside(self):
        """That nobody watches it, and that it is late nevertheless."""
        now = fields.Datetime.now()
        if self.state == "running" and self.date_due < now:
            return f"{self._say_late(now)} {self._say_parked()}"
        return self._say_parked()

    # ------------------------------------------------------------------
    # What failed
    # ------------------------------------------------------------------

    def _park(self, text):
        self.write({"next_event_at": False, "error": text})
        self.env["complaint.clock.event"]._record(self, "failed", note=text)
        self.complaint_id._log_note(
            self.env._(
                "%s is not watched any more, because of an error: a manager has to "
                "look.",
                self._get_milestone_label(),
            )
        )

    @api.model
    def _reschedule_batch(self, start):
        """Plan the next events of running clocks anew, as rules have changed.

        :param int start: the first id
        :return: the first id of the next batch; 0 when there is none
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM complaint_clock WHERE id >= %s AND state = 'running'"
                " AND error IS NULL ORDER BY id LIMIT %s FOR NO KEY UPDATE",
                start,
                RESCHEDULE_BATCH,
            )
        )
        clocks = self.sudo().browse(clock_id for (clock_id,) in rows)
        clocks._skip_changed_rules()
        clocks._schedule()
        return clocks[-1].id + 1 if len(rows) == RESCHEDULE_BATCH else 0

    def _skip_changed_rules(self):
        """A rule that is new, or changed, does not act on what was past by then."""
        now = fields.Datetime.now()
        fired = self._get_fired_rules()
        moments = {clock: clock._get_moments(now) for clock in self}
        changed = self.env["complaint.escalation.rule"].search(
            [("reschedule_from", ">", 0), ("trigger", "in", CLOCK_TRIGGERS)]
        )
        for rule in changed:
            past = self.filtered(
                lambda clock, rule=rule: (
                    moments[clock].get(rule.id, now) < now
                    and rule.id not in fired.get(clock.id, ())
                )
            )
            for clocks in past._split_by_company():
                clocks.env["complaint.clock.event"]._record(
                    clocks,
                    "skipped",
                    now,
                    rule_id=rule.id,
                    note=clocks.env._("The rule came later."),
                )

    def action_retry(self):
        """Watch clocks again that were set aside after an error.

        :raises AccessError: the user is no manager, or may not change the case
        """
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("A manager decides whether a deadline is watched again.")
            )
        self.complaint_id.check_access("write")
        parked = self.sudo().filtered("error")
        parked.write({"error": False})
        parked._schedule()
        return True


class ComplaintEscalationRule(models.Model):
    _inherit = "complaint.escalation.rule"

    @api.model
    def _sweep_changes(self):
        """Plan anew what runs already, as rules were changed; batch by batch.

        Where it stands is kept on the rules, so it goes on after a kill. A change
        that comes in the middle makes it begin again.

        :return: whether everything was done
        """
        for model, operator in (
            ("complaint.clock", "in"),
            ("complaint.complaint", "not in"),
        ):
            domain = [
                ("reschedule_from", ">", 0),
                ("trigger", operator, CLOCK_TRIGGERS),
            ]
            rules = self.sudo().with_context(active_test=False)
            while changed := rules.search(domain, order="reschedule_from, id"):
                try:
                    changed._reschedule(self.env[model])
                    seconds_left = self.env["ir.cron"]._commit_progress(1, remaining=1)
                except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                    self.env.cr.rollback()
                    return False
                if not seconds_left:
                    return False
        return True

    def _reschedule(self, model):
        """Plan one batch anew, for the changed rule that is the least far.

        :param model: clocks, or cases
        """
        start = self[0].reschedule_from
        if start == 1:
            # The rules as they are now, not as this worker knew them.
            self.env.registry.clear_cache()
        after = model._reschedule_batch(start)
        self.filtered(
            lambda rule: not after or rule.reschedule_from <= after
        )._set_reschedule_from(after)

    def _set_reschedule_from(self, after):
        """Written past the ORM: the rules did not change."""
        self.env.execute_query(
            SQL(
                "UPDATE complaint_escalation_rule SET reschedule_from = %s"
                " WHERE id IN %s RETURNING id",
                after,
                self._ids,
            )
        )
        self.invalidate_recordset(["reschedule_from"])
