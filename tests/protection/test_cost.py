# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What protects a case costs the same few queries whatever is done."""

from odoo import Command
from odoo.tests import tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestCost(ComplaintCase):
    def test_a_change_reads_no_lists_of_people(self):
        """Lists of people that are tracked are read where they are written only."""
        case = self._with_mail(self._create_case())
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()
        case.description = "<p>Swapped in May.</p>"
        for fname in case._get_plain_lists():
            self.assertFalse(
                self.env.cache.contains(case, case._fields[fname]), f"{fname} was read"
            )

    def test_lists_of_people_are_tracked(self):
        """Also when something else was written before in the same transaction."""
        case = self._with_mail(self._create_case())
        self.env.flush_all()
        self.env.cr.precommit.run()
        case.description = "<p>Swapped in May.</p>"
        case.complained_employee_ids = [Command.set(self.staff[self.employee].ids)]
        self.env.flush_all()
        self.env.cr.precommit.run()
        tracked = case.message_ids.sudo().tracking_value_ids.field_id.mapped("name")
        self.assertIn("complained_employee_ids", tracked)
