# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""When a plan is looked at, and what was found."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .plan import TO_REVIEW


class ComplaintPlanReview(models.Model):
    """A day on which the owner looks where the plan stands, and writes it down."""

    _name = "complaint.plan.review"
    _description = "Review of a Plan"
    _order = "date, id"
    _rec_name = "date"
    _check_company_auto = True

    plan_id = fields.Many2one(
        comodel_name="complaint.plan", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="plan_id.company_id")
    date = fields.Date(string="On", required=True)
    note = fields.Text(
        string="What We Found", help="Where the plan stands, and what changes by it."
    )
    is_done = fields.Boolean(
        string="Reviewed", compute="_compute_is_done", store=True, precompute=True
    )
    activity_id = fields.Many2one(
        comodel_name="mail.activity",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        export_string_translation=False,
    )

    @api.depends("note")
    def _compute_is_done(self):
        for review in self:
            review.is_done = bool((review.note or "").strip())

    @api.model_create_multi
    def create(self, vals_list):
        reviews = super().create(vals_list)
        reviews._plan_tasks()
        return reviews

    def write(self, vals):
        result = super().write(vals)
        if {"date", "note"} & set(vals):
            self._plan_tasks()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_to_come(self):
        """What was found stays; a day that nobody needs goes, with its task."""
        if self.filtered("is_done"):
            raise UserError(self.env._("What a review found is kept."))
        self.sudo().activity_id.unlink()

    def _plan_tasks(self):
        """A task for each review of an agreed plan, as long as nobody reviewed it."""
        for review in self.sudo():
            plan, task = review.plan_id, review.activity_id
            user = plan.user_id
            if review.is_done and task:
                task._action_done()
            elif plan.state != "agreed" or not user.active or review.is_done:
                task.unlink()
            elif task:
                task.write({"date_deadline": review.date, "user_id": user.id})
            else:
                review.activity_id = review._create_task(user)

    def _create_task(self, user):
        """Give the owner a task to review the plan, in their language."""
        self.ensure_one()
        kind = self.env.ref(TO_REVIEW).with_context(lang=user.lang)
        return self.plan_id.with_context(
            lang=user.lang or self.env.lang, mail_activity_quick_update=True
        ).activity_schedule(
            TO_REVIEW, date_deadline=self.date, user_id=user.id, summary=kind.summary
        )


class ComplaintGoal(models.Model):
    _inherit = "complaint.goal"

    plan_id = fields.Many2one(
        comodel_name="complaint.plan",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        help="The plan of the year on which the target hangs. As long as that is a "
        "draft, only complaint managers read it.",
    )
