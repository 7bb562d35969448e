# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rating without a name, and without leaving one (R136, R152, R199)."""

from lxml import html

from odoo import http
from odoo.tests import new_test_user, tagged

from .tracking_common import TrackingCase

LOGIN = "zoe.rater"


@tagged("post_install", "-at_install")
class TestTrackingRating(TrackingCase):
    def setUp(self):
        super().setUp()
        self._bring_to(self.case, "closed")
        self._enter()

    def _rate(self, **answers):
        return self._post("/rate", **{"result": "4", "handling": "5", **answers})

    def test_the_case_page_leads_to_the_questions(self):
        self.assertIn('href="/complaints/track/rate"', self._open().text)
        page = html.fromstring(self._open("/rate").text)
        self.assertEqual(len(page.xpath("//h1")), 1)
        self.assertEqual(len(page.xpath("//input[@type='radio']")), 10)
        [form] = page.xpath("//form[.//input[@type='radio']]")
        self.assertEqual(form.get("action"), "/complaints/track/rate")

    def test_once_per_closure(self):
        """A double click counts once; a case that was closed again asks again."""
        self.assertIn("has arrived", self._rate(comment="Thank you").text)
        self.assertIn("answered already", self._rate(result="1").text)
        self.assertRecordValues(
            self.case,
            [
                {
                    "satisfaction_result": "4",
                    "satisfaction_handling": "5",
                    "satisfaction_comment": "Thank you",
                }
            ],
        )
        self.assertNotIn("/track/rate", self._open().text)
        self._post("/reopen", why="It happened again")
        self.assertIn("still working", self._rate(result="1").text)
        self._bring_to(self.case, "closed")
        self.assertIn("has arrived", self._rate(result="2").text)
        self.assertEqual(self.case.satisfaction_result, "2")
        self.assertEqual(len(self.case.rating_ids), 2)
        self.assertFalse(self.case.rating_ids.partner_id)

    def test_mistakes_keep_what_was_typed(self):
        for answers in ({"result": "9"}, {"handling": ""}, {"comment": "x" * 10_001}):
            with self.subTest(answers=answers):
                response = self._rate(**{"comment": "<b>Said</b>", **answers})
                self.assertEqual(response.status_code, 422)
                self.assertIn('role="alert"', response.text)
                self.assertNotIn("<b>Said</b>", response.text)
        self.assertFalse(self.case.date_rated)

    def test_not_by_looking_nor_without_csrf(self):
        self._open("/rate?result=5&handling=5&comment=No")
        answers = {"result": "5", "handling": "5"}
        response = self._post("/rate", csrf=False, **answers)
        self.assertEqual(response.status_code, 400)
        self.env.invalidate_all()
        self.assertFalse(self.case.date_rated)

    def test_closed_page(self):
        """Who has left enters the code again, and learns nothing until then."""
        self._leave()
        self.assertNotIn(self.case.number, self._open("/rate").text)
        self.assertEqual(self._rate().status_code, 403)
        self.assertFalse(self.case.date_rated)


@tagged("post_install", "-at_install")
class TestRatingTraces(TrackingCase):
    """Who is logged in while they rate stands nowhere on a protected case (R152)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(
            cls.env, LOGIN, groups="base.group_portal", name="Zoe Rater", lang="en_US"
        )

    def setUp(self):
        super().setUp()
        self.authenticate(LOGIN, LOGIN)

    def _assert_signed_by_the_house(self, case):
        self.assertTrue(case.is_dissatisfied)
        seen = set()
        for records in self._get_records(case):
            seen.add(records._name)
            for record in records.sudo():
                for fname in {"create_uid", "write_uid"} & set(record._fields):
                    self.assertNotEqual(record[fname], self.user, record)
        self.assertLessEqual({"rating.rating", "mail.message", "mail.activity"}, seen)

    def test_in_confidence_by_login(self):
        case = self._create_secret(
            partner_id=self.user.partner_id.id, user_id=self.handler.id
        )
        self._bring_to(case, "closed")
        self.env.flush_all()
        self.url_open(
            f"/my/complaints/{case.id}/rate",
            data={
                "csrf_token": http.Request.csrf_token(self),
                "result": "1",
                "handling": "2",
            },
        )
        self.env.invalidate_all()
        self._assert_signed_by_the_house(case)

    def test_anonymous_while_logged_in(self):
        self._bring_to(self.case, "closed")
        self._enter()
        self._post("/rate", result="1", handling="1", comment="Nothing was done")
        self._assert_signed_by_the_house(self.case)
        self.assertFalse(self._find("Zoe Rater") - {"res_users.signature"})
