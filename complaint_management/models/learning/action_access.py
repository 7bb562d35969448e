# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who reads and changes an action, and who may do what with it."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..case.life_cycle import MANAGER, OFFICER


class ComplaintAction(models.Model):
    """Officers read the actions of their companies. Others read those that they own,
    check, made, follow, or do in their department, and those of cases they may read.
    Whoever may not know of a protected case reads no action that hangs on it.
    """

    _inherit = "complaint.action"

    _acts_depend_on = (
        "state",
        "user_id",
        "checker_id",
        "department_id",
        "date_due_asked",
    )

    @api.model
    def _get_readable_domain(self):
        return self._get_shown_domain() & ~self._get_closed_domain()

    @api.model
    def _get_shown_domain(self):
        """Which actions are shown to the user, as far as no case is closed to them."""
        user = self.env.user
        if user.has_group(OFFICER):
            return Domain.TRUE
        cases = self.env["complaint.complaint"].with_context(active_test=False)
        return (
            self._get_own_domain()
            | Domain("message_partner_ids", "in", user.partner_id.ids)
            | Domain("complaint_ids", "in", cases._search([]))
        )

    @api.model
    def _get_own_domain(self):
        """Actions that the user has something to do with."""
        uid = self.env.uid
        led = self.env.user.sudo().headed_department_ids.ids
        return (
            Domain("user_id", "=", uid)
            | Domain("checker_id", "=", uid)
            | Domain("create_uid", "=", uid)
            | Domain("department_id", "in", led)
        )

    @api.model
    def _get_closed_domain(self):
        """Actions on protected cases about the user (R153)."""
        barred = self.env.user.sudo().barred_complaint_ids
        if not barred:
            return Domain.FALSE
        return Domain("complaint_ids", "in", barred._as_query(ordered=False))

    def _get_barred_partners(self):
        """The contacts of those who may not know of the cases (R153)."""
        return self.sudo().complaint_ids._get_barred_partners()

    def _filter_forbidden(self, operation):
        own = self.browse(self.ids)
        if not own:
            return own
        found = self.with_context(active_test=False).search([("id", "in", own.ids)])
        readable = own & found
        if operation in ("read", "create"):
            return own - readable
        return own - readable.filtered(lambda action: action._is_worker())

    # ------------------------------------------------------------------
    # Roles
    # ------------------------------------------------------------------

    def _is_worker(self):
        """Whether the user sees to it that it is done, or made it."""
        self.ensure_one()
        action, user = self.sudo(), self.env.user
        return (
            self.env.su
            or user in (action.user_id | action.create_uid)
            or self._is_above()
        )

    def _is_above(self):
        """Whether the user is an officer, or leads where it is done."""
        self.ensure_one()
        user = self.env.user
        if self.env.su or user.has_group(OFFICER):
            return True
        return user in self._get_heads()

    def _get_heads(self):
        """Who leads the department or one above it, the nearest first."""
        self.ensure_one()
        return self.sudo().department_id._get_heads().with_env(self.env)

    def _is_decider(self):
        """Whether the user decides: above it, and never its owner."""
        self.ensure_one()
        return self._is_above() and self.env.user not in self._get_owners()

    def _get_owners(self):
        """Who owns the action, or owned it: nobody gives it away to decide on it."""
        self.ensure_one()
        action_sudo = self.sudo()
        return (action_sudo.user_id | action_sudo.former_owner_ids).with_env(self.env)

    def _remember_owner(self, owner):
        """Keep who owned the actions that somebody else owns now; as sudo."""
        given = self.filtered(lambda action: owner and action.user_id != owner)
        given._write_sealed({"former_owner_ids": [fields.Command.link(owner.id)]})

    def _is_manager(self):
        """Whether the user may say that it is not done at all."""
        self.ensure_one()
        user = self.env.user
        is_high = self.env.su or user.has_group(MANAGER) or user in self._get_heads()
        return is_high and self._is_decider()

    def _is_checker(self):
        """Whether the user may check it: never the owner, nor who did it."""
        self.ensure_one()
        action, user = self.sudo(), self.env.user
        if user in (self._get_owners() | action.done_by_id):
            return False
        return user == action.checker_id or self._is_above()

    @api.constrains("user_id", "checker_id", "complaint_ids")
    def _check_people_may_know(self):
        """Nobody works on what hangs on a protected case about them (R153).

        The message names no case.
        """
        for action in self.sudo():
            for user in action.user_id | action.checker_id:
                if action.complaint_ids & user.barred_complaint_ids:
                    raise ValidationError(
                        self.env._(
                            "%(name)s cannot own or check “%(action)s”: choose "
                            "somebody else.",
                            name=user.name,
                            action=action.name,
                        )
                    )

    @api.depends("name", "complaint_ids.identity_mode")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Of an action on a protected case only its readers learn the name.

        Odoo names what a record points at whoever may read it.
        """
        protected = self.filtered(
            lambda action: (
                action._origin
                and set(action.sudo().complaint_ids.mapped("identity_mode")) - {"named"}
            )
        )
        reader = protected.with_context(allowed_company_ids=None)
        readable = reader.with_env(reader.env(su=False))._filtered_access("read")
        hidden = set((protected - readable).ids)
        for action in self:
            is_hidden = action.id in hidden
            action.display_name = self.env._("Action") if is_hidden else action.name
