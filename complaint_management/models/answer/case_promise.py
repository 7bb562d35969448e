# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A call that was promised is a task of who speaks with the complainant (R48).

It is due on the promised day, and done when the call is logged; when another time was
agreed, it moves.
"""

from odoo import api, fields, models
from odoo.tools import format_time

from ...tools.case.phases import follows
from ..clock.promise import PROMISE_FIELDS

CALL_BACK = "complaint_management.mail_activity_type_call_back"


class ComplaintContact(models.Model):
    _inherit = "complaint.contact"

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        contacts.complaint_id._plan_calls()
        return contacts

    def write(self, vals):
        cases = self.complaint_id
        result = super().write(vals)
        if not PROMISE_FIELDS.isdisjoint(vals):
            (cases | self.complaint_id)._plan_calls()
        return result

    def unlink(self):
        cases = self.complaint_id
        result = super().unlink()
        cases._plan_calls()
        return result


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _after_transition(self, name, reason, when):
        result = super()._after_transition(name, reason, when)
        self._plan_calls()
        return result

    @follows("user_id")
    def _hand_over_calls(self):
        """Who takes a case over makes the calls that were promised, too (R48)."""
        handed = self.filtered("user_id")
        for user, tasks in (
            handed._get_call_tasks()
            .grouped(lambda task: handed.browse(task.res_id).user_id)
            .items()
        ):
            tasks.filtered(lambda task, user=user: task.user_id != user).user_id = user

    def _get_call_tasks(self):
        """Open tasks to call at a promised time, as sudo."""
        kind = self.env.ref(CALL_BACK, raise_if_not_found=False)
        return self.sudo().activity_ids.filtered(
            lambda task: task.activity_type_id == kind and task.automated
        )

    def _plan_calls(self):
        """Let each case have one task for the promise that is due first, or none."""
        promising = self.filtered(
            lambda case: "promise" in case.sudo().clock_ids.mapped("milestone")
        )
        if not promising:
            return
        promises = promising._get_open_clocks(["promise"]).grouped("complaint_id")
        tasks = promising._get_call_tasks().grouped("res_id")
        open_cases = promising.filtered(lambda case: case.sudo() in promises)
        responsible = open_cases._get_responsible()
        planned, moved = {}, {}
        for complaint in open_cases:
            due = min(promises[complaint.sudo()].mapped("date_due"))
            task = tasks.get(complaint.id)
            user = task.user_id[:1] if task else responsible[complaint]
            terms = complaint._get_call_terms(user, due)
            if not task:
                planned.setdefault((user, terms), []).append(complaint)
            else:
                moved.setdefault(terms, []).append(task)
        for (user, (day, summary)), complaints in planned.items():
            # They see it among their tasks: a mail for each would be too much.
            cases = self.browse().union(*complaints)
            cases.with_context(mail_activity_quick_update=True).activity_schedule(
                CALL_BACK, date_deadline=day, summary=summary, user_id=user.id
            )
        for (day, summary), found in moved.items():
            union = self.env["mail.activity"].sudo().union(*found)
            union._move_call(day, summary)
        for complaint in promising - open_cases:
            if complaint.id in tasks:
                tasks[complaint.id].action_feedback()

    def _get_call_terms(self, user, due):
        """On which day of theirs somebody calls, and by when.

        :param user: who calls
        :param datetime due: the promised time, in UTC
        :return: (day, words)
        """
        self.ensure_one()
        there = self.with_context(
            tz=user.tz or self.env.user.tz, lang=user.lang or self.env.lang
        )
        local = fields.Datetime.context_timestamp(there, due)
        words = there.env._(
            "Call or write by %s, as promised, even without a result",
            format_time(there.env, local.timetz(), time_format="short"),
        )
        return local.date(), words


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _move_call(self, day, summary):
        """Another time was promised."""
        other = self.filtered(
            lambda task: (task.date_deadline, task.summary) != (day, summary)
        )
        if other:
            other.write({"date_deadline": day, "summary": summary})
