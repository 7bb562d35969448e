# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who has the task to answer an internal request, is reminded, and is told above."""

import logging

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ..common.steps import run_step
from .request_table import OVERDUE, TO_ANSWER, WAITING

_logger = logging.getLogger(__name__)


class ComplaintRequest(models.Model):
    """Who has the task stands in ``task_user_id``.

    It goes to somebody else as soon as they leave, their department gets another
    head, or they may not know of the case; a job finds what was missed.
    """

    _inherit = "complaint.request"

    def _plan_answer(self):
        """Keep one task with who answers each request that waits."""
        if not self:
            # Users change while the addon is installed: there is no such task yet.
            return
        requests = self.sudo().with_context(mail_activity_quick_update=True)
        for user, together in requests.grouped(type(self)._find_answerer).items():
            changed = together.filtered(lambda one, user=user: one.task_user_id != user)
            changed._write_sealed({"task_user_id": user.id})
            if not user:
                together.activity_unlink([TO_ANSWER, OVERDUE])
                continue
            tasks = together._get_answer_tasks()
            tasks.filtered(lambda task, user=user: task.user_id != user).write(
                {"user_id": user.id}
            )
            has_task = set(tasks.mapped("res_id"))
            for request in together:
                if request.id not in has_task:
                    request._give_task(TO_ANSWER, user)

    def _find_answerer(self):
        """Who has the task to answer it now, if somebody waits for that; as sudo."""
        if self.state not in WAITING:
            return self.env["res.users"]
        return self._get_answerers()[:1]

    def _get_answer_tasks(self):
        """The tasks to answer these; as sudo."""
        kind = self.env.ref(TO_ANSWER)
        return self.activity_ids.filtered(lambda task: task.activity_type_id == kind)

    def _after_task_handed_over(self, task):
        """Whoever gets the task of somebody who has left has it from now on."""
        if task.activity_type_id == self.env.ref(TO_ANSWER):
            self._write_sealed({"task_user_id": task.user_id.id})
        return super()._after_task_handed_over(task)

    def _give_task(self, kind, user):
        """Give somebody a task about it, in their language; as sudo."""
        there = self.with_context(
            lang=user.lang or self.env.lang, tz=user.tz or self.env.user.tz
        )
        due = fields.Datetime.context_timestamp(there, self.date_due)
        there.activity_schedule(
            kind,
            user_id=user.id,
            date_deadline=due.date(),
            summary=there._say_shortly(),
        )

    # ------------------------------------------------------------------
    # The job
    # ------------------------------------------------------------------

    @api.model
    def _cron_follow(self):
        """Give what was left to the next, remind, and tell above what is overdue.

        What fails keeps nothing else; a run that is missed loses nothing.
        """
        commit_progress = self.env["ir.cron"]._commit_progress
        for find, step in (
            ("_get_forlorn_domain", "_plan_answer"),
            ("_get_to_remind_domain", "_remind"),
            ("_get_to_escalate_domain", "_escalate"),
        ):
            waiting = self._search_waiting(getattr(self, find)())
            commit_progress(remaining=len(waiting))
            for request in waiting:
                run_step(request, step, _logger)
                if not commit_progress(1):
                    return

    @api.model
    def _search_waiting(self, domain):
        """Requests that wait for an answer, as sudo.

        :param domain: which of them
        """
        return self.sudo().search(Domain("state", "in", WAITING) & Domain(domain))

    @api.model
    def _get_forlorn_domain(self):
        """Those whose task is nobody's, or of somebody who has left."""
        kind_id = self.env["ir.model.data"]._xmlid_to_res_id(TO_ANSWER)
        return (
            Domain("task_user_id", "=", False)
            | Domain("task_user_id.active", "=", False)
            | ~Domain("activity_ids.activity_type_id", "=", kind_id)
        )

    @api.model
    def _get_to_remind_domain(self):
        """Those most of whose time has passed, and nobody was reminded."""
        now = fields.Datetime.now()
        return (
            Domain("date_reminded", "=", False)
            & Domain("remind_at", "<=", now)
            & Domain("date_due", ">=", now)
        )

    @api.model
    def _get_to_escalate_domain(self):
        """Those that are overdue, and nobody above was told."""
        return Domain("date_escalated", "=", False) & Domain(
            "date_due", "<", fields.Datetime.now()
        )

    def _remind(self):
        """Remind who has the task; as sudo."""
        self._plan_answer()
        for request in self.filtered("task_user_id"):
            user = request.task_user_id
            there = request.with_context(lang=user.lang or self.env.lang)
            there.message_notify(
                partner_ids=user.partner_id.ids,
                subject=there.env._("An answer is due soon: %s", there._say_shortly()),
                body=Markup("<p>%s</p>") % there._get_html_link(),
                author_id=self.env.ref("base.partner_root").id,
            )
        self._write_sealed({"date_reminded": fields.Datetime.now()})

    def _escalate(self):
        """Ask whoever is above to see that it is answered; as sudo."""
        self._plan_answer()
        for request in self:
            user = request._get_above()
            if user:
                request._give_task(OVERDUE, user)
        self._write_sealed({"date_escalated": fields.Datetime.now(), "is_late": True})


class ResUsers(models.Model):
    _inherit = "res.users"

    def _hand_over_complaints(self):
        """Who has left, or works elsewhere, answers no request."""
        result = super()._hand_over_complaints()
        requests = self.env["complaint.request"]
        requests._search_waiting([("task_user_id", "in", self.ids)])._plan_answer()
        return result


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def write(self, vals):
        """Who works in a department, or heads it, answers for it."""
        is_moved = {"user_id", "department_id", "active"} & set(vals)
        before = self.sudo()._get_answering_departments() if is_moved else None
        result = super().write(vals)
        if is_moved:
            (before | self.sudo()._get_answering_departments())._plan_answers()
        return result

    def _get_answering_departments(self):
        """Departments that they work in or head; as sudo."""
        headed = self.env["hr.department"].with_context(active_test=False)
        return self.department_id | headed.search([("manager_id", "in", self.ids)])


class HrDepartment(models.Model):
    _inherit = "hr.department"

    def write(self, vals):
        """Another head answers what their department is asked."""
        result = super().write(vals)
        if {"manager_id", "parent_id"} & set(vals):
            self.sudo()._plan_answers()
        return result

    def _plan_answers(self):
        """Give what these departments, and those below, are asked to who answers now.

        Called as sudo.
        """
        requests = self.env["complaint.request"]
        if self:
            domain = [("department_id", "child_of", self.ids)]
            requests._search_waiting(domain)._plan_answer()
