# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two companies in one database: each its own cases, numbers and subjects."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MANAGER, OFFICER, ComplaintCase


@tagged("post_install", "-at_install")
class TestMulticompany(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_b = cls.env["res.company"].create({"name": "Gas Company"})
        values = {"company_id": cls.company_b.id, "company_ids": cls.company_b.ids}
        cls.officer_b = cls._create_user("case_officer_b", OFFICER, **values)
        cls.both = cls._create_user(
            "case_both", MANAGER, company_ids=(cls.company | cls.company_b).ids
        )
        cls.case = cls._create_case()
        cls.case_b = cls._create_case(
            user=cls.officer_b, category_id=False, channel_id=False
        )

    def test_cases_stay_in_their_company(self):
        """An officer sees all cases of the company, and of no other."""
        self.assertEqual(self.case_b.company_id, self.company_b)
        cases = self.case | self.case_b
        self.assertEqual(
            cases.with_user(self.officer)._filtered_access("read"), self.case
        )
        self.assertEqual(
            cases.with_user(self.officer_b)._filtered_access("read"), self.case_b
        )
        with self.assertRaises(AccessError):
            self.case_b.with_user(self.manager).write({"name": "Ours"})

    def test_parts_stay_in_their_company(self):
        """The contacts of another company's cases are not read."""
        contact = self._log_contact(self.case_b, user=self.officer_b)
        self.assertEqual(contact.company_id, self.company_b)
        self.assertFalse(
            contact.with_user(self.manager).search([("id", "=", contact.id)])
        )
        with self.assertRaises(AccessError):
            contact.with_user(self.manager).read(["summary"])

    def test_the_company_switch_decides(self):
        """Who works for both sees those of the companies that are ticked."""
        domain = [("id", "in", (self.case | self.case_b).ids)]
        cases = self.Complaint.with_user(self.both)
        one = cases.with_context(allowed_company_ids=self.company_b.ids)
        self.assertEqual(one.search(domain), self.case_b)
        two = cases.with_context(
            allowed_company_ids=(self.company | self.company_b).ids
        )
        self.assertEqual(len(two.search(domain)), 2)
        case = one.create({"name": "For B", "partner_name": "Wang"})
        self.assertEqual(case.company_id, self.company_b)
        self.assertEqual(case.currency_id, self.company_b.currency_id)

    def _get_count(self, case):
        return int(case.number.rsplit("/", 1)[1])

    def test_numbers_count_per_company(self):
        """Each company begins at one; a number may exist once in each."""
        self.assertRegex(self.case_b.number, r"^CMP/\d{4}/00001$")

    def test_numbers_follow_the_case_not_the_user(self):
        """Registered for B by somebody who is at A: B's next number."""
        vals = {"name": "For B", "partner_name": "Wang"}
        first = self.Complaint.with_user(self.officer_b).create(vals)
        second = self.Complaint.with_user(self.both).create(
            {**vals, "company_id": self.company_b.id}
        )
        self.assertEqual(self._get_count(second), self._get_count(first) + 1)

    def test_subjects_of_another_company(self):
        """Categories and causes of one company are not offered to the other."""
        cause = self.cause.create({"name": "Secret", "company_id": self.company.id})
        for record in (self.category, cause):
            with self.subTest(model=record._name):
                seen = record.with_user(self.officer_b)
                self.assertFalse(seen.search([("id", "=", record.id)]))
                with self.assertRaises(AccessError):
                    seen.read(["name"])

    def test_records_of_another_company_are_refused(self):
        """Team, category, cause, channel, people: all of the case's company."""
        channel = self.channel.copy({"company_id": self.company.id, "name": "A"})
        cause = self.cause.create({"name": "A", "company_id": self.company.id})
        for fname, record in (
            ("category_id", self.category),
            ("cause_id", cause),
            ("channel_id", channel),
            ("team_id", self.team),
            ("department_id", self.department),
            ("user_id", self.handler),
            ("investigator_id", self.investigator),
            ("parent_id", self.case),
            ("complained_employee_ids", self.staff[self.officer]),
        ):
            with self.subTest(field=fname), self.assertRaises(UserError):
                self.case_b.sudo().write(
                    {fname: record.ids if "ids" in fname else record.id}
                )

    def test_a_case_does_not_change_companies(self):
        """Its number was given by one company and would mislead in another."""
        case = self._create_case(category_id=False, channel_id=False)
        with self.assertRaises(UserError):
            case.with_user(self.both).with_context(
                allowed_company_ids=(self.company | self.company_b).ids
            ).company_id = self.company_b

    def test_settings_per_company(self):
        """Windows and attempts are each company's own."""
        self.company_b.complaint_reopen_days = 7
        self.assertEqual(self.company.complaint_reopen_days, 30)
        case_b = self.case_b
        case_b._write_protected({"date_resolved": case_b.date_received})
        case_a = self.case
        case_a._write_protected({"date_resolved": case_b.date_received})
        days = case_a.reopen_deadline - case_b.reopen_deadline
        self.assertEqual(days.days, 23)

    def test_name_of_a_protected_case_elsewhere(self):
        """The product works for people who are not of the company (R152)."""
        case = self._create_case(
            identity_mode="anonymous", partner_name=False, email_from=False, phone=False
        )
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        sudo_case = case.with_user(self.handler).sudo().with_company(elsewhere)
        self.assertIn(case.number, sudo_case.display_name)
