# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Cases that nobody works on, or that are handed from one to the next (R51, R165)."""

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.answer.wording import say_exactly
from ...tools.case.phases import follows
from ..case.life_cycle import OPEN_STATES
from .sweep import RESCHEDULE_BATCH

# A resolved case waits for its follow-up, which has a clock of its own.
WORKED_STATES = tuple(state for state in OPEN_STATES if state != "resolved")


class ComplaintComplaint(models.Model):
    _name = "complaint.complaint"
    _inherit = ["complaint.complaint", "complaint.sweep.mixin"]

    date_last_act = fields.Datetime(
        string="Last Worked On",
        default=fields.Datetime.now,
        readonly=True,
        copy=False,
        help="The last step, message, contact or handover by the staff.",
    )
    reassign_count = fields.Integer(
        string="Handovers",
        readonly=True,
        copy=False,
        aggregator=None,
        help="How often the case went from one handler to another.",
    )
    stall_check_at = fields.Datetime(
        string="Next Check for Stalled Work",
        compute="_compute_stall_check_at",
        store=True,
        precompute=True,
        copy=False,
        export_string_translation=False,
    )

    _stall_check_idx = models.Index("(stall_check_at) WHERE stall_check_at IS NOT NULL")

    @api.depends("date_last_act", "reassign_count", "state", "company_id")
    def _compute_stall_check_at(self):
        """When the sweep has to look at the case if nobody works on it until then."""
        for complaint in self:
            moments = complaint._get_stall_moments().values()
            complaint.stall_check_at = min(moments, default=False)

    def _get_stall_moments(self, now=None):
        """When each rule about stalled cases fires, if nobody works on the case.

        :param datetime now: quiet rules that did not fire by now wait for the next
            opening
        :return: dict of rule id and datetime in UTC
        """
        self.ensure_one()
        if self.state not in WORKED_STATES or not self.date_last_act:
            return {}
        working_time = self.company_id._get_complaint_working_time()
        moments = {}
        rules = self.env["complaint.escalation.rule"]
        for spec in rules._get_stall_specs(self.company_id.id):
            moment = self.date_last_act
            if spec.trigger == "stalled":
                moment = working_time.add(moment, spec.stall_seconds)
            elif self.reassign_count <= spec.max_reassignments:
                continue
            moments[spec.id] = spec.keep_quiet(moment, working_time, now)
        return moments

    # ------------------------------------------------------------------
    # Who works on it
    # ------------------------------------------------------------------

    def _get_chosen_handler(self):
        """Who was given the case; who only keeps it for somebody is nobody."""
        self.ensure_one()
        return self.user_id

    def _note_act(self):
        """The staff did something about the cases: the episode of waiting ends."""
        if self:
            self.sudo().write({"date_last_act": fields.Datetime.now()})

    @follows("user_id", remember="_get_chosen_handlers")
    def _count_handovers(self, before):
        """Count how often a case went from one handler to the next."""
        changed = self.filtered(lambda case: case.user_id != before[case])
        handed = changed.filtered(lambda case: before[case] and case.user_id).sudo()
        for count, complaints in handed.grouped("reassign_count").items():
            complaints.write({"reassign_count": count + 1})
        changed._note_act()

    def _get_chosen_handlers(self, vals):
        """Who handles each case now, because somebody chose them."""
        return {case: case._get_chosen_handler() for case in self}

    def _after_transition(self, name, reason, when):
        result = super()._after_transition(name, reason, when)
        self._note_act()
        return result

    def _resume(self, why=None, when=None):
        held = self.filtered("on_hold")
        result = super()._resume(why, when)
        held._note_act()
        return result

    def _message_post_after_hook(self, message, msg_vals):
        """What the staff writes is work; what the system or the customer says not."""
        result = super()._message_post_after_hook(message, msg_vals)
        if message.message_type == "comment":
            authors = message.sudo().author_id.user_ids
            if any(not user.share for user in authors):
                self._note_act()
        return result

    # ------------------------------------------------------------------
    # What the sweep asks
    # ------------------------------------------------------------------

    @api.model
    def _count_due(self):
        now = fields.Datetime.now()
        return (
            self.sudo()
            .with_context(active_test=False)
            .search_count([("stall_check_at", "<=", now)])
        )

    @api.model
    def _lock_due(self, now, limit, skipped):
        self.flush_model(["stall_check_at"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id
                  FROM complaint_complaint
                 WHERE stall_check_at <= %s
                   AND id != ALL(%s)
              ORDER BY stall_check_at, id
                 LIMIT %s
                   FOR NO KEY UPDATE SKIP LOCKED
                """,
                now,
                skipped,
                limit,
            )
        )
        return self.sudo().browse(case_id for (case_id,) in rows)

    def _filter_due(self, now):
        return self.filtered(
            lambda case: case.stall_check_at and case.stall_check_at <= now
        )

    def _get_cases(self):
        return self

    def _fire_due(self, now, news):
        """Fire the rules about stalled cases, once an episode; then look ahead."""
        fired = self._get_fired_stall_rules()
        turns, pending = {}, {}
        for complaint in self:
            moments = {} if complaint.on_hold else complaint._get_stall_moments(now)
            for rule_id in fired.get(complaint.id, ()):
                moments.pop(rule_id, None)
            for rule_id, moment in moments.items():
                if moment <= now:
                    turns[rule_id] = turns.get(rule_id, self.browse()) + complaint
            pending[complaint] = [moment for moment in moments.values() if moment > now]
        # Before the rules act: handing a case over is work, and plans it anew.
        for complaint, moments in pending.items():
            complaint.stall_check_at = min(moments, default=False)
        for rule_id, complaints in turns.items():
            rule = self.env["complaint.escalation.rule"].browse(rule_id)
            rule._fire_stalled(complaints, now, news)

    def _get_fired_stall_rules(self):
        """Which rules had their turn in this episode, by case id.

        A case that is handed around is told of once by each rule.
        """
        events = (
            self.env["complaint.clock.event"]
            .sudo()
            .search(
                [
                    ("complaint_id", "in", self.ids),
                    ("clock_id", "=", False),
                    ("rule_id", "!=", False),
                ]
            )
        )
        fired = {}
        for event in events:
            since = event.complaint_id.date_last_act
            if event.rule_id.trigger == "reassigned" or event.date > since:
                fired.setdefault(event.complaint_id.id, set()).add(event.rule_id.id)
        return fired

    @api.model
    def _reschedule_batch(self, start):
        """Plan anew when cases count as stalled, as rules have changed.

        :param int start: the first id
        :return: the first id of the next batch; 0 when there is none
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM complaint_complaint WHERE id >= %s AND state IN %s"
                " ORDER BY id LIMIT %s FOR NO KEY UPDATE",
                start,
                WORKED_STATES,
                RESCHEDULE_BATCH,
            )
        )
        complaints = self.sudo().browse(case_id for (case_id,) in rows)
        complaints._compute_stall_check_at()
        return complaints[-1].id + 1 if len(rows) == RESCHEDULE_BATCH else 0

    # ------------------------------------------------------------------
    # What it says
    # ------------------------------------------------------------------

    def _say_stalled(self):
        return self.env._(
            "Nobody has worked on this case since %s.",
            say_exactly(self.env, self.date_last_act),
        )

    def _say_reassigned(self):
        return self.env._(
            "This case was handed from one to the next %s times.", self.reassign_count
        )

    def _say_parked(self):
        return self.env._("Whether somebody works on this case could not be checked.")

    def _park(self, text):
        self.write({"stall_check_at": False})
        self.env["complaint.clock.event"]._record_cases(self, "failed", note=text)
        self._log_note(self._say_parked(), self.env._("A manager has to look."))


class ComplaintContact(models.Model):
    _inherit = "complaint.contact"

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        contacts.complaint_id._note_act()
        return contacts


class ComplaintClockEvent(models.Model):
    _inherit = "complaint.clock.event"

    @api.model
    def _record_cases(self, complaints, kind, when=None, **vals):
        """Write one line without a clock for each case; see ``_record``."""
        when = when or fields.Datetime.now()
        return self.sudo().create(
            [
                {
                    "complaint_id": complaint.id,
                    "company_id": complaint.company_id.id,
                    "kind": kind,
                    "date": when,
                    "user_id": self.env.uid,
                    **vals,
                }
                for complaint in complaints
            ]
        )


class ComplaintEscalationRule(models.Model):
    _inherit = "complaint.escalation.rule"

    def _fire_stalled(self, complaints, when, news):
        """Fire a rule for cases that nobody works on, or that are handed around.

        :param complaints: cases, locked, as sudo
        :param datetime when: now, in UTC
        :param news: the ``News`` of the sweep
        """
        self.ensure_one()
        met = self._filter_met(complaints)
        if self.policy_id:
            met = met.filtered(lambda case: case.policy_id == self.policy_id)
        ledger = complaints.env["complaint.clock.event"]
        ledger._record_cases(complaints - met, "skipped", when, rule_id=self.id)
        ledger._record_cases(met, self.trigger, when, rule_id=self.id)
        says = f"_say_{self.trigger}"
        self._fire(met, {case: [(case, says)] for case in met}, news)
