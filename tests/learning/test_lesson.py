# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Lessons: written for all, without names, approved by somebody else (R38, R205)."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.complaint_management.models.learning.lesson_table import ACTS, STATES

from ..common import ComplaintCase

WORDS = {
    "name": "Label both meters",
    "text": "<p>Two meters side by side were swapped.</p>",
    "next_time": "Compare the numbers before the first bill.",
}


class LessonCase(ComplaintCase):
    """A case of the handler's, and what they learned from it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Lesson = cls.env["complaint.lesson"]
        cls.case = cls._create_case(cause_id=cls.cause.id)
        cls.second_officer = cls._create_user(
            "case_second_officer", "complaint_management.group_complaint_officer"
        )

    @classmethod
    def _write_lesson(cls, user=None, **vals):
        return (
            cls.Lesson.with_user(user or cls.handler)
            .create(
                {
                    **WORDS,
                    "category_ids": [Command.set(cls.category.ids)],
                    "complaint_ids": [Command.set(cls.case.ids)],
                    **vals,
                }
            )
            .with_env(cls.env)
        )

    @classmethod
    def _approve(cls, lesson):
        lesson.with_user(lesson.author_id).action_submit()
        lesson.with_user(cls.second_officer).action_approve(checked=True)
        return lesson

    @classmethod
    def _accuse(cls, case=None, user=None):
        """Protect a case about a colleague, by default about the officer."""
        case = case or cls.case
        case.sudo().write(
            {
                "complained_employee_ids": [
                    Command.link(cls.staff[user or cls.officer].id)
                ],
                "identity_mode": "confidential",
            }
        )
        cls.env.invalidate_all()
        return case

    def _read_as(self, user, lesson):
        return self.Lesson.with_user(user).search([("id", "in", lesson.ids)])


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
        action = self.env["complaint.action"].create(
            {"name": "Labels", "complaint_ids": [Command.link(self.case.id)]}
        )
        lesson = self._write_lesson(
            self.officer,
            complaint_ids=False,
            action_ids=[Command.link(action.id)],
            name="As Li Wei said",
        )
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
        action = self.env["complaint.action"].create(
            {"name": "Labels", "complaint_ids": [Command.link(self.case.id)]}
        )
        lesson = self._write_lesson(
            self.officer,
            complaint_ids=False,
            action_ids=[Command.link(action.id)],
            text="<p>As Li Wei said</p>",
        )
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


@tagged("post_install", "-at_install")
class TestLessonDigest(LessonCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.digest = cls.env["digest.digest"].create(
            {
                "name": "Weekly",
                "periodicity": "weekly",
                "company_id": cls.company.id,
                "kpi_complaint_lessons": True,
            }
        )

    def _get_tips(self, user):
        return "".join(
            self.digest._compute_tips(self.company, user, tips_count=0, consumed=False)
        )

    def test_new_lessons_are_told(self):
        """What was approved in its time, to each employee (R38, R213)."""
        lesson = self._approve(self._write_lesson())
        self._write_lesson(name="A draft that nobody reads")
        tips = self._get_tips(self.employee)
        self.assertIn(WORDS["name"], tips)
        self.assertIn(WORDS["next_time"], tips)
        self.assertNotIn("A draft", tips)
        lesson.sudo()._write_sealed({"date_approved": "2020-01-01 00:00:00"})
        self.assertNotIn(WORDS["name"], self._get_tips(self.employee))

    def test_words_are_words(self):
        """What somebody writes is no markup of the mail."""
        self._approve(self._write_lesson(next_time="<b>Look</b>"))
        self.assertIn("&lt;b&gt;Look", self._get_tips(self.employee))

    def test_nothing_where_nobody_asked_for_it(self):
        self._approve(self._write_lesson())
        self.digest.kpi_complaint_lessons = False
        self.assertNotIn(WORDS["name"], self._get_tips(self.employee))

    def test_how_many_were_approved(self):
        lesson = self._approve(self._write_lesson())
        before = fields.Datetime.now() - timedelta(hours=1)
        lesson.sudo()._write_sealed({"date_approved": before})
        [kpi] = [
            kpi
            for kpi in self.digest._compute_kpis(self.company, self.employee)
            if kpi["kpi_name"] == "kpi_complaint_lessons"
        ]
        self.assertEqual(int(kpi["kpi_col1"]["value"]), 1)

    def test_the_mail_goes_out(self):
        self._approve(self._write_lesson())
        self.digest.user_ids = self.employee
        self._with_mail(self.digest).action_send_manual()
        mail = self.env["mail.mail"].search([], order="id desc", limit=1)
        self.assertIn(WORDS["name"], mail.body_html)
