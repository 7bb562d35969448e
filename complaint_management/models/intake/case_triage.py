# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A case that nobody is found for belongs to whoever met the customer first (R86).

It is in their list and a task of theirs, until it has a category: then the routing
takes over. What came without anybody is a task of whoever is responsible: nothing
belongs to nobody.
"""

from odoo import SUPERUSER_ID, api, fields, models

from ...tools.case.phases import follows, follows_new, prepares, prepares_new
from ..case.life_cycle import USER

TRIAGE = "complaint_management.mail_activity_type_triage"
# What says whom a case is about, and who may know of it.
ABOUT_FIELDS = {
    "complained_employee_ids",
    "complained_department_ids",
    "identity_mode",
}

# What says, of a new case, where it goes.
ROUTES = ("user_id", "category_id", "team_id", "department_id")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    is_unrouted = fields.Boolean(
        string="Not Routed Yet",
        readonly=True,
        copy=False,
        help="Nobody was found for it: it belongs to whoever met the customer first, "
        "until it has a category.",
    )

    @api.model
    def _get_sealed_fields(self):
        return super()._get_sealed_fields() | {"is_unrouted"}

    @follows_new()
    def _ask_to_route_new(self):
        """Ask where new cases belong that nobody was found for."""
        if not self._is_numbered_later():
            self._ask_to_route()

    @prepares_new
    def _keep_for_first(self, vals):
        """Who met the customer handles what has no category yet, if they may.

        :param dict vals: values of a new case
        :return: the same, or with a handler
        """
        vals = {**vals, "is_unrouted": False}
        if any(vals.get(fname) for fname in ROUTES):
            return vals
        first = vals.get("first_contact_user_id") or self.env.uid
        user = self.env["res.users"].sudo().browse(first)
        is_about_us = vals.get("complained_employee_ids") or vals.get(
            "complained_department_ids"
        )
        company = self.env["res.company"].browse(
            vals.get("company_id") or self.env.company.id
        )
        if (
            first == SUPERUSER_ID
            or is_about_us
            or not user.has_group(USER)
            or company not in user.company_ids
        ):
            return vals
        return {**vals, "user_id": first, "is_unrouted": True}

    def _ask_to_route(self):
        """Give whoever is responsible the task to find out where cases belong."""
        forlorn = self.filtered(
            lambda case: case.is_unrouted or case._belongs_to_nobody()
        )
        if not forlorn:
            return
        forlorn.filtered(lambda case: not case.user_id)._give_to_first()
        for user, complaints in forlorn._group_by_router().items():
            tasks = (
                complaints.sudo()
                .with_context(mail_activity_quick_update=True)
                .activity_schedule(TRIAGE, user_id=user.id)
            )
            # Now, as whoever registers: at the end it is somebody who wants to stay
            # unknown.
            if tasks:
                tasks.flush_recordset()

    def _needs_acceptance(self):
        """Who only met the customer routes the case, and hands nothing over."""
        return super()._needs_acceptance() and not self.is_unrouted

    def _belongs_to_nobody(self):
        """Whether nobody was found for the case, and nobody can tell where it goes.

        A team or a unit takes up what a colleague registered for it (R86); what came in
        by itself is shown to nobody.
        """
        self.ensure_one()
        if self.user_id:
            return False
        came_by_itself = self.first_contact_user_id.id in (False, SUPERUSER_ID)
        return came_by_itself or not (self.team_id or self.department_id)

    def _give_to_first(self):
        """Whom the category does not name either: who met the customer handles it."""
        for user, complaints in self.grouped("first_contact_user_id").items():
            theirs = complaints.filtered(
                lambda case, user=user: (
                    case._may_be_first(user)
                    and user not in case._get_partial_users()
                    and user not in case.sudo()._get_unfit_users()
                    and case._filter_competent(user)
                )
            )
            if theirs:
                theirs._write_protected({"user_id": user.id, "is_unrouted": True})

    def _may_be_first(self, user):
        """Whether who met the customer may work on cases of this company."""
        return (
            user.id != SUPERUSER_ID
            and user.active
            and user.has_group(USER)
            and self.company_id in user.sudo().company_ids
        )

    def _group_by_router(self):
        """These cases by who finds out where they belong."""
        own = self.filtered("is_unrouted")
        responsible = (self - own)._get_responsible()
        by_user = {}
        for complaint in self:
            user = complaint.user_id or responsible[complaint]
            if user and not user.has_group(USER):
                # Any employee registers cases; not everybody works on them.
                case_sudo = complaint.sudo()
                people = case_sudo._get_company_people() - case_sudo._get_unfit_users()
                user = people[:1].with_env(self.env) or user
            by_user[user] = by_user.get(user, self.browse()) | complaint
        return by_user

    @prepares("user_id")
    def _end_waiting(self, vals):
        """Who takes a case over ends the waiting; only the product says otherwise."""
        return {"is_unrouted": False, **vals}

    @follows(*ABOUT_FIELDS, remember="_release")
    def _ask_to_route_released(self, released):
        """Ask anew where a case belongs that turned out to be about its handler."""
        released._ask_to_route()

    @follows("category_id")
    def _ask_to_route_incompetent(self):
        """Who met the customer keeps nothing that they cannot handle (R193)."""
        unable = self.filtered(
            lambda case: (
                case.is_unrouted and not case._filter_competent(case.sudo().user_id)
            )
        )
        if unable:
            unable._take_from_first()
            unable._ask_to_route()

    @follows("user_id", "category_id", remember="_get_waiting")
    def _end_routing(self, waiting):
        """Somebody was found: nobody has to find out any more where a case belongs."""
        routed = self.browse().union(
            *(
                case
                for case, (user, was_unrouted) in waiting.items()
                if case.user_id
                and (not case.is_unrouted or (was_unrouted and case.user_id != user))
            )
        )
        if routed:
            routed.filtered("is_unrouted")._write_protected({"is_unrouted": False})
            routed.sudo().activity_feedback([TRIAGE])

    def _get_waiting(self, vals):
        """Those of the cases that nobody was found for: their handler until now."""
        return {
            case: (case.user_id, case.is_unrouted)
            for case in self
            if case.is_unrouted or not case.user_id
        }

    def _is_handler_provisional(self):
        return super()._is_handler_provisional() or self.is_unrouted

    def _get_chosen_handler(self):
        if self.is_unrouted:
            return self.env["res.users"]
        return super()._get_chosen_handler()

    def _release(self, vals):
        """Whom a case turns out to be about does not keep it until it is routed.

        :param dict vals: what is written on it; a handler who is named takes it over
        :return: the cases that nobody handles now
        """
        kept = self.filtered(lambda case: case.is_unrouted and "user_id" not in vals)
        if kept:
            kept._take_from_first()
        return kept

    def _take_from_first(self):
        """Nobody handles these cases now, and nobody looks for who should."""
        self._write_protected({"user_id": False, "is_unrouted": False})
        self.sudo().activity_unlink([TRIAGE])

    @api.depends("category_id")
    def _compute_routing(self):
        """Whom the category names takes over from who only met the customer."""
        kept = {case: case.user_id for case in self if case.is_unrouted}
        for complaint in kept:
            complaint.user_id = False
        result = super()._compute_routing()
        for complaint, user in kept.items():
            complaint.user_id = complaint.user_id or user
        return result
