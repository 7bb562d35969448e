# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What officers do with entries, and the one method that moves the state."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from .deadlines import LATE_DAYS
from .table import ACTS


class ComplaintPenalty(models.Model):
    _inherit = "complaint.penalty"

    @api.model
    def _get_act_labels(self):
        """The acts as the log names them."""
        return [(name, self.env._(act.done)) for name, act in ACTS.items()]

    # ------------------------------------------------------------------
    # Officers
    # ------------------------------------------------------------------

    def action_notify(self):
        """Tell the person, who has some days for a statement.

        :raises UserError: not to be notified, or about the user themselves
        """
        self._check_act("notify")
        now = fields.Datetime.now()
        for company, penalties in self.grouped("company_id").items():
            due = penalties._get_due(now, company.complaint_statement_days)
            penalties._move("notify", {"date_notified": now, "date_statement_due": due})
        return True

    def action_confirm(self, reason, override_reason=None):
        """Confirm entries: the points count, and an appeal is possible.

        A reward is final at once. Nobody confirms a penalty before the statement was
        given, or the time for it is over.

        :param str reason: why, as the person is told
        :param str override_reason: why a complaint manager passes a conflict
        :raises UserError: not the time for it, or the user may not decide
        """
        passed = self._check_act("confirm", reason, override_reason)
        self._check_heard()
        self._check_decision_stands()
        now = fields.Datetime.now()
        alike = ("company_id", "is_reward", "points", "months")
        for key, penalties in self.grouped(
            lambda penalty: tuple(penalty[fname] for fname in alike)
        ).items():
            vals = dict(zip(alike, key, strict=True))
            penalties._move(
                "confirm", penalties._prepare_confirm_vals(now, **vals), reason, passed
            )
        return True

    def action_dismiss(self, reason, override_reason=None):
        """Drop entries that nobody confirmed: the end of them.

        :raises UserError: confirmed already, or the user may not decide
        """
        return self._decide("dismiss", reason, override_reason)

    def action_uphold(self, reason, override_reason=None):
        """Decide that an appeal changes nothing.

        :raises UserError: there is no appeal, or the user may not decide
        """
        return self._decide("uphold", reason, override_reason)

    def action_reduce(self, points, reason, override_reason=None):
        """Decide on an appeal that the points were too many.

        :param int points: what is left: at least 1, and fewer than before
        :raises UserError: as for the others, or the points are not fewer
        """
        for penalty in self:
            if not 0 < points < penalty.points_final:
                raise UserError(
                    self.env._(
                        "%(entry)s has %(points)s points: enter fewer, and at least "
                        "one. To take all of them back, waive it.",
                        entry=penalty.name,
                        points=penalty.points_final,
                    )
                )
        return self._decide("reduce", reason, override_reason, points_final=points)

    def action_waive(self, reason, override_reason=None):
        """Take a confirmed entry back, on appeal or without one.

        :raises UserError: final already, or the user may not decide
        """
        return self._decide("waive", reason, override_reason, points_final=0)

    def action_reverse(self, reason, override_reason=None):
        """Correct final entries by new ones that undo them.

        :return: the new entries
        :raises UserError: not final, reversed already, or the user may not decide
        """
        passed = self._check_act("reverse", reason, override_reason)
        for penalty in self:
            if not penalty.is_final or penalty.reverses_id or penalty.reversed_by_id:
                raise UserError(
                    self.env._(
                        "%s cannot be reversed: it is not final yet, or it was "
                        "reversed already.",
                        penalty.name,
                    )
                )
        reversals = self._create_reversals(reason, fields.Datetime.now(), passed)
        for penalty, reversal in zip(self, reversals, strict=True):
            if penalty in passed:
                reversal._log_act("override", passed[penalty])
        self._log_act("reverse", reason)
        reversals._log_act("confirm", reason)
        return reversals

    def action_keep(self, reason, override_reason=None):
        """Decide that an entry marked for review stays as it is.

        :raises UserError: the user may not decide
        """
        passed = self._check_act("keep", reason, override_reason)
        self._move("keep", {"needs_review": False}, reason, passed)
        return True

    def _decide(self, act, reason, override_reason, **vals):
        passed = self._check_act(act, reason, override_reason)
        now = fields.Datetime.now()
        self._move(
            act,
            {
                "date_decided": now,
                "decider_id": self.env.uid,
                "decision_reason": reason,
                **vals,
            },
            reason,
            passed,
        )
        return True

    def _prepare_confirm_vals(self, now, company_id, is_reward, points, months):
        """What entries of one company and kind are written when confirmed."""
        vals = {
            "points_final": points,
            "date_confirmed": now,
            "confirmer_id": self.env.uid,
        }
        if months:
            day = fields.Date.context_today(self, now)
            vals["date_expiry"] = fields.Date.add(day, months=months)
        if is_reward:
            return {**vals, "date_notified": now, "is_final": True, "date_final": now}
        days = company_id.complaint_appeal_days
        return {
            **vals,
            "date_appeal_due": self._get_due(now, days),
            "date_final_due": self._get_due(now, days + LATE_DAYS),
        }

    def _check_heard(self):
        """Nobody is judged unheard.

        :raises UserError: the statement was not given, and its time is not over
        """
        now = fields.Datetime.now()
        for penalty in self.filtered(lambda penalty: not penalty.is_reward):
            if not penalty.date_statement and now < penalty.date_statement_due:
                raise UserError(
                    self.env._(
                        "%(entry)s waits for the statement of the employee, until "
                        "%(date)s.",
                        entry=penalty.name,
                        date=format_datetime(
                            self.env, penalty.date_statement_due, dt_format="short"
                        ),
                    )
                )

    def _check_decision_stands(self):
        """Nobody is held to what the decision on the case does not say any more.

        :raises UserError: the case is open again, or the decision finds another fault
        """
        for penalty in self.sudo().filtered(lambda penalty: not penalty.is_reward):
            case = penalty.complaint_id
            if not (case.merged_into_id or case)._has_fault_of_ours():
                raise UserError(
                    self.env._(
                        "No approved decision finds a fault of ours in the case of "
                        "%(entry)s any more. Wait for the new decision, or dismiss the "
                        "entry.",
                        entry=penalty.name,
                    )
                )

    # ------------------------------------------------------------------
    # The move
    # ------------------------------------------------------------------

    def _check_act(self, act, reason=None, override_reason=None):
        """Whether the user may do this now to all of the entries.

        :return: dict of entry and the conflicts that were passed, as text
        :raises AccessError: no officer, or not of the company
        :raises UserError: naming what stands against it
        """
        passed = self._check_may_decide(act, override_reason)
        self.check_access("write")
        self._check_stage(act, reason)
        return passed

    def _check_stage(self, act, reason=None):
        """Lock the entries, and see whether they stand where the act starts.

        Two people who decide at once meet here: the second one is told.
        """
        row = ACTS[act]
        if row.reasoned and not (reason or "").strip():
            raise UserError(self.env._("Write down the reason."))
        self._lock_for_act()
        states = dict(self._fields["state"]._description_selection(self.env))
        for penalty in self:
            sources = row.rewards if penalty.is_reward else row.sources
            if (
                row.sources
                and penalty.state not in sources
                or (row.target and penalty.is_final)
            ):
                raise UserError(
                    self.env._(
                        "“%(act)s” is not possible for %(entry)s, which is "
                        "“%(state)s”.",
                        act=self.env._(row.label),
                        entry=penalty.name,
                        state=states[penalty.state],
                    )
                )

    def _move(self, act, vals, reason=None, passed=None):
        """Write what an act changes, log it, and call what hangs on it.

        :param str act: a key of ``ACTS``
        :param dict vals: what it changes besides the state
        :param str reason: why, for the log
        :param dict passed: conflicts that were passed, by entry
        """
        row = ACTS[act]
        vals = dict(vals)
        if row.target:
            vals["state"] = row.target
        if row.final:
            vals.update(is_final=True, date_final=fields.Datetime.now())
        if act == "confirm":
            vals["confirm_reason"] = reason
        for penalty in self:
            if passed and penalty in passed:
                penalty._note_override(passed[penalty])
        self.sudo()._write_sealed(vals)
        self._log_act(act, reason)

    def _note_override(self, text):
        """Keep that a conflict of interest was passed, by whom and why."""
        self.sudo()._write_sealed(
            {"override_reason": text, "override_user_id": self.env.uid}
        )
        self._log_act("override", text)

    def _log_act(self, act, reason):
        self.env["complaint.penalty.event"]._record(self, act, reason)
        self._after_act(act, reason)

    def _after_act(self, act, reason):
        """Call the hook ``_after_act_<act>(reason)``, if any.

        :param str act: a key of ``ACTS``
        :param reason: why, in the user's words, or nothing
        """
        hook = getattr(self, f"_after_act_{act}", None)
        if hook:
            hook(reason)
