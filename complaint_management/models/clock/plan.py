# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Planning clocks: when they are due, and when something has to happen next."""

from odoo import api, fields, models

from ...tools.clock.deadline import (
    DependableWorkingTime,
    get_day_and_night,
    get_due,
    get_measure,
)
from .target import DATED, TargetSpec

# What a clock freezes when it starts.
FROZEN_FIELDS = (
    "policy_id",
    "target_id",
    "milestone",
    "unit",
    "amount",
    "cap_amount",
    "honours_pauses",
    "on_reopen",
    "calendar_id",
    "cutoff_hour",
)


class ComplaintClock(models.Model):
    _inherit = "complaint.clock"

    # ------------------------------------------------------------------
    # What measures it
    # ------------------------------------------------------------------

    @api.model
    def _find_working_time(self, calendar, company):
        """The working time of a calendar, which always has an answer.

        A calendar that was emptied under running clocks must not stop the work.

        :param calendar: a ``resource.calendar``, possibly empty
        :param company: the company whose closings count
        """
        if not calendar:
            return get_day_and_night(company.partner_id.tz or "UTC")
        return DependableWorkingTime(calendar.sudo()._get_working_time(company))

    def _get_working_time(self):
        self.ensure_one()
        return self._find_working_time(self.calendar_id, self.company_id)

    def _get_measure(self):
        """What counts the seconds of this clock: working time, or time as it passes."""
        self.ensure_one()
        return get_measure(self.unit, self._get_working_time())

    # ------------------------------------------------------------------
    # Starting
    # ------------------------------------------------------------------

    @api.model
    def _prepare_frozen_vals(self, spec, target):
        """What a clock keeps of its policy, whatever becomes of that (rule 1)."""
        return {
            "policy_id": spec.id,
            "target_id": target.id,
            "calendar_id": spec.calendar_id,
            "cutoff_hour": spec.cutoff_hour,
            **{
                name: getattr(target, name)
                for name in TargetSpec._fields
                if name != "id"
            },
        }

    @api.model
    def _prepare_start_vals(self, complaint, frozen, start, plan=None, **more):
        """The values of a new clock.

        :param complaint: the case, as sudo
        :param dict frozen: values of ``FROZEN_FIELDS``
        :param datetime start: when it starts, in UTC
        :param dict plan: further arguments of ``_plan``
        :param more: further values, like ``round``; times given here stand
        """
        vals = {
            **frozen,
            **self._prepare_responsible_vals(complaint),
            "complaint_id": complaint.id,
            "company_id": complaint.company_id.id,
            "date_start": start,
            **self._plan(frozen, complaint, start, **(plan or {})),
            **more,
        }
        if vals["state"] == "running":
            vals["next_event_at"] = self._get_next_event(vals, complaint.company_id)
        return vals

    @api.model
    def _prepare_responsible_vals(self, complaint):
        """Who is responsible for the case now; see ``RESPONSIBLE_FIELDS``."""
        return {
            "kind": complaint.kind,
            "severity": complaint.severity,
            "category_id": complaint.category_id.id,
            "user_id": complaint.user_id.id,
            "team_id": complaint.team_id.id,
            "department_id": complaint.department_id.id,
        }

    def _prepare_reopened_vals(self, complaint, when):
        """The clock that goes on when a case is opened again (rule 5).

        :param complaint: the case, as sudo
        :param datetime when: when it was reopened, in UTC
        """
        self.ensure_one()
        # The next progress notice has its own time, whatever was left of the last.
        is_resumed = (
            self.on_reopen == "resume"
            and self.state == "stopped"
            and self.milestone != "update"
        )
        plan = {}
        if is_resumed:
            left = max(0, self.allowed_seconds - self.used_seconds)
            plan = {"allowed": left, "cap_date": self.cap_date}
        return self._prepare_start_vals(
            complaint,
            self._get_frozen_vals(),
            when,
            plan=plan,
            round=self.round + 1,
            previous_id=self.id,
            is_resumed=is_resumed,
        )

    def _prepare_next_vals(self, when):
        """The next round of a clock that just stopped, with all of its time.

        :param datetime when: when it starts, in UTC
        """
        self.ensure_one()
        return self._prepare_start_vals(
            self.complaint_id,
            self._get_frozen_vals(),
            when,
            round=self.round + 1,
            previous_id=self.id,
        )

    def _get_frozen_vals(self):
        self.ensure_one()
        return self._convert_to_write({name: self[name] for name in FROZEN_FIELDS})

    # ------------------------------------------------------------------
    # When it is due
    # ------------------------------------------------------------------

    @api.model
    def _plan(self, frozen, complaint, start, extended=0, allowed=None, cap_date=False):
        """When a clock is due that started at ``start``, with the pauses until now.

        :param dict frozen: values of ``FROZEN_FIELDS``
        :param complaint: the case, as sudo
        :param datetime start: in UTC
        :param float extended: by how many units it was extended
        :param float allowed: seconds that it has, for one that goes on with what
            was left; its unit and amount are not asked then
        :param datetime cap_date: at the latest, for one that goes on
        :return: dict of the clock's times
        """
        working_time = self._find_working_time(
            self.env["resource.calendar"].browse(frozen["calendar_id"]),
            complaint.company_id,
        )
        measure = get_measure(frozen["unit"], working_time)

        def due_after(amount):
            return get_due(
                frozen["unit"],
                amount,
                start,
                working_time,
                cutoff=frozen["cutoff_hour"],
                promised=complaint.promised_reply_date,
            )

        if allowed is not None:
            first = due = measure.add(start, allowed) if allowed else start
        else:
            first = due = due_after(frozen["amount"])
            cap = frozen["cap_amount"]
            cap_date = due_after(cap) if cap else False
            due = due_after(frozen["amount"] + extended) if extended else first
            allowed = measure.elapsed(start, due)
        times = {
            "date_due": due,
            "date_due_first": first,
            "cap_date": cap_date,
            "allowed_seconds": allowed,
        }
        pauses = complaint.pause_ids if frozen["honours_pauses"] else ()
        return {**times, **self._plan_pauses(due, start, pauses, measure)}

    @api.model
    def _plan_pauses(self, due, start, pauses, measure):
        """Move a due time by the times on hold since the start (rule 2)."""
        due, paused, since = self._count_pauses(due, start, pauses, measure)
        return {
            "date_due": due,
            "paused_seconds": paused,
            "state": "paused" if since else "running",
            "date_paused": since,
            "remaining_seconds": measure.elapsed(since, due) if since else 0,
            "next_event_at": False,
        }

    @api.model
    def _count_pauses(self, due, start, pauses, measure, until=None):
        """Move a due time by times on hold; what is overdue then runs on.

        :param datetime due: without pauses, in UTC
        :param datetime start: when the clock started, in UTC
        :param pauses: pauses of its case
        :param measure: what counts its seconds
        :param datetime until: pauses do not count from here on
        :return: the due time, the seconds on hold, and since when it is on hold
        """
        paused = 0
        for pause in pauses and pauses.sorted("date_start"):
            begin, end = max(pause.date_start, start), pause.date_end
            if until:
                end = min(end or until, until)
            if begin >= due or (until and begin >= until):
                break
            if not end:
                return due, paused, begin
            seconds = max(0, measure.elapsed(begin, end))
            paused += seconds
            due = measure.add(due, seconds) if seconds else due
        return due, paused, False

    # ------------------------------------------------------------------
    # Planning anew
    # ------------------------------------------------------------------

    def _prepare_replan_vals(self, start=None, keep_terms=False, undo=None):
        """What the clock would be planned like with the policy and calendar of now.

        :param datetime start: another start, in UTC
        :param bool keep_terms: with the calendar of now, but with what was promised
        :param bool undo: what was missed may be due later by that; by default as
            far as the terms of now count
        :return: dict of values, empty when it stays as it is
        """
        self.ensure_one()
        complaint = self.complaint_id.sudo()
        if self.milestone in DATED or not self._is_open():
            return {}
        start = start or self.date_start
        frozen = self._get_frozen_vals()
        if self.is_resumed:
            plan = {"allowed": self.allowed_seconds, "cap_date": self.cap_date}
        else:
            if not keep_terms:
                frozen = self._get_terms_of_now() or frozen
            plan = {"extended": self._get_kept_extension(frozen)}
        if frozen["unit"] == "promised_date" and not complaint.promised_reply_date:
            return {}
        times = self._plan(frozen, complaint, start, **plan)
        if self._is_overdue() and times["date_due"] > self.date_due:
            if not (undo if undo is not None else not keep_terms):
                # It was missed. Only a manager who plans anew can undo that.
                return {}
            times.update(date_breached=False, is_late=False)
        extended = plan.get("extended", self.extended_amount)
        return {**frozen, "date_start": start, "extended_amount": extended, **times}

    def _is_overdue(self):
        """Whether the deadline passed, seen by a sweep already or not."""
        self.ensure_one()
        return self.state == "running" and (
            bool(self.date_breached) or self.date_due < fields.Datetime.now()
        )

    def _get_terms_of_now(self):
        """What the clock's policy promises for its milestone today, or None."""
        spec = self.env["complaint.sla.policy"]._get_spec(
            self.policy_id, self.company_id
        )
        for target in spec.targets if spec else ():
            if target.milestone == self.milestone:
                return self._prepare_frozen_vals(spec, target)

    def _get_kept_extension(self, frozen):
        """How much of the extension counts under other terms (rule 4)."""
        self.ensure_one()
        if self.unit != frozen["unit"]:
            return 0
        return min(
            self.extended_amount, max(0, frozen["cap_amount"] - frozen["amount"])
        )

    def _replan(self, note=None, start=None, keep_terms=False, undo=None):
        """Plan open clocks anew; the ledger says from when to when (rule 1).

        :param str note: why, for the ledger
        :param datetime start: another start, in UTC
        :param bool keep_terms: see ``_prepare_replan_vals``
        :param bool undo: see ``_prepare_replan_vals``
        :return: the clocks whose due time moved
        """
        moved, each = self.browse(), {}
        for clock in self.sudo():
            vals = clock._prepare_replan_vals(start, keep_terms, undo)
            if not vals:
                continue
            if vals["date_due"] != clock.date_due:
                moved += clock
                each[clock.id] = clock._prepare_move(vals)
            clock.write(vals)
        self.env["complaint.clock.event"]._record(
            moved, "replanned", each=each, note=note
        )
        self._schedule()
        return moved

    def _prepare_move(self, vals):
        """What the ledger says of a due time that moves."""
        return {"date_due_before": self.date_due, "date_due_after": vals["date_due"]}

    # ------------------------------------------------------------------
    # More time
    # ------------------------------------------------------------------

    def _get_extended_due(self, amount):
        """When the clock would be due if it were extended.

        :param float amount: by how much, in the clock's unit
        """
        self.ensure_one()
        return self._prepare_extended_vals(amount)["date_due"]

    def _prepare_extended_vals(self, amount):
        self.ensure_one()
        extended = self.extended_amount + amount
        plan = {"extended": extended}
        if self.is_resumed:
            # It has no whole units of its own: what is added counts from its end.
            measure = self._get_measure()
            end = measure.add(self.date_start, self.allowed_seconds)
            longer = get_due(self.unit, amount, end, self._get_working_time())
            plan = {
                "allowed": self.allowed_seconds + measure.elapsed(end, longer),
                "cap_date": self.cap_date,
            }
        times = self._plan(
            self._get_frozen_vals(), self.complaint_id.sudo(), self.date_start, **plan
        )
        return {**times, "extended_amount": extended}

    def _extend(self, amount, note):
        """Give a clock more time, as its extension was approved.

        :param float amount: by how much, in the clock's unit
        :param str note: why, for the ledger
        """
        self.ensure_one()
        clock = self.sudo()
        vals = clock._prepare_extended_vals(amount)
        move = clock._prepare_move(vals)
        clock.write(vals)
        self.env["complaint.clock.event"]._record(clock, "extended", note=note, **move)
        clock._schedule()

    # ------------------------------------------------------------------
    # What happens next
    # ------------------------------------------------------------------

    def _schedule(self):
        """Write when something has to happen next: a rule fires, or it is due."""
        clocks = self.sudo().filtered(lambda clock: clock.state == "running")
        fired, now = clocks._get_fired_rules(), fields.Datetime.now()
        for clock in clocks:
            vals = {
                **clock._get_frozen_vals(),
                "date_due": clock.date_due,
                "allowed_seconds": clock.allowed_seconds,
                "date_breached": clock.date_breached,
            }
            moment = self._get_next_event(
                vals, clock.company_id, fired=fired.get(clock.id, ()), now=now
            )
            if moment != clock.next_event_at:
                clock.next_event_at = moment

    def _get_fired_rules(self):
        """Which rules had their turn, by clock id."""
        groups = self.env["complaint.clock.event"]._read_group(
            [("clock_id", "in", self.ids), ("rule_id", "!=", False)],
            ["clock_id"],
            ["rule_id:array_agg"],
        )
        return {clock.id: set(rules) for clock, rules in groups}

    @api.model
    def _find_moments(self, vals, measure, working_time, now=None):
        """When something else than the breach happens to a clock; for the rooms.

        :param dict vals: of the clock, also before it is created: milestone,
            policy_id and company_id (ids), date_due, allowed_seconds
        :param measure: what counts the clock's seconds
        :param working_time: the ``WorkingTime`` of the case
        :param datetime now: for a clock that runs already
        :return: dict of rule id and datetime in UTC
        """
        return {}

    @api.model
    def _get_next_event(self, vals, company, fired=(), now=None):
        """When something has to happen to a clock next.

        :param dict vals: values of the clock, also before it is created
        :param company: the company of the case
        :param fired: ids of the rules that had their turn
        :param datetime now: for a clock that runs already; see ``_find_moments``
        :return: datetime in UTC, or False
        """
        calendar = self.env["resource.calendar"].browse(vals["calendar_id"])
        working_time = self._find_working_time(calendar, company)
        moments = self._find_moments(
            {**vals, "company_id": company.id},
            get_measure(vals["unit"], working_time),
            working_time,
            now,
        )
        pending = [
            moment for rule_id, moment in moments.items() if rule_id not in fired
        ]
        if not vals.get("date_breached"):
            pending.append(vals["date_due"])
        return min(pending, default=False)
