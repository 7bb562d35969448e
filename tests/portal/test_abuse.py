# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whatever a customer types or sends, the page shows it as text and stays whole."""

from lxml import etree, html

from odoo.tests import tagged

from .common import PortalCase

MARKUP = "<script>alert('HURT')</script><img src=x onerror=alert(1)><style>*{}</style>"
LONG = "x" * 10_000
RIGHT_TO_LEFT = "שלום \u202eעולם مرحبا"
CHINESE = "电表接错，为隔壁商铺多交电费。" * 20
TEMPLATE = "{{ 7*7 }} ${7*7} <t t-out='7*7'/> %(x)s %s {0}"
TEXTS = (MARKUP, LONG, RIGHT_TO_LEFT, CHINESE, TEMPLATE, "'; DROP TABLE x; --")


@tagged("post_install", "-at_install")
class TestPortalAbuse(PortalCase):
    def setUp(self):
        super().setUp()
        self._login()

    def _assert_harmless(self, text):
        """No script, style or handler of an event is in the page's own part."""
        main = html.fromstring(text).find(".//main")
        for node in main.iter(etree.Element):
            self.assertNotIn(node.tag, ("script", "style", "iframe", "object"))
            for name, value in node.attrib.items():
                self.assertFalse(name.startswith("on"), name)
                self.assertNotIn("javascript:", value)

    def test_fields_of_the_case(self):
        """What is typed into a form, by them or by us for them (R48)."""
        self.case.write(
            {
                "name": MARKUP,
                "description": MARKUP,
                "demand": MARKUP,
                "partner_name": MARKUP,
            }
        )
        self.user.partner_id.name = MARKUP
        for url in (
            "/my/complaints",
            self._get_url(),
            f"/my/complaints?search={MARKUP}",
        ):
            self._assert_harmless(self.url_open(url).text)

    def test_messages(self):
        for text in TEXTS:
            with self.subTest(text=text[:20]):
                response = self._post("message", text=text)
                self.assertEqual(response.status_code, 200)
                self._assert_harmless(response.text)
        self.assertEqual(len(self._get_talk()), len(TEXTS))
        page = self._open().text
        self.assertIn(LONG, page)
        self.assertIn(CHINESE, page)
        self.assertIn("{{ 7*7 }}", page)
        self.assertNotIn("\x00", page)

    def test_reasons(self):
        self._bring_to_answer()
        response = self._post("respond", response="reject", reason=MARKUP)
        self._assert_harmless(response.text)
        activity = self.case.activity_ids[-1:]
        self.assertNotIn("<script", activity.note)
        self._bring_to(self.case, "resolved")
        response = self._post("reopen", why=MARKUP)
        self.assertEqual(response.status_code, 200)
        self._assert_harmless(response.text)

    def test_typed_text_comes_back_escaped(self):
        """Also with the error that it met."""
        response = self._post("message", text=MARKUP + "x" * 20_000)
        self.assertEqual(response.status_code, 422)
        self._assert_harmless(response.text)

    def test_our_own_words(self):
        """Markup of ours is shown, and is no less harmless."""
        self.case._message_log(body="x")
        self.case.with_user(self.handler).message_post(
            body=MARKUP, message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self._bring_to(self.case, "proposed")
        self.case.answer = f"<b>BOLD</b>{MARKUP}"
        self._bring_to(self.case, "answered")
        page = self._open().text
        self.assertIn("<b>BOLD</b>", page)
        self._assert_harmless(page)

    def test_control_characters(self):
        response = self._post("message", text="A\x00B\x08C\r\nD")
        self.assertEqual(response.status_code, 200)
        self.assertIn("ABC", self._get_talk().body)

    def test_several_values_and_garbage(self):
        """Names that are sent twice, unknown ones, and none."""
        for data in (
            {"text": ["one", "two"]},
            {"text": "one", "author_id": "1", "is_internal": "1", "state": "closed"},
            {"partner_id": "1", "complaint_id": "0", "text": "three"},
        ):
            response = self._post("message", **data)
            self.assertIn(response.status_code, (200, 303, 422))
        for message in self._get_talk():
            self.assertEqual(message.author_id, self.user.partner_id)
            self.assertFalse(message.is_internal)
        self.assertEqual(self.case.state, "new")

    def test_notice_in_the_address(self):
        """Only our own words are said, whatever the address says."""
        response = self.url_open(f"{self._get_url()}?done={MARKUP}")
        self.assertEqual(response.status_code, 200)
        self.assertNotIn("HURT", response.text)
