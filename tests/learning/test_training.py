# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who lacked something learns it, by a plan, and nobody else reads it (R104, R130)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..accountability.common import ACCOUNTABILITY, PenaltyCase
from ..common import USER


class TrainingCase(PenaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Row = cls.env["complaint.training.participation"]
        cls.training = (
            cls.env["complaint.training"]
            .with_user(cls.judge)
            .create({"name": "Reading meters", "kind": "skill"})
            .with_env(cls.env)
        )
        cls.person = cls.staff[cls.reader]

    def _take_part(self, user=None, **vals):
        return self.Row.with_user(self.judge).create(
            {
                "training_id": self.training.id,
                "employee_id": self.staff[user or self.reader].id,
                **vals,
            }
        )

    def _contribute(self, factor="skill", **vals):
        case = self._create_case(**vals)
        case.responsible_employee_ids = self.person
        case.contribution_ids = [
            (0, 0, {"employee_id": self.person.id, "factor": factor})
        ]
        return case

    def _get_needs(self):
        return self.Row.search(
            [("employee_id", "=", self.person.id), ("state", "=", "needed")]
        )


@tagged("post_install", "-at_install")
class TestNeed(TrainingCase):
    def test_what_somebody_lacked_is_a_need(self):
        """Attitude, skill or knowledge, and nothing of the case (R104, R129)."""
        self._contribute("attitude")
        need = self._get_needs()
        self.assertEqual(need.kind, "attitude")
        self.assertEqual(need.source, "contribution")
        self.assertEqual(need.department_id, self.department)
        self.assertEqual(self.Row.with_user(self.judge).search([]), need)

    def test_the_same_need_is_there_once(self):
        self._contribute()
        self._contribute()
        self.assertEqual(len(self._get_needs()), 1)
        self._contribute("knowledge")
        self.assertEqual(len(self._get_needs()), 2)

    def test_a_mistake_is_taken_back(self):
        case = self._contribute()
        case.contribution_ids.unlink()
        self.assertFalse(self._get_needs())

    def test_what_is_planned_stays(self):
        case = self._contribute()
        row = self._get_needs()
        row.with_user(self.judge).training_id = self.training
        case.contribution_ids.unlink()
        self.assertEqual(row.state, "planned")

    def test_a_need_is_hidden_from_the_person_and_who_is_above(self):
        """It may come from a case that bars them (R153)."""
        self._contribute(
            identity_mode="confidential",
            complained_employee_ids=[(6, 0, self.person.ids)],
        )
        need = self._get_needs()
        self.head.group_ids += self.env.ref(ACCOUNTABILITY)
        self.reader.group_ids += self.env.ref(ACCOUNTABILITY)
        for user in (self.reader, self.head, self.employee, self.handler, self.manager):
            rows = self.Row.with_user(user)
            self.assertNotIn(need, rows.search([]), user.login)
            self.assertFalse(rows.search_count([]), user.login)
        self.assertIn(need, self.Row.with_user(self.second).search([]))

    def test_an_entry_that_asks_for_a_training_is_a_need(self):
        step = self.env["complaint.penalty.step"].sudo()
        threshold = self.env["complaint.penalty.threshold"].search([], limit=1)
        row = step._create_sealed(
            [
                {
                    "threshold_id": threshold.id,
                    "company_id": self.company.id,
                    "employee_id": self.person.id,
                    "step": "training",
                    "value": 3,
                    "date_crossed": "2026-03-02",
                    "state": "open",
                }
            ]
        )
        self.assertFalse(self._get_needs())
        row._write_sealed({"state": "done"})
        self.assertEqual(self._get_needs().source, "entry")


@tagged("post_install", "-at_install")
class TestPlan(TrainingCase):
    def test_who_is_put_on_a_training_takes_part(self):
        self._contribute()
        row = self._get_needs().with_user(self.judge)
        row.training_id = self.training
        self.assertEqual(row.state, "planned")
        row.training_id = False
        self.assertEqual(row.state, "needed")

    def test_what_ended_stays_as_it_ended(self):
        row = self._take_part()
        row.action_miss()
        other = self.training.copy({"name": "Again"})
        row.training_id = other
        self.assertEqual(row.state, "absent")

    def test_late_is_what_was_planned_and_is_not_done(self):
        row = self._take_part()
        self.training.date_planned = fields.Date.today()
        self.assertFalse(row.is_late)
        self.training.date_planned = fields.Date.today() - timedelta(1)
        self.assertTrue(row.is_late)
        self.assertEqual(self.Row.search([("is_late", "=", True)]), row)
        row.action_do()
        self.assertFalse(row.is_late)
        self.assertEqual(row.date_done, fields.Date.today())

    def test_the_report_groups_by_department_and_result(self):
        """What was planned and done, for managers too (R130, R193)."""
        self.training.is_for_managers = True
        self._take_part().action_pass()
        self._take_part(self.head)
        rows = self.Row.with_user(self.judge)._read_group(
            [("is_for_managers", "=", True)], ["department_id", "state"], ["__count"]
        )
        self.assertEqual(
            {(unit.name, state): count for unit, state, count in rows},
            {("Metering", "passed"): 1, ("Metering", "planned"): 1},
        )

    def test_who_passes_holds_the_competence(self):
        """What is learned counts when cases are given to people (R128)."""
        competence = self.env["complaint.competence"].create({"name": "Meters"})
        self.training.write({"competence_id": competence.id, "valid_months": 12})
        row = self._take_part()
        self.assertFalse(competence._filter_holders(self.reader))
        row.action_pass()
        self.assertEqual(competence._filter_holders(self.reader), self.reader)
        held = competence.held_ids
        self.assertEqual(held.confirmed_by_id, self.judge)
        self.assertGreater(held.date_until, fields.Date.today())
        again = self.training.copy()
        self.training = again
        self._take_part().action_pass()
        self.assertEqual(len(competence.held_ids), 1)

    def test_who_held_it_for_longer_loses_nothing(self):
        competence = self.env["complaint.competence"].create({"name": "Meters"})
        self.training.write({"competence_id": competence.id, "valid_months": 12})
        row = self._take_part()
        held = self.env["complaint.competence.held"].create(
            {"competence_id": competence.id, "employee_id": row.employee_id.id}
        )
        row.action_pass()
        self.assertFalse(held.date_until)

    def test_who_was_absent_learned_nothing(self):
        competence = self.env["complaint.competence"].create({"name": "Meters"})
        self.training.competence_id = competence
        self._take_part().action_miss()
        self.assertFalse(competence.held_ids)


@tagged("post_install", "-at_install")
class TestDoors(TrainingCase):
    def test_the_person_and_their_head_read_it_and_nobody_else(self):
        row = self._take_part()
        for user in (self.reader, self.head):
            self.assertIn(row, self.Row.with_user(user).search([]), user.login)
            training = self.training.with_user(user)
            self.assertTrue(training.has_access("read"), user.login)
            self.assertFalse(row.with_user(user).has_access("write"))
        for user in (self.employee, self.handler, self.manager):
            self.assertFalse(self.Row.with_user(user).search([]), user.login)
            self.assertFalse(self.training.with_user(user).has_access("read"))

    def test_who_takes_part_does_not_read_who_else_does(self):
        self._take_part()
        self._take_part(self.employee)
        training = self.training.with_user(self.reader)
        training.invalidate_recordset()
        self.assertEqual(training.participation_ids.employee_id.ids, self.person.ids)

    def test_nobody_says_of_themselves_that_they_passed(self):
        """Not even an accountability officer."""
        row = self.Row.create(
            {
                "training_id": self.training.id,
                "employee_id": self.staff[self.judge].id,
            }
        )
        for act in ("action_pass", "action_do", "action_miss"):
            with self.assertRaises(AccessError):
                getattr(row.with_user(self.judge), act)()
        with self.assertRaises(AccessError):
            self._take_part(self.judge, training_id=self.training.copy().id)
        with self.assertRaises(AccessError):
            row.with_user(self.reader).action_pass()
        row.with_user(self.second).action_pass()
        self.assertEqual(row.state, "passed")

    def test_another_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self._create_user(
            "training_stranger",
            f"{ACCOUNTABILITY},{USER}",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self._take_part()
        self.assertFalse(self.Row.with_user(stranger).search([]))
        self.assertFalse(self.training.with_user(stranger).has_access("read"))
