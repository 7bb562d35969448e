# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Categories send cases where they belong and say what is asked of them."""

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import ComplaintCase


@tagged("post_install", "-at_install")
class TestRouting(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.child = cls._create_category(name="Meters", parent_id=cls.category.id)

    @classmethod
    def _create_category(cls, **vals):
        return cls.category.create({"company_id": cls.company.id, **vals})

    def test_routed_at_once(self):
        """Team, unit, handler and severity come from the category (R60)."""
        case = self._create_case()
        self.assertEqual(case.team_id, self.team)
        self.assertEqual(case.department_id, self.department)
        self.assertEqual(case.user_id, self.handler)
        self.assertEqual(case.severity, "2")

    def test_a_form_shows_where_it_goes(self):
        """Choosing a category fills the rest before saving (R60)."""
        with Form(self.Complaint.with_user(self.clerk)) as form:
            form.name = "Wrong bill"
            form.partner_name = "Li"
            form.category_id = self.category
            self.assertEqual(form.user_id, self.handler)
            self.assertEqual(form.severity, "2")

    def test_an_emptied_guide_is_no_guide(self):
        """What the editor leaves behind does not hide the parent's guide (R25)."""
        self.category.handling_guide = "<p>Compare the numbers of the meters.</p>"
        self.child.handling_guide = "<p><br></p>"
        self.assertEqual(
            self.child._get_inherited("handling_guide"), self.category.handling_guide
        )

    def test_inherited_from_the_parents(self):
        """What a category leaves empty, its nearest parent says (R60)."""
        grandchild = self._create_category(name="Swapped", parent_id=self.child.id)
        case = self._create_case(category_id=grandchild.id)
        self.assertEqual(case.user_id, self.handler)
        self.assertEqual(case.team_id, self.team)
        self.assertEqual(case.severity, "2")
        self.child.user_id = self.colleague
        self.child.severity = "0"
        case = self._create_case(category_id=grandchild.id)
        self.assertEqual(case.user_id, self.colleague)
        self.assertEqual(case.severity, "0")

    def test_what_people_entered_stays(self):
        """Routing fills what is empty and overrules nobody (R60)."""
        case = self._create_case(user_id=self.colleague.id, severity="0")
        self.assertEqual(case.user_id, self.colleague)
        self.assertEqual(case.severity, "0")
        case.category_id = self.child
        self.assertEqual(case.user_id, self.colleague)

    def test_the_team_leader(self):
        """A category may leave its cases to the leader of the team."""
        category = self._create_category(
            name="Quality", team_id=self.team.id, use_team_leader=True
        )
        self.assertEqual(
            self._create_case(category_id=category.id).user_id, self.handler
        )
        category.user_id = self.colleague
        self.assertEqual(
            self._create_case(category_id=category.id).user_id, self.colleague
        )

    def test_archived_people_get_no_cases(self):
        """A handler, team or unit that is gone does not swallow cases (R60)."""
        self.handler.active = False
        self.team.active = False
        self.department.active = False
        case = self._create_case()
        # Nobody is found: it stays with whoever met the customer (R86).
        self.assertEqual(case.user_id, self.clerk)
        self.assertTrue(case.is_unrouted)
        self.assertFalse(case.team_id)
        self.assertFalse(case.department_id)

    def test_people_of_another_company_get_no_cases(self):
        """A category for all companies sends nothing across the fence."""
        company_b = self.env["res.company"].create({"name": "Gas Company"})
        shared = self.category.create({"name": "Shared", "user_id": self.handler.id})
        case = self.Complaint.create(
            {
                "name": "In B",
                "partner_name": "Wang",
                "company_id": company_b.id,
                "category_id": shared.id,
            }
        )
        self.assertFalse(case.user_id)

    def test_records_of_another_company_are_refused(self):
        """A company's category points at its own team and unit only."""
        company_b = self.env["res.company"].create({"name": "Gas Company"})
        team_b = self.team.create({"name": "B", "company_id": company_b.id})
        with self.assertRaises(UserError):
            self.category.team_id = team_b
        with self.assertRaises(UserError):
            self._create_category(name="B", company_id=company_b.id).write(
                {"parent_id": self.category.id}
            )


@tagged("post_install", "-at_install")
class TestCategory(ComplaintCase):
    def _get_field(self, name):
        return self.env["ir.model.fields"]._get("complaint.complaint", name)

    def test_required_fields_are_real(self):
        """Only what a person can fill in is asked for (R57)."""
        self.category.required_field_ids = self._get_field("external_ref")
        for wrong in (
            self.env["ir.model.fields"]._get("res.partner", "vat"),
            self._get_field("number"),
            self._get_field("state"),
            self._get_field("recourse_explained"),
        ):
            with self.subTest(field=wrong.name), self.assertRaises(ValidationError):
                self.category.required_field_ids = wrong

    def test_the_tree_has_no_knots(self):
        """A branch is not its own parent, near or far."""
        child = self.category.create(
            {
                "name": "Meters",
                "parent_id": self.category.id,
                "company_id": self.company.id,
            }
        )
        for parent in (child, self.category):
            with self.assertRaises(UserError):
                self.category.parent_id = parent

    def test_paths_are_shown_and_found(self):
        """A category is shown with its parents, and found by name or path."""
        child = self.category.create(
            {
                "name": "Meter readings",
                "parent_id": self.category.id,
                "company_id": self.company.id,
            }
        )
        self.assertEqual(child.display_name, "Wrong bill / Meter readings")
        for words in ("eter read", "Wrong bill / Meter", "Wrong bill / Meter readings"):
            found = [record_id for record_id, _name in child.name_search(words)]
            self.assertIn(child.id, found, words)
        self.assertFalse(child.name_search("Right bill / Meter"))
        self.category.name = "Bills"
        self.assertEqual(child.display_name, "Bills / Meter readings")

    def test_used_branches_stay(self):
        """A category with cases is archived, not lost with its statistics."""
        case = self._create_case()
        self.assertEqual(self.category.complaint_count, 1)
        self.category.active = False
        self.assertEqual(case.category_id, self.category)

    def test_the_plan_starts_on_assessment(self):
        """The category's plan gives the handler what to do first."""
        plan = self.env["mail.activity.plan"].create(
            {
                "name": "First steps",
                "res_model": "complaint.complaint",
                "company_id": self.company.id,
                "template_ids": [
                    Command.create(
                        {
                            "activity_type_id": self.env.ref(
                                "mail.mail_activity_data_todo"
                            ).id,
                            "summary": "Read both meters",
                            "responsible_type": "on_demand",
                        }
                    )
                ],
            }
        )
        self.category.activity_plan_id = plan
        case = self._bring_to(self._create_case(), "acknowledged")
        self.assertFalse(case.activity_ids)
        self._bring_to(case, "assessed")
        self.assertRecordValues(
            case.activity_ids,
            [{"summary": "Read both meters", "user_id": self.handler.id}],
        )

    def test_standards_reach_the_form(self):
        """What customers may expect is in front of whoever handles (R25)."""
        self.category.service_standard = "<p>Corrected in two days.</p>"
        child = self.category.create(
            {
                "name": "Meters",
                "parent_id": self.category.id,
                "company_id": self.company.id,
            }
        )
        case = self._create_case(category_id=child.id).with_user(self.handler)
        self.assertIn("two days", case.category_service_standard)

    def test_causes_have_an_origin(self):
        """Causes form a tree whose origin analyses group by (R12, R61)."""
        child = self.cause.create({"name": "At acceptance", "parent_id": self.cause.id})
        self.assertEqual(child.display_name, "Meters swapped / At acceptance")
        self.assertTrue(child.origin)
        with self.assertRaises(UserError):
            self.cause.parent_id = child
