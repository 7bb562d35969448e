# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What happens when a case is written happens in phases, and nowhere beside them."""

from odoo.orm.models import MetaModel
from odoo.tests import BaseCase, TransactionCase, tagged

from odoo.addons.complaint_management.tools.case.phases import prepares

from .. import phases

MODULE = "complaint_management"


@tagged("post_install", "-at_install")
class TestPlaces(BaseCase):
    def setUp(self):
        super().setUp()
        self.classes = MetaModel._module_to_models__[MODULE]

    def test_only_the_phases_override_create_and_write(self):
        """Who asks what happens when a case is written finds it in one place."""
        found = {
            cls.__module__.split(".models.")[1]
            for cls in phases.get_classes_of_the_case(self.classes)
            if {"create", "write"} & set(vars(cls))
        }
        self.assertEqual(found, {"case.phases"})

    def test_what_a_room_adds_to_a_case_is_in_files_called_so(self):
        """Whoever asks what a room adds to a case opens ``case*.py`` of the room."""
        places = [
            cls.__module__.split(".")[-2:]
            for cls in phases.get_classes_of_the_case(self.classes)
            if ".models." in cls.__module__
        ]
        elsewhere = [
            (room, name)
            for room, name in places
            if room != "case" and not name.startswith("case")
        ]
        self.assertTrue(places)
        self.assertFalse(elsewhere)


@tagged("post_install", "-at_install")
class TestPhases(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cases = cls.env["complaint.complaint"]

    def test_steps_are_about_fields_that_are_there(self):
        """A field that is renamed does not silently lose what follows from it."""
        for phase in phases.PHASES:
            for step in self.cases._get_steps(phase):
                with self.subTest(step=step.method):
                    self.assertFalse(step.fnames - set(self.cases._fields))
                    self.assertTrue(callable(getattr(self.cases, step.method)))
                    if step.remember:
                        self.assertTrue(callable(getattr(self.cases, step.remember)))

    def test_steps_stand_from_the_ground_up(self):
        """The page tells the order in which the product calls them."""
        told = [
            (step.phase, name)
            for _room, step, name, _purpose in phases.find_steps(
                MetaModel._module_to_models__[MODULE]
            )
        ]
        called = [
            (phase, step.method)
            for phase in phases.PHASES
            for step in self.cases._get_steps(phase)
        ]
        self.assertEqual(
            list(dict.fromkeys(told)), list(dict.fromkeys(called)), "another order"
        )

    def test_an_overridden_step_is_still_a_step(self):
        """Another addon extends a method without repeating when it is called."""
        heard = []
        self.patch(
            type(self.cases),
            "_count_handovers",
            lambda cases, before: heard.append((cases, before)),
        )
        self.env.registry.clear_cache()
        case = self.cases.create({"name": "One"})
        case.write({"name": "Two"})
        self.assertFalse(heard)
        case.write({"user_id": self.env.ref("base.user_admin").id})
        self.assertEqual(heard[0][0], case)
        self.assertIn(case, heard[0][1])

    def test_a_step_is_called_for_its_fields_only(self):
        @prepares("severity", "name")
        def method(self, vals):
            return vals

        (step,) = method._case_steps
        self.assertTrue(step.is_about({"name": "x"}))
        self.assertFalse(step.is_about({"kind": "inquiry"}))

    def test_nothing_is_written_on_none(self):
        """A batch that found nothing to do is no new case, and is refused nothing."""
        self.assertTrue(self.cases.browse().sudo().write({"date_rated": False}))

    def test_what_is_remembered_is_how_it_was(self):
        """What follows compares with what was there before, for each case."""
        users = self.env["res.users"].create(
            [
                {
                    "name": name,
                    "login": f"{name}@phases.example",
                    "group_ids": [
                        (4, self.env.ref(f"{MODULE}.group_complaint_user").id)
                    ],
                }
                for name in ("ann", "bob")
            ]
        )
        first, second = self.cases.create(
            [{"name": "One", "user_id": user.id} for user in users]
        )
        (first | second).write({"user_id": users[1].id})
        self.assertEqual((first | second).mapped("reassign_count"), [1, 0])
