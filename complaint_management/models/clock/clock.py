# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..case.complaint import KINDS, SEVERITIES
from .target import DATED, MILESTONES, UNITS

OPEN_STATES = ("running", "paused")
# Who was responsible while the clock ran; frozen when it stops.
RESPONSIBLE_FIELDS = (
    "kind",
    "severity",
    "category_id",
    "user_id",
    "team_id",
    "department_id",
)


class ComplaintClock(models.Model):
    """One deadline of a case, from its start to its stop (DESIGN.md 4).

    A clock freezes what it was started with: policy, calendar, unit and amount.
    It runs, stands still (paused), and ends stopped or cancelled; after that it
    never changes. What happened in between stands in its ledger.

    Clocks are written by the product only: no group may create or change one.
    """

    _name = "complaint.clock"
    _description = "Complaint Clock"
    _inherit = ["complaint.part.mixin"]
    _order = "date_due, id"
    _rec_name = "milestone"
    _log_access = False

    # The case's, which never changes; plain, as clocks are written by the thousand.
    company_id = fields.Many2one(
        comodel_name="res.company",
        related=None,
        precompute=False,
        required=True,
        readonly=True,
    )

    # What was promised
    policy_id = fields.Many2one(
        comodel_name="complaint.sla.policy",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    target_id = fields.Many2one(
        comodel_name="complaint.sla.target",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    contact_id = fields.Many2one(
        comodel_name="complaint.contact",
        string="Promised In",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    milestone = fields.Selection(selection=MILESTONES, required=True, readonly=True)
    unit = fields.Selection(selection=UNITS, required=True, readonly=True)
    amount = fields.Float(string="Allowed", digits=(12, 2), readonly=True)
    extended_amount = fields.Float(
        string="Extended By", digits=(12, 2), readonly=True, aggregator=None
    )
    cap_amount = fields.Float(string="At Most", digits=(12, 2), readonly=True)
    honours_pauses = fields.Boolean(readonly=True)
    on_reopen = fields.Char(readonly=True)
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Working Calendar",
        readonly=True,
        ondelete="set null",
    )
    cutoff_hour = fields.Float(string="Cut-Off", readonly=True, aggregator=None)
    round = fields.Integer(
        default=1,
        readonly=True,
        aggregator=None,
        help="2 and more: after the case was reopened, or for a later progress notice.",
    )
    is_resumed = fields.Boolean(
        readonly=True,
        help="It goes on with the time that was left when the case was resolved.",
    )
    previous_id = fields.Many2one(
        comodel_name="complaint.clock",
        string="Continues",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )

    # How it runs
    state = fields.Selection(
        selection=[
            ("running", "Running"),
            ("paused", "On hold"),
            ("stopped", "Stopped"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="running",
        readonly=True,
    )
    date_start = fields.Datetime(string="Started", required=True, readonly=True)
    date_due = fields.Datetime(string="Due", required=True, readonly=True)
    date_due_first = fields.Datetime(
        string="First Due", readonly=True, help="Before pauses and extensions."
    )
    cap_date = fields.Datetime(string="At the Latest", readonly=True)
    allowed_seconds = fields.Float(readonly=True, aggregator=None)
    paused_seconds = fields.Float(readonly=True, aggregator=None)
    remaining_seconds = fields.Float(
        readonly=True,
        aggregator=None,
        help="What was left when the clock was paused.",
    )
    date_paused = fields.Datetime(string="On Hold Since", readonly=True)
    date_breached = fields.Datetime(string="Missed On", readonly=True)
    next_event_at = fields.Datetime(readonly=True)
    error = fields.Text(
        readonly=True,
        help="Why the clock was set aside: it does nothing until somebody looks.",
    )

    # How it ended
    date_stop = fields.Datetime(string="Stopped On", readonly=True, index=True)
    outcome = fields.Selection(
        string="Result",
        selection=[
            ("met", "Met"),
            ("missed", "Missed"),
            ("repromised", "Promised anew"),
        ],
        readonly=True,
    )
    is_late = fields.Boolean(string="Late", readonly=True)
    used_seconds = fields.Float(readonly=True)
    late_seconds = fields.Float(readonly=True)

    # Whose it was
    kind = fields.Selection(selection=KINDS, readonly=True)
    severity = fields.Selection(selection=SEVERITIES, readonly=True)
    category_id = fields.Many2one(
        comodel_name="complaint.category", readonly=True, ondelete="set null"
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Handler",
        readonly=True,
        ondelete="set null",
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Handling Unit",
        readonly=True,
        ondelete="set null",
    )
    event_ids = fields.One2many(
        comodel_name="complaint.clock.event",
        inverse_name="clock_id",
        string="Log",
    )
    extension_ids = fields.One2many(
        comodel_name="complaint.extension",
        inverse_name="clock_id",
        string="Extensions",
    )

    _open_uniq = models.UniqueIndex(
        "(complaint_id, milestone) WHERE state IN ('running', 'paused')"
        # Calls may be promised to several people, as in cases that were merged.
        " AND milestone <> 'promise'",
        "A case has one open clock for each milestone.",
    )
    _next_event_idx = models.Index(
        "(next_event_at) WHERE state = 'running' AND next_event_at IS NOT NULL"
    )
    _ordered = models.Constraint(
        "CHECK (date_stop IS NULL OR date_stop >= date_start)",
        "A clock cannot stop before it started.",
    )

    # ------------------------------------------------------------------
    # The guard
    # ------------------------------------------------------------------

    def write(self, vals):
        ended = self.filtered(lambda clock: clock.state not in OPEN_STATES)
        if vals and ended and not self._is_accepting(vals):
            raise UserError(
                self.env._(
                    "The deadline “%(clock)s” has ended: what was measured stays as "
                    "it is.",
                    clock=ended[0].display_name,
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Deadlines that ran are kept with their case."))

    @api.model
    def _is_accepting(self, vals):
        """Whether a manager accepts what was noted late; see ``clock/claim.py``."""
        return False

    def _is_open(self):
        self.ensure_one()
        return self.state in OPEN_STATES

    # ------------------------------------------------------------------
    # What happens to a clock
    # ------------------------------------------------------------------

    @api.model
    def _open(self, vals_list):
        """Create clocks. Those that ended are written first: a case has one open
        clock for each milestone.

        :param vals_list: values as ``_prepare_start_vals`` makes them
        :return: the new clocks
        """
        vals_list = list(vals_list)
        if vals_list:
            self.flush_model(["state"])
        return self.create(vals_list)

    def _stop(self, when, outcome=None):
        """Stop open clocks at the moment of the act; once, and for good.

        :param datetime when: when the act took place, in UTC
        :param str outcome: "repromised"; by default met or missed, as measured
        :return: the clocks that were stopped
        """
        clocks = self.sudo().filtered(lambda clock: clock._is_open())
        clocks._withdraw_requests()
        for clock in clocks:
            clock.write(clock._prepare_stop_vals(when, outcome))
        clocks._record_stop(when)
        return clocks

    def _record_stop(self, when):
        self.env["complaint.clock.event"]._record(self, "stopped", when)

    def _prepare_stop_vals(self, when, outcome=None):
        self.ensure_one()
        # The clock of a machine may step back.
        when = max(when, self.date_start)
        measure = self._get_measure()
        due, paused = self._get_times_at(when, measure)
        used = measure.elapsed(self.date_start, when) - paused
        is_late = when > due
        return {
            "state": "stopped",
            "outcome": outcome or ("missed" if is_late else "met"),
            "is_late": is_late,
            "date_due": due,
            "date_paused": False,
            "paused_seconds": paused,
            "remaining_seconds": 0,
            "date_stop": when,
            "used_seconds": max(0, used),
            "late_seconds": max(0, measure.elapsed(due, when)),
            "next_event_at": False,
            "error": False,
        }

    def _get_times_at(self, when, measure):
        """When the clock was due as seen from a moment, and how long it was on hold.

        An act that is recorded late is not excused by a later time on hold.

        :param datetime when: in UTC
        :param measure: what counts the clock's seconds
        """
        self.ensure_one()
        if self.state == "paused" and self.date_paused <= when:
            waited = max(0, measure.elapsed(self.date_paused, when))
            due = measure.add(when, self.remaining_seconds)
            return due, self.paused_seconds + waited
        pauses = self.complaint_id.pause_ids if self.honours_pauses else ()
        if any(pause.date_end and pause.date_end > when for pause in pauses):
            base = measure.add(self.date_start, self.allowed_seconds)
            due, paused, _since = self._count_pauses(
                base, self.date_start, pauses, measure, until=when
            )
            return due, paused
        return self.date_due, self.paused_seconds

    def _cancel(self, note=None, when=None):
        """End open clocks without a verdict: nothing was missed.

        :param str note: why, for the ledger
        :param datetime when: the moment of the act, in UTC; now by default
        """
        when = when or fields.Datetime.now()
        clocks = self.sudo().filtered(lambda clock: clock._is_open())
        clocks._withdraw_requests()
        for clock in clocks:
            clock.write(
                {
                    "state": "cancelled",
                    "date_stop": max(when, clock.date_start),
                    "is_late": False,
                    "next_event_at": False,
                    "error": False,
                }
            )
        self.env["complaint.clock.event"]._record(clocks, "cancelled", when, note=note)
        return clocks

    def _pause(self, when):
        """Let running clocks that honour pauses stand still.

        What is overdue was missed, and runs on until the act.

        :param datetime when: since when, in UTC
        """
        clocks = self.sudo().filtered(
            lambda clock: (
                clock.state == "running"
                and clock.honours_pauses
                and clock.date_due > when
            )
        )
        for clock in clocks:
            since = max(when, clock.date_start)
            clock.write(
                {
                    "state": "paused",
                    "date_paused": since,
                    "remaining_seconds": clock._get_measure().elapsed(
                        since, clock.date_due
                    ),
                    "next_event_at": False,
                }
            )
        self.env["complaint.clock.event"]._record(clocks, "paused", when)

    def _resume(self, when):
        """Let paused clocks run on: what was left is added from then on.

        :param datetime when: until when they stood still, in UTC
        """
        clocks = self.sudo().filtered(lambda clock: clock.state == "paused")
        for clock in clocks:
            clock.write(clock._prepare_resume_vals(when))
        clocks._schedule()
        self.env["complaint.clock.event"]._record(clocks, "resumed", when)

    def _prepare_resume_vals(self, when):
        self.ensure_one()
        measure = self._get_measure()
        until = max(when, self.date_paused)
        due = measure.add(until, self.remaining_seconds)
        return {
            "state": "running",
            "date_paused": False,
            "remaining_seconds": 0,
            "paused_seconds": self.paused_seconds
            + max(0, measure.elapsed(self.date_paused, until)),
            "date_due": due,
        }

    def _filter_passed(self, complaint):
        """Those clocks whose milestone the case does not have ahead any more.

        The acknowledgement, the answer and the notice of the decision count when they
        went out, not when the button was pressed: their clocks run on until then, or
        the case is closed.
        """
        ahead = complaint._get_milestones_ahead()
        if complaint.state != "closed":
            ahead |= {"acknowledge", "answer", *DATED}
            if complaint.decision_state == "approved":
                ahead.add("notice")
        if complaint.state not in ("resolved", "closed"):
            ahead.add("update")
        return self.filtered(lambda clock: clock.milestone not in ahead)

    def _hand_over(self, handlers):
        """Keep in step who is responsible; the ledger says when it changed hands.

        :param dict handlers: the handler until now, by case id
        """
        handed, each = self.browse(), {}
        for clock in self.sudo():
            complaint = clock.complaint_id
            clock.write(self._prepare_responsible_vals(complaint))
            before = handlers[complaint.id]
            if before and before != complaint.user_id:
                handed += clock
                each[clock.id] = {
                    "note": self.env._(
                        "From %(before)s to %(after)s",
                        before=before.sudo().name,
                        after=complaint.user_id.name or "–",
                    )
                }
        self.env["complaint.clock.event"]._record(handed, "handover", each=each)

    def _breach(self, when):
        """Record that the due time passed; the clock runs on until the act.

        :param datetime when: the moment that it is seen, in UTC
        """
        for clock in self.sudo():
            clock.write({"date_breached": clock.date_due, "is_late": True})
        events = self.env["complaint.clock.event"].sudo()
        # A manager may have planned a missed deadline anew: it stands there once.
        known = events.search([("clock_id", "in", self.ids), ("kind", "=", "breached")])
        events._record(self - known.clock_id, "breached", when)
