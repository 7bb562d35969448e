# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is complained about is written down, and not changed by them."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .accused_common import EVERYTHING, ImpartialCase


@tagged("post_install", "-at_install")
class TestWhomItIsAbout(ImpartialCase):
    """Who is complained about is written down, and not changed by them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_named(user_id=cls.officer.id)
        cls.other = cls.staff[cls.employee]

    def _flush(self):
        self.env.flush_all()
        self.env.cr.precommit.run()

    def _assert_stays(self, user, vals):
        before = (
            self.case.complained_employee_ids,
            self.case.complained_department_ids,
        )
        with self.assertRaises(AccessError):
            self.case.with_user(user).write(vals)
        self.env.invalidate_all()
        after = self.case.complained_employee_ids, self.case.complained_department_ids
        self.assertEqual(after, before)

    def test_not_changed_by_them(self):
        """Neither removed nor added, by any command (R153)."""
        for user in self.accused | self.dependent:
            for command in (
                Command.clear(),
                Command.unlink(self.accused_employee.id),
                Command.set(self.other.ids),
                Command.link(self.other.id),
            ):
                self._assert_stays(user, {"complained_employee_ids": [command]})

    def test_not_by_who_was_let_work_on_it(self):
        """A waiver lets somebody work on the case, not choose whom it is about."""
        self._waive(self.case, self.dependent)
        self._assert_stays(
            self.dependent, {"complained_employee_ids": [Command.clear()]}
        )
        self.case.with_user(self.dependent).severity = "3"

    def test_not_by_who_leads_what_it_is_about(self):
        """Of a department without a head that is whoever leads the next above."""
        above = self.env["hr.department"].create(
            {"name": "Above", "company_id": self.company.id}
        )
        below = above.create(
            {"name": "Below", "parent_id": above.id, "company_id": self.company.id}
        )
        head = self._create_user("case_head", EVERYTHING)
        above.manager_id = self.env["hr.employee"].create(
            {"name": "Head", "user_id": head.id, "company_id": self.company.id}
        )
        self.case.complained_department_ids = below
        self._assert_stays(head, {"complained_department_ids": [Command.clear()]})

    def test_changed_by_others_in_the_open(self):
        """Whoever changes it is written down with what was before."""
        self._flush()
        for vals, before in (
            ({"complained_employee_ids": [Command.set(self.other.ids)]}, "accused"),
            (
                {"complained_department_ids": [Command.set(self.department.ids)]},
                "Metering",
            ),
        ):
            case = self._with_mail(self.case.with_user(self.officer))
            case.write(vals)
            self._flush()
            tracked = self.case.message_ids[0].sudo().tracking_value_ids
            self.assertIn(self.case.message_ids[0].author_id, self.officer.partner_id)
            said = f"{tracked.old_value_char} {tracked.new_value_char}"
            self.assertIn(before, said)

    def test_what_changes_among_the_staff(self):
        """The user or the manager of who is complained about: kept on the case."""
        self._flush()
        before = self.case.message_ids
        self.accused_employee.user_id = False
        self._flush()
        self.assertEqual(len(self.case.message_ids - before), 1)
        self.assertIn("was changed", self.case.message_ids[0].body)
        self.assertIn(self.accused_employee.name, self.case.message_ids[0].body)

    def test_the_same_by_another_door(self):
        """The user stands on what an employee is planned with, too."""
        self._flush()
        self.accused_employee.resource_id.user_id = False
        self._flush()
        self.assertIn("was changed", self.case.message_ids[0].body)

    def test_nobody_is_deleted_off_a_case(self):
        """They are archived: what is said does not tell that there is a case."""
        self.case.complained_department_ids = self.department
        for record in (self.accused_employee, self.department):
            with self._assert_refused("archive it instead"):
                record.unlink()
        self.accused_employee.active = False
        self.assertIn(self.accused, self.case._get_conflicted_users())

    def test_who_comes_to_lead_them_is_barred(self):
        """From a protected case, with all that they had to do in it (R153)."""
        case = self._create_protected(user_id=self.officer.id)
        case.message_subscribe(self.officer.partner_id.ids)
        self.accused_employee.parent_id = self.staff[self.officer]
        self._flush()
        self.assertFalse(case.with_user(self.officer).has_access("read"))
        self.assertFalse(case.user_id)
        self.assertNotIn(self.officer.partner_id, case.message_partner_ids)

    def test_who_comes_to_lead_a_department_is_barred(self):
        case = self._create_secret(
            complained_department_ids=self.department.ids, user_id=self.officer.id
        )
        self.department.manager_id = self.staff[self.officer]
        self._flush()
        self.assertFalse(case.with_user(self.officer).has_access("read"))
        self.assertFalse(case.user_id)
