# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who becomes second handler by which door, and what the load of somebody tells."""

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..common import USER, ComplaintCase


@tagged("post_install", "-at_install")
class TestBackupDoors(ComplaintCase):
    def test_only_who_handles_complaints_helps(self):
        case = self._create_case().with_user(self.handler)
        portal = self._create_user("case_portal", "base.group_portal")
        for user in (self.employee, portal):
            with self.assertRaises(ValidationError):
                case.backup_user_id = user

    def test_second_handler_may_not_decide_on_an_approval(self):
        case = self._create_case()
        case.backup_user_id = self.manager
        approval = self.env["complaint.approval"].new({"complaint_id": case.id})
        approval.state = "pending"
        self.assertFalse(approval.with_user(self.manager).may_decide)

    def test_load_tells_nothing_of_other_companies(self):
        self._create_case()
        company = self.env["res.company"].create({"name": "Other"})
        far = self._create_user(
            "case_far",
            USER,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        load = self.handler.with_user(far)._count_open_complaints()
        self.assertFalse(load.get(self.handler.id))
        load = self.handler.with_user(self.colleague)._count_open_complaints()
        self.assertTrue(load[self.handler.id])
