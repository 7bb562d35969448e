# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The head of the form: time per state, and the buttons that make sense now."""

from odoo import api, fields, models

from .life_cycle import TRANSITIONS


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    duration_tracking = fields.Json(
        string="Time per State", compute="_compute_duration_tracking"
    )
    allowed_transitions = fields.Json(compute="_compute_allowed_transitions")
    next_transition = fields.Char(compute="_compute_allowed_transitions")
    next_missing = fields.Text(
        string="Missing for the Next Step", compute="_compute_next_missing"
    )

    @api.depends("state", "transition_ids.seconds")
    def _compute_duration_tracking(self):
        """Seconds spent in each state, from the process log (R179)."""
        now = fields.Datetime.now()
        for complaint in self:
            durations = {}
            since = complaint.date_received or now
            for log in complaint.transition_ids.sorted("id"):
                durations[log.state_from] = (
                    durations.get(log.state_from, 0) + log.seconds
                )
                since = log.date
            if complaint.state not in ("closed", "cancelled"):
                spent = max(0, int((now - since).total_seconds()))
                durations[complaint.state] = durations.get(complaint.state, 0) + spent
            complaint.duration_tracking = durations

    @api.depends(
        "state",
        "kind",
        "decision_state",
        "date_answered",
        "user_id",
        "investigator_id",
        "remedy_ids.state",
    )
    @api.depends_context("uid")
    def _compute_allowed_transitions(self):
        """The buttons that make sense now for this user."""
        editable = self._filtered_access("write") if self.ids else self
        for complaint in self:
            allowed = [
                name
                for name, transition in TRANSITIONS.items()
                if complaint in editable
                and complaint._is_at_source(transition)
                and complaint._is_actor(transition)
                and complaint._makes_sense(name)
            ]
            complaint.allowed_transitions = allowed
            complaint.next_transition = next(
                (name for name in allowed if TRANSITIONS[name].forward), False
            )

    def _makes_sense(self, name):
        """Whether a button says anything new; the rules stand in the table."""
        self.ensure_one()
        if name == "answer":
            return not self.date_answered
        if name == "resolve":
            return bool(self.date_answered)
        return True

    def _get_missing_depends(self):
        """Fields that what is missing may hang on; more in later chapters."""
        return [
            "next_transition",
            *{
                need
                for transition in TRANSITIONS.values()
                for need in transition.needs + transition.musts
                if need in self._fields
            },
        ]

    @api.depends(lambda self: self._get_missing_depends())
    @api.depends_context("uid", "lang")
    def _compute_next_missing(self):
        for complaint in self:
            transition = TRANSITIONS.get(complaint.next_transition)
            complaint.next_missing = transition and "\n".join(
                complaint._get_missing(transition.needs)
                + complaint._get_missing(transition.musts)
            )

    def action_acknowledge(self):
        """Acknowledge receipt on a way that reaches the complainant (R53)."""
        return self._transition("acknowledge")

    def action_assess(self):
        """Record category, severity, grounds and handling unit (R14, R58)."""
        return self._transition("assess")

    def action_investigate(self):
        """Hand the case to a named investigator (R3)."""
        return self._transition("investigate")

    def action_propose(self):
        """Propose a solution from findings, cause and verdict (R62, R63)."""
        return self._transition("propose")

    def action_request_approval(self):
        """Ask somebody other than the handler to approve (R191)."""
        return self._transition("request_approval")

    def action_approve(self):
        """Approve the decision; only then is the customer told (R47)."""
        return self._transition("approve")

    def action_refuse(self, reason=None):
        """Send the decision back to the handler.

        :param str reason: why; asked for in a dialog when it is not given
        """
        if not reason:
            return self._ask_for("refuse")
        return self._transition("refuse", reason=reason)

    def action_answer(self):
        """Send the final answer (R64)."""
        return self._transition("answer")

    def action_resolve(self):
        """Record that the customer was answered and what they said (R136)."""
        return self._transition("resolve")

    def action_answer_inquiry(self):
        """Answer an inquiry on the spot or within its time (R6, R7)."""
        return self._transition("answer_inquiry")

    def action_decide_suggestion(self):
        """Decide a suggestion with reasons and reply (R4, R5)."""
        return self._transition("decide_suggestion")

    def action_close(self):
        """Close the case behind the closing gate (R39)."""
        return self._transition("close")

    def action_cancel(self, reason=None, cancel_reason=None, merged_into_id=False):
        """End a case without an outcome.

        :param str reason: why; asked for in a dialog when it is not given
        :param str cancel_reason: withdrawn, out_of_scope, merged or spam
        :param int merged_into_id: the case that goes on, for a merged one
        """
        if not reason:
            return self._ask_for("cancel")
        return self._transition(
            "cancel",
            reason=reason,
            vals={"cancel_reason": cancel_reason, "merged_into_id": merged_into_id},
        )

    def action_override(self):
        """Open the dialog in which a manager passes a gate with a reason (R196)."""
        return self._ask_for(self[:1].next_transition, override=True)

    def _ask_for(self, name, override=False):
        """The dialog that asks what a transition needs besides the case."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Override")
            if override
            else self.env._(TRANSITIONS[name].label),
            "res_model": "complaint.transition.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_complaint_ids": self.ids,
                "default_transition": name,
                "default_override": override,
            },
        }

    def action_log_call(self):
        """Open the dialog that logs a call to the complainant."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log a Call"),
            "res_model": "complaint.contact",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_complaint_id": self.id,
                "default_medium": "phone",
                "default_direction": "out",
                "default_user_id": self.env.uid,
            },
        }
