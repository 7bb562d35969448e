# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Cases that an authority or a higher level forwarded: it waits for a reply too.

Its due date is a clock of its own, beside those of our policies (R103). The clock
stops when the reply went out, and until then the case is not closed. The reply is
between us and the authority: the complainant does not read it, and the authority
learns no protected identity by it.
"""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ...tools.case.phases import follows, follows_new, refuses, refuses_new
from ...tools.clock.deadline import get_due
from ..clock.case_clocks import FARTHEST_PROMISE

STAFF = "base.group_user"
MILESTONE = "authority"
# Whom the reply goes to; a merge keeps it together.
AUTHORITY_FIELDS = (
    "external_body",
    "external_ref",
    "external_contact_id",
    "external_email",
)

# Written by the product when a reply goes out.
REPLY_FIELDS = frozenset({"date_external_reply", "external_reply"})


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    external_due_date = fields.Date(
        string="Their Due Date",
        copy=False,
        tracking=True,
        groups=STAFF,
        help="By when they ask for our reply. It is a deadline of its own.",
    )
    external_contact_id = fields.Many2one(
        comodel_name="res.partner",
        string="Their Contact",
        check_company=True,
        index="btree_not_null",
        groups=STAFF,
    )
    external_email = fields.Char(
        string="Their Email",
        compute="_compute_external_email",
        store=True,
        readonly=False,
        groups=STAFF,
    )
    external_reply = fields.Html(
        string="Reply to the Authority",
        readonly=True,
        copy=False,
        groups=STAFF,
        help="What we wrote to them; the complainant does not read it.",
    )
    date_external_reply = fields.Datetime(
        string="Authority Answered On",
        readonly=True,
        copy=False,
        groups=STAFF,
        help="When our reply to the authority went out.",
    )

    @api.depends("external_contact_id")
    def _compute_external_email(self):
        for complaint in self:
            complaint.external_email = (
                complaint.external_contact_id.email or complaint.external_email
            )

    @api.constrains("external_due_date", "date_received")
    def _check_external_due_date(self):
        """A mistyped date is told at once, not when a deadline is counted to it."""
        for complaint in self.filtered("external_due_date"):
            due = complaint.external_due_date
            # A day of grace, as the receipt is kept in UTC.
            days = (due - complaint.date_received.date()).days
            if not -1 <= days <= FARTHEST_PROMISE.days:
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: the authority's due date %(date)s lies before "
                        "the receipt, or years away. Check the date.",
                        name=complaint.name,
                        date=format_date(self.env, due),
                    )
                )

    # ------------------------------------------------------------------
    # Merging
    # ------------------------------------------------------------------

    def _get_merge_obstacles(self):
        """A case has room for one authority that waits for a reply."""
        obstacles = super()._get_merge_obstacles()
        forwarded = self.filtered("external_body")
        waiting = forwarded._filter_unanswered_authority()
        if any(not waiting[0]._is_same_authority(case) for case in forwarded):
            obstacles.append(
                self.env._(
                    "Different authorities forwarded these cases: %s. One case answers "
                    "one authority: reply to them first, each in its own case.",
                    ", ".join(
                        f"{case.number} ({case.external_body})" for case in forwarded
                    ),
                )
            )
        return obstacles

    def _is_same_authority(self, other):
        def say(case):
            return " ".join((case.external_body or "").lower().split())

        refs = {(case.external_ref or "").strip() for case in self | other} - {""}
        return say(self) == say(other) and len(refs) < 2

    def _prepare_merge_vals(self, merged):
        """Who waits for a reply goes on to wait, for the earliest day of all."""
        vals = super()._prepare_merge_vals(merged)
        waiting = merged._filter_unanswered_authority()
        if not waiting:
            return vals
        vals.update(self._prepare_merge_fill_vals(AUTHORITY_FIELDS, waiting))
        days = (self | waiting).filtered("external_due_date")
        if days:
            vals["external_due_date"] = min(days.mapped("external_due_date"))
        return vals

    # ------------------------------------------------------------------
    # Its clock
    # ------------------------------------------------------------------

    @follows_new()
    def _start_authority_clocks(self):
        """Start the clock of new cases that an authority waits for."""
        for complaint in self.filtered("external_due_date"):
            complaint._start_authority_clock(complaint.date_received)

    @follows("external_due_date", remember="_get_external_due_dates")
    def _follow_external_due_dates(self, before):
        """Move the clocks of cases for which the authority set another date."""
        for complaint in self:
            if complaint.external_due_date != before[complaint]:
                complaint._follow_external_due_date()

    def _get_external_due_dates(self, vals):
        """Until when an authority waits now."""
        return {case: case.external_due_date for case in self}

    @refuses_new(*REPLY_FIELDS)
    @refuses(*REPLY_FIELDS)
    def _check_reply_unwritten(self, vals):
        """What went out when is written by the product only."""
        if not self.env.su:
            self._check_protected(REPLY_FIELDS & set(vals))

    def _follow_external_due_date(self):
        """The authority set another date: its clock moves, and the ledger says so.

        A date that was missed stays missed: another day is another promise.
        """
        now = fields.Datetime.now()
        clock = self._get_open_clocks([MILESTONE])
        if not self.external_due_date:
            clock._end_promises(now, self.env._("The authority waits no more."))
        elif not clock:
            self._start_authority_clock(now)
        elif clock._is_overdue():
            clock._stop(now)
            self._start_authority_clock(now, previous=clock)
        else:
            clock._move_to(
                self._get_external_due(), self.env._("The authority set another date.")
            )

    def _get_external_due(self):
        """Close of business on the authority's day, in UTC."""
        working_time = self.company_id.sudo()._get_complaint_working_time()
        return get_due(
            "promised_date", 0, None, working_time, promised=self.external_due_date
        )

    def _start_authority_clock(self, when, previous=None):
        """Let the time for the reply run.

        :param datetime when: since when, in UTC
        :param previous: the clock that this one follows
        """
        self.ensure_one()
        if self.state in ("closed", "cancelled"):
            return
        clocks_sudo = self.env["complaint.clock"].sudo()
        due = self.sudo()._get_external_due()
        clock = clocks_sudo._open(
            [clocks_sudo._prepare_dated_vals(self.sudo(), MILESTONE, due, when)]
        )
        ended = self.sudo().clock_ids.filtered(
            lambda other: other.milestone == MILESTONE and other != clock
        )
        clock._continue(previous or ended)

    def _after_transition(self, name, reason, when):
        """Who closes without a reply does not keep the date any more."""
        closed = self.filtered(lambda case: case.state == "closed")
        closed._get_open_clocks([MILESTONE])._end_promises(
            when, self.env._("The case was closed without a reply to the authority.")
        )
        result = super()._after_transition(name, reason, when)
        if name == "reopen":
            for complaint in self._filter_unanswered_authority():
                if complaint.external_due_date:
                    complaint._start_authority_clock(when)
        return result

    def _went_out(self, milestone, when):
        """The reply to the authority counts when it left the house."""
        result = super()._went_out(milestone, when)
        if milestone == MILESTONE:
            self.sudo().write({"date_external_reply": when})
        return result

    # ------------------------------------------------------------------
    # The gate and the reply
    # ------------------------------------------------------------------

    def _filter_unanswered_authority(self):
        """Cases whose authority has no reply, or waits for another one."""
        waiting = self._get_open_clocks([MILESTONE]).complaint_id
        return self.filtered(
            lambda case: (
                case.external_body
                and (not case.sudo().date_external_reply or case.sudo() in waiting)
            )
        )

    def _check_need_authority_reply(self, given):
        if self._filter_unanswered_authority():
            return self.env._(
                "%(authority)s forwarded the case and waits for a reply: send it "
                "with “Reply to the Authority”.",
                authority=self.external_body,
            )

    def _get_missing_depends(self):
        return [
            *super()._get_missing_depends(),
            "external_body",
            "date_external_reply",
        ]

    def action_reply_to_authority(self):
        """Open the dialog in which the reply to the authority is written."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reply to the Authority"),
            "res_model": "complaint.authority.reply",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_id": self.id},
        }


class ComplaintClock(models.Model):
    _inherit = "complaint.clock"

    def _move_to(self, due, note):
        """Give an open clock another date; the ledger says from when to when.

        :param datetime due: in UTC
        :param str note: why, for the ledger
        """
        self.ensure_one()
        vals = {
            "date_due": due,
            "allowed_seconds": max(0, (due - self.date_start).total_seconds()),
        }
        move = self._prepare_move(vals)
        self.write(vals)
        self.env["complaint.clock.event"]._record(self, "replanned", note=note, **move)
        self._schedule()
