# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Sealed fields that not everybody may write: they stop nobody who registers."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestSealedGroups(ComplaintCase):
    def test_an_employee_registers(self):
        """What is sealed and not theirs to see begins as always."""
        cases = self.Complaint.with_user(self.employee)
        case = cases.create(self._prepare_case_vals())
        self.assertFalse(case.sudo().told_unit_ids)

    def test_no_link_begins_them_elsewhere(self):
        """A default in the context is a way to write, too."""
        planted = {"default_told_unit_ids": self.department.ids}
        cases = self.Complaint.with_user(self.employee).with_context(**planted)
        with self.assertRaises(UserError):
            cases.create(self._prepare_case_vals())
