# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the complainant does on the page: write, answer the answer, come back."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PNG, PortalCase


@tagged("post_install", "-at_install")
class TestPortalMessages(PortalCase):
    def _say(self, text="HELLO", files=None, **kwargs):
        return self._post("message", text=text, files=files, **kwargs)

    def test_message(self):
        """It is in the chatter, from them, and back on the page (R48)."""
        self._login()
        response = self._say("Where is\nmy money?")
        self.assertEqual(response.status_code, 200)
        self.assertIn("Your message has arrived", response.text)
        message = self._get_talk()
        self.assertEqual(message.author_id, self.user.partner_id)
        self.assertFalse(message.is_internal)
        words = self._get_words(response)
        self.assertIn("You", words)
        self.assertIn("Where is", words)

    def test_message_by_link(self):
        """The page is shown again, by the link again."""
        token = self._get_token()
        self.authenticate(None, None)
        response = self._say(token=token)
        self.assertIn(f"access_token={token}", response.url)
        self.assertEqual(self._get_talk().author_id, self.user.partner_id)

    def test_protected_complainant_has_no_name(self):
        case = self._create_case(
            partner_id=self.user.partner_id.id, identity_mode="confidential"
        )
        self._login()
        self._say("HELLO", case=case)
        message = self._get_talk(case)
        self.assertFalse(message.author_id)
        self.assertNotIn(self.user.partner_id, case.message_partner_ids)
        self.assertNotEqual(message.create_uid, self.user)
        for secret in ("Li Wei", "li_wei", "li.wei"):
            self.assertNotIn(secret, message.email_from)

    def test_handler_is_told(self):
        self._with_mail(self.case)._message_subscribe(self.handler.partner_id.ids)
        self._login()
        self._say()
        self.assertIn(
            self.handler.partner_id, self._get_talk().notification_ids.res_partner_id
        )

    def test_what_we_waited_for(self):
        """The pause for the complainant ends with their word."""
        self.case.with_user(self.handler)._hold("No bill", "your bill", "customer", 5)
        self._login()
        self._say("Here it is")
        self.case.invalidate_recordset()
        self.assertFalse(self.case.on_hold)

    def test_files(self):
        """They come along, and only those of the talk are offered."""
        self.env["ir.attachment"].create(
            {
                "name": "SECRETFILE.txt",
                "raw": b"secret",
                "res_model": self.case._name,
                "res_id": self.case.id,
            }
        )
        self._login()
        response = self._say("", files=[("files", ("photo.png", PNG, "image/png"))])
        self.assertIn("photo.png", response.text)
        self.assertNotIn("SECRETFILE", response.text)
        file = self._get_talk().attachment_ids
        self.assertEqual(file.name, "photo.png")
        url = self.case._get_portal_messages()[0]["files"][0]["url"]
        self.authenticate(None, None)
        download = self.url_open(url)
        self.assertEqual(download.content, PNG)
        self.assertIn("attachment", download.headers["Content-Disposition"])
        self.assertEqual(self.url_open(f"/web/content/{file.id}").status_code, 404)

    def test_refused_files(self):
        """Nothing is sent, what was typed stays, and it says which file and why."""
        self._login()
        refused = {
            "picture.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
            "page.png": b"<html><script>alert(1)</script></html>",
            "empty.png": b"",
            "program.pdf": b"MZ" + b"\x00" * 200,
        }
        for name, data in refused.items():
            with self.subTest(name=name):
                response = self._say(
                    "TYPEDTEXT", files=[("files", (name, data, "image/png"))]
                )
                self.assertEqual(response.status_code, 422)
                self.assertIn("TYPEDTEXT", response.text)
                self.assertIn('role="alert"', response.text)
        self.assertFalse(self._get_talk())

    def test_too_many_and_too_big(self):
        self.company.write({"complaint_upload_count": 1, "complaint_upload_size_mb": 1})
        self._login()
        two = [("files", (f"{index}.png", PNG, "image/png")) for index in range(2)]
        self.assertEqual(self._say(files=two).status_code, 422)
        big = [("files", ("big.png", PNG + b"\x00" * 2**20, "image/png"))]
        self.assertEqual(self._say(files=big).status_code, 422)
        self.assertFalse(self._get_talk())

    def test_name_that_leaves_its_folder(self):
        self._login()
        self._say(files=[("files", ("../../etc/passwd", PNG, "image/png"))])
        self.assertEqual(self._get_talk().attachment_ids.name, "passwd.png")

    def test_empty_message(self):
        self._login()
        for text in ("", "   \n\t", "\u200b"):
            response = self._say(text)
            self.assertEqual(response.status_code, 422)
            self.assertIn("Please write something", response.text)
        self.assertFalse(self._get_talk())

    def test_too_long(self):
        self._login()
        response = self._say("x" * 20_001)
        self.assertEqual(response.status_code, 422)
        self.assertIn("x" * 20_001, response.text)

    def test_sent_twice(self):
        """A double click, the back button or a retry: one message."""
        self._login()
        files = [("files", ("photo.png", PNG, "image/png"))]
        for _click in range(3):
            response = self._say("HELLO <b>you</b>", files=files)
            self.assertEqual(response.status_code, 200)
        self.assertEqual(len(self._get_talk()), 1)
        self._say("HELLO again")
        self.assertEqual(len(self._get_talk()), 2)

    @mute_logger("odoo.http")
    def test_without_csrf_token(self):
        self._login()
        for suffix in ("message", "respond", "reopen"):
            response = self._post(suffix, csrf=False, text="HELLO", why="HELLO")
            self.assertEqual(response.status_code, 400)
        self.assertFalse(self._get_talk())

    def test_get_changes_nothing(self):
        self._bring_to_answer()
        self._login()
        for suffix in ("/message", "/respond", "/reopen"):
            url = self._get_url(suffix=suffix)
            response = self.url_open(f"{url}?text=HELLO&response=accept&why=HELLO")
            self.assertIn(response.status_code, (404, 405))
        # That the answer was read is noted the first time (R46), and nothing else.
        self._open()
        self.case.invalidate_recordset()
        self.assertTrue(self.case.date_answer_read)
        before = self.case.write_date, self.case.access_token
        self._open()
        self.url_open("/my/complaints")
        self.case.invalidate_recordset()
        self.assertEqual(self.case.customer_response, "pending")
        self.assertEqual((self.case.write_date, self.case.access_token), before)

    def test_somebody_else_s_case(self):
        self._login()
        for suffix in ("message", "respond", "reopen"):
            self._post(suffix, self.strange, text="HELLO", response="accept")
        self.assertFalse(self._get_talk(self.strange))


@tagged("post_install", "-at_install")
class TestPortalResponse(PortalCase):
    def _respond(self, response="accept", **kwargs):
        result = self._post("respond", response=response, **kwargs)
        self.case.invalidate_recordset()
        return result

    def setUp(self):
        super().setUp()
        self._login()

    def test_accept(self):
        """The case is resolved by itself when nothing else is missing (R136)."""
        self._bring_to_answer()
        page = self._respond()
        self.assertEqual(self.case.customer_response, "accepted")
        self.assertEqual(self.case.state, "resolved")
        self.assertEqual(
            self.case.transition_ids[-1:].user_id, self.env.ref("base.user_root")
        )
        self.assertIn("You accepted this answer.", page.text)
        self.assertIn("I accept the answer.", self._get_talk()[-1:].body)

    def test_accept_when_something_is_missing(self):
        """It is recorded, and the handler goes on."""
        self._bring_to_answer()
        self.case._write_protected({"decision_state": "pending"})
        self._respond()
        self.assertEqual(self.case.customer_response, "accepted")
        self.assertEqual(self.case.state, "proposed")

    def test_reject(self):
        """Why is kept, where else to turn is shown at once, the handler is asked."""
        self._bring_to_answer()
        page = self._respond("reject", reason="400 is not <b>enough</b>")
        self.assertEqual(self.case.customer_response, "rejected")
        self.assertTrue(self.case.recourse_explained)
        self.assertIn("The consumer council helps you.", page.text)
        self.assertIn("&lt;b&gt;enough", page.text)
        self.assertIn("enough", self._get_talk()[-1:].body)
        activity = self.case.activity_ids.filtered(lambda a: a.user_id == self.handler)
        self.assertIn("does not accept", activity[-1:].summary)
        self.assertEqual(self.case.state, "proposed")

    def test_reject_without_recourse(self):
        """Nothing is ticked that was not told."""
        self.company.complaint_recourse = False
        self._bring_to_answer()
        self._respond("reject", reason="No")
        self.assertFalse(self.case.recourse_explained)

    def test_reject_needs_a_reason(self):
        self._bring_to_answer()
        for reason in ("", "  \n"):
            page = self._respond("reject", reason=reason)
            self.assertEqual(page.status_code, 422)
            self.assertIn('aria-describedby="complaint_reason_error"', page.text)
        self.assertEqual(self.case.customer_response, "pending")

    def test_what_is_neither(self):
        self._bring_to_answer()
        for response in ("", "maybe", "accepted"):
            self.assertEqual(
                self._respond(response, reason="TYPEDTEXT").status_code, 422
            )
        self.assertEqual(self.case.customer_response, "pending")

    def test_only_after_the_answer(self):
        self._bring_to(self.case, "approved")
        page = self._respond()
        self.assertEqual(page.status_code, 422)
        self.assertEqual(self.case.customer_response, "pending")
        self.assertNotIn("Do you accept", page.text)

    def test_once(self):
        """A second click changes nothing; a second mind is a message."""
        self._bring_to_answer()
        self._respond()
        self.assertEqual(self._respond().status_code, 200)
        self.assertEqual(len(self._get_talk().filtered("author_id")), 1)
        self.assertEqual(self._respond("reject", reason="No").status_code, 422)
        self.assertEqual(self.case.customer_response, "accepted")

    def test_not_on_a_closed_case(self):
        self._bring_to(self.case, "closed")
        self.case.customer_response = "pending"
        with self.assertRaises(UserError):
            self.case._respond_by_complainant(True)

    def test_another_answer_asks_anew(self):
        self._bring_to_answer()
        self._respond("reject", reason="No")
        self.case.with_user(self.handler).answer = "<p>You get all of it back.</p>"
        self._bring_to_answer()
        self.assertEqual(self.case.customer_response, "pending")
        self.assertFalse(self.case.recourse_explained)
        self._respond()
        self.assertEqual(self.case.customer_response, "accepted")

    def test_letter(self):
        """As a PDF, once the answer was given."""
        refused = self._open(suffix="/letter", allow_redirects=False)
        self.assertEqual(refused.status_code, 303)
        self._bring_to_answer()
        letter = self._open(suffix="/letter")
        self.assertEqual(letter.status_code, 200)
        self.assertEqual(letter.headers["Content-Type"], "application/pdf")
        self.assertIn("attachment", letter.headers["Content-Disposition"])


@tagged("post_install", "-at_install")
class TestPortalReopening(PortalCase):
    def setUp(self):
        super().setUp()
        self._login()

    def _reopen(self, why="It is not settled", **kwargs):
        response = self._post("reopen", why=why, **kwargs)
        self.case.invalidate_recordset()
        return response

    def test_inside_the_window(self):
        self._bring_to(self.case, "closed")
        page = self._reopen()
        self.assertEqual(self.case.state, "investigating")
        self.assertEqual(self.case.reopen_count, 1)
        self.assertIn("taken up your case again", page.text)

    def test_twice(self):
        """A double click opens it once, and says so twice."""
        self._bring_to(self.case, "resolved")
        self._reopen()
        self.assertEqual(self._reopen().status_code, 200)
        self.assertEqual(self.case.reopen_count, 1)

    def _age(self):
        self._bring_to(self.case, "closed")
        long_ago = fields.Datetime.now() - timedelta(days=40)
        self.case._write_protected({"date_resolved": long_ago})

    def test_after_the_window(self):
        """A new case goes on where the old one ended, also for a double click."""
        self._age()
        for _click in range(2):
            page = self._reopen()
        continued = self.case.child_ids
        self.assertEqual(len(continued), 1)
        self.assertEqual(self.case.state, "closed")
        self.assertIn(self._get_url(continued), page.url)
        self.assertIn("goes on where the other ended", page.text)

    def test_after_the_window_by_link(self):
        self.authenticate(None, None)
        self._age()
        page = self._reopen(token=self._get_token())
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.case.child_ids.access_token, page.url)

    def test_needs_a_reason(self):
        self._bring_to(self.case, "closed")
        page = self._reopen(why=" ")
        self.assertEqual(page.status_code, 422)
        self.assertIn("Please tell us why.", page.text)
        self.assertEqual(self.case.state, "closed")

    def test_open_case(self):
        self.assertEqual(self._reopen().status_code, 422)
        self.assertEqual(self.case.state, "new")

    def test_cancelled_case(self):
        self._bring_to(self.case, "cancelled")
        page = self._reopen()
        self.assertEqual(page.status_code, 422)
        self.assertFalse(self.case.child_ids)

    def test_rating_is_offered(self):
        """Once it is closed, by whoever complained."""
        self.assertNotIn("/rate", self._open().text)
        self._bring_to(self.case, "closed")
        self.assertIn(self._get_url(suffix="/rate"), self._open().text)
