# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Nobody works on a complaint about themselves, or about whom they report to."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_list


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    conflict_waiver_ids = fields.One2many(
        comodel_name="complaint.conflict.waiver",
        inverse_name="complaint_id",
        string="Conflict Waivers",
    )

    def _get_conflicted_users(self):
        """Users who are not impartial: accused, or dependent on who is.

        Who leads the people complained about is not among them in a named case: to
        put it right is their task (R100).
        """
        accused_sudo = (
            self.sudo().with_context(active_test=False).complained_employee_ids
        )
        dependents_sudo = self._get_dependents(accused_sudo)
        return self._get_accused_users() | dependents_sudo.user_id.with_env(self.env)

    @api.model
    def _get_dependents(self, employees):
        """Everybody who stands below ``employees``, directly or through others."""
        if not employees:
            return employees
        staff = employees.sudo().with_context(active_test=False)
        return staff._get_below()[0] - employees

    def _get_partial_users(self):
        """Users in a conflict of interest that no manager has waived."""
        waived = self.sudo().conflict_waiver_ids.user_id.with_env(self.env)
        conflicted = self._get_conflicted_users() - waived
        return super()._get_partial_users() | conflicted

    def _get_barred_deciders(self):
        """Users who approve nothing here; no waiver lets the accused do it."""
        return super()._get_barred_deciders() | self._get_accused_users()

    def _get_accused_users(self):
        """Users who have no part in a case, as it is about them (R153).

        Also when they left. Of a protected case these are also all who stand above
        the people and departments it is about: the record rule bars the same people.
        """
        cases_sudo = self.sudo().with_context(active_test=False)
        protected_sudo = cases_sudo.filtered(
            lambda complaint: complaint.identity_mode != "named"
        )
        accused_sudo = cases_sudo.complained_employee_ids
        if protected_sudo:
            accused_sudo |= protected_sudo.complained_employee_ids._get_people_above(
                protected_sudo.complained_department_ids
            )
        accused = accused_sudo.user_id.with_env(self.env)
        return super()._get_accused_users() | accused

    @api.constrains(
        "user_id",
        "investigator_id",
        "backup_user_id",
        "complained_employee_ids",
        "complained_department_ids",
    )
    def _check_impartial(self):
        """Neither the accused nor who depends on them handles or investigates."""
        for complaint in self.filtered("complained_employee_ids"):
            partial = complaint._get_partial_users() & complaint._get_workers()
            if partial:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” is about %(people)s, or about somebody whom they "
                        "report to: choose another handler or investigator. Where "
                        "nobody else is there, a complaint manager can allow it with a "
                        "reason, in the menu of actions of the case.",
                        name=complaint.name,
                        people=format_list(self.env, partial.sudo().mapped("name")),
                    )
                )

    def _take_over_records(self, merged):
        known = self.sudo().conflict_waiver_ids.user_id
        merged.sudo().conflict_waiver_ids.filtered(
            lambda waiver: waiver.user_id not in known
        ).write({"complaint_id": self.id})
        return super()._take_over_records(merged)
