# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What has to be said before a case goes on, and what a manager passes."""

from odoo.tests import tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestAssessing(ComplaintCase):
    def test_whether_the_demand_is_reasonable(self):
        """A second verdict, asked for where something is asked for (R14)."""
        case = self._bring_to(self._create_case(demand="A refund"), "acknowledged")
        as_handler = case.with_user(self.handler)
        as_handler.grounds = "sufficient"
        label = case._fields["demand_verdict"].string
        with self._assert_refused(label):
            as_handler.action_assess()
        as_handler.demand_verdict = "partly"
        as_handler.action_assess()
        self.assertEqual(case.state, "assessed")

    def test_nobody_judges_a_demand_that_was_not_made(self):
        case = self._bring_to(self._create_case(), "acknowledged")
        case.with_user(self.handler).grounds = "sufficient"
        case.with_user(self.handler).action_assess()
        self.assertEqual(case.state, "assessed")

    def test_the_category_asks_for_demand_and_object(self):
        """Whoever assesses knows what is asked for, and about what (R32, R57)."""
        demand = self.env.ref("complaint_management.field_complaint_complaint__demand")
        parent = self.env["complaint.category"].create(
            {
                "name": "Goods",
                "required_field_ids": [(6, 0, demand.ids)],
                "requires_object": True,
            }
        )
        self.category.parent_id = parent
        case = self._bring_to(self._create_case(), "acknowledged")
        as_handler = case.with_user(self.handler)
        as_handler.grounds = "sufficient"
        with self._assert_refused("Demand"):
            as_handler.action_assess()
        as_handler.write({"demand": "Another one", "demand_verdict": "reasonable"})
        with self._assert_refused("what or whom it is about"):
            as_handler.action_assess()
        as_handler.complained_object = "The meter in the cellar"
        as_handler.action_assess()
        self.assertEqual(case.state, "assessed")

    def test_it_leads_to_what_is_known_from_the_start(self):
        """Not to what is found out later, though the category asks for that, too."""
        fnames = ("cause_id", "street")
        self.category.required_field_ids = self.env["ir.model.fields"].union(
            *(
                self.env["ir.model.fields"]._get("complaint.complaint", name)
                for name in fnames
            )
        )
        case = self._create_case()
        self.assertEqual(case._find_need_field("recorded"), "street")
        self.assertEqual(case._find_need_field("category_fields"), "cause_id")

    def test_a_manager_passes_what_the_category_asks_for(self):
        self.category.requires_object = True
        case = self._bring_to(self._create_case(), "acknowledged")
        case.with_user(self.handler).grounds = "sufficient"
        case.with_user(self.manager)._transition(
            "assess", reason="The customer does not say", override=True
        )
        self.assertEqual(case.state, "assessed")
        self.assertIn("what or whom", case.transition_ids[-1].missing)

    def test_what_came_with_the_addon_asks_for_it(self):
        """Every branch that is shipped asks what the customer wants (R32)."""
        tops = self.env["complaint.category"].search([("parent_id", "=", False)])
        ids = self.env["ir.model.data"].search(
            [
                ("module", "=", "complaint_management"),
                ("model", "=", "complaint.category"),
            ]
        )
        shipped = tops.filtered(lambda top: top.id in ids.mapped("res_id"))
        self.assertTrue(shipped)
        for top in shipped:
            with self.subTest(category=top.name):
                self.assertIn("demand", top._get_inherited_required_fields())
        self.assertTrue(any(shipped.mapped("requires_object")))


@tagged("post_install", "-at_install")
class TestGrounds(ComplaintCase):
    def _find_out(self, **vals):
        case = self._bring_to(self._create_case(), "investigating")
        case.with_user(self.handler).grounds = "insufficient"
        case.with_user(self.investigator).write(
            {**self._prepare_solution_vals(), **vals}
        )
        return case

    def test_without_grounds_nothing_is_upheld_in_full(self):
        """Not established means not upheld, unless a manager says why (R15)."""
        case = self._find_out()
        with self._assert_refused("The grounds were found insufficient"):
            case.with_user(self.investigator).action_propose()
        case.with_user(self.manager)._transition(
            "propose", reason="Goodwill of the house", override=True
        )
        self.assertEqual(case.state, "proposed")

    def test_partly_is_possible(self):
        case = self._find_out(verdict="partly_upheld")
        case.with_user(self.investigator).action_propose()
        self.assertEqual(case.state, "proposed")

    def test_they_are_answered_sooner(self):
        """A complaint without grounds has a shorter time to its answer (R15)."""
        policy = self.env.ref("complaint_management.complaint_sla_policy_insufficient")
        case = self._bring_to(self._create_case(), "acknowledged")
        before = case._get_open_clocks(["resolve"]).date_due
        case.with_user(self.handler).grounds = "insufficient"
        self.assertEqual(case.policy_id, policy)
        self.assertLess(case._get_open_clocks(["resolve"]).date_due, before)


@tagged("post_install", "-at_install")
class TestResponsible(ComplaintCase):
    def _investigate(self, **vals):
        case = self._bring_to(self._create_case(), "investigating")
        solution = self._prepare_solution_vals()
        del solution["responsible_department_ids"], solution["responsible_process"]
        case.with_user(self.investigator).write({**solution, **vals})
        return case.with_user(self.investigator)

    def test_whose_fault_it_was(self):
        """Where the fault is ours, unit and people are asked for (R8, R62)."""
        case = self._investigate()
        with self._assert_refused("department that is responsible"):
            case.action_propose()
        case.responsible_department_ids = self.department
        with self._assert_refused("Nobody in Person"):
            case.action_propose()
        case.responsible_employee_ids = self.staff[self.employee]
        case.action_propose()
        self.assertEqual(case.state, "proposed")

    def test_nobody_in_person_is_an_answer(self):
        case = self._investigate(
            responsible_department_ids=[(6, 0, self.department.ids)],
            responsible_process=True,
        )
        case.action_propose()
        self.assertEqual(case.state, "proposed")

    def test_a_fault_of_the_customer_has_no_responsible_unit(self):
        """Who misunderstood something is answered, and nobody is blamed (R10)."""
        case = self._investigate(fault_level="customer", verdict="not_upheld")
        case.action_propose()
        self.assertEqual(case.state, "proposed")


@tagged("post_install", "-at_install")
class TestLesson(ComplaintCase):
    def test_the_lesson_is_written_before_closing(self):
        """Where the fault was ours, something is learned (R67, R139)."""
        case = self._bring_to(self._create_case(), "resolved")
        case.with_user(self.handler).lesson = "<p><br></p>"
        self._log_contact(case, purpose="follow_up")
        with self._assert_refused("write down the lesson"):
            case.with_user(self.handler).action_close()
        case.with_user(self.manager)._transition(
            "close", reason="The lesson stands in another case", override=True
        )
        self.assertEqual(case.state, "closed")

    def test_no_fault_of_ours_needs_no_lesson(self):
        case = self._bring_to(self._create_case(), "investigating")
        solution = {**self._prepare_solution_vals(), "lesson": False}
        vals = {**solution, "verdict": "not_upheld"}
        case.with_user(self.investigator).write(vals)
        self.assertFalse(case._is_our_fault())
        self.assertFalse(case._check_need_learning({}))
