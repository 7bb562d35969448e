# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is responsible for a case now: one method, and a chain of living people."""

from odoo import models

from .life_cycle import OFFICER, USER

# Who is asked for, the nearest first: methods that name people for one case, as sudo.
CHAIN = (
    "_get_own_people",
    "_get_unit_people",
    "_get_subject_people",
    "_get_company_people",
)


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _get_responsible(self):
        """Who answers for each case now, and has to act on it.

        The first along ``CHAIN`` who lives, is here, may read the case and has no part
        in what it is about: handler, first contact; leader of the team, head of the
        handling unit; whoever the category names, near or far; complaint officers,
        managers, administrators. Who is on leave is passed over, unless everybody is.

        :return: dict of case to one ``res.users``; nobody where all who could be asked
            may not know of the case
        """
        found, on_leave = {}, {}
        left = self.sudo().with_context(active_test=False)
        for link in CHAIN:
            if not left:
                break
            offered = {case: getattr(case, link)() for case in left}
            able = left._filter_able(offered)
            away = self.env["res.users"].union(*able.values())._get_on_leave()
            for case, users in able.items():
                here = users.filtered(lambda user, away=away: user not in away)
                if here:
                    found[case.id] = here[0].id
                elif users:
                    on_leave.setdefault(case.id, users[0].id)
            left = left.filtered(lambda case: case.id not in found)
        found = {**on_leave, **found}
        return {case: self.env["res.users"].browse(found.get(case.id)) for case in self}

    # ------------------------------------------------------------------
    # The chain
    # ------------------------------------------------------------------

    def _get_own_people(self):
        """Who works on the case, and who met the customer first."""
        return self.user_id | self.first_contact_user_id

    def _get_unit_people(self):
        """Who leads the team, and who heads the unit or one above it."""
        people = self.team_id.filtered("active").user_id
        return people | self.department_id._get_heads()

    def _get_subject_people(self):
        """Whom the category names, or a category above it."""
        people = self.env["res.users"]
        category = self.category_id
        while category:
            people |= category.user_id
            people |= category.team_id.filtered("active").user_id
            people |= category.department_id.manager_id.user_id
            category = category.parent_id
        return people

    def _get_company_people(self):
        return self.company_id._get_complaint_people()

    # ------------------------------------------------------------------
    # Who can be asked
    # ------------------------------------------------------------------

    def _filter_able(self, offered):
        """Those of the people who may know of their case, and may work on it.

        :param dict offered: users by case, as sudo
        :return: dict of case to users, in their order
        """
        able = {}
        for case, users in offered.items():
            able[case] = users.filtered(
                lambda user, case=case: user._works_in(case.company_id)
            )
            if able[case]:
                able[case] -= case._get_unfit_users().sudo()
        unsure = {}
        for case, users in able.items():
            for user in users:
                if not case._is_sure_reader(user):
                    unsure.setdefault(user, []).append(case.id)
        blind = {
            user: set(ids) - set(user._filter_readable_complaints(ids))
            for user, ids in unsure.items()
        }
        return {
            case: users.filtered(
                lambda user, case=case: case.id not in blind.get(user, ())
            )
            for case, users in able.items()
        }

    def _get_unfit_users(self):
        """Who is not asked to act, as the case is about them; extend it."""
        self.ensure_one()
        if self.identity_mode == "named":
            return self.env["res.users"]
        return self._get_accused_users()

    def _is_sure_reader(self, user):
        """Whether nobody has to be asked if a user may read a named case.

        Who administers the database can see to it, and follows what is theirs to do.
        """
        if self.identity_mode != "named":
            return False
        if user.has_group(OFFICER) or user.has_group("base.group_system"):
            return True
        return user in self._get_own_people() and user.has_group(USER)
