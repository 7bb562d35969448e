# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Customer relations follow new cases, and put what came of them on file (R88)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestRelations(ComplaintCase):
    def _create_relations(self, name="case_relations"):
        """Somebody of a department that nobody has named yet."""
        user = self._create_user(name, "base.group_user")
        unit = self.env["hr.department"].create({"name": "Relations"})
        employee = self.env["hr.employee"].create(
            {"name": name, "user_id": user.id, "department_id": unit.id}
        )
        return user, employee

    def test_they_follow_and_file(self):
        """R88: they follow new cases, but not what is about them, and file them."""
        user, who = self._create_relations()
        self.assertNotIn(user.partner_id, self._create_case().message_partner_ids)
        self.company.complaint_relations_department_id = who.department_id
        case = self._create_case()
        self.assertIn(user.partner_id, case.message_partner_ids)
        closed = self._create_case(
            identity_mode="confidential",
            partner_name="Wang Fang",
            complained_employee_ids=[(6, 0, who.ids)],
        )
        self.assertNotIn(user.partner_id, closed.message_partner_ids)
        theirs = case.with_user(user)
        with self.assertRaises(UserError):
            theirs.action_file()
        with self.assertRaises(AccessError):
            case.with_user(self.handler).action_file()
        case._write_protected({"state": "resolved"})
        self.assertTrue(theirs.can_file)
        theirs.action_file()
        self.assertEqual(case.filed_by_id, user)
        self.assertFalse(theirs.can_file)

    def test_many_cases_are_followed_at_once(self):
        """An import of fifty cases asks the database no more than one case does, also
        where some of them are closed to somebody."""
        user, who = self._create_relations()
        vals = self._prepare_case_vals()
        about_them = {
            **vals,
            "identity_mode": "confidential",
            "complained_employee_ids": [(6, 0, who.ids)],
        }
        cases = self.Complaint.create([vals] * 45 + [about_them] * 5)
        self.company.complaint_relations_department_id = who.department_id
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        cases._follow_as_relations()
        self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - before, 50)
        for case in cases[:45]:
            self.assertIn(user.partner_id, case.message_partner_ids)
        for case in cases[45:]:
            self.assertNotIn(user.partner_id, case.message_partner_ids)
