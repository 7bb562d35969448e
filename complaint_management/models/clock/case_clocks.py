# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The clocks of a case: which run, when they start, and which act stops them.

What is said to the complainant is told apart, in ``milestones``.
"""

from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ...tools.case.phases import follows, follows_new, refuses, refuses_new
from .clock import OPEN_STATES as OPEN_CLOCK_STATES, RESPONSIBLE_FIELDS
from .target import DATED

# Milestones that count from the receipt.
FROM_RECEIPT = ("acknowledge", "assess", "answer", "resolve", "update")
MILESTONES_OF_POLICIES = FROM_RECEIPT + ("notice", "followup")
# Milestones that are a word to the complainant.
NEED_REACH = frozenset({"acknowledge", "update", "followup"})
# Who promises a reply, promises it within this time.
FARTHEST_PROMISE = timedelta(days=3660)
# What a move of the case reaches; the others end with what was said, or unheeded.
ACTS = ("acknowledge", "assess", "answer", "resolve")
# What follows from clocks, pauses and work, and is not written by anybody.
DERIVED_FIELDS = frozenset(
    {
        "policy_id",
        "next_due_date",
        "next_due_milestone",
        "on_hold",
        "mail_failed",
        "date_last_act",
        "reassign_count",
        "stall_check_at",
    }
)
# What the clocks of a case hang on.
BASIS_FIELDS = (
    *RESPONSIBLE_FIELDS,
    "policy_id",
    "identity_mode",
    "date_received",
    "promised_reply_date",
)


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    policy_id = fields.Many2one(
        comodel_name="complaint.sla.policy",
        string="SLA Policy",
        compute="_compute_policy_id",
        store=True,
        precompute=True,
        ondelete="set null",
        index="btree_not_null",
        copy=False,
    )
    clock_ids = fields.One2many(
        comodel_name="complaint.clock", inverse_name="complaint_id", string="Deadlines"
    )

    # ------------------------------------------------------------------
    # Which policy
    # ------------------------------------------------------------------

    @api.depends(
        "company_id",
        "kind",
        "severity",
        "grounds",
        "identity_mode",
        "category_id",
        "channel_id",
        "team_id",
        "partner_id",
    )
    def _compute_policy_id(self):
        """Choose again what fits; a case that has ended keeps its policy."""
        policies = self.env["complaint.sla.policy"]
        for complaint in self:
            if complaint._origin and complaint.state in ("closed", "cancelled"):
                complaint.policy_id = complaint._origin.policy_id
            else:
                complaint.policy_id = policies._choose(complaint)

    @api.constrains("promised_reply_date")
    def _check_promised_reply_date(self):
        """A mistyped year is told at once, not when a deadline is counted to it."""
        for complaint in self:
            promised = complaint.promised_reply_date
            received = complaint.date_received.date()
            if promised and abs(promised - received) > FARTHEST_PROMISE:
                raise ValidationError(
                    self.env._(
                        "%(case)s: a reply by %(date)s is years away. Check the year.",
                        case=complaint.display_name,
                        date=format_date(self.env, promised),
                    )
                )

    # ------------------------------------------------------------------
    # What starts and moves them
    # ------------------------------------------------------------------

    @follows_new()
    def _start_first_clocks(self):
        """Start what counts from the receipt."""
        self._start_clocks(FROM_RECEIPT)

    @refuses_new(*DERIVED_FIELDS)
    @refuses(*DERIVED_FIELDS)
    def _check_derived(self, vals):
        """What follows from clocks, pauses and work nobody writes."""
        if not self.env.su:
            self._check_protected(DERIVED_FIELDS & set(vals))

    def _get_clock_bases(self, vals=None):
        """What the clocks of these cases hang on.

        :return: dict of case to its values of ``BASIS_FIELDS``
        """
        return {
            case: {fname: case.sudo()[fname] for fname in BASIS_FIELDS} for case in self
        }

    @follows(
        *BASIS_FIELDS,
        "channel_id",
        "partner_id",
        "grounds",
        remember="_get_clock_bases",
    )
    def _follow_basis(self, before):
        """Bring open clocks in line with what changed on their cases.

        :param dict before: what ``_get_clock_bases`` said until now
        """
        after = self._get_clock_bases()
        changed = defaultdict(self.browse)
        for complaint in self:
            for fname in BASIS_FIELDS:
                if after[complaint][fname] != before[complaint][fname]:
                    changed[fname] |= complaint
        responsible = self.browse().union(
            *(changed[fname] for fname in RESPONSIBLE_FIELDS)
        )
        responsible._get_open_clocks()._hand_over(
            {case.id: values["user_id"] for case, values in before.items()}
        )
        changed["policy_id"]._change_policy()
        changed["identity_mode"]._follow_reach()
        changed["promised_reply_date"]._follow_promised_date()
        changed["date_received"]._follow_receipt()

    def _change_policy(self):
        """Another policy applies: its clocks run from the same starts (rule 2).

        What was missed already, or goes on after a reopening, stays as it is.
        """
        replaced = self._get_open_clocks().filtered(
            lambda clock: (
                clock.milestone not in DATED
                and not clock.is_resumed
                and not clock._is_overdue()
            )
        )
        before = {(clock.complaint_id.id, clock.milestone): clock for clock in replaced}
        for policy, complaints in self.sudo().grouped("policy_id").items():
            replaced.filtered(
                lambda clock, complaints=complaints: clock.complaint_id in complaints
            )._cancel(self.env._("Another policy applies: %s", policy.name or "–"))
        self._start_missing(before)

    def _start_missing(self, before=None):
        """Start the clocks of milestones that are ahead and not measured yet.

        :param dict before: clocks that they take the place of, by case id and
            milestone
        """
        measured = {
            (clock.complaint_id.id, clock.milestone)
            for clock in self.sudo().clock_ids
            if clock.state != "cancelled"
        } - set(before or ())
        self.env["complaint.clock"].sudo()._open(
            vals
            for complaint in self.sudo()
            for vals in complaint._prepare_clocks(MILESTONES_OF_POLICIES, before)
            if (complaint.id, vals["milestone"]) not in measured
        )

    def _follow_reach(self):
        """Who becomes anonymous is promised no message; who is known again, is."""
        hidden = self.filtered(lambda complaint: complaint._is_out_of_reach())
        hidden._get_open_clocks(NEED_REACH)._cancel(
            self.env._("Nobody can be reached any more.")
        )
        (self - hidden)._start_missing()

    def _follow_promised_date(self):
        """The day promised to the complainant moves the clocks that count to it.

        A promise that was missed stays missed: another day is another promise.
        """
        now = fields.Datetime.now()
        clocks = self._get_open_clocks().filtered(
            lambda clock: clock.unit == "promised_date"
        )
        taken_back = clocks.filtered(
            lambda clock: not clock.complaint_id.promised_reply_date
        )
        missed = clocks.filtered(lambda clock: clock._is_overdue())
        missed._stop(now)
        again = missed - taken_back
        again._open([clock._prepare_next_vals(now) for clock in again])
        (taken_back - missed)._cancel(self.env._("No day is promised any more."))
        (clocks - missed - taken_back)._replan(
            self.env._("Another day was promised."), keep_terms=True
        )
        self._start_missing()

    def _follow_receipt(self):
        """An earlier receipt counts at once; a later one never gives more time."""
        for received, complaints in self.grouped("date_received").items():
            complaints._get_open_clocks(FROM_RECEIPT).filtered(
                lambda clock, received=received: (
                    clock.round == 1 and clock.date_start > received
                )
            )._replan(
                self.env._("The case was received earlier than noted."),
                start=received,
                keep_terms=True,
            )

    # ------------------------------------------------------------------
    # Start and stop
    # ------------------------------------------------------------------

    def _get_open_clocks(self, milestones=None):
        """The clocks that run or stand still, as sudo.

        :param milestones: only these
        """
        return self.sudo().clock_ids.filtered(
            lambda clock: (
                clock.state in OPEN_CLOCK_STATES
                and (milestones is None or clock.milestone in milestones)
            )
        )

    def _start_clocks(self, milestones):
        """Start the clocks that the policies of the cases have.

        :param milestones: which, as far as the cases still have to reach them
        :return: the new clocks, as sudo
        """
        return (
            self.env["complaint.clock"]
            .sudo()
            ._open(
                vals
                for complaint in self.sudo()
                for vals in complaint._prepare_clocks(milestones)
            )
        )

    def _prepare_clocks(self, milestones, before=None):
        """Values of the clocks that the policy of a case has.

        :param milestones: which, as far as the case still has to reach them
        :param dict before: clocks that they take the place of, by case id and
            milestone: their starts and extensions count
        """
        self.ensure_one()
        clocks = self.env["complaint.clock"].sudo()
        vals_list = []
        for spec, target in self._get_targets(milestones):
            frozen = clocks._prepare_frozen_vals(spec, target)
            old = (before or {}).get((self.id, target.milestone))
            plan, more = {}, {}
            if old:
                extended = old._get_kept_extension(frozen)
                plan = {"extended": extended}
                more = {
                    "extended_amount": extended,
                    "round": old.round,
                    "previous_id": old.previous_id.id,
                }
            start = old.date_start if old else self._get_start(target.milestone)
            vals_list.append(
                clocks._prepare_start_vals(self, frozen, start, plan=plan, **more)
            )
        return vals_list

    def _get_start(self, milestone):
        """When the time for a milestone begins, in UTC."""
        self.ensure_one()
        if milestone == "followup":
            return self.date_resolved
        if milestone == "notice":
            return self._get_last_log("approve").date or fields.Datetime.now()
        if milestone == "update":
            notices = self.clock_ids.filtered(
                lambda clock: clock.milestone == "update" and clock.state == "stopped"
            )
            return max(notices.mapped("date_stop"), default=self._get_first_receipt())
        return self._get_first_receipt()

    def _get_first_receipt(self):
        """Since when deadlines count: a receipt noted later gives no more time."""
        counted = self.clock_ids.filtered(
            lambda clock: clock.round == 1 and clock.milestone in FROM_RECEIPT
        )
        return min([self.date_received, *counted.mapped("date_start")])

    def _get_targets(self, milestones):
        """What the policy promises for milestones that are still ahead."""
        self.ensure_one()
        spec = self.env["complaint.sla.policy"]._get_spec(
            self.policy_id, self.company_id
        )
        ahead = self._get_milestones_ahead()
        return [
            (spec, target)
            for target in (spec.targets if spec else ())
            if target.milestone in milestones
            and target.milestone in ahead
            and (target.unit != "promised_date" or self.promised_reply_date)
        ]

    def _get_milestones_ahead(self):
        """The milestones that the case still has to reach."""
        self.ensure_one()
        ahead = set()
        if self.state == "resolved":
            if self.kind == "complaint":
                ahead.add("followup")
        elif self.state not in ("closed", "cancelled"):
            ahead.add("resolve")
            if not self.date_acknowledged:
                ahead.add("acknowledge")
            if not self.date_answered:
                ahead |= {"answer", "update"}
                if self._is_decision_to_tell():
                    ahead.add("notice")
            if self.state in ("new", "acknowledged") and self.kind != "inquiry":
                ahead.add("assess")
        if self._is_out_of_reach():
            ahead -= NEED_REACH
        return ahead

    def _is_decision_to_tell(self):
        """Whether the customer does not know of a decision; for the room that decides.

        :return: bool
        """
        self.ensure_one()
        return False

    def _is_out_of_reach(self):
        """Nobody is promised a message whom no message can reach."""
        self.ensure_one()
        return self.identity_mode == "anonymous"

    def _stop_clocks(self, milestones, when=None):
        """Stop clocks at the moment of the act that they wait for.

        :param milestones: which
        :param datetime when: the moment of the act, in UTC; now by default
        :return: the clocks that were stopped
        """
        return self._get_open_clocks(milestones)._stop(when or fields.Datetime.now())

    def _reached_complainant(self, when):
        """A message reached the complainant: the next is due from then on.

        :param datetime when: when it reached them, in UTC
        """
        stopped = self._get_open_clocks(["update"])._stop(when)
        stopped._open(
            clock._prepare_next_vals(max(when, clock.date_start))
            for clock in stopped
            if "update" in clock.complaint_id._get_milestones_ahead()
        )

    # ------------------------------------------------------------------
    # The moves of a case
    # ------------------------------------------------------------------

    def _after_transition(self, name, reason, when):
        """The clocks follow every move; a case that moved is no longer on hold."""
        result = super()._after_transition(name, reason, when)
        if name == "reopen":
            self._reopen_clocks(when)
        self._follow_state(when)
        return result

    def _follow_state(self, when):
        """End the clocks of what the cases reached, or left behind (rule 6)."""
        reached = left = cancelled = self.env["complaint.clock"]
        for complaint in self.sudo():
            clocks = complaint._get_open_clocks()
            if complaint.state == "cancelled":
                cancelled += clocks
                continue
            passed = clocks._filter_passed(complaint)
            acts = passed.filtered(lambda clock: clock.milestone in ACTS)
            reached += acts
            left += passed - acts
        reached._stop(when)
        left._cancel(when=when)
        cancelled._cancel(self.env._("The case was cancelled."), when)
        resolved = self.filtered(lambda complaint: complaint.state == "resolved")
        resolved -= resolved._get_open_clocks(["followup"]).complaint_id
        started = resolved._start_clocks(["followup"])
        # The customer may have been asked before the case was resolved.
        started.complaint_id.contact_ids.filtered(
            lambda contact: contact.purpose == "follow_up"
        )._count_for_clocks()

    def _reopen_clocks(self, when):
        """Let the clocks go on that a reopened case has ahead again (rule 5)."""
        vals_list = []
        for complaint in self.sudo():
            running = complaint._get_open_clocks().mapped("milestone")
            last = {
                clock.milestone: clock for clock in complaint.clock_ids.sorted("id")
            }
            vals_list += [
                clock._prepare_reopened_vals(complaint, when)
                for milestone, clock in last.items()
                if milestone in complaint._get_milestones_ahead()
                and milestone not in running
                and (clock.unit != "promised_date" or complaint.promised_reply_date)
            ]
        self.env["complaint.clock"].sudo()._open(vals_list)
