# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""New lessons are told in the digest by mail (R38, R213)."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .lesson_common import WORDS, LessonCase


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
