# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Promised call-backs: kept, promised anew, or broken (R48, R49).

A contact with a call-back time is a promise, and starts a clock of its own. The
clock stops with the first contact after it that

* is a call of ours that reached the complainant: kept, or missed when too late;
* is a call of ours in vain, made when it was promised: kept, as we did call;
* is a call of theirs in which another time was agreed: promised anew, or missed
  when the promised time was over by then.

Whoever calls too late, and without an answer, promises again.
"""

from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_datetime

from ..case.contact import ACT_FIELDS

# How long before the promised time a call in vain is still the promised call.
IN_TIME = timedelta(hours=1)
# What decides what was promised, and whether it was kept.
PROMISE_FIELDS = ACT_FIELDS | {"callback_date", "complaint_id"}


class ComplaintContact(models.Model):
    _inherit = "complaint.contact"

    promise_hint = fields.Text(compute="_compute_promise_hint")

    @api.depends("complaint_id", "date", "direction", "purpose", "answered")
    def _compute_promise_hint(self):
        """Tell in the form what was promised, before the contact is saved."""
        for contact in self:
            case = contact.complaint_id._origin._filtered_access("read").sudo()
            clocks = case._get_open_clocks(["promise"]).filtered(
                lambda clock, own=contact._origin: clock.contact_id != own
            )
            first = min(clocks.mapped("date_due"), default=None)
            contact.promise_hint = first and contact._get_promise_hint(first)

    def _get_promise_hint(self, due):
        self.ensure_one()
        when = format_datetime(self.env, due, dt_format="short")
        is_over = due < (self.date or fields.Datetime.now())
        if not is_over or self.complaint_id.date_answered:
            return self.env._("A call-back was promised for %s.", when)
        return self.env._(
            "A call-back was promised for %s, and that time is over: give the answer "
            "now, or agree when we call again.",
            when,
        )

    # ------------------------------------------------------------------
    # Contacts come, change and go
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        promises = contacts._promise()
        contacts._settle_promises(promises)
        return contacts

    def write(self, vals):
        if PROMISE_FIELDS.isdisjoint(vals):
            return super().write(vals)
        before = {contact: contact.callback_date for contact in self}
        promises = self._get_open_promises()
        result = super().write(vals)
        promises._follow_contacts()
        changed = self.filtered(
            lambda contact: contact.callback_date != before[contact]
        )
        self._settle_promises(changed._promise_otherwise())
        return result

    def unlink(self):
        self._withdraw_promises(self.env._("The contact was deleted."))
        return super().unlink()

    # ------------------------------------------------------------------
    # Promising
    # ------------------------------------------------------------------

    def _get_open_promises(self):
        """The clocks of what was promised in these contacts, as sudo."""
        clocks = self.sudo().complaint_id._get_open_clocks(["promise"])
        return clocks.filtered(lambda clock: clock.contact_id in self)

    def _promise(self, when=None):
        """Start a clock for each call-back that was promised in these contacts.

        :param datetime when: when it was promised, in UTC; by default in the
            contact, also when the contact was logged later
        :return: the new clocks, as sudo
        """
        clocks_sudo = self.env["complaint.clock"].sudo()
        return clocks_sudo._open(
            clocks_sudo._prepare_promise_vals(contact, when or contact.date)
            for contact in self.sudo().filtered("callback_date")
        )

    def _promise_otherwise(self):
        """Another time stands in the contact than was promised: promised anew.

        A promise that was broken by then stays broken.

        :return: the new clocks, as sudo
        """
        now = fields.Datetime.now()
        self.filtered(lambda contact: not contact.callback_date)._withdraw_promises(
            self.env._("The call-back was taken out of the contact.")
        )
        clocks = self.env["complaint.clock"].sudo()
        for contact in self.filtered("callback_date"):
            previous = contact._get_open_promises()
            previous._end(now, is_agreed=True)
            ahead = contact.callback_date > now
            clock = contact._promise(max(now, contact.date) if ahead else None)
            clock._continue(previous)
            clocks += clock
        return clocks

    def _withdraw_promises(self, note):
        """What was promised is taken back; what was broken by then stays broken.

        :param str note: why, for the ledger
        """
        clocks = self._get_open_promises()
        if clocks:
            clocks._end_promises(fields.Datetime.now(), note)

    # ------------------------------------------------------------------
    # Keeping
    # ------------------------------------------------------------------

    def _settle_promises(self, promises):
        """Stop the promises that a contact kept or broke, in the order of time.

        :param promises: the clocks of what was just promised in these contacts
        :raises ValidationError: a promise was broken, and nothing was said instead
        """
        cases = self.sudo().complaint_id
        open_promises = cases._get_open_clocks(["promise"])
        if not open_promises:
            return
        timelines = {
            case: case.contact_ids.sorted(lambda contact: (contact.date, contact.id))
            for case in open_promises.complaint_id
        }
        clocks = self.env["complaint.clock"].sudo()
        by_contact, by_act = defaultdict(clocks.browse), defaultdict(clocks.browse)
        for clock in open_promises:
            timeline = timelines[clock.complaint_id]
            end = next((c for c in timeline if c._ends_promise(clock)), None)
            if end:
                by_contact[end] += clock
                noted = None if end in self else end.date_logged
                by_act[end.date, end.direction, noted] += clock
        for contact, ended in by_contact.items():
            if contact in self:
                contact._check_promised_again(ended)
        # Before they end, as some were over when they were noted.
        for clock in promises:
            clock._continue(by_contact[clock.contact_id])
        for (date, direction, noted), ended in by_act.items():
            ended._noted_on(noted)._end(date, is_agreed=direction == "in")
        promises._tell_agreed()

    def _ends_promise(self, clock):
        """Whether this is the contact that a promise waited for."""
        self.ensure_one()
        promised = (clock.date_start, clock.contact_id.id or 0)
        if (self.date, self.id) <= promised or self == clock.contact_id:
            return False
        if self.direction == "in":
            return bool(self.callback_date)
        if self.answered:
            return True
        return clock.date_due - IN_TIME <= self.date <= clock.date_due

    def _check_promised_again(self, clocks):
        """After a broken promise the complainant gets an answer, or a new promise.

        :param clocks: the promises that this contact ends
        :raises ValidationError: it carries neither
        """
        self.ensure_one()
        broken = clocks.filtered(lambda clock: self.date > clock.date_due)
        is_settled = (
            self.callback_date
            or self.purpose == "answer"
            or self.complaint_id.date_answered
        )
        if broken and not is_settled:
            raise ValidationError(
                self.env._(
                    "%(case)s: we promised to call back by %(due)s, and did not. Who "
                    "waited in vain is told when we call again: enter the new time "
                    "in “Call-Back Promised”, or choose the purpose “Answer” if you "
                    "gave the answer.",
                    case=self.complaint_id.display_name,
                    due=format_datetime(
                        self.env, broken[0].date_due, dt_format="short"
                    ),
                )
            )


class ComplaintClock(models.Model):
    _inherit = "complaint.clock"

    @api.model
    def _prepare_promise_vals(self, contact, when):
        """The clock of a promised call-back; no policy is needed, and no hold helps.

        :param contact: the contact in which it was promised, as sudo
        :param datetime when: since when it counts, in UTC
        """
        return self._prepare_dated_vals(
            contact.complaint_id,
            "promise",
            contact.callback_date,
            when,
            contact_id=contact.id,
        )

    @api.model
    def _prepare_dated_vals(self, complaint, milestone, due, when, **more):
        """The clock of a time that was agreed for one case, whatever its policy.

        :param complaint: the case, as sudo
        :param str milestone: one of ``DATED``
        :param datetime due: the time, in UTC
        :param datetime when: since when it counts, in UTC; at the latest from then
        :param more: further values
        """
        start = min(when, due)
        seconds = (due - start).total_seconds()
        calendar = self.env["complaint.sla.policy"]._get_calendar(complaint.company_id)
        frozen = {
            "policy_id": False,
            "target_id": False,
            "milestone": milestone,
            "unit": "elapsed_hours",
            "amount": seconds / 3600,
            "cap_amount": 0,
            "honours_pauses": False,
            "on_reopen": False,
            "calendar_id": calendar.id,
            "cutoff_hour": 0,
        }
        return self._prepare_start_vals(
            complaint,
            frozen,
            start,
            date_due=due,
            date_due_first=due,
            allowed_seconds=seconds,
            **more,
        )

    def _end(self, when, is_agreed=False):
        """Stop promises at a contact; they are met or missed as measured.

        :param datetime when: when the contact took place, in UTC
        :param bool is_agreed: another time was agreed instead of a call
        """
        in_time = self.filtered(lambda clock: is_agreed and when <= clock.date_due)
        in_time._stop(when, outcome="repromised")
        (self - in_time)._stop(when)

    def _continue(self, previous):
        """Chain a promise to the one that it follows.

        :param previous: the promises that ended with this one
        """
        last = previous.sorted("id")[-1:]
        if self and last:
            self.write({"previous_id": last.id, "round": last.round + 1})

    def _tell_agreed(self):
        """Tell in the ledger which promises stand for others, agreed anew."""
        events = self.env["complaint.clock.event"]
        for clock in self:
            if clock.previous_id.outcome == "repromised":
                events._record(
                    clock,
                    "replanned",
                    clock.date_start,
                    note=self.env._("Another time was agreed."),
                    date_due_before=clock.previous_id.date_due,
                    date_due_after=clock.date_due,
                )

    def _follow_contacts(self):
        """A promise moves with its contact to the case that this was merged into.

        There it counts from now on: earlier calls were made to somebody else.
        """
        now = fields.Datetime.now()
        for clock in self:
            case = clock.contact_id.complaint_id
            if case != clock.complaint_id:
                clock._cancel(self.env._("It goes on in %s.", case.display_name))
                since = min(now, clock.date_due)
                clock.contact_id._promise(since)._continue(clock)

    def _end_promises(self, when, note):
        """Take back promises that are not due yet; those that are due were broken.

        :param datetime when: in UTC
        :param str note: why, for the ledger
        """
        broken = self.filtered(lambda clock: clock.date_due < when)
        broken._stop(when)
        (self - broken)._cancel(note)
