# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A protected case does not exist for whom it is about (R153)."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import OFFICER, ComplaintCase


@tagged("post_install", "-at_install")
class TestProtected(ComplaintCase):
    """A protected case is hidden from the people it is about (R153)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Two are complained about: neither may hide behind the other.
        accused = cls.staff[cls.officer] | cls.staff[cls.handler]
        cls.case = cls._create_case(
            name="About the officer",
            identity_mode="confidential",
            complained_employee_ids=accused.ids,
        )
        cls._bring_to(cls.case, "acknowledged")
        cls._log_contact(cls.case, user=cls.manager)
        cls.accused = cls.officer | cls.handler

    def test_hidden_in_every_way(self):
        """Reading, searching, counting, grouping, naming: nothing shows (R153)."""
        domain = [("id", "=", self.case.id)]
        for user in self.accused:
            cases = self.env["complaint.complaint"].with_user(user)
            with self.subTest(user=user.login):
                self.assertFalse(cases.search(domain))
                self.assertEqual(cases.search_count(domain), 0)
                self.assertFalse(cases._read_group(domain, ["state"], ["__count"]))
                self.assertFalse(cases.name_search("About the officer"))
                self.assertFalse(cases.web_search_read(domain, {})["length"])
                with self.assertRaises(AccessError):
                    self.case.with_user(user).read(["name"])
                with self.assertRaises(AccessError):
                    self.case.with_user(user).write({"name": "Harmless"})
                with self.assertRaises(AccessError):
                    self.case.with_user(user).action_acknowledge()

    def test_leaving_the_company_opens_nothing(self):
        """An archived employee record protects as well as a present one (R153)."""
        self.case.complained_employee_ids.active = False
        for user in self.accused:
            with self.subTest(user=user.login):
                self.assertFalse(self.case.with_user(user)._filtered_access("read"))
                domain = [("id", "=", self.case.id)]
                self.assertFalse(self.Complaint.with_user(user).search(domain))

    def test_those_they_report_to_are_kept_out(self):
        """Neither the head of the accused nor the head above reads it (R153)."""
        near, far = (self._create_user(f"head_{n}", OFFICER) for n in (1, 2))
        heads = near | far
        self.assertEqual(len(self.case.with_user(near)._filtered_access("read")), 1)
        near_head, far_head = self.env["hr.employee"].create(
            [{"name": user.login, "user_id": user.id} for user in heads]
        )
        near_head.parent_id = far_head
        self.staff[self.handler].parent_id = near_head
        for user in heads:
            with self.subTest(user=user.login):
                cases = self.Complaint.with_user(user)
                self.assertFalse(cases.search([("id", "=", self.case.id)]))
                with self.assertRaises(AccessError):
                    self.case.with_user(user).read(["name"])
        self.assertLessEqual(heads, self.case._get_accused_users())
        self.case.identity_mode = "named"
        self.assertTrue(self.case.with_user(near)._filtered_access("read"))

    def test_heads_of_departments_are_kept_out(self):
        """Who heads the department that it is about does not read it (R153)."""
        head = self._create_user("head_of_unit", OFFICER)
        employee = self.env["hr.employee"].create({"name": "H", "user_id": head.id})
        unit = self.env["hr.department"].create(
            {"name": "Counter", "manager_id": employee.id}
        )
        case = self._create_case(
            identity_mode="confidential", complained_department_ids=unit.ids
        )
        self.assertFalse(case.with_user(head)._filtered_access("read"))
        self.assertIn(head, case._get_accused_users())

    def test_parts_are_hidden(self):
        """Nor what was said, logged and counted about it (R153)."""
        # The case was made for all tests, which undo what was counted of it.
        self.env["complaint.fact"]._mark(self.case.ids)
        for user in self.accused:
            for model in (
                "complaint.contact",
                "complaint.transition",
                "complaint.report",
            ):
                fname = "complaint_id"
                if fname not in self.env[model]._fields:
                    fname = "id"
                with self.subTest(user=user.login, model=model):
                    found = self.env[model].search([(fname, "=", self.case.id)])
                    self.assertTrue(found)
                    records = self.env[model].with_user(user)
                    self.assertFalse(records.search([(fname, "=", self.case.id)]))
            with self.assertRaises(AccessError):
                self.case.contact_ids.with_user(user).read(["summary"])

    def test_messages_are_hidden(self):
        """The chatter is as closed as the case (R153)."""
        message = self.case.message_post(body="The officer was rude")
        for user in self.accused:
            with self.assertRaises(AccessError):
                message.with_user(user).read(["body"])

    def test_others_still_see_it(self):
        """The manager and the clerk, who work on it, do; so does everybody
        entitled where nobody is complained about."""
        self.assertTrue(self.case.with_user(self.manager).name)
        self.assertTrue(self.case.with_user(self.clerk).name)
        nobody = self._create_case(identity_mode="confidential")
        for user in (self.officer, self.handler, self.manager):
            self.assertTrue(nobody.with_user(user).name)

    def test_named_cases_stay_open(self):
        """The person complained about may take part where nobody is protected."""
        case = self._create_case(complained_employee_ids=self.staff[self.officer].ids)
        self.assertTrue(case.with_user(self.officer).name)

    def test_following_does_not_help(self):
        """A follower who is complained about does not read it either (R153)."""
        self.case._message_subscribe(self.accused.partner_id.ids)
        for user in self.accused:
            with self.assertRaises(AccessError):
                self.case.with_user(user).read(["name"])

    def test_nothing_is_sent_to_them(self):
        """Nor does a follower, or who is mentioned, get a mail about it (R153)."""
        case = self._with_mail(self.case)
        people = self.accused.partner_id | self.clerk.partner_id
        case._message_subscribe(people.ids)
        message = case.message_post(
            body="The officer was rude",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.officer.partner_id.ids,
        )
        told = message.notification_ids.res_partner_id
        self.assertIn(self.clerk.partner_id, told)
        self.assertFalse(told & self.accused.partner_id)

    def test_the_name_is_hidden_wherever_it_is_pointed_at(self):
        """A case that points at it tells its number and name to its readers (R153)."""
        pointer = self._create_case(parent_id=self.case.id)
        self.env.flush_all()
        for user, shown in (
            (self.officer, "Protected case"),
            (self.manager, f"{self.case.number} About the officer"),
        ):
            self.env.invalidate_all()
            specification = {"parent_id": {"fields": {"display_name": {}}}}
            with self.subTest(user=user.login):
                [values] = pointer.with_user(user).web_read(specification)
                self.assertEqual(values["parent_id"]["display_name"], shown)

    def test_bystanders_lose_it(self):
        """Who followed a case without working on it does not see it any more."""
        case = self._create_case()
        people = self.employee | self.colleague | self.officer
        case._message_subscribe(people.partner_id.ids)
        case.with_user(self.manager).identity_mode = "confidential"
        followers = case.message_partner_ids
        self.assertFalse(followers & (self.employee | self.colleague).partner_id)
        self.assertIn(self.officer.partner_id, followers)
        self.assertFalse(case.with_user(self.employee).has_access("read"))

    def test_they_do_not_handle_it(self):
        """It is not routed to them, and not given to them by hand (R153)."""
        self.assertEqual(self.category.user_id, self.handler)
        self.assertNotEqual(self.case.user_id, self.handler)
        for fname in ("user_id", "investigator_id"):
            with self.subTest(field=fname), self._assert_refused("is protected"):
                self.case[fname] = self.handler
        self.case.user_id = self.manager
        named = self._create_case(user_id=self.manager.id)
        named.complained_employee_ids = self.staff[self.handler]
        self.staff[self.handler].parent_id = self.env["hr.employee"].create(
            {"name": "Head", "user_id": self.manager.id}
        )
        with self._assert_refused("is protected"):
            named.identity_mode = "confidential"
