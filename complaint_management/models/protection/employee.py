# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from ..case.life_cycle import OPEN_STATES

FOLLOWED_FIELDS = {"user_id", "parent_id"}


class HrEmployee(models.Model):
    """Who changes among the staff does not come near a case that bars them.

    Whom a case is about is said with employees, who have users and managers: a change
    there is kept on the cases about them, and bars who has to be barred now.
    """

    _inherit = "hr.employee"

    def write(self, vals):
        """Keep on cases that those whom they are about were changed."""
        if not FOLLOWED_FIELDS & set(vals):
            return super().write(vals)
        before = self._get_followed()
        result = super().write(vals)
        self._follow_up(before)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_accused(self):
        """Nobody leaves a case by being deleted; it is not said why (R153)."""
        self.env["complaint.complaint"]._keep_staff("complained_employee_ids", self)

    def _get_followed(self):
        """What bars these employees from cases, or those who report to them.

        :return: dict of employees, as sudo, to user and manager
        """
        return {who: (who.user_id, who.parent_id) for who in self.sudo()}

    def _follow_up(self, before):
        """Keep on cases, and bar from them, what was changed.

        :param dict before: what ``_get_followed`` was
        """
        changed = self.sudo().browse(
            who.id for who, known in before.items() if who._get_followed()[who] != known
        )
        if changed:
            changed._keep_change_on_cases()
            changed._bar_from_cases()

    def _keep_change_on_cases(self):
        """Say on the open cases about these employees who changed their record."""
        cases_sudo = self.env["complaint.complaint"].sudo()
        for case_sudo in cases_sudo.search(
            [("complained_employee_ids", "in", self.ids), ("state", "in", OPEN_STATES)]
        ):
            case_sudo._log_note(
                self.env._("The record of an employee complained about was changed"),
                "; ".join(
                    self.env._(
                        "%(employee)s: user %(user)s, manager %(manager)s",
                        employee=employee.name,
                        user=employee.user_id.name or "–",
                        manager=employee.parent_id.name or "–",
                    )
                    for employee in case_sudo.complained_employee_ids & self
                ),
            )

    def _bar_from_cases(self):
        """Bar who leads the people that protected cases are about, as of now."""
        if not self:
            return
        cases_sudo = self.env["complaint.complaint"].sudo()
        people, units = self.sudo()._get_below()
        cases_sudo.with_context(active_test=False).search(
            [
                ("identity_mode", "!=", "named"),
                "|",
                ("complained_employee_ids", "in", people.ids),
                ("complained_department_ids", "in", units.ids),
            ]
        )._bar_accused()
