# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is said after a deadline to have been done before it.

It may be true: a call is logged in the evening. It may also be how a missed deadline
becomes a kept one. So it counts as late, at the moment at which it was noted, until a
manager who has no part in it accepts it. Whichever door it comes through (a contact, a
corrected contact, a letter that was sent, an import, a move of the case), it ends a
clock, and there it is seen.
"""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ...tools.answer.wording import say_date
from ..case.life_cycle import MANAGER
from ..common.proof import Proof, Seal

# Says when an act was noted that is looked at again now.
NOTED = Proof("complaint_noted")
# Says that a manager accepted what was noted late.
_ACCEPTED = Seal("complaint_accepted")


class ComplaintClock(models.Model):
    _inherit = "complaint.clock"

    claim = fields.Selection(
        selection=[
            ("waiting", "Logged afterwards"),
            ("accepted", "Logged afterwards, accepted"),
        ],
        string="Late Entry",
        readonly=True,
        help="It was noted after the deadline, as done before it: it counts as late "
        "until a manager accepts it.",
    )
    date_claimed = fields.Datetime(
        string="Said to Be Done On",
        readonly=True,
        help="When it was done, as whoever noted it says.",
    )
    claimed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Noted By",
        readonly=True,
        ondelete="set null",
        help="Who noted it after the deadline.",
    )
    claimed_outcome = fields.Char(readonly=True)
    can_accept_claim = fields.Boolean(
        compute="_compute_can_accept_claim",
        help="You may decide that it was done when they say.",
    )

    # What waits for a manager is looked for; nearly all clocks have none.
    _claim_idx = models.Index("(complaint_id) WHERE claim = 'waiting'")

    # ------------------------------------------------------------------
    # Noted late
    # ------------------------------------------------------------------

    def _noted_on(self, moment):
        """These clocks, to be stopped by an act that was noted earlier than now.

        :param datetime moment: when it was noted, in UTC; now when there is none
        """
        return NOTED.give(self, moment) if moment else NOTED.take(self)

    def _prepare_stop_vals(self, when, outcome=None):
        """What is noted after the deadline counts from when it was noted."""
        vals = super()._prepare_stop_vals(when, outcome)
        noted = NOTED.get(self.env) or fields.Datetime.now()
        if not self._is_noted_late(noted) or vals["is_late"]:
            return vals
        return {
            **super()._prepare_stop_vals(noted),
            "claim": "waiting",
            "date_claimed": vals["date_stop"],
            "claimed_by_id": self.env.uid,
            "claimed_outcome": vals["outcome"],
        }

    def _is_noted_late(self, noted):
        """Whether a person writes, after the deadline, what ends it.

        What the product itself sent or received, it saw at that moment.

        :param datetime noted: when it was noted, in UTC
        """
        self.ensure_one()
        return (
            self.env.uid != SUPERUSER_ID
            and self.state == "running"
            and self.date_due < noted
        )

    def _record_stop(self, when):
        """The ledger says who noted what after the deadline."""
        claims = self.filtered(lambda clock: clock.claim == "waiting")
        ledger = self.env["complaint.clock.event"]
        ledger._record(
            claims,
            "claimed",
            each={clock.id: {"note": clock._say_claim()} for clock in claims},
        )
        ledger._record(claims, "stopped")
        return super(ComplaintClock, self - claims)._record_stop(when)

    def _say_claim(self):
        return self.env._(
            "Noted after the deadline as done %s: it counts as late until a manager "
            "accepts it.",
            say_date(self.env, self.date_claimed),
        )

    # ------------------------------------------------------------------
    # Accepting it
    # ------------------------------------------------------------------

    @api.depends("claim")
    @api.depends_context("uid")
    def _compute_can_accept_claim(self):
        for clock in self:
            clock.can_accept_claim = (
                clock.claim == "waiting" and not clock._get_claim_refusal()
            )

    def action_accept_claim(self, reason=None):
        """Accept that it was done when they say; without a reason a dialog asks.

        :param str reason: why it is believed; kept in the ledger and on the case
        :raises UserError: nothing waits to be accepted, or the user may not do it
        """
        self._check_accepts_claim()
        if not (reason or "").strip():
            return self._open_claim()
        ledger = self.env["complaint.clock.event"]
        for clock in self.sudo():
            clock._write_accepted(clock._prepare_accepted_vals())
        ledger._record(self.sudo(), "accepted", note=reason)
        for case, clocks in self.grouped("complaint_id").items():
            case._log_note(
                self.env._(
                    "Late entry accepted: %s",
                    ", ".join(clocks.mapped("display_name")),
                ),
                reason,
            )
        return True

    def _open_claim(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Accept a Late Entry"),
            "res_model": "complaint.clock.accept",
            "view_mode": "form",
            "target": "new",
            "context": {"default_clock_ids": self.ids},
        }

    def _check_accepts_claim(self):
        """Only an impartial manager accepts, and only what waits for it.

        :raises UserError: naming what stands against it
        """
        self.complaint_id.check_access("write")
        for clock in self:
            refusal = clock._get_claim_refusal()
            if clock.claim != "waiting":
                refusal = self.env._(
                    "“%s” has no entry that waits to be accepted.", clock.display_name
                )
            if refusal:
                raise UserError(refusal)

    def _get_claim_refusal(self):
        """Why the user may not accept the entry; None when they may."""
        self.ensure_one()
        user, clock_sudo = self.env.user, self.sudo()
        case_sudo = clock_sudo.complaint_id
        if not user.has_group(MANAGER):
            return self.env._(
                "A manager accepts what was noted after a deadline. %s",
                self.complaint_id._say_whom_to_ask(),
            )
        handlers = case_sudo._get_handlers() | clock_sudo.user_id
        if user in (handlers | clock_sudo.claimed_by_id):
            return self.env._(
                "You handle %(case)s or noted it yourself: another manager accepts it.",
                case=case_sudo.display_name,
            )
        if user in case_sudo._get_barred_deciders():
            return self.env._(
                "Nobody decides on a complaint about themselves, or about somebody "
                "whom they report to."
            )

    def _prepare_accepted_vals(self):
        """As if it had been noted when it was done."""
        vals = self._prepare_stop_vals(self.date_claimed, self.claimed_outcome)
        return {**vals, "claim": "accepted"}

    def _write_accepted(self, vals):
        """The one thing that changes on a clock that has ended."""
        _ACCEPTED.to_write(self, vals).write(vals)

    def _is_accepting(self, vals):
        return _ACCEPTED.covers_write(self, vals) or super()._is_accepting(vals)

    # ------------------------------------------------------------------
    # What it says
    # ------------------------------------------------------------------

    @api.depends("claim")
    def _compute_sentence(self):
        return super()._compute_sentence()

    def _say_missed(self):
        if self.claim != "waiting":
            return super()._say_missed()
        return self.env._(
            "%(milestone)s missed: noted %(noted)s as done %(claimed)s, and not "
            "accepted by a manager",
            milestone=self._get_milestone_label(),
            noted=say_date(self.env, self.date_stop),
            claimed=say_date(self.env, self.date_claimed),
        )


class ComplaintClockEvent(models.Model):
    _inherit = "complaint.clock.event"

    kind = fields.Selection(
        selection_add=[
            ("claimed", "Noted after the deadline"),
            ("accepted", "Late entry accepted"),
        ],
        ondelete={"claimed": "cascade", "accepted": "cascade"},
    )
