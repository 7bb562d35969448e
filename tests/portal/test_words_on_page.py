# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What both sides wrote stands on the customer's pages as words, not as mails."""

import doctest
import io

from markupsafe import Markup
from PIL import Image

from odoo.tests import TransactionCase, tagged

from odoo.addons.complaint_management.tools.mail import words as words_tool
from odoo.addons.complaint_management.tools.mail.words import get_words
from odoo.addons.mail.tests.common import MailCase

from ..accessibility_common import AccessibilityCase
from ..mail.gate_common import MailgateCase

WIDTHS = (360, 390, 768, 1280)
DOOR = "form.o_complaint_door"
ANSWER = "You get the money back"
MONTHS = [f"Month {number}" for number in range(1, 13)]
LETTER = f"""<html><body>
<table width="600" style="width: 600px; min-width: 600px; background-color: #eeeeee">
  <tr><td width="300" bgcolor="#dddddd"><p style="font-size: 9px">Good morning,</p></td>
  <td nowrap style="min-width: 400px">Li Wei, 7 Zhongshan Road, Hangzhou</td></tr>
</table>
<p style="width: 1400px">These are the readings of all months:</p>
<table border="1" width="1600" style="width: 1600px; min-width: 1600px">
  <tr>{"".join(f"<th width='130' nowrap>{month}</th>" for month in MONTHS)}</tr>
  <tr>{"<td style='white-space: nowrap'>1,234.56 kWh</td>" * 12}</tr>
  <tr>{"<td style='white-space: nowrap'>2,345.67 kWh</td>" * 12}</tr>
</table>
<table><tr><td>Meter</td><td>Kind</td><td>Place</td><td>Owner</td></tr>
  <tr><td>{"4711" * 9}</td><td>Old</td><td>Cellar</td><td>The shop</td></tr></table>
<p>{"Donaudampfschifffahrt" * 12}</p>
<p>https://example.com/{"reading/" * 40}</p>
<pre>{"0123456789 " * 30}
The second line.</pre>
<p><img src="cid:meter" width="2400" height="1200" style="min-width: 2400px" alt=""></p>
<div style="margin-left: 1500px">Last words</div>
</body></html>"""
# What is wider than the page, or than the box of its message.
TOO_WIDE = """
(() => {
    const page = document.documentElement;
    const wide = [...document.querySelectorAll(".o_complaint_words *")].filter(
        (node) => {
            if (!node.getClientRects().length) {
                return false;
            }
            const box = node.closest(".o_complaint_words").getBoundingClientRect();
            const own = node.getBoundingClientRect();
            return own.right > box.right + 1 || own.left < box.left - 1
                || node.scrollWidth > Math.max(node.clientWidth, own.width) + 1;
        }
    ).map((node) => node.outerHTML.slice(0, 120));
    return page.scrollWidth > page.clientWidth ? ["The page", ...wide] : wide;
})()
"""
# A picture may come later than the page that shows it.
LOAD_PICTURES = """
Promise.all([...document.images].map((image) => image.decode().catch(() => null)))
    .then(() => 0)
"""
OPEN_ALL = "document.querySelectorAll('details').forEach((node) => (node.open = true))"


@tagged("post_install", "-at_install")
class TestWordsOnPage(MailgateCase, AccessibilityCase, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mail.mail"].search([("state", "=", "outgoing")]).cancel()

    def _send_queue(self):
        with self.mock_mail_gateway(mail_unlink_sent=True):
            self.env["mail.mail"].sudo().process_email_queue()
        return self._mails

    def _make_letter(self, **headers):
        """A mail with all that is too wide for a page."""
        file = io.BytesIO()
        Image.new("RGB", (1800, 900), "#33aa77").save(file, "PNG")
        mail = self._make_mail("See below.", From=self.user.email_formatted, **headers)
        mail.add_alternative(LETTER, subtype="html")
        mail.get_payload()[1].add_related(
            file.getvalue(), "image", "png", cid="<meter>", filename="meter.png"
        )
        return mail

    def _live_through_mails(self):
        """A case that came by mail, was confirmed, written to, written on, answered."""
        case = self._receive(self._make_letter())
        case = case.with_context(complaint_no_mail=False)
        case.write({"user_id": self.handler.id, "category_id": self.category.id})
        self._bring_to(case, "acknowledged")
        case._say_to_complainant(Markup("<p>We measure the meter on Friday.</p>"))
        self._receive(self._make_letter(Subject=f"Re: {case.number}"))
        self._bring_to(case, "answered")
        return case

    def _frame(self, body, case):
        """A mail as it was kept once: in its frame."""
        return self.env["mail.render.mixin"]._render_encapsulate(
            "mail.mail_notification_light", Markup(body), context_record=case
        )

    def _assert_fits(self):
        self._run(OPEN_ALL)
        for width in WIDTHS:
            with self.subTest(width=width):
                self._ask(
                    "Emulation.setDeviceMetricsOverride",
                    width=width,
                    height=900,
                    deviceScaleFactor=1,
                    mobile=False,
                )
                self.assertEqual(self._run(TOO_WIDE), [])

    def _see(self, selector):
        """What the browser shows there, as text."""
        texts = f"[...document.querySelectorAll('{selector}')].map((n) => n.innerText)"
        return "\n".join(self._run(texts))

    # ------------------------------------------------------------------
    # The pages
    # ------------------------------------------------------------------

    def test_mails_are_read_on_every_screen(self):
        case = self._live_through_mails()
        sent = self._send_queue()
        framed = [mail for mail in sent if "Powered by" in mail["body"]]
        self.assertEqual(len(framed), 3)
        self._log_in(self.user)
        with self._browse():
            self._go(self._get_url(case))
            self._assert_fits()
            talk = self._see("article.o_complaint_message")
            for words in (
                "Thank you for telling us",
                "We measure the meter on Friday.",
                "7 Zhongshan Road",
                "2,345.67 kWh",
                "The second line.",
                "Last words",
            ):
                self.assertIn(words, talk)
            self.assertNotIn("Powered by", talk)
            self.assertNotIn("Your Complaint", talk)
            self._run(LOAD_PICTURES)
            seen = "[...document.querySelectorAll('article img')].map("
            self.assertEqual(self._run(f"{seen}(n) => n.naturalWidth)"), [1800, 1800])
            self.assertEqual(self._see("main").count(ANSWER), 1)
            self._assert_no_barriers("We sent you our answer")

    def test_chatter_keeps_what_the_frame_held(self):
        case = self._live_through_mails()
        ours = case._get_customer_messages().filtered(
            lambda message: message.message_type == "comment"
        )
        self.assertEqual(len(ours), 3)
        for message in ours:
            self.assertIn("Dear Li Wei", message.body)
            self.assertNotIn("<table", message.body)
            self.assertTrue(message.preview.startswith("Dear Li Wei"))

    def test_framed_mail_of_old(self):
        body = self._frame("<p>We look into it.</p><p>Yours</p>", self.case)
        message = self._post_framed(self.case, body)
        self.assertIn("590", message.body)
        (shown,) = self.case._get_portal_messages()
        self.assertEqual(
            " ".join(shown["body"].striptags().split()), "We look into it.Yours"
        )
        self._log_in(self.user)
        with self._browse():
            self._go(self._get_url())
            self._assert_fits()

    def test_tracking_page(self):
        vals = {
            "name": "Told to sell",
            "description": LETTER,
            "identity_mode": "anonymous",
            "category_id": self.category.id,
        }
        case = self.Complaint._register_from_outside(vals, [], "first")
        self._post_framed(case, self._frame("<p>Who told you?</p>" + LETTER, case))
        with self._browse():
            self._go("/complaints/track")
            self._send(DOOR, code=self.Complaint._get_tracking_code("first"))
            self._assert_fits()
            talk = self._see("article.o_complaint_message")
            self.assertIn("Who told you?", talk)
            self.assertNotIn("Powered by", talk)
            self._assert_no_barriers("Told to sell")

    def _post_framed(self, case, body):
        return case.with_user(self.handler).message_post(
            body=body, message_type="comment", subtype_xmlid="mail.mt_comment"
        )

    # ------------------------------------------------------------------
    # The answer
    # ------------------------------------------------------------------

    def test_earlier_answer_stays_in_the_talk(self):
        case = self._live_through_mails()
        case.sudo().answer = "<p>We looked once more.</p>"
        bodies = [shown["body"] for shown in case._get_portal_messages()]
        self.assertIn(ANSWER, bodies[-1])

    def test_words_that_quote_the_answer_stay(self):
        """Only the mail that brought it is left out, and its files are kept."""
        case = self._live_through_mails()
        self._post_framed(case, Markup("<p>%s, and a lamp.</p>") % ANSWER)
        *_talk, answer, last = case._get_portal_messages()
        self.assertIn("#complaint_answer", answer["body"])
        self.assertTrue(answer["files"])
        self.assertIn("and a lamp", last["body"])


@tagged("post_install", "-at_install")
class TestWords(TransactionCase):
    """What stays of a mail when its layout goes."""

    def _assert_words(self, body, expected):
        self.assertEqual(get_words(body), Markup(expected))

    def test_meaning_stays(self):
        body = (
            '<p>A <b>b</b> <a href="/x">c</a></p><ol start="3"><li>d</li></ol>'
            '<p style="font-weight: bold; white-space: pre-line">e</p>'
        )
        self._assert_words(body, f"<div>{body}</div>")

    def test_examples(self):
        self.assertFalse(doctest.testmod(words_tool).failed)

    def test_nothing(self):
        for body in (False, "", " "):
            self._assert_words(body, "")

    def test_look_goes(self):
        self._assert_words(
            '<p class="fixed-top" id="x" style="width:900px;font-size:9px;'
            'position:fixed;background-color:#eeeeee;color:#ffffff">a</p>',
            "<div><p>a</p></div>",
        )

    def test_colours_say_something_and_are_dark_enough(self):
        self._assert_words(
            '<p><font color="red" face="Arial">a</font></p>',
            '<div><p><span style="color: #e50000">a</span></p></div>',
        )

    def test_hidden_words_stay_hidden(self):
        self._assert_words(
            '<div style="display:none">Preview</div><p>a</p>', "<div><p>a</p></div>"
        )

    def test_layout_is_unfolded_and_a_small_table_stays(self):
        small = "<tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr>"
        self._assert_words(
            f'<table width="600"><tr><td><table border="1">{small}</table></td></tr>'
            "</table>",
            f'<div><table class="o_words_table">{small}</table></div>',
        )

    def test_wide_table_has_its_headings_at_each_cell(self):
        heads = "".join(f"<td>{name}</td>" for name in "ABCD")
        cells = "".join(f"<td>{name}</td>" for name in (1, 2, 3, 4))
        words = get_words(f"<table><tr>{heads}</tr><tr>{cells}</tr></table>")
        self.assertIn("o_words_stack_phone", words)
        self.assertIn('<tr class="o_words_heads"><td>A', words)
        self.assertIn('<td data-label="C">3</td>', words)

    def test_headings_that_are_not_certain(self):
        cells = "".join(f"<td>{name}</td>" for name in (1, 2, 3, 4))
        self.assertNotIn(
            "data-label", get_words(f"<table>{f'<tr>{cells}</tr>' * 2}</table>")
        )
        merged = "<tr><th colspan='2'>A</th><th>B</th><th>C</th></tr>"
        self.assertNotIn(
            "data-label", get_words(f"<table>{merged}<tr>{cells}</tr></table>")
        )

    def test_frame_in_a_quoted_mail(self):
        framed = self.env["mail.render.mixin"]._render_encapsulate(
            "mail.mail_notification_light",
            Markup("<p>Our words</p>"),
            context_record=self.env.company,
        )
        quoted = framed.split("<body>")[1].split("</body>")[0]
        words = get_words(f"<p>Mine</p><blockquote>{quoted}</blockquote>")
        self.assertEqual("".join(words.striptags().split()), "MineOurwords")

    def test_table_that_only_looks_like_a_frame(self):
        """A newsletter of somebody else keeps its head and its foot."""
        rows = "".join(f"<tr><td>{name}</td></tr>" for name in "abc")
        words = get_words(
            f"<table><tr><td><table width='590'>{rows}</table></td></tr></table>"
        )
        self.assertEqual("".join(words.striptags().split()), "abc")

    def test_picture_that_did_not_come_along(self):
        self._assert_words(
            '<p><img src="cid:x" alt="A meter">.</p>', "<div><p>A meter.</p></div>"
        )
