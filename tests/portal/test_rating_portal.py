# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The page on which complainants rate, over real HTTP."""

from lxml import html

from odoo import http
from odoo.tests import HttpCase, new_test_user, tagged

from ..answer.rating_common import RatingCase


@tagged("post_install", "-at_install")
class TestRatingPage(RatingCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_user = new_test_user(
            cls.env,
            "rating_customer",
            groups="base.group_portal",
            name="Anna Portal",
            email="anna.portal@example.com",
        )
        cls.case = cls._close(partner_id=cls.portal_user.partner_id.id)
        cls.token = cls.case._portal_ensure_token()
        cls.other = cls._close(email_from="other@example.com")
        cls.other._portal_ensure_token()

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _get_page(self, case=None, token=None, **params):
        params["access_token"] = token
        case_id = case.id if case is not None else self.case.id
        query = "&".join(f"{key}={value}" for key, value in params.items() if value)
        return self.url_open(f"/my/complaints/{case_id}/rate?{query}")

    def _send(self, case=None, token=None, follow=True, **values):
        data = {
            "csrf_token": http.Request.csrf_token(self),
            "access_token": token,
            **values,
        }
        return self.url_open(
            f"/my/complaints/{(case or self.case).id}/rate",
            data={key: value for key, value in data.items() if value is not None},
            allow_redirects=follow,
        )

    def _reload(self, case=None):
        (case or self.case).invalidate_recordset()
        return case or self.case

    def test_the_link_shows_the_questions(self):
        page = self._get_page(token=self.token)
        self.assertEqual(page.status_code, 200)
        tree = html.fromstring(page.text)
        self.assertEqual(len(tree.xpath("//h1")), 1)
        self.assertEqual(len(tree.xpath("//input[@type='radio']")), 10)
        ids = set(tree.xpath("//@id"))
        for radio in tree.xpath("//input[@type='radio']"):
            self.assertTrue(tree.xpath(f"//label[@for='{radio.get('id')}']"))
        for described in tree.xpath("//@aria-describedby | //@aria-labelledby"):
            self.assertLessEqual(set(described.split()), ids)
        self.assertIn("Very dissatisfied", page.text)
        self.assertIn(self.case.number, page.text)

    def test_looking_changes_nothing(self):
        """Whatever stands in the address: only the button sends."""
        for _time in range(2):
            self._get_page(
                token=self.token, result="5", handling="5", comment="x", rate="5"
            )
        self.assertFalse(self._reload().date_rated)
        self.assertFalse(self.case.rating_ids)

    def test_answering_once(self):
        """A second time is told kindly, and changes nothing (double click, back)."""
        answer = self._send(token=self.token, result="4", handling="5", comment="Merci")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Your answer has arrived", answer.text)
        self.assertEqual(self._reload().satisfaction_result, "4")
        self.assertEqual(self.case.satisfaction_comment, "Merci")
        again = self._send(token=self.token, result="1", handling="1")
        self.assertIn("You had answered already", again.text)
        self.assertEqual(self._reload().satisfaction_result, "4")
        self.assertEqual(len(self.case.rating_ids), 1)
        self.assertIn("Thank you", self._get_page(token=self.token).text)

    def test_after_sending_the_browser_is_sent_on(self):
        answer = self._send(token=self.token, result="4", handling="5", follow=False)
        self.assertEqual(answer.status_code, 303)
        self.assertIn(f"/my/complaints/{self.case.id}/rate", answer.headers["Location"])

    def test_it_leaves_no_trace_of_who_clicked(self):
        """What is written is written by the system (R152)."""
        self._send(token=self.token, result="1", handling="1", comment="No")
        root = self.env.ref("base.user_root")
        rating = self._reload().rating_ids
        self.assertEqual(rating.create_uid, root)
        self.assertEqual(self.case.message_ids[0].create_uid, root)
        self.assertTrue(self.case.is_dissatisfied)

    def test_by_login(self):
        """The complainant needs no token; another customer finds nothing."""
        self.authenticate("rating_customer", "rating_customer")
        self.assertEqual(self._get_page().status_code, 200)
        answer = self._send(result="5", handling="5")
        self.assertIn("Your answer has arrived", answer.text)
        self.assertEqual(self._get_page(self.other).status_code, 404)
        self.assertEqual(
            self._send(self.other, result="5", handling="5").status_code, 404
        )
        self.assertFalse(self._reload(self.other).date_rated)

    def test_staff_do_not_rate(self):
        """Not even with the link that stands in the chatter (chatwoot#10628)."""
        self.authenticate("case_manager", "case_manager")
        page = self._get_page(token=self.token)
        self.assertEqual(page.status_code, 404)
        self.assertIn("one of our own people", page.text)
        self._send(token=self.token, result="5", handling="5")
        self.assertFalse(self._reload().date_rated)

    def test_tokens_guessed_tampered_and_of_another_case(self):
        """All are refused with the same words, as is a case that does not exist."""
        refused = {
            "none": self._get_page(),
            "guessed": self._get_page(token="1234"),
            "tampered": self._get_page(token=self.token[:-1] + "~"),
            "other's": self._get_page(token=self.other.access_token),
            "odd": self._get_page(token="%E5%A5%BD%00'--"),
            "no case": self.url_open("/my/complaints/999999999/rate?access_token=x"),
            "no number": self.url_open(f"/my/complaints/{10**30}/rate"),
        }
        for name, page in refused.items():
            with self.subTest(token=name):
                self.assertEqual(page.status_code, 404)
                self.assertIn("This link does not work", page.text)
                self.assertNotIn(self.case.number, page.text)
        for token in (None, "x", self.other.sudo().access_token, "好"):
            answer = self._send(token=token, result="5", handling="5")
            self.assertEqual(answer.status_code, 404)
        self.assertFalse(self._reload().date_rated)

    def test_without_csrf_token(self):
        answer = self._send(token=self.token, result="5", handling="5", csrf_token="x")
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self._reload().date_rated)

    def test_garbage(self):
        """Told next to the question; what was typed is still there."""
        for values in (
            {"result": "99", "handling": "5"},
            {"result": "very good", "handling": "5"},
            {"result": "", "handling": ""},
            {"result": "5"},
            {"result": "5; DROP TABLE", "handling": "5"},
        ):
            with self.subTest(values=values):
                page = self._send(
                    token=self.token, comment="I <b>typed</b> 好", **values
                )
                self.assertEqual(page.status_code, 422)
                tree = html.fromstring(page.text)
                self.assertTrue(tree.xpath("//*[@role='alert']"))
                self.assertTrue(tree.xpath("//fieldset[@aria-invalid='true']"))
                typed = tree.xpath("//textarea[@name='comment']")[0].text
                self.assertEqual(typed, "I <b>typed</b> 好")
        self.assertEqual(tree.xpath("//input[@checked]/@value"), ["5"])
        self.assertFalse(self._reload().date_rated)

    def test_hostile_words_are_shown_as_typed(self):
        words = "<script>alert(1)</script><img src=x onerror=alert(2)> " + "w" * 9000
        page = self._send(token=self.token, result="1", handling="2", comment=words)
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("<script>alert(1)", page.text)
        self.assertNotIn("<img src=x", page.text)
        self.assertIn("&lt;script&gt;alert(1)", page.text)
        self.assertIn("A manager looks into it", page.text)

    def test_too_many_words(self):
        page = self._send(
            token=self.token, result="1", handling="2", comment="x" * 10_001
        )
        self.assertEqual(page.status_code, 422)
        self.assertIn("Please shorten", page.text)

    def test_while_the_case_is_open(self):
        self._reopen(self.case)
        page = self._get_page(token=self.token)
        self.assertIn("We are still working on it", page.text)
        self.assertFalse(html.fromstring(page.text).xpath("//input[@type='radio']"))
        self._send(token=self.token, result="5", handling="5")
        self.assertFalse(self._reload().date_rated)

    def test_odoos_own_page_rates_no_case(self):
        """A rating of a case has no token, so that nobody goes around the questions."""
        self._send(token=self.token, result="4", handling="4")
        rating = self._reload().rating_ids
        self.assertFalse(rating.access_token)
        for token in ("False", "None", "0"):
            self.assertEqual(self.url_open(f"/rate/{token}/5").status_code, 404)
        self.assertEqual(rating.rating, 4)
