# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is missing is told on one page, and where it is saved (M18, M19)."""

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestSetup(ComplaintCase):
    def _look(self, user=None, company=None):
        setups = self.env["complaint.setup"].with_user(user or self.manager)
        if company:
            setups = setups.with_company(company)
        return setups.browse(setups.action_open()["res_id"])

    def _find(self, title, **kwargs):
        (line,) = self._look(**kwargs).line_ids.filtered(
            lambda line: line.title == title
        )
        return line

    def _assert_becomes_done(self, title, do):
        self.assertEqual(self._find(title).state, "todo")
        do()
        self.assertEqual(self._find(title).state, "done")

    # ------------------------------------------------------------------
    # The page
    # ------------------------------------------------------------------

    def test_email_domain(self):
        self.company.alias_domain_id = False
        domains = self.env["mail.alias.domain"]
        self._assert_becomes_done(
            "Email domain",
            lambda: self.company.write(
                {"alias_domain_id": domains.create({"name": "setup.example"}).id}
            ),
        )
        self.assertIn("setup.example", self._find("Email domain").sentence)

    def test_public_holidays(self):
        calendar = self.company.resource_calendar_id
        self.company.complaint_calendar_id = False
        leaves = self.env["resource.calendar.leaves"]
        leaves.search([("resource_id", "=", False)]).unlink()
        today = self.env.cr.now().replace(microsecond=0)
        self._assert_becomes_done(
            "Public holidays",
            lambda: leaves.create(
                {
                    "name": "Day off",
                    "calendar_id": calendar.id,
                    "date_from": today.replace(month=6, day=1, hour=0),
                    "date_to": today.replace(month=6, day=1, hour=20),
                }
            ),
        )

    def test_each_kind_has_a_policy(self):
        self.env["complaint.sla.policy"].search([]).active = False
        line = self._find("SLA policies")
        self.assertEqual(line.state, "todo")
        self.assertIn("Inquiry", line.sentence)

    def test_custodians_of_this_company(self):
        """Who works elsewhere only is nobody here."""
        group = self.env.ref("complaint_management.group_complaint_custodian")
        group.all_user_ids.write({"group_ids": [Command.unlink(group.id)]})
        self.assertEqual(self._find("Custodians of identities").state, "todo")
        other = self.env["res.company"].create({"name": "Elsewhere"})
        keeper = self._create_user("setup_keeper", "base.group_user")
        keeper.write(
            {
                "company_ids": [Command.set(other.ids)],
                "company_id": other.id,
                "group_ids": [Command.link(group.id)],
            }
        )
        self.assertEqual(self._find("Custodians of identities").state, "todo")
        keeper.company_ids |= self.company
        line = self._find("Custodians of identities")
        self.assertEqual(line.state, "done")
        self.assertIn(keeper.name, line.sentence)

    def test_categories_without_anybody(self):
        lonely = self.env["complaint.category"].create({"name": "Lonely subject"})
        line = self._find("Routing of categories")
        self.assertEqual(line.state, "todo")
        lonely.department_id = self.department
        self.assertNotIn("Lonely subject", self._find("Routing of categories").sentence)

    def test_public_pages_are_a_choice(self):
        self.company.complaint_public_form = False
        self.assertEqual(self._find("Public pages").state, "choice")

    def test_each_line_leads_to_its_screen(self):
        setup = self._look()
        for line in setup.line_ids.filtered("action"):
            with self.subTest(line.title):
                self.assertTrue(self.env.ref(line.action))
                action = line.action_go()
                self.assertEqual(bool(action), line.can_go)
        self.assertFalse(
            setup.line_ids.filtered(lambda line: line.title == "Email domain").can_go,
            "A manager who is no administrator cannot change the general settings",
        )

    def test_only_managers_and_administrators(self):
        for user in (self.handler, self.officer, self.outsider):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._look(user=user)

    def test_only_companies_that_one_works_for(self):
        """Who works elsewhere is nobody's to read here."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        setups = self.env["complaint.setup"].with_user(self.manager)
        setup = setups.create({"company_id": other.id})
        with self.assertRaises(AccessError):
            setup.action_look_again()
        self.assertFalse(setup.line_ids)

    def test_queries_do_not_grow_with_categories(self):
        def count():
            setup = self._look()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            setup._check_categories()
            return self.env.cr.sql_log_count - before

        few = count()
        self.env["complaint.category"].create(
            [{"name": f"Subject {number}"} for number in range(30)]
        )
        self.assertLessEqual(count(), few)

    def test_who_may_export(self):
        """Odoo's own right, and only of those who handle cases."""
        group = self.env.ref("base.group_allow_export")
        group.user_ids -= self.clerk | self.officer
        group.user_ids |= self.employee
        before = self._find("Export")
        self.assertNotIn(self.officer.name, before.sentence)
        self.assertNotIn(self.employee.name, before.sentence)
        group.user_ids |= self.officer
        line = self._find("Export")
        self.assertIn(self.officer.name, line.sentence)
        self.assertEqual(line.action, "base.action_res_users")

    # ------------------------------------------------------------------
    # Where it is saved
    # ------------------------------------------------------------------

    def test_a_policy_promises_something(self):
        policies = self.env["complaint.sla.policy"].with_user(self.manager)
        with self._assert_refused("no deadline", ValidationError):
            policies.create({"name": "Parking: quick"})
        spare = policies.create({"name": "Parking: quick", "active": False})
        with self._assert_refused("no deadline", ValidationError):
            spare.active = True

    def test_the_last_deadline_is_not_taken_away(self):
        policy = self.env.ref("complaint_management.complaint_sla_policy_inquiry")
        with self._assert_refused("no deadline", ValidationError):
            policy.target_ids = [Command.clear()]

    def test_a_new_policy_begins_with_what_applies_today(self):
        general = self.env.ref("complaint_management.complaint_sla_policy_complaint")
        with Form(self.env["complaint.sla.policy"].with_user(self.manager)) as form:
            form.name = "Parking: quick"
        self.assertEqual(
            form.record.target_ids.mapped(lambda t: (t.milestone, t.unit, t.amount)),
            general.target_ids.mapped(lambda t: (t.milestone, t.unit, t.amount)),
        )

    def test_a_rule_without_anybody_to_tell(self):
        nobody = self.env["res.groups"].create({"name": "Nobody"})
        rule = self.env["complaint.escalation.rule"].create(
            {"name": "Call them", "group_id": nobody.id}
        )
        self.assertIn("Nobody is there", rule.silence)
        nobody.user_ids = self.handler
        rule.invalidate_recordset(["silence"])
        self.assertFalse(rule.silence)
        rule.to_handler = True
        self.assertFalse(rule.silence)

    def test_where_cases_of_a_category_go(self):
        """The list shows what is taken from above, too."""
        parent = self.env["complaint.category"].create(
            {"name": "Above", "department_id": self.department.id}
        )
        child = parent.create({"name": "Below", "parent_id": parent.id})
        self.assertIn(self.department.name, child.route)
        self.assertFalse(parent.create({"name": "Alone"}).route)
