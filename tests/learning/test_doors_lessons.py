# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What lessons, and what came back, tell those who may not read the case."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .lesson_common import LessonCase
from .test_action_effect import EffectCase
from .test_incident import IncidentCase
from .test_recurrence import CAME_BACK, RecurrenceCase


@tagged("post_install", "-at_install")
class TestLessonDoors(LessonCase):
    def test_a_link_presets_no_sources(self):
        """Nobody learns of a case by presetting it in the context (R153)."""
        hidden = self._accuse(self._create_case())
        action = self.env["complaint.action"].create(
            {"name": "Deed", "complaint_ids": [Command.link(hidden.id)]}
        )
        self.env.invalidate_all()
        for key, record in (
            ("source_ids", hidden),
            ("complaint_ids", hidden),
            ("source_action_ids", action),
            ("action_ids", action),
        ):
            preset = {f"default_{key}": [Command.link(record.id)]}
            lessons = self.Lesson.with_user(self.outsider).with_context(**preset)
            with self.subTest(key=key):
                try:
                    lesson = lessons.create({"name": "All of them"})
                except UserError:
                    continue
                kept = lesson.sudo()
                self.assertFalse(kept.source_ids)
                self.assertFalse(kept.source_action_ids)

    def test_who_owns_an_action_tries_no_names(self):
        """They write a list of all staff, and see not who is in the case."""
        case = self._create_case(user_id=self.handler.id)
        accused = self.staff[self.officer]
        case.sudo().complained_employee_ids = accused
        action = self.env["complaint.action"].create(
            {
                "name": "Deed",
                "complaint_ids": [Command.link(case.id)],
                "user_id": self.outsider.id,
            }
        )
        self.env.invalidate_all()
        everybody = self.staff.values()
        lesson = self.Lesson.with_user(self.outsider).create(
            {
                "name": ", ".join(person.name for person in everybody),
                "action_ids": [Command.link(action.id)],
            }
        )
        self.assertFalse(lesson.names_found)
        self.assertIn(accused.name, lesson.with_user(self.manager).names_found)

    def test_sources_are_chosen_on_the_lesson(self):
        """No case and no action is hung on a lesson of somebody else."""
        lesson = self._write_lesson(self.officer, complaint_ids=False)
        case = self._create_case(user=self.outsider, user_id=self.outsider.id)
        action = self.env["complaint.action"].create(
            {"name": "Deed", "user_id": self.outsider.id}
        )
        for record in (case, action):
            with self.subTest(model=record._name):
                mine = record.with_user(self.outsider)
                with self._assert_refused("cannot be written directly"):
                    mine.write({"lesson_ids": [Command.link(lesson.id)]})


@tagged("post_install", "-at_install")
class TestRecurrenceDoors(RecurrenceCase):
    def test_it_came_back_in_a_case_about_the_reader(self):
        """One person is told; the accused sees neither a task nor a date (R153)."""
        action = self._finish()
        case = self._receive(
            user=self.manager,
            identity_mode="confidential",
            complained_employee_ids=[Command.set(self.staff[self.officer].ids)],
        )
        case.cause_id = self.cause
        self.env.invalidate_all()
        self.assertEqual(action.recurrence_ids, case)
        accused = action.with_user(self.officer)
        self.assertFalse(accused.has_come_back)
        self.assertFalse(accused.date_recurrence_told)
        self.assertFalse(self._get_tasks(accused))
        summary = self.env.ref(CAME_BACK).summary
        told = self.env["mail.message"].search(
            [
                ("model", "=", action._name),
                ("res_id", "=", action.id),
                ("subject", "ilike", summary),
            ]
        )
        self.assertEqual(told.partner_ids, self.colleague.partner_id)
        self.assertFalse(told.with_user(self.officer).search([("id", "=", told.id)]))
        # A case that all may know of has the task made.
        self._receive(cause_id=self.cause.id)
        self.assertEqual(self._get_tasks(action).user_id, self.colleague)


@tagged("post_install", "-at_install")
class TestEffectDoors(EffectCase):
    def test_figures_leave_out_what_the_reader_may_not_know(self):
        """Nobody finds a case about themselves by counting in narrow bounds (R153)."""
        secret = {
            "identity_mode": "confidential",
            "complained_employee_ids": [Command.set(self.staff[self.officer].ids)],
        }
        self._receive(-150, 6)
        self._receive(-150, 1, **secret)
        action = self._plan()
        self._finish(action)
        self._receive(-50, 20)
        self._receive(-50, 2, **secret)
        action._look_at_effects()
        self.env.invalidate_all()
        accused = action.with_user(self.officer)
        manager = action.with_user(self.manager)
        self.assertIn("6 in 100 days", accused.base_words)
        self.assertIn("7 in 100 days", manager.base_words)
        self.assertIn("20 in", accused.effect_sentence)
        self.assertIn("22 in", manager.effect_sentence)
        self.assertNotIn("sorted differently", accused.effect_sentence)
        self.assertEqual(accused.effect_proposal, manager.effect_proposal)


@tagged("post_install", "-at_install")
class TestReopenedDoors(IncidentCase):
    def test_what_did_not_work_is_not_named_to_whom_it_is_about(self):
        """The incident is read by more people than the action (R153)."""
        hidden = self._accuse(self._create_case())
        action = self.env["complaint.action"].create(
            {
                "name": "Talk with the officer of window 3",
                "complaint_ids": [Command.link(hidden.id)],
                "incident_ids": [Command.link(self.incident.id)],
            }
        )
        self.env.invalidate_all()
        self.incident._write_sealed({"state": "resolved", "code": "fixed"})
        action._after_ineffective()
        log = str(self.incident.with_user(self.officer).message_ids.mapped("body"))
        self.assertIn("did not work", log)
        self.assertNotIn("window 3", log)
