# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is not impartial works on nothing of a case, whatever the door (R153, R191).

All acts ask for the right to change the case: buttons and dialogs, imports and remote
calls, and what belongs to a case is as changeable as the case. So the right itself is
what they lack. A named case they may read, and say their side in a note.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.case.phases import follows

ACCUSED_FIELDS = {"complained_employee_ids", "complained_department_ids"}


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    complained_employee_ids = fields.Many2many(tracking=True)
    complained_department_ids = fields.Many2many(tracking=True)

    # ------------------------------------------------------------------
    # Working on the case
    # ------------------------------------------------------------------

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if operation not in ("write", "unlink") or not self or self.env.su:
            return result
        forbidden = result[0] if result else self.browse()
        partial = (self - forbidden)._filter_partial()
        if not partial:
            return result
        return forbidden | partial, lambda: AccessError(self._say_partial())

    def _check_impartial_actor(self):
        """Refuse acts that need no right to change the case.

        :raises AccessError: a case is about the user, or about somebody whom they
            report to, and nobody waived it
        """
        partial = self.browse() if self.env.su else self._filter_partial()
        if partial:
            # Of a protected case nobody hears here that it is about them.
            partial.check_access("read")
            raise AccessError(self._say_partial())

    def _filter_partial(self):
        """The cases in which the user has a conflict that no manager waived."""
        cases_sudo = self.sudo().with_context(active_test=False)
        if not cases_sudo.complained_employee_ids:
            return self.browse()
        line = self._get_line_of_command(self.env.user)
        return cases_sudo.filtered(
            lambda case: (
                case.complained_employee_ids & line
                and self.env.user not in case.conflict_waiver_ids.user_id
            )
        ).with_env(self.env)

    @api.model
    def _get_line_of_command(self, user):
        """The employees who a user is, and whom they report to, as sudo."""
        staff = self.env["hr.employee"].sudo().with_context(active_test=False)
        line = reached = staff.search([("user_id", "=", user.id)])
        while reached := reached.parent_id - line:
            line |= reached
        return line

    def _get_unfit_users(self):
        """Who is not impartial is not asked to act either."""
        return super()._get_unfit_users() | self._get_partial_users()

    @api.model
    def _say_partial(self):
        return self.env._(
            "Nobody works on a complaint about themselves, or about somebody whom they "
            "report to. You may write a note. Where nobody else is there, a complaint "
            "manager can allow it with a reason, in the menu of actions of the case."
        )

    def message_post(self, *, subtype_xmlid=None, subtype_id=False, **kwargs):
        """Let who is not impartial write notes, but not to the customer.

        :raises AccessError: it would go to the customer
        """
        user = self.env.user
        if (
            kwargs.get("message_type") == "comment"
            and not (self.env.su or user.share)
            and not self._is_note(subtype_xmlid, subtype_id)
        ):
            self._check_impartial_actor()
        return super().message_post(
            subtype_xmlid=subtype_xmlid, subtype_id=subtype_id, **kwargs
        )

    def _leaves_the_house(self, message):
        """Whether somebody of ours says something to people outside.

        :param message: a ``mail.message``, as sudo
        """
        # What is posted without a type counts as one of Odoo's own notices.
        if message.message_type not in ("notification", "user_notification"):
            return self._is_word_of_ours(message)
        # Customers who follow the case get what is no note, whoever is named on it.
        subtype = message.subtype_id
        return bool(subtype and not (subtype.internal or message.is_internal)) or any(
            message.partner_ids.mapped("partner_share")
        )

    def _check_said(self, message):
        """Refuse words to the customer by who is not impartial.

        :param message: a new ``mail.message``, as sudo
        :raises AccessError: it would go to the customer
        """
        self._check_impartial_actor()

    @api.model
    def _is_note(self, subtype_xmlid, subtype_id):
        """Whether a message of this kind is read by the staff only."""
        subtype = self.env["mail.message.subtype"].sudo().browse(subtype_id or [])
        if subtype_xmlid:
            subtype = self.env.ref(subtype_xmlid).sudo()
        return not subtype or subtype.internal

    # ------------------------------------------------------------------
    # Whom it is about
    # ------------------------------------------------------------------

    @follows(*ACCUSED_FIELDS, remember="_get_accused_by_concerned")
    def _check_accused_kept(self, before):
        """Keep whom a case is about, where it is about who writes.

        :raises AccessError: they add or remove somebody
        """
        concerned, named = before
        if concerned._get_named_as_accused() != named:
            raise AccessError(
                self.env._(
                    "Whom a complaint is about is not changed by them, nor by who "
                    "reports to them. Say what is wrong in a note."
                )
            )

    def _get_accused_by_concerned(self, vals):
        """The cases that are about who writes now, and whom they name."""
        if self.env.su:
            return self.browse(), self.browse()._get_named_as_accused()
        concerned = self.filtered(
            lambda case: self.env.user in case._get_concerned_users()
        )
        return concerned, concerned._get_named_as_accused()

    def _get_named_as_accused(self):
        cases_sudo = self.sudo().with_context(active_test=False)
        return [
            (case.complained_employee_ids, case.complained_department_ids)
            for case in cases_sudo
        ]

    def _get_concerned_users(self):
        """Whom it is about, who reports to them, and who leads what it is about."""
        heads_sudo = self.env["hr.employee"].sudo()
        for department_sudo in self.sudo().complained_department_ids:
            while department_sudo and not department_sudo.manager_id:
                department_sudo = department_sudo.parent_id
            heads_sudo |= department_sudo.manager_id
        return self._get_conflicted_users() | heads_sudo.user_id.with_env(self.env)

    @api.model
    def _keep_staff(self, fname, records):
        """Refuse to delete employees or departments that a case is about.

        :raises UserError: it does not say that there is a case
        """
        cases_sudo = self.sudo().with_context(active_test=False)
        if cases_sudo.search_count([(fname, "in", records.ids)], limit=1):
            raise UserError(
                self.env._(
                    "Records of the company still need what you want to delete: "
                    "archive it instead."
                )
            )
