# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is named as responsible is the person who is meant (R62)."""

from odoo import Command
from odoo.tests import tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestEmployeeNames(ComplaintCase):
    def test_two_fields_with_the_same_person(self):
        """Officers without access to employees read the right names."""
        wu, liu = self.env["hr.employee"].create([{"name": "Wu"}, {"name": "Liu"}])
        case = self._create_case(
            complained_employee_ids=[Command.set(wu.ids)],
            responsible_employee_ids=[Command.set((wu | liu).ids)],
        )
        self.env.flush_all()
        self.env.invalidate_all()
        names = {"fields": {"display_name": {}}}
        [row] = case.with_user(self.officer).web_read(
            {"complained_employee_ids": names, "responsible_employee_ids": names}
        )
        self.assertEqual(
            {
                person["id"]: person["display_name"]
                for person in row["responsible_employee_ids"]
            },
            {wu.id: "Wu", liu.id: "Liu"},
        )
