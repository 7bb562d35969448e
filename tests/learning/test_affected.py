# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who else is affected: found, told or compensated before they complain (R105)."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged

from .test_incident import IncidentCase

TO_CALL = "complaint_management.mail_activity_type_affected"


class AffectedCase(IncidentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.anna, cls.bo, cls.cy = partners.create(
            [
                {"name": "Anna", "email": "anna@example.com", "city": "Berlin"},
                {"name": "Bo", "email": "bo@example.com", "city": "Berlin"},
                {"name": "Cy", "email": "cy@example.com", "city": "Paris"},
            ]
        )
        cls.incident.workaround = "Turn the main switch off."

    def _look(self, user=None, **vals):
        wizards = self.env["complaint.incident.affected"].with_user(
            user or self.officer
        )
        wizard = wizards.create({"incident_id": self.incident.id, **vals})
        wizard.action_search()
        return wizard

    def _choose(self, *partners, **vals):
        people = self.env["res.partner"].union(*partners)
        return self._look(way="hand", partner_ids=[Command.set(people.ids)], **vals)

    def _get_found(self):
        return self.Complaint.search([("is_found_by_us", "=", True)])


@tagged("post_install", "-at_install")
class TestAffected(AffectedCase):
    def test_who_complained_before_by_area_and_period(self):
        now = fields.Datetime.now()
        for partner, days in ((self.anna, 5), (self.bo, 400), (self.cy, 5)):
            self._create_case(
                partner_id=partner.id, date_received=now - timedelta(days=days)
            )
        wizard = self._look(
            way="case",
            city="berlin",
            date_begin=fields.Date.today() - timedelta(days=30),
        )
        self.assertEqual(wizard.line_ids.partner_id, self.anna)
        self.assertTrue(wizard.line_ids.why)

    def test_who_complained_of_it_is_not_found(self):
        """Nor is anybody else of the same company."""
        contact = self.env["res.partner"].create(
            {"name": "Anna's clerk", "parent_id": self.anna.id, "city": "Berlin"}
        )
        self.case.partner_id = self.anna
        wizard = self._choose(self.anna, contact, self.bo)
        self.assertEqual(wizard.line_ids.partner_id, self.bo)

    def test_protected_cases_find_nobody(self):
        """Neither does a search name them, nor does a gap in it (R153)."""
        case = self._create_case(
            partner_id=self.anna.id, complained_employee_ids=self.staff[self.officer]
        )
        case.sudo().identity_mode = "confidential"
        self.env.invalidate_all()
        self.assertNotIn(self.anna, self._look(way="case").line_ids.partner_id)
        case.sudo().incident_id = self.incident
        self.assertIn(self.anna, self._choose(self.anna).line_ids.partner_id)

    def test_a_case_for_each_once(self):
        wizard = self._choose(self.anna, self.bo)
        wizard.action_make_cases()
        cases = self._get_found()
        self.assertEqual(cases.partner_id, self.anna | self.bo)
        self.assertEqual(cases.incident_id, self.incident)
        self.assertEqual(cases.category_id, self.category)
        self.assertEqual(set(cases.mapped("state")), {"new"})
        self.assertIn("main switch", str(cases[0].description))
        # Again, from the same dialog and from another one.
        wizard.action_make_cases()
        other = self._choose(self.anna, self.bo, self.cy)
        self.assertEqual(other.line_ids.partner_id, self.cy)
        other.action_make_cases()
        self.assertEqual(len(self._get_found()), 3)
        self.assertEqual(self.incident.customer_count, 3)

    def test_who_is_not_ticked_gets_nothing(self):
        wizard = self._choose(self.anna, self.bo)
        wizard.line_ids[0].is_chosen = False
        wizard.action_make_cases()
        self.assertEqual(len(self._get_found()), 1)
        wizard.line_ids.is_chosen = False
        with self._assert_refused("tick some"):
            wizard.action_make_cases()

    def test_what_they_get_stays_within_authority(self):
        """What the user may promise is offered; more is prepared only (R90)."""
        kind = self.env.ref("complaint_management.remedy_type_compensation")
        wizard = self._choose(
            self.anna,
            remedy_type_id=kind.id,
            amount=1_000_000,
            do_offer=True,
            finding="<p>The numbers of two meters were swapped.</p>",
        )
        wizard.action_make_cases()
        remedy = self._get_found().remedy_ids
        self.assertEqual((remedy.state, remedy.amount), ("draft", 1_000_000))
        kind = self.env.ref("complaint_management.remedy_type_correction")
        wizard = self._choose(self.bo, remedy_type_id=kind.id, do_offer=True)
        with self._assert_refused("what we found"):
            wizard.action_make_cases()
        wizard.finding = "<p>The numbers of two meters were swapped.</p>"
        wizard.action_make_cases()
        second = self._get_found() - remedy.complaint_id
        self.assertEqual(second.remedy_ids.state, "offered")
        self.assertEqual(second.remedy_ids.offered_by_id, self.officer)

    def test_a_value_is_asked_for(self):
        kind = self.env.ref("complaint_management.remedy_type_compensation")
        wizard = self._choose(self.anna, remedy_type_id=kind.id)
        with self._assert_refused("what each of them gets"):
            wizard.action_make_cases()

    def test_a_task_for_whoever_looks_after_them(self):
        self.anna.user_id = self.handler
        wizard = self._choose(self.anna, self.bo)
        wizard.action_make_tasks()
        kind = self.env.ref(TO_CALL)
        tasks = (self.anna | self.bo).activity_ids.filtered(
            lambda task: task.activity_type_id == kind
        )
        self.assertEqual(tasks.user_id, self.handler | self.officer)
        self.assertIn("main switch", tasks[0].note)
        wizard.action_make_tasks()
        self.assertEqual(len(self.anna.activity_ids), 1)
        self.assertFalse(self._choose(self.anna).line_ids)
        self.assertFalse(self._get_found())

    def test_what_is_missing(self):
        for way, words in (("hand", "Choose the contacts"), ("lot", "where customers")):
            ways = self.Incident._get_open_ways()
            if way == "lot" and "lot" in ways:
                continue
            with self.subTest(way=way), self._assert_refused(words):
                self.incident.with_user(self.officer)._find_affected(
                    way,
                    self.env["complaint.incident.affected"]
                    .new({"incident_id": self.incident.id})
                    ._get_search(),
                    Domain.TRUE,
                )
        wizard = self._choose(self.anna)
        wizard.description = "<p><br></p>"
        with self._assert_refused("what it is about"):
            wizard.action_make_cases()
        self.incident._write_sealed({"state": "closed"})
        wizard.description = "<p>Swapped</p>"
        with self._assert_refused("is closed"):
            wizard.action_make_cases()

    def test_who_may(self):
        for user in (self.handler, self.outsider):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._look(user=user, way="hand")
        wizard = self._choose(self.anna)
        with self.assertRaises(AccessError):
            wizard.with_user(self.manager).action_make_cases()
        with self.assertRaises(AccessError):
            self.incident.with_user(self.handler)._open_found_cases(
                {self.anna: False}, {}
            )

    def test_who_asks_for_protection_later_is_not_named(self):
        """The list of the incident forgets them as their case does (R152)."""
        self._choose(self.anna, self.bo).action_make_cases()
        case = self._get_found().filtered(lambda one: one.partner_id == self.anna)
        case.sudo().identity_mode = "confidential"
        self.assertEqual(self.incident.customer_ids.partner_id, self.bo)

    def test_what_a_duplicate_found_is_known_to_the_survivor(self):
        survivor = self._open(self._create_case())
        self._choose(self.anna, self.bo).action_make_cases()
        self.incident.with_user(self.officer).action_duplicate(survivor_id=survivor.id)
        self.assertEqual(survivor.customer_ids.partner_id, self.anna | self.bo)
        self.assertEqual(len(survivor.complaint_ids), 5)

    def test_nobody_says_that_we_found_it(self):
        with self._assert_refused("cannot be written directly"):
            self.case.with_user(self.officer).write({"is_found_by_us": True})


@tagged("post_install", "-at_install")
class TestCrisis(IncidentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.incident = cls.incident.with_user(cls.manager)

    def _get_told(self):
        notes = self.env["mail.message"].search(
            [
                ("model", "=", self.incident._name),
                ("res_id", "=", self.incident.id),
                ("subject", "ilike", "Crisis"),
            ]
        )
        return notes.partner_ids

    def test_it_is_declared_with_a_reason_and_told_at_once(self):
        self.company.complaint_crisis_user_ids = self.officer
        self.incident.action_declare_crisis(reason="It is on television.")
        self.assertTrue(self.incident.is_crisis)
        self.assertEqual(self.incident.crisis_user_id, self.manager)
        self.assertEqual(self.incident.severity, "3")
        self.assertEqual(self._get_told(), self.officer.partner_id)
        words = str(self.incident.message_ids.mapped("body"))
        self.assertIn("on television", words)
        self.incident.action_end_crisis(reason="All meters are right.")
        self.assertFalse(self.incident.is_crisis)
        self.assertFalse(self.case.is_crisis)

    def test_managers_are_told_where_nobody_is_named(self):
        self.incident.action_declare_crisis(reason="A child was hurt.")
        self.assertIn(self.manager.partner_id, self._get_told())

    def test_whom_it_is_about_is_not_told(self):
        self.company.complaint_crisis_user_ids = self.officer | self.manager
        for case in self.case | self.other:
            self._accuse(case)
        self.env.invalidate_all()
        self.incident.action_declare_crisis(reason="It is on television.")
        self.assertEqual(self._get_told(), self.manager.partner_id)

    def test_its_cases_come_first(self):
        """Those that join later, too; what has ended stays as it was."""
        closed = self._create_case()
        closed.incident_id = self.incident
        closed._write_protected({"state": "closed"})
        self.incident.action_declare_crisis(reason="It is on television.")
        self.assertEqual(self.case.severity, "3")
        self.assertTrue(self.case.is_crisis)
        self.assertEqual(closed.severity, "2")
        later = self._create_case()
        later.incident_id = self.incident
        self.assertEqual((later.severity, later.is_crisis), ("3", True))

    def test_escalations_reach_the_crisis_people(self):
        self.company.complaint_crisis_user_ids = self.officer
        rule = self.env["complaint.escalation.rule"].search([], limit=1)
        before = rule._get_named_people(self.case)[self.case]
        self.incident.action_declare_crisis(reason="It is on television.")
        named = rule._get_named_people(self.case | self.case.copy())
        self.assertEqual(named[self.case], before | self.officer)

    def test_what_is_refused(self):
        with self._assert_refused("the reason"):
            self.incident.action_declare_crisis()
        with self._assert_refused("no crisis"):
            self.incident.action_end_crisis(reason="Over")
        self.incident.action_declare_crisis(reason="A child was hurt.")
        with self._assert_refused("a crisis already"):
            self.incident.action_declare_crisis(reason="Again")
        for user in (self.officer, self.handler):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self.incident.with_user(user).action_end_crisis(reason="Over")
        with self._assert_refused("use the buttons"):
            self.incident.write({"is_crisis": False})

    def test_a_crisis_ends_with_the_incident(self):
        self.incident.action_declare_crisis(reason="A child was hurt.")
        self.incident.action_no_fault(reason="It was a rumour")
        self.assertFalse(self.incident.is_crisis)

    def test_media_risk_is_seen_on_the_incident(self):
        case = self.case.with_user(self.handler)
        case.write({"media_risk": "public", "media_link": "https://news.example/1"})
        self.other.media_risk = "none"
        self.assertEqual(self.incident.media_count, 1)
