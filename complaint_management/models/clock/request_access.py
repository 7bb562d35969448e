# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who reads an internal request, who answers it, and who is told of it."""

from odoo import api, models
from odoo.fields import Domain

from .request_table import OVERDUE

CASES = "complaint.complaint"


class ComplaintRequest(models.Model):
    """Whoever reads the case reads its requests, and so does the asked department.

    Whoever may not know of a protected case reads nothing that is asked about it.
    """

    _inherit = "complaint.request"

    @api.model
    def _get_readable_domain(self):
        """What belongs to a case of theirs, or is asked of their department.

        The link to the case is closed to who is asked: it is looked at as sudo.
        """
        user_sudo = self.env.user.sudo()
        cases = self.env[CASES].with_context(active_test=False)
        found = self._get_asked_domain()
        if cases.has_access("read"):
            found |= Domain("complaint_id", "in", cases._search([]))
        barred = user_sudo.barred_complaint_ids
        if barred:
            found &= Domain("complaint_id", "not in", barred.ids)
        return Domain("id", "in", self.sudo()._search(found))

    @api.model
    def _get_asked_domain(self):
        """Requests to the user, or to a department of theirs or below it."""
        headed = self.env["hr.department"].sudo()
        headed = headed.search([("manager_id.user_id", "=", self.env.uid)])
        return (
            Domain("user_id", "=", self.env.uid)
            | Domain("department_id", "in", self._get_own_departments().ids)
            | Domain("department_id", "child_of", headed.ids)
        )

    @api.model
    def _get_own_departments(self):
        """Where the user works, as sudo."""
        user_sudo = self.env.user.sudo().with_context(active_test=True)
        return user_sudo.employee_ids.department_id

    def _filter_forbidden(self, operation):
        own = self.browse(self.ids)
        if not own:
            return own
        readable = own & self.search(Domain("id", "in", own.ids))
        if operation == "unlink":
            return own
        return own - readable

    def _get_barred_partners(self):
        """The contacts of those who may not know of the case (R153)."""
        return self.sudo().complaint_id._get_barred_partners()

    # ------------------------------------------------------------------
    # Roles
    # ------------------------------------------------------------------

    def _has_role(self, act):
        self.ensure_one()
        return self.env.su or super()._has_role(act)

    def _is_asked(self):
        """Whether the user was asked, belongs to the department, or heads it."""
        self.ensure_one()
        return bool(self.sudo().filtered_domain(self._get_asked_domain()))

    def _is_asker(self):
        """Whether the user works on the case."""
        self.ensure_one()
        case = self.sudo().complaint_id.with_env(self.env)
        return case.has_access("write")

    def _say_not_yours(self, act):
        if act.role == "asker":
            return self.env._(
                "“%s” is for those who work on the case.", self.env._(act.label)
            )
        return self.env._(
            "“%(act)s” is for the department that was asked: %(department)s.",
            act=self.env._(act.label),
            department=self.sudo().department_id.name,
        )

    # ------------------------------------------------------------------
    # People
    # ------------------------------------------------------------------

    def _filter_askable(self, users):
        """Those who are there for the company, and may know of it; as sudo.

        :param users: ``res.users``
        """
        self.ensure_one()
        barred = self._get_barred_partners()
        return users.filtered(
            lambda user: (
                user._works_in(self.company_id) and user.partner_id not in barred
            )
        )

    def _get_answerers(self):
        """Who can be asked, the likeliest first; as sudo."""
        self.ensure_one()
        staff = self.department_id.member_ids.user_id
        return self._filter_askable(
            self.user_id
            | self.department_id.manager_id.user_id
            | staff
            | self.department_id._get_heads()
            | self.company_id._get_complaint_people()
        )

    def _get_above(self):
        """Whoever is told that it is overdue, above who answers it; as sudo."""
        self.ensure_one()
        answerer = self.task_user_id or self._get_answerers()[:1]
        people = (
            self.department_id._get_heads() | self.company_id._get_complaint_people()
        )
        return self._filter_askable(people - answerer)[:1]

    def _get_task_owner(self, task):
        """Who does a task now that was left to nobody."""
        is_late = task.activity_type_id == self.env.ref(OVERDUE)
        people = self._get_above() if is_late else self._get_answerers()
        return people or None
