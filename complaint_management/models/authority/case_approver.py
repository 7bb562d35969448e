# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who may promise what is beyond somebody's authority: the nearest first (R92, R96)."""

from odoo import models

from ..case.life_cycle import MANAGER
from .cover import Ledger

STAFF = "complaint_management.group_complaint_user"
# Nobody's chain of managers is longer; one that goes round ends before.
LEVELS = 20


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    def _find_approvers(self, remedies=None):
        """Users whose authority covers what is to be promised, the nearest first.

        Near is the team leader, then the head of the handling unit, then up the
        chain of managers; after them whoever else may. Who is away is left out, and
        whoever stands in for them is asked where they would be. When nobody is left
        these are the complaint managers, who keep the authorities.

        :param remedies: lines of this case; by default what the user may not promise
        :return: users; never the handler, who asks, or whom the case is about
        """
        self.ensure_one()
        case = self.sudo()
        lines = self._get_lines_to_ask_for() if remedies is None else remedies
        able = case._get_able_users(lines)
        managers = case.env.ref(MANAGER).all_user_ids.filtered(
            lambda user: user.active and case.company_id in user.company_ids
        )
        barred = (
            case._get_handlers() | case.env.user | case._get_barred_deciders().sudo()
        )
        able, managers = able - barred, managers - barred
        chain, stand_ins = case._get_chain()
        left, offline = case.env["complaint.escalation.rule"]._get_away(
            able | managers | chain
        )
        away = left | offline
        near = case.env["res.users"]
        for user in chain:
            near |= stand_ins.get(user, near.browse()) if user in away else user
        present = (near & able) | able
        found = (present - away) or (managers - away) or present or managers
        return found.with_env(self.env)

    def _get_able_users(self, lines):
        """Whose authority covers all of these lines, and who works with complaints.

        :return: users, whoever is asked first by the order of their authorities first
        """
        ledger = Ledger(self)
        others = self.remedy_ids.filtered(lambda line: line.state == "draft") - lines
        staff = self.env.ref(STAFF).all_user_ids
        verdicts, ranks = {}, {}

        def cover(authorities):
            if authorities not in verdicts:
                left = ledger.get_uncovered(self, others + lines, authorities)
                verdicts[authorities] = not left & lines
            return verdicts[authorities]

        for user, held in ledger.authorities._get_by_user(self.company_id).items():
            if user in staff and cover(held):
                enough = held.filtered(cover) or held
                # Like other approvers the newest first: the administrator last.
                ranks[user.id] = (min(enough.mapped("sequence")), -user.id)
        return self.env["res.users"].browse(sorted(ranks, key=ranks.get))

    def _get_chain(self):
        """Who is near a case, and who stands in for each when they are away.

        :return: pair of users in order, and dict of user and users
        """
        starts = self.user_id or self.env.user
        own = self.env["hr.employee"].search(
            [("user_id", "in", starts.ids), ("company_id", "=", self.company_id.id)]
        )
        head = self.department_id.manager_id
        staff = own._get_bosses() - own
        staff = head | staff | head._get_bosses()
        users, stand_ins = self.team_id.user_id, {}
        for employee in staff:
            users |= employee.user_id
            if employee.user_id:
                stand_ins[employee.user_id] = (
                    employee.coach_id.user_id | employee.parent_id.user_id
                )
        return users, stand_ins

    def _get_approvers(self):
        """Whoever approves the decision may promise what it promises (R191).

        The other managers come after them, for what needs no authority.
        """
        managers = super()._get_approvers()
        prepared = self.remedy_ids.filtered(lambda line: line.state == "draft")
        open_lines = prepared.filtered(lambda line: line.approval_state != "approved")
        if not any(line._is_of_value() for line in open_lines):
            return managers
        return (self._find_approvers(open_lines) & managers) | managers


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def _get_bosses(self):
        """These employees' managers, near or far, the nearest first.

        A chain that goes round ends where it began.
        """
        reached, bosses = self, self.browse()
        for _level in range(LEVELS):
            reached = reached.parent_id - bosses - self
            if not reached:
                break
            bosses |= reached
        return bosses
