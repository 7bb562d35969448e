# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Lessons: written for all, approved by somebody else (R38, R205)."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.complaint_management.models.learning.lesson_table import ACTS, STATES

from .lesson_common import WORDS, LessonCase


@tagged("post_install", "-at_install")
class TestLesson(LessonCase):
    def test_the_way_to_all_staff(self):
        """Written by one, approved by another, then read by each employee."""
        lesson = self._write_lesson()
        self.assertEqual(lesson.author_id, self.handler)
        self.assertFalse(self._read_as(self.employee, lesson))
        lesson.with_user(self.handler).action_submit()
        self.assertEqual(lesson.state, "asked")
        [task] = lesson.activity_ids
        self.assertTrue(
            task.user_id.has_group("complaint_management.group_complaint_officer")
        )
        self.assertFalse(self._read_as(self.employee, lesson))
        lesson.with_user(self.officer).action_approve()
        self.assertEqual(lesson.state, "approved")
        self.assertEqual(lesson.approver_id, self.officer)
        self.assertTrue(lesson.date_approved)
        self.assertFalse(lesson.activity_ids)
        read = self._read_as(self.employee, lesson)
        self.assertEqual(read.next_time, WORDS["next_time"])

    def test_who_approves_it_is_asked_in_their_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        (self.officer | self.second_officer).lang = "fr_FR"
        kind = self.env.ref("complaint_management.mail_activity_type_lesson")
        kind.with_context(lang="fr_FR").summary = "Est-ce vrai ?"
        lesson = self._write_lesson()
        lesson.with_user(self.handler).action_submit()
        self.assertEqual(lesson.activity_ids.summary, "Est-ce vrai ?")

    def test_nobody_approves_their_own(self):
        """Neither who wrote it, nor who asked; nor who is no officer."""
        lesson = self._write_lesson(self.officer)
        lesson.with_user(self.second_officer).action_submit()
        for user in (self.officer, self.second_officer, self.colleague):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                lesson.with_user(user).action_approve()
        lesson.with_user(self.manager).action_approve()
        self.assertEqual(lesson.state, "approved")

    def test_only_managers_approve_for_all_companies(self):
        lesson = self._write_lesson(company_id=False, category_ids=False)
        lesson.with_user(self.handler).action_submit()
        with self.assertRaises(AccessError):
            lesson.with_user(self.officer).action_approve()
        lesson.with_user(self.manager).action_approve()
        self.assertEqual(lesson.state, "approved")

    def test_the_table_holds(self):
        """From each state only what the table says."""
        for state, _label in STATES:
            for name, act in ACTS.items():
                if state in act.sources:
                    continue
                lesson = self._write_lesson()
                lesson.sudo()._write_sealed({"state": state})
                with self.subTest(state=state, act=name), self.assertRaises(UserError):
                    lesson.with_user(self.officer)._act(name, reason="So", checked=True)

    def test_what_was_agreed_stays(self):
        """It is revised first, and nobody reads it meanwhile."""
        lesson = self._approve(self._write_lesson())
        for user in (self.handler, self.officer):
            with self._assert_refused("no draft"):
                lesson.with_user(user).write({"text": "<p>Other</p>"})
        with self._assert_refused("reason"):
            lesson.with_user(self.officer).action_revise()
        lesson.with_user(self.officer).action_revise(reason="A word is wrong")
        self.assertFalse(self._read_as(self.employee, lesson))
        lesson.with_user(self.officer).write({"text": "<p>Other</p>"})
        self.assertFalse(lesson.approver_id)

    def test_only_buttons_move_it(self):
        lesson = self._write_lesson()
        for vals in (
            {"state": "approved"},
            {"approver_id": self.officer.id},
            {"author_id": self.employee.id},
            {"date_approved": fields.Datetime.now()},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                lesson.with_user(self.officer).write(vals)
        with self.assertRaises(UserError):
            self._write_lesson(state="approved")
        with self.assertRaises(UserError):
            lesson.sudo().unlink()

    def test_something_has_to_stand_in_it(self):
        for vals in ({"text": "<p><br></p>"}, {"next_time": "  "}):
            lesson = self._write_lesson(**vals)
            with self._assert_refused("what we learned"):
                lesson.with_user(self.handler).action_submit()

    def test_retired_and_sent_back(self):
        lesson = self._write_lesson()
        lesson.with_user(self.handler).action_submit()
        lesson.with_user(self.officer).action_send_back(reason="Say where")
        self.assertEqual(lesson.state, "draft")
        self.assertEqual(lesson.activity_ids.user_id, self.handler)
        self._approve(lesson)
        lesson.with_user(self.officer).action_retire(reason="No such meters any more")
        self.assertFalse(self._read_as(self.employee, lesson))

    def test_html_is_harmless(self):
        lesson = self._write_lesson(text="<p onclick='x()'>A<script>y()</script></p>")
        self.assertNotIn("script", lesson.text)
        self.assertNotIn("onclick", lesson.text)

    def test_searched_by_text_and_category(self):
        lesson = self._approve(self._write_lesson())
        found = self.Lesson.with_user(self.employee)
        self.assertIn(lesson, found.search([("text", "ilike", "side by side")]))
        self.assertIn(lesson, found.name_search("both meters") and lesson)
        self.assertIn(
            lesson,
            found.search([("category_ids", "child_of", self.category.id)]),
        )

    # ------------------------------------------------------------------
    # Names
    # ------------------------------------------------------------------

    def test_many_at_once(self):
        """The list asks as often for forty as for four."""
        lessons = self._write_lesson().union(*(self._write_lesson() for _n in range(9)))
        fnames = ["name", "allowed_acts", "complaint_ids", "display_name"]

        def read(some):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.with_user(self.officer).read(fnames)
            return self.env.cr.sql_log_count - before

        read(lessons)
        self.assertEqual(read(lessons[:2]), read(lessons))
