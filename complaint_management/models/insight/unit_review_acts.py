# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What people do with period reviews."""

from odoo import api, fields, models

from .unit_review_table import ACTS, TOPICS

TO_HOLD = "complaint_management.mail_activity_type_unit_review"


class ComplaintUnitReview(models.Model):
    _inherit = "complaint.unit.review"
    _access_to_act = "read"
    _acts_depend_on = ("state", "user_id", "department_id")

    @api.model
    def _get_acts(self):
        return ACTS

    def action_hold(self):
        """It was held: figures, findings and decisions stay as they are.

        :raises UserError: naming what nothing is said to yet
        """
        return self._act("hold")

    def action_close(self):
        """All that was decided was followed up."""
        return self._act("close")

    def action_reopen(self, reason=None):
        """It is written again."""
        return self._act("reopen", reason=reason)

    def action_ask_reopen(self):
        """Ask why it is written again."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": str(self.env._(ACTS["reopen"].label)),
            "res_model": "complaint.unit.review.act",
            "view_mode": "form",
            "target": "new",
            "context": {"default_review_id": self.id, "default_act": "reopen"},
        }

    def _say_not_yours(self, act):
        self.ensure_one()
        return self.env._(
            "“%(act)s” on “%(review)s” is for the head of the unit, whoever writes "
            "it, or a complaint officer.",
            act=self.env._(act.label),
            review=self.display_name,
        )

    def _check_needs_over(self, given):
        if self.date_to >= fields.Date.context_today(self):
            return self.env._("its period is not over yet.")

    def _check_needs_findings(self, given):
        topics = TOPICS[self.kind]
        empty = [
            str(self.env._(topics[point.topic].label))
            for point in self.point_ids
            if topics[point.topic].is_needed and not (point.finding or "").strip()
        ]
        if empty:
            return self.env._("say what you find: %s.", "; ".join(empty))

    def _check_needs_decisions(self, given):
        if not self._has_decisions():
            return self.env._(
                "write down what was decided, or open an action; if nothing is to be "
                "done, say so."
            )

    def _check_needs_followed(self, given):
        """Of all actions; no number, which would tell of those that are hidden."""
        going_on = self.sudo().action_ids.filtered(
            lambda one: one.state in ("open", "done")
        )
        if going_on:
            return self.env._("some of its actions are still open.")

    def _prepare_act_vals(self, name, given):
        if name == "hold":
            return {"date_held": self.date_held or fields.Date.context_today(self)}
        return super()._prepare_act_vals(name, given)

    def _after_act(self, name, given):
        result = super()._after_act(name, given)
        if name == "hold":
            self.sudo().activity_feedback([TO_HOLD])
        self._plan_work()
        return result

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_new_action(self):
        """Something was decided that somebody does until a day: open an action."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Action"),
            "res_model": "complaint.action",
            "view_mode": "form",
            "context": self._get_action_context(),
        }

    def action_view_actions(self):
        """Open what was decided."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Actions"),
            "res_model": "complaint.action",
            "view_mode": "list,form",
            "domain": [("unit_review_id", "=", self.id)],
            "context": self._get_action_context(),
        }

    def _get_action_context(self):
        return {
            "default_unit_review_id": self.id,
            "default_company_id": self.company_id.id,
            "default_department_id": self.department_id.id,
            "default_kind": "improvement",
        }

    # ------------------------------------------------------------------
    # Tasks
    # ------------------------------------------------------------------

    def _get_task_owner(self, task):
        """Who writes it where its writer has left: as if it was planned now."""
        return self._find_writer(self.company_id, self.department_id.id)

    def _after_task_handed_over(self, task):
        """The review goes with its task."""
        if self.state == "draft" and task.activity_type_id == self.env.ref(TO_HOLD):
            self.user_id = task.user_id
        return super()._after_task_handed_over(task)

    def _plan_work(self):
        """Keep one task with who writes each review that is not held yet."""
        kind = self.env.ref(TO_HOLD)
        for review in self.sudo().with_context(mail_activity_quick_update=True):
            user = (
                review.user_id if review.state == "draft" else review.user_id.browse()
            )
            tasks = review.activity_ids.filtered(
                lambda task: task.activity_type_id == kind
            )
            kept = tasks.filtered(
                lambda task, u=user, day=review.date_due: (
                    task.user_id == u and (not day or task.date_deadline == day)
                )
            )[:1]
            (tasks - kept).unlink()
            if user and not kept:
                there = review.with_context(lang=user.lang or self.env.lang)
                there.activity_schedule(
                    TO_HOLD, user_id=user.id, date_deadline=review.date_due
                )
