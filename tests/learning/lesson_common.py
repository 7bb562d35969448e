# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A case of the handler's, and what they learned from it."""

from odoo import Command

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
    def _write_about_action(cls, **vals):
        """A lesson of the officer's from an action that the case led to."""
        action = cls.env["complaint.action"].create(
            {"name": "Labels", "complaint_ids": [Command.link(cls.case.id)]}
        )
        return cls._write_lesson(
            cls.officer,
            complaint_ids=False,
            action_ids=[Command.link(action.id)],
            **vals,
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
