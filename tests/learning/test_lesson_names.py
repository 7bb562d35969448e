# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A lesson names nobody, and shows nobody what they may not read (R38, R153)."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .lesson_common import LessonCase


@tagged("post_install", "-at_install")
class TestLessonNames(LessonCase):
    def test_nobody_is_named_by_oversight(self):
        """The complainant, however their name is written, and our people (R38)."""
        self.case.sudo().responsible_employee_ids = self.staff[self.investigator]
        for text in (
            "Wei, Li saw it",
            "case_investigator did it",
            "li.wei@example.com",
        ):
            lesson = self._write_lesson(text=f"<p>{text}</p>")
            as_author = lesson.with_user(self.handler)
            self.assertTrue(as_author.names_found)
            with self.subTest(text=text), self._assert_refused("names stand in it"):
                as_author.action_submit()
        action = as_author.with_context(lesson_act="submit").action_ask()
        self.assertEqual(action["res_model"], "complaint.lesson.act")
        dialog = (
            self.env["complaint.lesson.act"]
            .with_user(self.handler)
            .create({"lesson_id": lesson.id, "act": "submit", "reason": "A product"})
        )
        self.assertTrue(dialog.names_found)
        dialog.action_confirm()
        self.assertEqual(lesson.state, "asked")

    def test_names_by_way_of_an_action(self):
        lesson = self._write_about_action(name="As Li Wei said")
        self.assertIn("Li Wei", lesson.with_user(self.officer).names_found)

    def test_names_in_the_vault_are_not_to_be_guessed(self):
        """Who types names learns of none that it is the protected one (R152)."""
        self.case.sudo().identity_mode = "confidential"
        lesson = self._write_lesson(text="<p>Li Wei, or Zhang San?</p>")
        as_author = lesson.with_user(self.handler)
        self.assertFalse(as_author.names_found)
        self.assertTrue(as_author.is_from_protected)
        as_author.action_submit()
        with self._assert_refused("protected case"):
            lesson.with_user(self.officer).action_approve()
        lesson.with_user(self.officer).action_approve(checked=True)
        self.assertEqual(lesson.state, "approved")

    # ------------------------------------------------------------------
    # Who may know
    # ------------------------------------------------------------------

    def test_links_are_shown_to_who_may_read_them(self):
        lesson = self._approve(self._write_lesson())
        self.assertEqual(lesson.with_user(self.handler).complaint_ids, self.case)
        self.assertFalse(lesson.with_user(self.outsider).complaint_ids)
        with self.assertRaises(AccessError):
            lesson.with_user(self.employee).read(["complaint_ids"])
        for fname in ("source_ids", "source_action_ids"):
            with self.assertRaises(AccessError):
                lesson.with_user(self.manager).read([fname])
            with self.assertRaises(AccessError):
                self.Lesson.with_user(self.manager).search([(fname, "!=", False)])

    def test_the_accused_learns_nothing(self):
        """Before it is approved not that it is there, and then not from what (R153)."""
        lesson = self._write_lesson()
        self._accuse()
        as_accused = lesson.with_user(self.officer)
        self.assertFalse(self._read_as(self.officer, lesson))
        self.assertFalse(
            self.Lesson.with_user(self.officer).search_count([("state", "=", "draft")])
        )
        for act in (as_accused.action_submit, as_accused.action_retire):
            with self.assertRaises(AccessError):
                act()
        self.assertEqual(as_accused.sudo().display_name, "Lesson")
        lesson.with_user(self.handler).action_submit()
        self.assertNotIn(self.officer, lesson.activity_ids.user_id)
        lesson.message_subscribe(self.officer.partner_id.ids)
        self.assertNotIn(self.officer.partner_id, lesson.message_partner_ids)
        with self.assertRaises(AccessError):
            as_accused.action_approve(checked=True)
        lesson.with_user(self.manager).action_approve(checked=True)
        self.assertEqual(self._read_as(self.officer, lesson), lesson)
        self.assertFalse(as_accused.complaint_ids)
        self.assertFalse(as_accused.allowed_acts)

    def test_how_it_came_about_is_for_who_worked_on_it(self):
        """What is said on the way may name people; employees read the lesson only."""
        lesson = self._write_lesson()
        lesson.with_user(self.handler).action_submit()
        lesson.with_user(self.officer).action_send_back(reason="Li Wei stands in it")
        self._approve(lesson)
        messages = self.env["mail.message"].with_user(self.employee)
        self.assertFalse(
            messages.search(
                [("model", "=", "complaint.lesson"), ("res_id", "=", lesson.id)]
            )
        )

    def test_nobody_links_what_they_may_not_read(self):
        hidden = self._accuse(self._create_case())
        with self.assertRaises(AccessError):
            self._write_lesson(self.officer, complaint_ids=[Command.link(hidden.id)])
        lesson = self._write_lesson()
        lesson.sudo().source_ids |= hidden
        lesson.with_user(self.handler).complaint_ids = False
        self.assertNotIn(self.case, lesson.sudo().source_ids)

    def test_links_that_are_not_shown_stay(self):
        other = self._create_case(user=self.outsider, user_id=self.outsider.id)
        other.sudo().identity_mode = "confidential"
        lesson = self._write_lesson(self.officer)
        lesson.sudo().source_ids |= other
        lesson.sudo()._write_sealed({"author_id": self.handler.id})
        as_handler = lesson.with_user(self.handler)
        self.assertEqual(as_handler.complaint_ids, self.case)
        as_handler.complaint_ids = False
        self.assertEqual(lesson.sudo().source_ids, other)

    def test_other_companies(self):
        other = self.env["res.company"].create({"name": "Other works"})
        here = self._approve(self._write_lesson())
        stranger = self._create_user(
            "lesson_stranger",
            "complaint_management.group_complaint_officer",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.assertFalse(self._read_as(stranger, here))
        shared = self._write_lesson(company_id=False, category_ids=False)
        shared.with_user(self.handler).action_submit()
        shared.with_user(self.manager).action_approve()
        self.assertEqual(self._read_as(stranger, shared), shared)

    def test_the_dialog_is_no_door(self):
        """Not about a lesson that one may not read."""
        lesson = self._write_lesson(self.officer)
        with self.assertRaises(AccessError):
            self.env["complaint.lesson.act"].with_user(self.outsider).create(
                {"lesson_id": lesson.id, "act": "retire", "reason": "So"}
            )
