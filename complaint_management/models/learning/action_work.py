# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where an action is carried out: a task or a document of another app, if installed."""

from odoo import api, fields, models
from odoo.exceptions import UserError

# Documents in which an action can be carried out, offered when their app is there.
WORK_MODELS = [
    "project.task",
    "maintenance.request",
    "mgmtsystem.action",
    "mgmtsystem.nonconformity",
    "quality.alert",
]
TASKS = "project.task"


class ComplaintAction(models.Model):
    _inherit = "complaint.action"

    work_ref = fields.Reference(
        selection="_selection_work_ref",
        string="Carried Out As",
        copy=False,
        help="The task or the document of another app in which it is done. What is "
        "done there proves nothing by itself: the owner says here what does.",
    )
    has_work_apps = fields.Boolean(
        compute="_compute_has_work_apps", export_string_translation=False
    )
    can_make_task = fields.Boolean(
        compute="_compute_can_make_task", export_string_translation=False
    )
    is_work_done = fields.Boolean(
        compute="_compute_is_work_done",
        compute_sudo=False,
        export_string_translation=False,
    )

    @api.model
    def _get_work_models(self):
        """Names of the models in which an action can be carried out here."""
        return [name for name in WORK_MODELS if name in self.env]

    @api.model
    def _selection_work_ref(self):
        models_sudo = self.env["ir.model"].sudo()
        found = models_sudo.search([("model", "in", self._get_work_models())])
        return [(model.model, model.name) for model in found]

    def _compute_has_work_apps(self):
        self.has_work_apps = bool(self._get_work_models())

    @api.depends("state", "work_ref")
    @api.depends_context("uid")
    def _compute_can_make_task(self):
        may = TASKS in self.env and self.env[TASKS].has_access("create")
        for action in self:
            is_open = action.state == "open" and not action.work_ref
            action.can_make_task = may and is_open and action.has_access("write")

    @api.depends("work_ref")
    @api.depends_context("uid")
    def _compute_is_work_done(self):
        """Whether the task was done, as far as the user may read it."""
        for action in self:
            work = action.work_ref
            known = work and work._name == TASKS and work.exists()
            known = known and known._filtered_access("read")
            action.is_work_done = bool(known and known.is_closed)

    @api.constrains("work_ref")
    def _check_work(self):
        """Nobody links what they may not read.

        :raises AccessError: the document is none of the user's
        """
        if self.env.user._is_superuser():
            return
        # What is written passes through sudo; who wrote it stays the user.
        reader = self.env(su=False)
        for action in self.filtered("work_ref"):
            action.work_ref.with_env(reader).check_access("read")

    def action_make_task(self):
        """Give the action to its owner as a task of their own, and open it.

        A task outside of a project is seen by whom it is given to and by who made it:
        the owner moves it to a project where others may know of it.

        :return: an action that opens the task
        :raises AccessError: the user may not change the action, or make tasks
        :raises UserError: it has no owner, has ended, or has a task already
        """
        self.ensure_one()
        self.check_access("write")
        self._lock_for_act()
        if not self.can_make_task:
            raise UserError(
                self.env._(
                    "No task is made of “%s”: it is not open, is carried out elsewhere "
                    "already, or there is no app for tasks that you may use.",
                    self.name,
                )
            )
        if not self.user_id:
            raise UserError(self.env._("Enter who owns “%s” first.", self.name))
        task = self.env[TASKS].create(self._prepare_task_vals())
        self.work_ref = task
        return task._get_records_action(name=self.env._("Task"))

    def _prepare_task_vals(self):
        """The task of an action; extend it with ``super()``."""
        self.ensure_one()
        return {
            "name": self.name,
            "description": self.description,
            "company_id": self.company_id.id,
            "project_id": False,
            "user_ids": [fields.Command.set(self.user_id.ids)],
            "date_deadline": self.date_due,
        }

    def action_open_work(self):
        """Open where it is carried out.

        :raises AccessError: the user may not read the action, or what it leads to
        """
        self.ensure_one()
        self.check_access("read")
        work = self.work_ref
        if not (work and work.exists()):
            raise UserError(self.env._("What was linked is not there any more."))
        work.check_access("read")
        return work._get_records_action(name=work.display_name)
