# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether there is somebody for each part: to handle, to lead, to keep, to decide."""

from odoo import models

from ...models.case.life_cycle import MANAGER

USER = "complaint_management.group_complaint_user"
CUSTODIAN = "complaint_management.group_complaint_custodian"
ACCOUNTABILITY = "complaint_management.group_complaint_accountability"
USERS = "base.action_res_users"
# Who may export lists at all is said by Odoo's own right.
EXPORT = "base.group_allow_export"
# So many names are listed; the screen behind the button has them all.
NAMED = 5


class ComplaintSetup(models.TransientModel):
    _inherit = "complaint.setup"

    def _get_checks(self):
        return [
            self._check_handlers,
            *self._get_team_checks(),
            self._check_department_managers,
            self._check_managers,
            self._check_custodians,
            self._check_accountability,
            self._check_exporters,
            self._check_categories,
            self._check_escalation,
            *super()._get_checks(),
        ]

    def _get_team_checks(self):
        """Checks of teams, which the room of the helpdesk knows."""
        return []

    def _join(self, names):
        """The first names of a list, and that there are more."""
        names = list(names)
        if len(names) <= NAMED:
            return ", ".join(names)
        return self.env._(
            "%(names)s and %(count)s more",
            names=", ".join(names[:NAMED]),
            count=len(names) - NAMED,
        )

    # ------------------------------------------------------------------
    # People with a part
    # ------------------------------------------------------------------

    def _check_members(self, group, title, done, todo):
        """:param str done: with a place for the names"""
        people = self.company_id._get_living_members(group)
        return self._say(
            people,
            title,
            done % self._join(people.mapped("name")),
            todo,
            USERS,
        )

    def _check_handlers(self):
        return self._check_members(
            USER,
            self.env._("Handlers"),
            self.env._("They handle cases: %s"),
            self.env._(
                "Nobody may handle cases. Give users of this company the right "
                "“Complaints: User”."
            ),
        )

    def _check_managers(self):
        return self._check_members(
            MANAGER,
            self.env._("Managers"),
            self.env._("They approve answers and configure: %s"),
            self.env._(
                "Nobody approves answers. Give somebody the right “Complaints: "
                "Manager”."
            ),
        )

    def _check_custodians(self):
        return self._check_members(
            CUSTODIAN,
            self.env._("Custodians of identities"),
            self.env._("They may open the identity of protected complainants: %s"),
            self.env._(
                "Nobody may open the identity of a protected complainant, not even "
                "to answer them by letter."
            ),
        )

    def _check_accountability(self):
        return self._check_members(
            ACCOUNTABILITY,
            self.env._("Accountability officers"),
            self.env._("They decide on rewards and penalties: %s"),
            self.env._(
                "Nobody decides on rewards and penalties: what is proposed waits "
                "for ever."
            ),
        )

    def _check_exporters(self):
        """Odoo's own right, of those who may read cases of others."""
        people = self.company_id._get_living_members(EXPORT)
        people &= self.company_id._get_living_members(USER)
        return self._say(
            people,
            self.env._("Export"),
            self.env._(
                "They may export lists of cases into files: %s. The right is called "
                "“Export: Allowed”.",
                self._join(people.mapped("name")),
            ),
            self.env._(
                "Nobody who handles cases may export lists. Who needs it gets the "
                "right “Export: Allowed” from an administrator."
            ),
            USERS,
            is_choice=True,
        )

    # ------------------------------------------------------------------
    # Departments
    # ------------------------------------------------------------------

    def _check_department_managers(self):
        departments = (
            self.env["hr.department"]
            .sudo()
            .search([("company_id", "in", (self.company_id.id, False))])
        )
        alone = departments.filtered(
            lambda unit: not unit.manager_id.user_id.filtered("active")
        )
        return self._say(
            departments and not alone,
            self.env._("Department managers"),
            self.env._("Each department has a manager who can log in."),
            self.env._(
                "Departments without a manager who can log in; nobody approves or is "
                "called there: %s",
                self._join(alone.mapped("name")) or "–",
            ),
            "hr.hr_department_kanban_action",
        )

    # ------------------------------------------------------------------
    # What leads to people
    # ------------------------------------------------------------------

    def _check_categories(self):
        categories = self.env["complaint.category"].search(
            [
                ("company_id", "in", (self.company_id.id, False)),
                ("child_ids", "=", False),
            ]
        )
        forlorn = categories.with_company(self.company_id).filtered(
            lambda category: not category._leads_to_somebody()
        )
        return self._say(
            categories and not forlorn,
            self.env._("Routing of categories"),
            self.env._("The cases of each category go to a team, a unit or a person."),
            self.env._(
                "Categories whose cases go to nobody, and stay with whoever "
                "registers them: %s",
                self._join(forlorn.mapped("complete_name")) or "–",
            ),
            "complaint_management.complaint_category_action",
        )

    def _check_escalation(self):
        rules = self.env["complaint.escalation.rule"].search(
            [("company_id", "in", (self.company_id.id, False))]
        )
        silent = rules.filtered(lambda rule: rule._get_silence(self.company_id))
        return self._say(
            rules and not silent,
            self.env._("Escalation rules"),
            self.env._("Each escalation rule has somebody to call."),
            self.env._(
                "Rules that have nobody to call, so that officers hear of it "
                "instead: %s",
                self._join(silent.mapped("name")) or "–",
            ),
            "complaint_management.complaint_escalation_rule_action",
        )
