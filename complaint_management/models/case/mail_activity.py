# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from .messages import loads_demo

CASES = "complaint.complaint"
# The documents that this is about: all models of ours.
OURS = "complaint."
SKIP = "mail_activity_automation_skip"


class MailActivityMixin(models.AbstractModel):
    """Tasks that the product plans on our documents are planned.

    Odoo leaves tasks out where the context says so, which every remote call can; here
    one stands for a call, a letter or a decision that somebody waits for. Only
    demonstration data does without.
    """

    _inherit = "mail.activity.mixin"

    def _with_automation(self):
        if (
            not self.env.context.get(SKIP)
            or not self._name.startswith(OURS)
            or loads_demo(self.env)
        ):
            return self
        return self.with_context(**{SKIP: None})

    def activity_schedule(self, *args, **kwargs):
        records = self._with_automation()
        return super(MailActivityMixin, records).activity_schedule(*args, **kwargs)

    def activity_search(self, *args, **kwargs):
        records = self._with_automation()
        return super(MailActivityMixin, records).activity_search(*args, **kwargs)

    def activity_feedback(self, *args, **kwargs):
        records = self._with_automation()
        return super(MailActivityMixin, records).activity_feedback(*args, **kwargs)

    def activity_unlink(self, *args, **kwargs):
        records = self._with_automation()
        return super(MailActivityMixin, records).activity_unlink(*args, **kwargs)


class MailActivity(models.Model):
    """A task on a case, or on what belongs to one, is somebody's who can do it.

    What the product plans as the system, or for somebody who has left, goes to who is
    responsible now.
    """

    _inherit = "mail.activity"

    @api.model_create_multi
    def create(self, vals_list):
        """Nobody who has left is told of a task: it is given to somebody else first."""
        vals_list = [dict(vals) for vals in vals_list]
        forlorn = [self._is_forlorn(vals) for vals in vals_list]
        for vals, is_forlorn in zip(vals_list, forlorn, strict=True):
            if is_forlorn:
                vals["user_id"] = False
        activities = super().create(vals_list)
        tasks = activities.browse(
            task.id
            for task, is_forlorn in zip(activities, forlorn, strict=True)
            if is_forlorn
        )
        tasks.sudo()._hand_over_tasks()
        return activities

    def write(self, vals):
        result = super().write(vals)
        if {"user_id", "res_id", "res_model_id"} & set(vals):
            forlorn = self.sudo().filtered(
                lambda task: (
                    task.user_id
                    and (task.res_model or "").startswith(OURS)
                    and not task.user_id._is_living()
                )
            )
            forlorn._hand_over_tasks()
        return result

    @api.model
    def _is_forlorn(self, vals):
        """Whether a new task on a document of ours is nobody's who could do it.

        What people leave to nobody, they leave to whoever takes it.
        """
        model = vals.get("res_model")
        if "res_model_id" in vals:
            model = self.env["ir.model"].sudo().browse(vals["res_model_id"]).model
        if not (model or "").startswith(OURS):
            return False
        user = self.env["res.users"].sudo().browse(vals.get("user_id") or ())
        return not user._is_living() if user else bool(vals.get("automated"))

    def _hand_over_tasks(self):
        """Give these tasks to who does them now; called as sudo."""
        owners = self._get_owners()
        for user, tasks in self.grouped(owners.get).items():
            if user:
                tasks.user_id = user
                for task in tasks:
                    document = self.env[task.res_model].browse(task.res_id)
                    document._after_task_handed_over(task)

    def _get_owners(self):
        """Who does each task now: as its document says, or who is asked in its company.

        :return: dict of task to one ``res.users``, maybe nobody
        """
        owners, by_case, nobody = {}, {}, self.env["res.users"]
        for task in self:
            document = self.env[task.res_model].sudo().browse(task.res_id).exists()
            owner = document._get_task_owner(task) if document else nobody
            if owner is None:
                by_case[task] = document._get_case_of_task()
            else:
                owners[task] = owner[:1]
        cases = self.env[CASES].sudo().union(*by_case.values())
        responsible = cases._get_responsible()
        for task, case in by_case.items():
            owners[task] = responsible.get(case, nobody)
        return owners


class Base(models.AbstractModel):
    _inherit = "base"

    def _get_task_owner(self, task):
        """Who takes over a task on this document, where it says so itself.

        :param task: a ``mail.activity``, as sudo
        :return: ``res.users``, the likeliest first; none of them: nobody does it; None
            where it does not say: who is responsible for the case, if there is one
        """
        company = self._fields.get("company_id") and self.company_id
        if not company or self._get_case_of_task():
            return None
        return company._get_complaint_people()

    def _after_task_handed_over(self, task):
        """A task on this document went to another person; a hook.

        :param task: a ``mail.activity``, as sudo
        """

    def _get_case_of_task(self):
        """The case that a document with a task is, or belongs to."""
        if self._name == CASES:
            return self
        return self.complaint_id if self._belongs_to_case() else self.env[CASES]
