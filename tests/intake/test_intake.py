# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Registering, possible duplicates, repeated complaints, who is told."""

from datetime import timedelta

from odoo import fields
from odoo.tests import Form, tagged

from odoo.addons.mail.tests.common import MailCase

from .common import IntakeCase

REGISTER_FORM = "complaint_management.complaint_complaint_view_form_register"


@tagged("post_install", "-at_install")
class TestRegister(IntakeCase):
    def _register_form(self, user):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_management.complaint_register_action"
        )
        self.assertEqual(action["target"], "new")
        Complaint = self.Complaint.with_user(user).with_context(
            complaint_front_desk=True
        )
        return Form(Complaint, view=REGISTER_FORM)

    def test_front_desk_needs_a_name_and_a_story_only(self):
        """Any employee registers a case in a few words (R18, R87)."""
        with self._register_form(self.employee) as form:
            form.partner_name = "Mrs Li"
            form.description = "<p>My bill is three times higher.</p><p>Since May.</p>"
            form.demand = "The money back"
        complaint = form.record
        self.assertRecordValues(
            complaint,
            [
                {
                    "name": "My bill is three times higher",
                    "first_contact_user_id": self.employee.id,
                    "state": "new",
                    "kind": "complaint",
                }
            ],
        )
        self.assertTrue(complaint.number)
        self.assertEqual(
            complaint.channel_id,
            self.env.ref("complaint_management.helpdesk_channel_in_person"),
        )
        self.assertEqual(complaint.action_register()["res_id"], complaint.id)
        params = complaint.action_register_and_new()["params"]
        self.assertIn(complaint.number, params["message"])
        self.assertEqual(params["next"]["target"], "new")

    def test_long_story_gets_a_short_subject(self):
        complaint = self.Complaint.create({"description": f"<p>{'word ' * 60}</p>"})
        self.assertLessEqual(len(complaint.name), 80)
        self.assertTrue(complaint.name.endswith("…"))

    def test_subject_by_default_value_stays(self):
        complaint = self.Complaint.with_context(default_name="From the box").create(
            {"description": "<p>Something else</p>"}
        )
        self.assertEqual(complaint.name, "Something else")
        complaint = self.Complaint.create(
            {"name": "Mine", "description": "<p>Something else</p>"}
        )
        self.assertEqual(complaint.name, "Mine")

    def test_front_desk_survives_without_the_channel(self):
        self.env.ref("complaint_management.helpdesk_channel_in_person").active = False
        with self._register_form(self.employee) as form:
            form.name = "Anything"
        self.assertFalse(form.record.channel_id)

    def test_log_a_call(self):
        """A call is logged from the case in one dialog (R83)."""
        complaint = self._register(user_id=self.handler.id)
        action = complaint.with_user(self.handler).action_log_call()
        self.assertEqual(action["target"], "new")
        contacts = self.env["complaint.contact"].with_user(self.handler)
        with Form(contacts.with_context(**action["context"])) as form:
            form.summary = "Explained the next step"
        self.assertRecordValues(
            complaint.contact_ids,
            [{"medium": "phone", "user_id": self.handler.id, "direction": "out"}],
        )


@tagged("post_install", "-at_install")
class TestPossibleDuplicates(IntakeCase):
    def _new(self, **vals):
        vals.setdefault("date_received", fields.Datetime.now())
        return self.Complaint.with_user(self.officer).new(vals)

    def test_shown_before_saving(self):
        """Registering shows cases of the same customer at once (R178)."""
        earlier = self._register("Bill too high", partner_id=self.customer.id)
        colleague = self.env["res.partner"].create(
            {"name": "Colleague", "parent_id": self.customer_company.id}
        )
        form = Form(self.Complaint.with_user(self.officer), view=REGISTER_FORM)
        form.name = "Something else entirely"
        self.assertNotIn(earlier, form.possible_duplicate_ids[:])
        form.partner_id = colleague
        self.assertIn(earlier, form.possible_duplicate_ids[:])
        self.assertEqual(form.possible_duplicate_count, 1)

    def test_same_email_or_phone_however_written(self):
        by_mail = self._register("A", email_from="Joe <Joe.Doe@Example.com>")
        by_phone = self._register("B", phone="0571-8888 4321")
        found = self._new(
            name="Other", email_from="joe.doe@example.com"
        ).possible_duplicate_ids._origin
        self.assertEqual(found, by_mail)
        found = self._new(
            name="Other", phone="+86 571 88884321"
        ).possible_duplicate_ids._origin
        self.assertEqual(found, by_phone)

    def test_similar_subject_in_english_and_chinese(self):
        english = self._register("Meter swapped with the shop next door", days=80)
        chinese = self._register("电表接错导致多收电费", days=80)
        old = self._register("Meter swapped with the shop next door", days=100)
        found = self._new(
            name="Meters swapped: charged for the shop next door"
        ).possible_duplicate_ids._origin
        self.assertIn(english, found)
        self.assertNotIn(old, found)
        self.assertNotIn(chinese, found)
        found = self._new(name="多收电费,电表装错").possible_duplicate_ids._origin
        self.assertEqual(found, chinese)
        self.assertFalse(self._new(name="服务员态度恶劣").possible_duplicate_ids)

    def test_similar_without_trigrams(self):
        """A database without the extension finds the same."""
        english = self._register("Meter swapped with the shop next door")
        self.patch(self.env.registry, "has_trigram", False)
        found = self._new(
            name="meters swapped with next door"
        ).possible_duplicate_ids._origin
        self.assertEqual(found, english)

    def test_subject_may_stand_in_the_story(self):
        earlier = self._register("The lift is broken again")
        new = self._new(description="<p>Lift broken again</p><p>Floor 3</p>")
        self.assertEqual(new.possible_duplicate_ids._origin, earlier)

    def test_cancelled_and_long_closed_cases_are_left_out(self):
        customer = {"partner_id": self.customer.id}
        cancelled = self._register("A", **customer)
        self._force(cancelled, state="cancelled", cancel_reason="spam")
        now = fields.Datetime.now()
        recent = self._register("B", days=200, **customer)
        self._force(recent, state="closed", date_closed=now - timedelta(days=10))
        old = self._register("C", days=300, **customer)
        self._force(old, state="closed", date_closed=now - timedelta(days=120))
        still_open = self._register("D", days=300, **customer)
        found = self._new(name="E", **customer).possible_duplicate_ids._origin
        self.assertEqual(found, recent | still_open)

    def test_likeliest_first(self):
        similar = self._register("Bill too high in May")
        same_customer = self._register("Rude cashier", partner_id=self.customer.id)
        both = self._register("Bill too high", partner_id=self.customer.id)
        found = self._new(
            name="Bill too high", partner_id=self.customer.id
        ).possible_duplicate_ids._origin
        self.assertEqual(found.ids, (both + same_customer + similar).ids)

    def test_other_company_is_left_out(self):
        company = self.env["res.company"].create({"name": "Other Company"})
        other = self._register("Meter swapped", company_id=company.id)
        reader = self.Complaint.with_context(
            allowed_company_ids=(self.env.company | company).ids
        )
        new = reader.new({"name": "Meter swapped"})
        self.assertNotIn(other, new.possible_duplicate_ids._origin)

    def test_protected_case_is_not_revealed(self):
        """Only who may read a protected case sees that it is there (R149)."""
        secret = self._register(
            "Supervisor takes bribes",
            identity_mode="confidential",
            partner_id=self.customer.id,
        )
        vals = {"name": "Supervisor takes bribes", "partner_id": self.customer.id}
        for user, seen in ((self.officer, True), (self.handler, False)):
            mine = self._register(user=user, **vals)
            duplicates = mine.with_user(user).possible_duplicate_ids._origin
            self.assertEqual(secret in duplicates, seen, user.login)
        self.assertNotIn(
            secret,
            self.Complaint.with_user(self.employee)
            .new(vals)
            .possible_duplicate_ids._origin,
        )

    def test_one_search_for_many_cases(self):
        cases = self.Complaint.create(
            [
                {"name": f"Power cut number {number}", "email_from": f"{number}@x.test"}
                for number in range(30)
            ]
        )
        self.env.invalidate_all()
        cases.mapped("name")
        with self.assertQueryCount(4):
            cases.mapped("possible_duplicate_count")

    def test_view_and_merge_from_the_case(self):
        first = self._register("Bill too high", partner_id=self.customer.id, days=1)
        self._register("Rude cashier", partner_id=self.customer.id)
        second = self._register("Bill far too high", partner_id=self.customer.id)
        action = second.action_view_possible_duplicates()
        self.assertIn(first, self.Complaint.search(action["domain"]))
        action = second.action_merge()
        self.assertEqual(
            action["context"]["default_complaint_ids"], (second | first).ids
        )


@tagged("post_install", "-at_install")
class TestRepeat(IntakeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()

        cls.other_cause = cls.env["complaint.cause"].create({"name": "Rudeness"})

    def _resolved(self, days, **vals):
        case = self._register(
            days=days + 5, partner_id=self.customer.id, cause_id=self.cause.id, **vals
        )
        moment = fields.Datetime.now() - timedelta(days=days)
        self._force(case, state="resolved", date_resolved=moment)
        return case

    def test_same_customer_and_cause_after_resolving(self):
        """Who meets the same cause again is recognised (R110)."""
        self._resolved(60)
        earlier = self._resolved(30)
        again = self._register(partner_id=self.customer.id)
        self.assertFalse(again.is_repeat)
        again.cause_id = self.cause
        self.assertEqual(again.repeat_of_id, earlier)
        self.assertTrue(again.is_repeat)
        again.cause_id = self.other_cause
        self.assertFalse(again.repeat_of_id)
        self.assertIn(earlier, self.Complaint.search([("is_repeat", "=", True)]))

    def test_not_while_the_first_is_open(self):
        self._resolved(10)
        parallel = self._register(
            partner_id=self.customer.id, cause_id=self.cause.id, days=12
        )
        self.assertFalse(parallel.repeat_of_id)

    def test_protected_case_is_not_pointed_at(self):
        self._resolved(30, identity_mode="confidential")
        again = self._register(partner_id=self.customer.id, cause_id=self.cause.id)
        self.assertFalse(again.repeat_of_id)

    def test_batch(self):
        earlier = self._resolved(30)
        cases = self.Complaint.create(
            [{"name": str(i), "partner_id": self.customer.id} for i in range(20)]
        )
        self.env.flush_all()
        cases.cause_id = self.cause
        with self.assertQueryCount(8):
            cases.mapped("repeat_of_id")
        self.assertEqual(cases.repeat_of_id, earlier)


@tagged("post_install", "-at_install")
class TestSalesperson(IntakeCase, MailCase):
    def _follows(self, complaint):
        return self.salesperson.partner_id in complaint.message_partner_ids

    def test_salesperson_is_told_and_follows(self):
        """The salesperson knows before meeting the customer (R170)."""
        with self.mock_mail_gateway():
            complaint = self._with_mail(self.Complaint).create(
                {"name": "Bill too high", "partner_id": self.customer.id}
            )
        self.assertTrue(self._follows(complaint))
        told = self.env["mail.message"].search(
            [
                ("model", "=", complaint._name),
                ("res_id", "=", complaint.id),
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", self.salesperson.partner_id.ids),
            ]
        )
        self.assertEqual(len(told), 1)
        self.assertIn(self.customer.name, told.subject)
        self.assertIn(complaint, self.Complaint.with_user(self.salesperson).search([]))

    def test_not_of_a_protected_case(self):
        """Protection holds against the salesperson, also later (R149)."""
        secret = self._register(
            partner_id=self.customer.id, identity_mode="confidential"
        )
        self.assertFalse(self._follows(secret))
        complaint = self._register(partner_id=self.customer.id)
        complaint.identity_mode = "confidential"
        self.assertFalse(self._follows(complaint))

    def test_not_who_is_complained_about(self):
        employee = self.env["hr.employee"].create(
            {"name": "Sales Employee", "user_id": self.salesperson.id}
        )
        complaint = self._register(partner_id=self.customer.id)
        self.assertTrue(self._follows(complaint))
        complaint.complained_employee_ids = employee
        self.assertFalse(self._follows(complaint))
        complaint = self._register(
            partner_id=self.customer.id, complained_employee_ids=employee.ids
        )
        self.assertFalse(self._follows(complaint))

    def test_customer_entered_later_or_corrected(self):
        complaint = self._register()
        complaint.partner_id = self.customer
        self.assertTrue(self._follows(complaint))
        complaint.partner_id = self.stranger
        self.assertFalse(self._follows(complaint))

    def test_import_of_hundreds_costs_no_query_each(self):
        def count_queries(number):
            start = self.env.cr.sql_log_count
            complaints = self.Complaint.create(
                [
                    {"name": f"{number}/{i}", "partner_id": self.customer.id}
                    for i in range(number)
                ]
            )
            self.env.flush_all()
            queries = self.env.cr.sql_log_count - start
            self.assertTrue(all(map(self._follows, complaints)))
            return queries

        few, many = count_queries(100), count_queries(500)
        self.assertLess(many - few, 60)
