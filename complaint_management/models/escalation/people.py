# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whom an escalation rule calls: as far as they are here and may read the case."""

from odoo import api, fields, models

from ..case.life_cycle import OFFICER


class ComplaintEscalationRule(models.Model):
    _inherit = "complaint.escalation.rule"

    def _get_recipients(self, complaints):
        """Whom the rule names for each case, in the order of its form.

        Nobody who has left, belongs to another company, or may not read the case:
        a protected case is never told to the people it is about (R153).

        :param complaints: cases, as sudo
        :return: dict of case and users
        """
        self.ensure_one()
        wanted = self._get_named_people(complaints)
        people = complaints.env["res.users"].union(*wanted.values())
        readable = {
            user: set(
                complaints.browse(
                    complaint.id
                    for complaint in complaints
                    if user in wanted[complaint]
                )
                .with_user(user)
                .with_context(allowed_company_ids=user.company_ids.ids)
                ._filtered_access("read")
                .ids
            )
            for user in people
            if user.active and not user.share
        }
        protected = complaints.filtered(lambda case: case.identity_mode != "named")
        accused = {case: case._get_accused_users() for case in protected}
        return {
            complaint: wanted[complaint].filtered(
                lambda user, case=complaint: (
                    case.id in readable.get(user, ())
                    and user not in accused.get(case, ())
                )
            )
            for complaint in complaints
        }

    def _get_stand_ins(self, complaints, people):
        """Officers, where nobody whom the rule names can be told, or else who is
        responsible: no case is late without anybody hearing of it.

        :param complaints: cases, as sudo
        :param dict people: whom the rule calls, by case
        :return: dict of case and users, for those cases only
        """
        forlorn = complaints.filtered(lambda complaint: not people[complaint])
        officers = complaints.env.ref(OFFICER).all_user_ids.filtered(
            lambda user: user.active and not user.share
        )
        found = {
            complaint: officers.filtered(
                lambda user, case=complaint: case.company_id in user.company_ids
            )
            - complaint._get_accused_users()
            for complaint in forlorn
        }
        alone = forlorn.filtered(lambda complaint: not found[complaint])
        return {**found, **alone._get_responsible()}

    def _get_named_people(self, complaints):
        """Whom the rule names, whether they can be called or not."""
        nobody = complaints.env["res.users"]
        rule = self.sudo()
        bosses = rule._get_bosses(complaints) if rule.chain_level else {}
        named = rule.user_ids | rule.group_id.all_user_ids
        return {
            complaint: (
                (complaint.user_id if rule.to_handler else nobody)
                | (complaint.team_id.user_id if rule.to_team_leader else nobody)
                | (
                    complaint.department_id.manager_id.user_id
                    if rule.to_department_manager
                    else nobody
                )
                | bosses.get(complaint, nobody)
                | named.with_env(complaints.env)
            )
            for complaint in complaints
        }

    def _get_bosses(self, complaints):
        """The manager so many levels above the handler of each case (erpnext#6049).

        Without a handler the chain begins at the team leader. Whoever has left or
        has no user is passed over for the next one up.
        """
        starts = {case: case.user_id or case.team_id.user_id for case in complaints}
        users = complaints.env["res.users"].union(*starts.values())
        employees = (
            complaints.env["hr.employee"]
            .sudo()
            .search(
                [
                    ("user_id", "in", users.ids),
                    ("company_id", "in", complaints.company_id.ids),
                ]
            )
        )
        staff = {(who.user_id, who.company_id): who for who in employees}
        nobody = employees.browse()
        return {
            case: staff.get((start, case.company_id), nobody)
            ._get_boss(self.chain_level)
            .user_id
            for case, start in starts.items()
        }

    @api.model
    def _get_away(self, users):
        """Those who do not work now: who is on leave, and who is not at the desk.

        Leave stands in the working calendar, also that of ``hr_holidays``. Who is
        at the desk is known as far as a company controls presence, and in working
        time only.

        :return: pair of users; nobody is in both
        """
        now = fields.Datetime.now()
        employees = (
            users.env["hr.employee"].sudo().search([("user_id", "in", users.ids)])
        )
        leaves = self.env["resource.calendar.leaves"].sudo()
        on_leave = leaves.search(
            [
                ("resource_id", "in", employees.resource_id.ids),
                ("date_from", "<=", now),
                ("date_to", ">", now),
            ]
        ).resource_id
        left = employees.filtered(lambda who: who.resource_id in on_leave)
        offline = (employees - left).filtered(
            lambda who: who.hr_presence_state == "absent"
        )
        return left.user_id, offline.user_id - left.user_id
