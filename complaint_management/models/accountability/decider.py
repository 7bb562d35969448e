# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who may decide on an entry: nobody with a part in it."""

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..case.life_cycle import MANAGER
from .table import ACTS


class ComplaintPenalty(models.Model):
    _inherit = "complaint.penalty"

    # ------------------------------------------------------------------
    # Who somebody is, and whom they depend on
    # ------------------------------------------------------------------

    def _get_oneself(self):
        """The user's accounts and employees, whatever they are logged in as.

        One person may have several accounts with one partner, and be employed by
        several companies. Archived ones count.

        :return: pair of users and employees, as sudo
        """
        users = self.env.user.sudo().with_context(active_test=False)
        employees = users.env["hr.employee"]
        while True:
            partners = users.partner_id | employees.work_contact_id
            found_users = users.search([("partner_id", "in", partners.ids)])
            found = employees.search(
                Domain("user_id", "in", found_users.ids)
                | Domain("work_contact_id", "in", partners.ids)
            )
            found_users |= found.user_id
            if not (found_users - users or found - employees):
                return users, employees
            users |= found_users
            employees |= found

    def _get_superiors(self, employees):
        """Everybody whom ``employees`` report to, at any height.

        :param employees: as sudo
        :return: their managers and heads of department, and theirs
        """
        known = reached = employees.with_context(active_test=False)
        while reached:
            departments = reached.department_id
            departments = departments.search([("id", "parent_of", departments.ids)])
            reached = (reached.parent_id | departments.manager_id) - known
            known |= reached
        return known - employees

    def _filter_about(self, users, employees):
        """Those of the entries that are about one of these people, as sudo."""
        return self.sudo().filtered(
            lambda penalty: (
                penalty.employee_id in employees or penalty.employee_user_id in users
            )
        )

    def _is_about(self, user):
        """Whether a user is the person, by the account then or now.

        :param user: as sudo, as ``self``
        """
        self.ensure_one()
        accounts = self.employee_user_id | self.employee_id.user_id
        return user.partner_id in accounts.partner_id

    def _check_not_about_oneself(self):
        """Nobody acts on an entry about themselves; nothing passes this.

        :raises UserError: naming the entries
        """
        about = self._filter_about(*self._get_oneself())
        if about:
            raise UserError(
                self.env._(
                    "%(entries)s is about you: somebody else decides on it.",
                    entries=", ".join(about.mapped("name")),
                )
            )

    # ------------------------------------------------------------------
    # Who may decide
    # ------------------------------------------------------------------

    def _check_may_decide(self, act, override_reason=None):
        """Refuse who has a part in the case, or depends on the person.

        Where a company is too small, a complaint manager passes such a conflict with
        a reason, which is kept and reported. Nobody ever decides about themselves.

        :param str act: a key of ``ACTS``
        :param str override_reason: why a conflict is passed
        :return: dict of entry and the conflicts that were passed, as text
        :raises AccessError: the user is no accountability officer
        :raises UserError: naming the conflicts
        """
        self._check_officer()
        self.check_access("read")
        self._check_not_about_oneself()
        if not ACTS[act].decides:
            return {}
        conflicts = self._get_conflicts(act)
        if not conflicts:
            return {}
        reason = (override_reason or "").strip()
        if reason and self.env.user.has_group(MANAGER):
            return {
                penalty: "\n".join([reason, *sentences])
                for penalty, sentences in conflicts.items()
            }
        raise UserError(
            self.env._(
                "Somebody else decides here:\n%(conflicts)s\n\nWhere nobody else is "
                "there, a complaint manager who is also an accountability officer can "
                "do it, with a reason.",
                conflicts="\n".join(
                    f"- {penalty.name}: {sentence}"
                    for penalty, sentences in conflicts.items()
                    for sentence in sentences
                ),
            )
        )

    def _get_conflicts(self, act):
        """What stands against the user's deciding, as sentences by entry.

        :param str act: a key of ``ACTS``
        """
        users, employees = self._get_oneself()
        superiors = self._get_superiors(employees)
        over = self._filter_about(superiors.user_id, superiors)
        conflicts = {}
        for penalty in self.sudo():
            sentences = penalty._get_parts(act, users)
            if penalty in over:
                sentences.append(self.env._("You report to the person."))
            if act == "confirm":
                sentences += penalty._get_missing_role(employees)
            if sentences:
                conflicts[penalty.with_env(self.env)] = sentences
        return conflicts

    def _get_parts(self, act, users):
        """What the user had to do with the case or the entry, as sentences.

        :param users: the user's accounts, as sudo
        """
        self.ensure_one()
        case, sentences = self.complaint_id, []
        if case._get_handlers() & users:
            sentences.append(self.env._("You handle the case."))
        if case.investigator_id in users:
            sentences.append(self.env._("You investigated the case."))
        if case._get_accused_users().sudo() & users:
            sentences.append(self.env._("The case is also about you."))
        if act == "confirm" and self.proposer_id in users:
            sentences.append(self.env._("You proposed the entry."))
        if self.state == "appealed" and self.confirmer_id in users:
            sentences.append(self.env._("You confirmed it: another one hears appeals."))
        return sentences

    def _get_missing_role(self, employees):
        """What the rule asks of who confirms, as sentences.

        :param employees: the user's employees, as sudo
        """
        self.ensure_one()
        if self.confirm_by == "manager" and not self.env.user.has_group(MANAGER):
            return [self.env._("The rule asks for a complaint manager.")]
        if self.confirm_by != "department_head":
            return []
        departments = self.department_id
        departments = departments.search([("id", "parent_of", departments.ids)])
        if departments.manager_id & employees:
            return []
        return [self.env._("The rule asks for the head of the department.")]
