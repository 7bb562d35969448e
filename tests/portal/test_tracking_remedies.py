# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Behind a tracking code: offers and apology for who stays unknown (R93, R150)."""

from odoo.tests import tagged

from ..remedy.value_common import ValueCase
from .tracking_common import TrackingCase


@tagged("post_install", "-at_install")
class TestTrackingRemedies(TrackingCase, ValueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.money = cls._add(cls.case, cls.refund, 50, is_option=True)
        cls.drink = cls._add(cls.case, cls.coffee, is_option=True)
        cls.fix = cls._add(cls.case, cls.correction, name="what you were sold")
        cls._bring_to(cls.case, "answered")
        cls.apology = cls.env["complaint.apology"].create(
            {
                "complaint_id": cls.case.id,
                "user_id": cls.handler.id,
                "medium": "letter",
                "words": "<p>We are sorry that you were pressed.</p>",
            }
        )

    def _get_states(self):
        self.env.invalidate_all()
        return (self.money | self.drink | self.fix).mapped("state")

    def test_choose(self):
        self._enter()
        words = self._get_words(self._open())
        self.assertIn("We invite you to a coffee.", words)
        page = self._post(
            "/offers", option=str(self.drink.id), **{f"offer_{self.fix.id}": "accept"}
        )
        self.assertIn("noted what you chose", page.text)
        self.assertEqual(self._get_states(), ["declined", "accepted", "accepted"])
        message = self._get_talk()
        self.assertFalse(message.author_id)
        self.assertEqual(message.create_uid, self.env.ref("base.user_root"))

    def test_nobody_logged_in_leaves_a_trace(self):
        """A login in the same browser is not written anywhere (R152)."""
        self.authenticate(self.outsider.login, self.outsider.login)
        self._enter()
        self._post("/offers", option=str(self.money.id))
        self._post("/apology", apology="reject", apology_note="No.")
        self.assertEqual(self._get_states()[0], "accepted")
        lines = self.money | self.drink
        for records in (lines, self.apology, self.case, self._get_talk()):
            self.assertNotIn(self.outsider, records.write_uid | records.create_uid)

    def test_twice(self):
        self._enter()
        for _time in range(2):
            page = self._post("/offers", option=str(self.money.id))
            self.assertIn("noted what you chose", page.text)
        self.assertEqual(len(self._get_talk()), 1)

    def test_errors(self):
        """Next to the fields; another case's lines are none of theirs."""
        self._enter()
        other = self._register("second")
        foreign = self._add(other, self.refund, 900)
        foreign.action_offer()
        for data in (
            {"offer_note": "MYNOTE"},
            {"option": "x", "offer_note": "MYNOTE"},
            {"option": str(foreign.id), "offer_note": "MYNOTE"},
        ):
            with self.subTest(data=data):
                page = self._post("/offers", **data)
                self.assertEqual(page.status_code, 422)
                self.assertIn("MYNOTE", page.text)
        self.assertEqual(set(self._get_states()), {"offered"})
        self.assertEqual(foreign.state, "offered")
        self.assertEqual(self._post("/apology").status_code, 422)

    def test_csrf(self):
        self._enter()
        page = self._post("/offers", csrf=False, option=str(self.money.id))
        self.assertEqual(page.status_code, 400)
        self.assertEqual(set(self._get_states()), {"offered"})

    def test_without_code(self):
        """What was typed is not lost; nothing is chosen."""
        self._enter()
        self._leave()
        page = self._post("/offers", option=str(self.money.id), offer_note="MYNOTE")
        self.assertEqual(page.status_code, 403)
        self.assertIn("MYNOTE", page.text)
        page = self._post("/apology", apology="reject", apology_note="MYNOTE")
        self.assertEqual(page.status_code, 403)
        self.assertEqual(set(self._get_states()), {"offered"})
        self.assertEqual(self.apology.response, "pending")

    def test_refused_apology_escalates(self):
        self._enter()
        self.assertIn("you were pressed", self._open().text)
        page = self._post("/apology", apology="reject", apology_note="Too late.")
        self.assertIn("was not accepted", page.text)
        self.assertEqual(self.apology.response, "not_accepted")
        self.assertEqual(len(self.case._get_apology_tasks()), 1)

    def test_merged(self):
        """What is offered where their case goes on is for who complained there."""
        survivor = self._register("second")
        promised = self._add(survivor, self.refund, 913)
        promised.action_offer()
        self.case._merge_into(survivor)
        self._enter()
        page = self._open()
        self.assertNotIn("913", self._get_words(page))
        self.assertNotIn("What you get", self._get_words(page))
        self.assertEqual(self._post("/offers", option="1").status_code, 422)
