# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Staff complain, are protected, and answered like customers (R134, R215)."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from ..common import MANAGER, OFFICER, USER, ComplaintCase


class StaffVoiceCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr = cls._create_user("case_hr", OFFICER)
        cls.company.complaint_staff_user_id = cls.hr
        cls.boss = cls._create_user("case_boss", f"{MANAGER},{OFFICER}")
        cls.accused = cls._create_user("case_accused", USER)
        cls.chief, cls.accused_employee = cls.env["hr.employee"].create(
            [
                {"name": user.name, "user_id": user.id, "company_id": cls.company.id}
                for user in (cls.boss, cls.accused)
            ]
        )
        cls.accused_employee.parent_id = cls.chief
        cls.employee.partner_id.email = "voice@example.com"
        cls.subject = cls.env.ref(
            "complaint_management.complaint_category_staff_treatment"
        )

    def _say(self, user=None, **vals):
        """Send it as the dialog does.

        :return: the case, as sudo, and what the dialog shows afterwards
        """
        wizard = self.env["complaint.staff.voice"].with_user(user or self.employee)
        wizard = wizard.create(
            {
                "kind": "complaint",
                "category_id": self.subject.id,
                "description": "We are shouted at.\nEvery Monday.",
                **vals,
            }
        )
        shown = wizard.action_send()["context"]
        self.env.flush_all()
        self.assertFalse(wizard.exists())
        case = self.Complaint.search([("number", "=", shown["default_number"])])
        return case, shown


@tagged("post_install", "-at_install")
class TestStaffVoice(StaffVoiceCase):
    def test_it_is_confidential_unless_they_want_otherwise(self):
        case, shown = self._say()
        self.assertTrue(case.is_staff_case)
        self.assertEqual(case.identity_mode, "confidential")
        self.assertEqual(case.name, "We are shouted at")
        self.assertFalse(case.partner_id or case.partner_name or case.email_from)
        self.assertEqual(case.identity_ids.partner_id, self.employee.partner_id)
        self.assertNotIn("default_tracking_code", shown)

    def test_nothing_on_it_tells_who_sent_it(self):
        for mode in ("confidential", "anonymous"):
            case, _shown = self._say(identity_mode=mode)
            people = (
                case.create_uid | case.write_uid | case.first_contact_user_id
            ) | case.message_ids.create_uid
            self.assertNotIn(self.employee, people, mode)
            partners = case.message_ids.author_id | case.message_partner_ids
            self.assertNotIn(self.employee.partner_id, partners, mode)
            self.assertFalse(case.with_user(self.hr).partner_id)

    def test_an_anonymous_one_gets_a_code_and_no_identity(self):
        case, shown = self._say(identity_mode="anonymous")
        self.assertFalse(case.identity_ids)
        found = self.Complaint._find_by_tracking_code(shown["default_tracking_code"])
        self.assertEqual(found.id, case.id)

    def test_it_goes_to_the_officer_for_staff(self):
        case, _shown = self._say()
        self.assertEqual(case.user_id, self.hr)
        self.assertTrue(case.with_user(self.hr).has_access("write"))

    def test_the_category_may_name_somebody_else(self):
        self.subject.with_company(self.company).user_id = self.handler
        self.assertEqual(self._say()[0].user_id, self.handler)

    def test_it_passes_by_whom_it_is_about_and_those_above(self):
        """By whatever name it is given (R153)."""
        self.company.complaint_staff_user_id = self.boss
        for mode in ("named", "confidential", "anonymous"):
            case, _shown = self._say(
                identity_mode=mode,
                employee_ids=[(6, 0, self.accused_employee.ids)],
            )
            above = self.boss | self.accused
            self.assertNotIn(case.user_id, above, mode)
            self.assertNotIn(case._get_responsible()[case], above, mode)
            self.assertFalse(case.activity_ids.user_id & above, mode)
            self.assertFalse(case.message_partner_ids & above.partner_id, mode)
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                case.with_user(self.hr).user_id = self.boss
            for user in above:
                self.assertFalse(case.with_user(user).has_access("write"), mode)
            if mode != "named":
                seen = self.Complaint.with_user(self.boss)
                self.assertNotIn(case.id, seen.search([]).ids)

    def test_a_department_counts_with_who_leads_it(self):
        self.company.complaint_staff_user_id = self.boss
        self.department.manager_id = self.chief
        case, _shown = self._say(
            identity_mode="named", department_ids=[(6, 0, self.department.ids)]
        )
        self.assertNotEqual(case.user_id, self.boss)
        self.assertFalse(case.with_user(self.boss).has_access("write"))

    def test_nobody_handles_their_own(self):
        for mode in ("named", "confidential"):
            case, _shown = self._say(self.hr, identity_mode=mode)
            self.assertNotEqual(case.user_id, self.hr, mode)
            self.assertNotEqual(case._get_responsible()[case], self.hr, mode)

    def test_teams_do_not_read_it(self):
        """Named or not, it is not for everybody who handles cases."""
        self.subject.with_company(self.company).team_id = self.team
        case, _shown = self._say(identity_mode="named")
        case._write_protected({"user_id": False})
        for user in (self.colleague, self.outsider, self.employee):
            self.assertFalse(case.with_user(user).has_access("read"), user.login)

    def test_a_suggestion_is_decided_and_answered(self):
        """The same way to the end, with the same gates (R215)."""
        case, _shown = self._say(kind="suggestion")
        handled = case.with_user(self.hr)
        if case.state == "new":
            handled.action_acknowledge()
        handled.write(
            {
                "promised_reply_date": "2030-01-31",
                "department_id": self.department.id,
            }
        )
        handled.action_assess()
        managed = case.with_user(self.manager)
        with self.assertRaises(UserError):
            managed.action_decide_suggestion()
        managed.write(
            {
                "decision": "<p>It costs little.</p>",
                "suggestion_outcome": "adopted",
                "answer": "<p>We do it.</p>",
            }
        )
        managed.action_decide_suggestion()
        self.assertEqual(case.state, "resolved")


@tagged("post_install", "-at_install")
class TestDoors(StaffVoiceCase):
    def test_nothing_said_is_refused(self):
        with self._assert_refused("Say in a sentence"):
            self._say(description="  ")
        with self._assert_refused("Choose what"):
            self._say(category_id=self.category.id)
        with self._assert_refused("Choose what"):
            self._say(category_id=False)

    def test_nobody_sends_or_reads_the_words_of_another(self):
        wizard = self.env["complaint.staff.voice"].with_user(self.employee)
        wizard = wizard.create({"description": "Mine", "category_id": self.subject.id})
        with self.assertRaises(AccessError):
            wizard.with_user(self.manager).action_send()
        self.assertFalse(wizard.with_user(self.manager).search([]))

    def test_no_other_door_makes_a_case_of_staff(self):
        with self._assert_refused("My Complaint or Suggestion"):
            self._create_case(is_staff_case=True)
        cases = self.Complaint.with_user(self.officer)
        with self._assert_refused("My Complaint or Suggestion"):
            cases.with_context(default_is_staff_case=True).create(
                self._prepare_case_vals()
            )
        case, _shown = self._say()
        with self._assert_refused("My Complaint or Suggestion"):
            case.with_user(self.hr).is_staff_case = False

    def test_people_outside_do_not_say_what_staff_say(self):
        for vals in (
            {"is_staff_case": True},
            {"complained_employee_ids": [(6, 0, self.accused_employee.ids)]},
        ):
            with self.assertRaises(ValueError):
                self.Complaint._register_from_outside({"name": "No", **vals})

    def test_who_sent_it_does_not_read_it_in_the_backend(self):
        """Notes of the investigation are not for the complainant."""
        case, _shown = self._say()
        own = case.with_user(self.employee)
        self.assertFalse(own.has_access("read"))
        self.assertNotIn(case.id, own.search([]).ids)

    def test_staff_categories_are_not_on_the_public_form(self):
        categories = self.env["complaint.category"].search(
            [("is_for_staff", "=", True)]
        )
        self.assertGreaterEqual(len(categories), 5)
        self.assertFalse(any(categories.mapped("is_public")))

    def test_it_does_not_count_as_what_customers_say(self):
        case, _shown = self._say()
        rule = self.env["complaint.alert.rule"]
        for key in ("case", "rating"):
            source = rule._get_sources()[key]
            self.assertFalse(
                case.filtered_domain([*source.domain, ("id", "=", case.id)]), key
            )
        self.env.flush_all()
        report = self.env["complaint.report"].with_user(self.hr)
        self.assertTrue(report.browse(case.id).is_staff_case)

    def test_another_company(self):
        """What is said in one company stays there (R153)."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self._create_user(
            "case_stranger",
            OFFICER,
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        case, _shown = self._say()
        self.assertFalse(case.with_user(stranger).has_access("read"))


@tagged("post_install", "-at_install")
class TestAskStaff(StaffVoiceCase):
    def _run(self):
        with patch.object(
            type(self.env["ir.cron"]), "_commit_progress", return_value=1
        ):
            self.env["res.company"]._cron_ask_staff()

    def _count_invitations(self):
        return self.env["mail.notification"].search_count(
            [
                ("res_partner_id", "=", self.employee.partner_id.id),
                ("mail_message_id.subject", "=", "What should change here?"),
            ]
        )

    def test_nobody_is_asked_unless_the_company_wants_it(self):
        self._run()
        self.assertFalse(self._count_invitations())

    def test_they_are_asked_when_it_is_time_and_once(self):
        self.company.complaint_staff_ask_months = 6
        for _night in range(3):
            self._run()
        self.assertEqual(self._count_invitations(), 1)

    def test_a_night_that_was_missed_loses_nothing(self):
        self.company.complaint_staff_ask_months = 6
        self.company.complaint_staff_asked_on = fields.Date.today() - timedelta(100)
        self._run()
        self.assertFalse(self._count_invitations())
        self.company.complaint_staff_asked_on = fields.Date.today() - timedelta(200)
        self._run()
        self.assertEqual(self._count_invitations(), 1)
        self.assertEqual(self.company.complaint_staff_asked_on, fields.Date.today())

    def test_one_failure_does_not_stop_the_rest(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        (other | self.company).complaint_staff_ask_months = 12
        ask = type(self.company)._ask_staff

        def fail_first(company):
            if company == other:
                raise UserError("No")
            return ask(company)

        with (
            patch.object(type(self.company), "_ask_staff", fail_first),
            self.assertLogs("odoo.addons.complaint_management", "ERROR"),
        ):
            self._run()
        self.assertEqual(self._count_invitations(), 1)
        self.assertFalse(other.complaint_staff_asked_on)


@tagged("post_install", "-at_install")
class TestOwnPage(HttpCase, StaffVoiceCase):
    def _get(self, case, user):
        self.authenticate(user.login, user.login)
        return self.url_open(f"/my/complaints/{case.id}", allow_redirects=False)

    def test_who_sent_it_follows_it_on_the_page_and_nobody_else(self):
        """Like a customer: by login, and they write there (R134)."""
        case, _shown = self._say()
        page = self._get(case, self.employee)
        self.assertEqual(page.status_code, 200)
        self.assertIn(case.number, page.text)
        listed = self.url_open("/my/complaints")
        self.assertIn(case.number, listed.text)
        for user in (self.accused, self.outsider):
            self.assertNotEqual(self._get(case, user).status_code, 200)
            self.assertNotIn(case.number, self.url_open("/my/complaints").text)

    def test_an_anonymous_one_is_on_nobodys_page(self):
        case, _shown = self._say(identity_mode="anonymous")
        self.assertNotEqual(self._get(case, self.employee).status_code, 200)
