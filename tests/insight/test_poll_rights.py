# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who sets surveys up, reads their results, and who does neither (R215)."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .poll_common import PollCase


@tagged("post_install", "-at_install")
class TestPollRights(PollCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_customers("Anna", "Boris")
        cls.poll = cls._create_poll()

    def test_officers_read(self):
        asked = self._send_out(self.poll)
        self._answer(asked, 2)
        as_officer = asked.with_user(self.officer)
        self.assertTrue(as_officer.display_name)
        self.assertTrue(as_officer.poll_id.reach_words)
        for act in (
            as_officer.action_close,
            as_officer.poll_id.action_stop,
            as_officer.poll_id.action_ask_now,
        ):
            with self.subTest(act=act), self.assertRaises(AccessError):
                act()

    def test_managers_do_not_write_results(self):
        """They are what people answered."""
        asked = self._send_out(self.poll).with_user(self.manager)
        for vals in ({"satisfied_count": 99}, {"state": "closed"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                asked.write(vals)
        with self.assertRaises(AccessError):
            asked.unlink()

    def test_others_read_nothing(self):
        """Neither results nor answers; and who was asked nobody sees."""
        asked = self._send_out(self.poll)
        self._answer(asked, 2)
        answer = asked._get_ratings()
        for user in (self.employee, self.clerk, self.handler):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    asked.with_user(user).read(["answered_count"])
                with self.assertRaises(AccessError):
                    answer.with_user(user).read(["feedback"])
                found = self.Rating.with_user(user).search(
                    [("res_model", "=", asked._name)]
                )
                self.assertFalse(found)
        with self.assertRaises(AccessError):
            self.Invitation.with_user(self.manager).search([])

    def test_nobody_writes_an_answer(self):
        """Odoo lets employees write ratings, and make some."""
        asked = self._send_out(self.poll)
        self._answer(asked, 2)
        answer = asked._get_ratings()
        model_id = self.env["ir.model"]._get_id(asked._name)
        for user in (self.employee, self.manager):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    answer.with_user(user).write({"rating": 5})
                with self.assertRaises(AccessError):
                    self.Rating.with_user(user).create(
                        {"res_model_id": model_id, "res_id": asked.id, "rating": 5}
                    )
        other = self.Rating.create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.manager.partner_id.id,
                "rating": 5,
            }
        )
        with self.assertRaises(AccessError):
            other.with_user(self.manager).write(
                {"res_model_id": model_id, "res_id": asked.id}
            )

    def test_no_more_questions(self):
        """A remote call for those of a survey that has none is told so."""
        asked = self._send_out(self.poll).with_user(self.officer)
        with self._assert_refused("No more questions"):
            asked.action_view_survey()

    def test_companies_are_apart(self):
        """Their customers, their employees, and what they answered."""
        asked = self._send_out(self.poll)
        self._answer(asked, 2)
        there = self.env["res.company"].create({"name": "Elsewhere"})
        other = self._create_user(
            "poll_elsewhere",
            "complaint_management.group_complaint_manager",
            company_id=there.id,
            company_ids=[(6, 0, there.ids)],
        )
        theirs = self.Poll.with_user(other).create(
            {"name": "Theirs", "company_id": there.id}
        )
        self.assertFalse(theirs._find_reach().by_mail)
        self.assertEqual(self.Poll.with_user(other).search([]), theirs)
        self.assertFalse(self.env[asked._name].with_user(other).search([]))
        found = self.Rating.with_user(other).search([("res_model", "=", asked._name)])
        self.assertFalse(found)
        with self.assertRaises(AccessError):
            asked._get_ratings().with_user(other).read(["rating"])
