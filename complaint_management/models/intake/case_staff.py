# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The door for what staff have to say: protected, and never to whom it is about (R134).

Whoever complains at work fears those above. So it comes in as from outside, in the
name of the house: nothing on the case tells who sent it. It goes to the officer for
matters of staff, and passes by the people and departments it is about and everybody
above them, also where the employee gives their name.
"""

from odoo import api, models

from ...tools.case.phases import follows_new
from ..common.proof import Proof

# What staff say besides what people outside may say.
STAFF_FIELDS = frozenset(
    {"is_staff_case", "complained_employee_ids", "complained_department_ids"}
)
# Says that a case comes in by the door for staff.
_FROM_STAFF = Proof("complaint_from_staff")


class ComplaintComplaint(models.Model):
    _inherit = "complaint.complaint"

    @api.model
    def _register_from_staff(self, vals, submission):
        """Register what an employee has to say.

        :param dict vals: values of ``OUTSIDE_FIELDS`` and ``STAFF_FIELDS``
        :param str submission: random, for this one
        :return: the case, as the system sees it
        """
        door = _FROM_STAFF.give(self)
        return door._register_from_outside(
            {**vals, "is_staff_case": True}, submission=submission
        )

    @api.model
    def _get_outside_fields(self):
        fnames = super()._get_outside_fields()
        return fnames | STAFF_FIELDS if _FROM_STAFF.get(self.env) else fnames

    def _get_complaining_users(self):
        """The logins of who complained, also of a vaulted name; as sudo."""
        source_sudo = self._get_identity_source()
        return source_sudo.partner_id.user_ids.filtered("active")

    @follows_new()
    def _pass_by_complaining(self):
        """Nobody handles what they complained about themselves."""
        for case_sudo in self.sudo().filtered("is_staff_case"):
            if case_sudo.user_id & case_sudo._get_complaining_users():
                case_sudo._write_protected({"user_id": False})

    def _get_unfit_users(self):
        unfit = super()._get_unfit_users()
        if self.is_staff_case:
            unfit |= self._get_complaining_users().with_env(self.env)
        return unfit

    def _get_accused_users(self):
        """Of staff, all who stand above whom it is about, whoever is named."""
        named_sudo = self.sudo().filtered(
            lambda case: case.is_staff_case and case.identity_mode == "named"
        )
        accused = super()._get_accused_users()
        people_sudo = named_sudo.with_context(active_test=False).complained_employee_ids
        units_sudo = named_sudo.complained_department_ids
        if people_sudo or units_sudo:
            above_sudo = people_sudo._get_people_above(units_sudo)
            accused |= above_sudo.user_id.with_env(self.env)
        return accused

    def _filter_partial(self):
        """Who stands above whom it is about works on nothing of it."""
        partial = super()._filter_partial()
        return partial | (self - partial).filtered(
            lambda case: (
                case.sudo().is_staff_case and self.env.user in case._get_accused_users()
            )
        )
