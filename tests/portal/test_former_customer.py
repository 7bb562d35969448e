# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who was the customer, or got the mails by mistake, is out at every door (R199)."""

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PNG, PortalCase


@tagged("post_install", "-at_install")
class TestFormerCustomer(PortalCase):
    """The case was registered for Wang Fang by mistake; it is Li Wei's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._create_case(
            partner_id=cls.other.partner_id.id,
            email_from=cls.other.email,
            user_id=cls.handler.id,
            lang="en_US",
        )
        cls.case.message_subscribe(cls.other.partner_id.ids)
        cls.case._post_from_complainant("It is broken", [("photo.png", PNG)])
        cls._bring_to(cls.case, "acknowledged")

    def _get_changes(self):
        """Each way on which a customer changes."""
        case = self.case.with_user(self.handler)
        return {
            "customer": lambda: case.write({"partner_id": self.user.partner_id.id}),
            "address": lambda: case.write({"email_from": "new@example.com"}),
            "contact": lambda: case.partner_id.sudo().write(
                {"email": "newer@example.com"}
            ),
            "representative": lambda: case.write(
                {
                    "on_behalf": True,
                    "answers_to": "representative",
                    "representative_name": "Lawyer",
                    "representative_email": "lawyer@example.com",
                }
            ),
        }

    def _is_open(self, url):
        self.env.flush_all()
        self.authenticate(None, None)
        with mute_logger("odoo.http"):
            return self.url_open(url, allow_redirects=False).status_code == 200

    def _get_links(self):
        """All addresses with a secret that a customer may have kept."""
        key = self._get_token()
        files = [
            file["url"]
            for message in self.case._get_portal_messages()
            for file in message["files"]
        ]
        self.assertEqual(len(files), 1)
        return [self._get_url(token=key), *files]

    def test_links(self):
        for name, change in self._get_changes().items():
            with self.subTest(change=name):
                links = self._get_links()
                for link in links:
                    self.assertTrue(self._is_open(link), link)
                change()
                for link in links:
                    self.assertFalse(self._is_open(link), link)

    def test_letter_and_survey(self):
        self._bring_to(self.case, "closed")
        key = self._get_token()
        links = [self._get_url(suffix=end, token=key) for end in ("/letter", "/rate")]
        self.assertTrue(self._is_open(links[1]))
        self.case.with_user(self.handler).partner_id = self.user.partner_id
        for link in links:
            self.assertFalse(self._is_open(link), link)

    def test_acts(self):
        """What is posted by an old link is not done."""
        self._bring_to_answer()
        key = self._get_token()
        self.case.with_user(self.handler).partner_id = self.user.partner_id
        self.env.flush_all()
        self.authenticate(None, None)
        before = self._get_talk()
        for suffix, data in (
            ("message", {"text": "I still write"}),
            ("respond", {"response": "accept"}),
            ("reopen", {"why": "I want more"}),
            ("rate", {"result": "5", "handling": "5"}),
        ):
            with self.subTest(act=suffix):
                self._post(suffix, token=key, **data)
        self.assertEqual(self._get_talk(), before)
        self.assertEqual(self.case.customer_response, "pending")
        self.assertFalse(self.case.date_rated)

    def test_login(self):
        self.assertTrue(self.case.with_user(self.other).has_access("read"))
        self.case.with_user(self.handler).partner_id = self.user.partner_id
        self.assertFalse(self.case.with_user(self.other).has_access("read"))
        with self.assertRaises(AccessError):
            self.case.with_user(self.other).get_portal_url()
        self._login(self.other)
        self.assertNotIn(self.case.number, self._open().text)

    def test_follower(self):
        """They get no further messages of the case by mail either."""
        self.case.with_user(self.handler).partner_id = self.user.partner_id
        self.assertNotIn(self.other.partner_id, self.case.message_partner_ids)

    def test_follower_who_stays_in_the_case(self):
        """Who complains together with the new customer goes on being told."""
        self.case.other_partner_ids = self.other.partner_id
        self.case.with_user(self.handler).partner_id = self.user.partner_id
        self.assertIn(self.other.partner_id, self.case.message_partner_ids)

    def test_file_of_another_case(self):
        """A key opens its own file only, and no other text is one."""
        [url] = self._get_links()[1:]
        other = self.strange._post_from_complainant("Mine", [("x.png", PNG)])
        path, key = url.split("?")
        for wrong in (
            f"/my/complaints/{self.strange.id}/file/{other.attachment_ids.id}?{key}",
            f"{path.rpartition('/')[0]}/{other.attachment_ids.id}?{key}",
            path,
            f"{path}?key=",
            f"{path}?key=AAAA",
            f"{path}?key=%C3%A9",
            f"{url}x",
            f"{url[:-3]}",
        ):
            with self.subTest(url=wrong):
                self.assertFalse(self._is_open(wrong))
