# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Lessons made from a case, and shown to who handles the next one (R205)."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .lesson_common import WORDS, LessonCase


@tagged("post_install", "-at_install")
class TestLessonOnCase(LessonCase):
    def _publish(self, **vals):
        return self._approve(self._write_lesson(**vals))

    def test_made_from_a_case(self):
        """With what was written down there, linked to it."""
        self.case.sudo().lesson = "<p>Label the meters</p>"
        action = self.case.with_user(self.handler).action_make_lesson()
        lesson = (
            self.Lesson.with_user(self.handler)
            .with_context(**action["context"])
            .create({"next_time": "Look twice"})
        )
        self.assertEqual(lesson.complaint_ids, self.case)
        self.assertIn("Label the meters", lesson.text)
        self.assertEqual(lesson.category_ids, self.category)
        self.assertEqual(lesson.cause_ids, self.cause)
        self.assertEqual(self.case.with_user(self.handler).lesson_ids, lesson)
        with self.assertRaises(AccessError):
            self.case.with_user(self.employee).action_make_lesson()

    def test_the_nearest_first(self):
        """Of just this category and cause, then of those above; three, and more."""
        child = self.env["complaint.category"].create(
            {
                "name": "Meter",
                "parent_id": self.category.id,
                "company_id": self.company.id,
            }
        )
        beside = self.env["complaint.category"].create(
            {
                "name": "Heat",
                "parent_id": self.category.id,
                "company_id": self.company.id,
            }
        )
        above = self._publish()
        exact = self._publish(category_ids=[Command.set(child.ids)])
        both = self._publish(
            category_ids=[Command.set(child.ids)],
            cause_ids=[Command.set(self.cause.ids)],
        )
        self._publish(category_ids=[Command.set(beside.ids)])
        self._write_lesson(category_ids=[Command.set(child.ids)])
        case = self._create_case(
            category_id=child.id, cause_id=self.cause.id, user_id=self.handler.id
        ).with_user(self.handler)
        self.assertEqual(case.like_lesson_ids.ids, (both | exact | above).ids)
        self.assertFalse(case.has_more_lessons)
        self._publish(category_ids=[Command.set(child.ids)])
        case.invalidate_recordset()
        self.assertEqual(len(case.like_lesson_ids), 3)
        self.assertTrue(case.has_more_lessons)
        action = case.action_view_lessons()
        found = self.Lesson.with_user(self.handler).search(action["domain"])
        self.assertEqual(len(found), 4)

    def test_it_costs_one_query(self):
        """None, where neither category nor cause are known."""
        self._publish()
        case = self._create_case()
        bare = self._create_case(category_id=False, user_id=self.handler.id)
        for record, most in ((case, 1), (bare, 0)):
            as_handler = record.with_user(self.handler)
            _ = as_handler.like_lesson_ids
            with self.assertQueryCount(most):
                self.assertEqual(len(as_handler._find_lessons(4)), most)

    def test_of_other_companies_nothing(self):
        other = self.env["res.company"].create({"name": "Other works"})
        lesson = self.Lesson.create(
            {
                **WORDS,
                "company_id": other.id,
                "cause_ids": [Command.set(self.cause.ids)],
            }
        )
        lesson._write_sealed({"state": "approved"})
        case = self._create_case(cause_id=self.cause.id).with_user(self.handler)
        self.assertFalse(case.like_lesson_ids)

    def test_the_lesson_of_a_merged_case(self):
        """Goes on with the case that goes on."""
        lesson = self._write_lesson()
        survivor = self._create_case()
        self.case.with_user(self.officer)._merge_into(
            survivor.with_user(self.officer), reason="The same"
        )
        self.assertEqual(survivor.sudo().lesson_ids, lesson)

    def test_who_is_protected_later_stands_in_no_lesson(self):
        """Also where only an action of the case led to it, and it was approved."""
        lesson = self._write_about_action(text="<p>As Li Wei said</p>")
        lesson.with_user(self.officer).action_submit(reason="Agreed with them")
        lesson.with_user(self.second_officer).action_approve()
        self.case.sudo().identity_mode = "confidential"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertNotIn("Li Wei", lesson.text)
        self.assertIn("As", lesson.text)

    def test_short_words_of_a_like_case(self):
        self.case.sudo().lesson = f"<p>Label <b>both</b></p><p>{'long ' * 99}</p>"
        words = self.case.with_user(self.handler).lesson_words
        self.assertTrue(words.startswith("Label both long"))
        self.assertLessEqual(len(words), 201)

    def test_lessons_of_a_case_are_those_one_may_read(self):
        """A draft of somebody else's does not stand on the case."""
        lesson = self._write_lesson(self.officer)
        self.assertEqual(self.case.with_user(self.officer).lesson_ids, lesson)
        self.env.invalidate_all()
        self.assertFalse(self.case.with_user(self.handler).lesson_ids)
