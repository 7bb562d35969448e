# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Work that somebody does for the customer: a task (R170)."""

from odoo import Command, models
from odoo.tools import plaintext2html


class ComplaintRemedy(models.Model):
    _inherit = "complaint.remedy"

    def _get_obstacle_task(self):
        """Why no task can be created, or False."""
        return False

    def _get_hint_task(self):
        project = self._get_project()
        if project:
            return self.env._("A task is created in “%s”.", project.display_name)
        return self.env._(
            "A task is created for %s.",
            self.complaint_id._get_contact_person().name,
        )

    def _fulfil_task(self):
        """Give the work to a project, or to whoever speaks with the customer.

        :return: the ``project.task``
        """
        return self.env["project.task"].create(self._prepare_task_vals())

    def _prepare_task_vals(self):
        complaint = self.complaint_id
        project = self._get_project()
        # A task outside of a project is seen by whom it is given to, and nobody else.
        users = project.user_id if project else complaint._get_contact_person()
        return {
            "name": self.name,
            "company_id": complaint.company_id.id,
            "partner_id": complaint.partner_id.id,
            "project_id": project.id,
            "user_ids": [Command.set(users.ids)],
            "description": plaintext2html(self._get_reference()),
        }

    def _get_project(self):
        """The project that the type names, or that of the task that it is about."""
        chosen = self._get_place("project.project")
        if chosen:
            return chosen
        about = self._get_origin("project.task").project_id
        return about if about.company_id <= self.env.company else about.browse()
