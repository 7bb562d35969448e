# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The page behind a tracking code, over HTTP (R150): both sides talk, in peace."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import freeze_time, tagged

from odoo.addons.complaint_management.controllers.portal import tracking

from ..intake import upload_files
from .tracking_common import COOKIE, TrackingCase


@tagged("post_install", "-at_install")
class TestTrackingDoor(TrackingCase):
    def test_door_asks_for_the_code_and_says_nothing(self):
        response = self._open()
        self.assertEqual(response.status_code, 200)
        self.assertIn('name="code"', response.text)
        self.assertNotIn(self.case.number, response.text)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")

    def test_code_opens_the_case_and_is_in_no_address(self):
        response = self._enter(self.code.lower())
        self.assertEqual(response.status_code, 200)
        self.assertIn(self.case.number, response.text)
        seen = [response, *response.history]
        self.assertEqual(len(response.history), 1)
        for part in seen:
            self.assertNotIn(self.code, part.url)
            self.assertNotIn(self.code, str(part.headers))
            self.assertEqual(part.headers["Cache-Control"], "no-store")
            self.assertEqual(part.headers["Referrer-Policy"], "no-referrer")
        self.assertNotIn(self.code, response.text)

    def test_cookie_is_of_this_browser_window_only(self):
        self._enter()
        [cookie] = [each for each in self.opener.cookies if each.name == COOKIE]
        self.assertIsNone(cookie.expires)
        self.assertTrue(cookie.has_nonstandard_attr("HttpOnly"))
        self.assertEqual(cookie.get_nonstandard_attr("SameSite"), "Strict")
        self.assertNotIn(self.code.replace("-", ""), cookie.value)

    def test_wrong_and_impossible_codes_get_the_same_answer(self):
        other = self.Complaint._get_tracking_code("nobody")
        pages = {
            (response.status_code, self._get_words(response))
            for response in map(self._enter, (other, "x", "%00", "é", "A" * 5000))
        }
        self.assertEqual(len(pages), 1)
        [(status, words)] = pages
        self.assertEqual(status, 422)
        self.assertIn("We know no case with this code", words)

    def test_code_is_looked_for_whatever_was_entered(self):
        """So that an impossible code takes as long as a wrong one."""
        found = self.Complaint._find_by_tracking_code
        codes = self.env["complaint.tracking.code"]
        with patch.object(type(codes), "search", autospec=True) as search:
            search.return_value = codes
            for code in ("x", self.code, None):
                found(code)
        self.assertEqual(search.call_count, 3)

    def test_attempts_of_one_address_are_throttled(self):
        for _attempt in range(tracking.LIMIT_ADDRESS):
            self.assertEqual(self._enter("wrong").status_code, 422)
        response = self._enter()
        self.assertEqual(response.status_code, 429)
        self.assertIn("Retry-After", response.headers)
        self.assertNotIn(self.case.number, response.text)
        # The address is not kept.
        self.assertFalse(self._find("127.0.0.1") & {"complaint_throttle.key"})

    def test_attempts_from_many_addresses_are_throttled(self):
        addresses = [f"192.0.2.{number}" for number in range(1, 8)]
        with (
            patch.object(tracking, "LIMIT_TOTAL", 5),
            patch.object(tracking, "get_network", side_effect=addresses),
        ):
            states = [self._enter("wrong").status_code for _each in addresses]
        self.assertEqual(states, [422] * 5 + [429] * 2)

    def test_who_waits_gets_in(self):
        for _attempt in range(tracking.LIMIT_ADDRESS + 1):
            self._enter("wrong")
        later = fields.Datetime.now() - timedelta(seconds=901)
        self.env["complaint.throttle"].search([]).date = later
        self.assertEqual(self._enter().status_code, 200)

    def test_without_csrf_nothing_happens(self):
        self.assertEqual(self._post(csrf=False, code=self.code).status_code, 400)
        self._enter()
        for suffix in ("/message", "/respond", "/reopen", "/disclose", "/leave"):
            response = self._post(
                suffix, csrf=False, text="No", why="No", step="confirm"
            )
            self.assertEqual(response.status_code, 400, suffix)
        self.assertFalse(self._get_talk())

    def test_get_changes_nothing(self):
        """Also not with what a form would send."""
        query = f"?code={self.code}&text=hello&step=confirm&identity=named&name=X"
        self.assertNotIn(self.case.number, self._open(query).text)
        self._enter()
        before = self.case.write_date, len(self.case.message_ids)
        for suffix in ("", "/disclose"):
            self.assertEqual(self._open(f"{suffix}{query}").status_code, 200)
        for suffix in ("/message", "/respond", "/reopen", "/leave"):
            self.assertEqual(self._open(f"{suffix}{query}").status_code, 405)
        self.case.invalidate_recordset()
        self.assertEqual((self.case.write_date, len(self.case.message_ids)), before)
        self.assertIn(self.case.number, self._open().text)

    def test_page_closes_after_half_an_hour(self):
        with freeze_time(fields.Datetime.now() - timedelta(minutes=31)):
            self._enter()
        self.assertNotIn(self.case.number, self._open().text)

    def test_what_was_typed_on_a_closed_page_is_sent_after_the_code(self):
        self._enter()
        self._leave()
        response = self._post("/message", text="I saw it myself")
        self.assertEqual(response.status_code, 403)
        self.assertIn("I saw it myself</textarea>", response.text)
        self.assertFalse(self._get_talk())
        wrong = self._post(code="wrong", text="I saw it myself")
        self.assertIn("I saw it myself</textarea>", wrong.text)
        right = self._post(code=self.code, text="I saw it myself")
        self.assertIn("Your message has arrived", right.text)
        self.assertIn("I saw it myself", self._get_talk().body)

    def test_forged_cookies_open_nothing(self):
        self._enter()
        good = self.opener.cookies[COOKIE]
        self._leave()
        for value in (good[:-3] + "AAA", good[1:], "", "x", "%C3%A9", "a" * 3000):
            self.opener.cookies.set(COOKIE, value, domain="127.0.0.1", path="/")
            response = self._open()
            self.assertEqual(response.status_code, 200)
            self.assertNotIn(self.case.number, response.text)

    def test_leaving_closes_the_page(self):
        self._enter()
        response = self._post("/leave")
        self.assertIn("You have left", response.text)
        self.assertNotIn(COOKIE, self.opener.cookies)
        # The back button asks the server again, which knows nothing.
        self.assertNotIn(self.case.number, self._open().text)

    def test_new_code_leaves_open_pages_alone(self):
        self._enter()
        self.case._issue_tracking_code("Their sister")
        self.assertIn(self.case.number, self._open().text)

    def test_deleted_case(self):
        case = self._create_case(
            identity_mode="anonymous", partner_name=False, email_from=False
        )
        self._enter(case._issue_tracking_code("The complainant"))
        case.sudo().unlink()
        self.assertEqual(self._open().status_code, 200)
        self.assertEqual(self._post("/message", text="Hello").status_code, 403)


@tagged("post_install", "-at_install")
class TestTrackingPage(TrackingCase):
    def setUp(self):
        super().setUp()
        self._enter()

    def _ask(self, body="When was that?"):
        return self.case.with_user(self.handler).message_post(
            body=body, message_type="comment", subtype_xmlid="mail.mt_comment"
        )

    def test_question_and_answer(self):
        self._ask()
        self.case.with_user(self.handler).message_post(body="Our own note")
        page = self._open()
        self.assertIn("When was that?", page.text)
        self.assertNotIn("Our own note", page.text)
        photo = upload_files.photo()
        page = self._post(
            "/message", text="Last Monday", files={"files": ("me.jpg", photo)}
        )
        self.assertIn("Your message has arrived", page.text)
        self.assertIn("Last Monday", page.text)
        message = self._get_talk()[-1]
        self.assertFalse(message.author_id)
        self.assertIn(self.handler.partner_id, self.case.message_partner_ids)
        self.assertIn(self.handler.partner_id, message.notified_partner_ids)
        self.assertEqual(message.attachment_ids.name, "1-file.jpg")
        sent = self._open(f"/file/{message.attachment_ids.id}")
        self.assertEqual(sent.content, message.attachment_ids.raw)
        self.assertIn("attachment", sent.headers["Content-Disposition"])
        for secret in upload_files.SECRETS:
            self.assertNotIn(secret, sent.content)

    def test_what_is_ours_is_not_on_the_page(self):
        """The whole source of the page is searched for planted words."""
        self.case.sudo().write(
            {
                "finding": "<p>PLANTED finding</p>",
                "decision": "<p>PLANTED decision</p>",
                "answer": "<p>PLANTED draft</p>",
                "lesson": "PLANTED lesson",
                "complained_employee_ids": [(6, 0, self.staff[self.officer].ids)],
            }
        )
        self.staff[self.officer].name = "PLANTED employee"
        self.case.with_user(self.handler).message_post(body="PLANTED note")
        self.assertNotIn("PLANTED", self._open().text)

    def test_files_of_others_are_not_sent(self):
        self.case.with_user(self.handler).message_post(
            body="note", attachments=[("secret.txt", b"PLANTED")]
        )
        other = self._register("other", files=[("a.txt", b"PLANTED")])
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "complaint.complaint")]
        )
        self.assertGreater(len(files), 1)
        self.assertTrue(self._get_talk(other).attachment_ids)
        for file in files:
            self.assertNotIn(b"PLANTED", self._open(f"/file/{file.id}").content)
        for number in (0, 2**31, 10**20):
            self.assertIn(self._open(f"/file/{number}").status_code, (200, 404))

    def test_same_message_twice_is_one(self):
        for _click in range(2):
            self._post("/message", text="Twice", files={"files": ("a.txt", b"abc")})
        self.assertEqual(len(self._get_talk()), 1)

    def test_refused_files_keep_the_words(self):
        page = self._post(
            "/message", text="Look at it", files={"files": ("x.svg", b"<svg/>")}
        )
        self.assertEqual(page.status_code, 422)
        self.assertIn("Look at it</textarea>", page.text)
        self.assertIn("x.svg", page.text)
        self.assertIn('role="alert"', page.text)
        self.assertFalse(self._get_talk())

    def test_bad_input(self):
        for text in ("", "   ", "\u200b"):
            self.assertEqual(self._post("/message", text=text).status_code, 422)
        self.assertEqual(self._post("/message", text="x" * 20001).status_code, 422)
        self.assertEqual(self._post("/respond", response="maybe").status_code, 422)
        self.assertEqual(self._post("/reopen", why="Now").status_code, 422)
        self.assertFalse(self._get_talk())

    def test_markup_is_shown_as_typed(self):
        words = "<script>alert(1)</script><b onclick=x>电表 مرحبا " + "w" * 10000
        page = self._post("/message", text=words)
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("<script>alert(1)", page.text)
        self.assertIn("&lt;script&gt;alert(1)", page.text)

    def test_accepting_the_answer(self):
        self._bring_to(self.case, "answered")
        self.assertIn("You get the money back", self._open().text)
        page = self._post("/respond", response="accept")
        self.assertEqual(page.status_code, 200)
        self.assertEqual(self.case.customer_response, "accepted")
        talk = len(self._get_talk())
        self._post("/respond", response="accept")
        self.assertEqual(len(self._get_talk()), talk)

    def test_not_accepting_needs_words_and_shows_recourse(self):
        self.company.complaint_recourse = "<p>The council helps you.</p>"
        self._bring_to(self.case, "answered")
        self.assertEqual(self._post("/respond", response="reject").status_code, 422)
        page = self._post("/respond", response="reject", reason="It is wrong")
        self.assertEqual(self.case.customer_response, "rejected")
        self.assertIn("The council helps you", page.text)

    def test_reopening(self):
        self._bring_to(self.case, "closed")
        self.assertEqual(self._post("/reopen", why="").status_code, 422)
        page = self._post("/reopen", why="It happened again")
        self.assertIn("taken up your case again", page.text)
        self.assertEqual(self.case.state, "investigating")
        self._post("/reopen", why="It happened again")
        self.assertEqual(self.case.reopen_count, 1)

    def test_after_the_window_a_new_case_under_the_same_code(self):
        self._bring_to(self.case, "closed")
        past = fields.Datetime.now() - timedelta(days=4000)
        self.case._write_protected({"date_resolved": past, "date_closed": past})
        page = self._post("/reopen", why="Years later")
        child = self.case.child_ids
        self.assertEqual(child.identity_mode, "anonymous")
        self.assertIn(child.number, page.text)
        self._leave()
        self.assertIn(child.number, self._enter().text)

    # ------------------------------------------------------------------
    # Telling who one is
    # ------------------------------------------------------------------

    def test_disclosing_asks_once_more(self):
        who = {
            "identity": "confidential",
            "name": "Xan Quell",
            "email": "x@example.com",
        }
        page = self._post("/disclose", **who)
        self.assertIn("Is this what you want to tell us?", page.text)
        self.assertEqual(self.case.identity_mode, "anonymous")
        change = self._post("/disclose", step="change", **who)
        self.assertIn('value="Xan Quell"', change.text)
        self.assertEqual(self.case.identity_mode, "anonymous")
        page = self._post("/disclose", step="confirm", **who)
        self.assertIn("Thank you for your trust", page.text)
        self.assertEqual(self.case.identity_mode, "confidential")
        self.assertEqual(self.case._get_reach().email, "x@example.com")
        self.assertFalse(self._find("Xan Quell") | self._find("x@example.com"))
        # The code goes on working, and the second click does nothing.
        self.assertIn(self.case.number, self._open().text)
        self.assertEqual(
            self._post("/disclose", step="confirm", **who).status_code, 422
        )

    def test_disclosing_openly(self):
        self._post(
            "/disclose",
            step="confirm",
            identity="named",
            name="Xan Quell",
            phone="0123 456789",
        )
        self.assertEqual(self.case.partner_name, "Xan Quell")
        page = self._open("/disclose")
        self.assertEqual(page.url.rpartition("/")[2], "track")

    def test_disclosing_with_mistakes_keeps_what_was_typed(self):
        for who in (
            {"identity": "named", "name": "", "email": "x@example.com"},
            {"identity": "named", "name": "Xan", "email": "nonsense"},
            {"identity": "confidential", "name": "Xan"},
            {"identity": "anonymous", "name": "Xan", "email": "x@example.com"},
            {"name": "Xan", "email": "x@example.com"},
            {"identity": "named", "name": "X" * 500, "phone": "1" * 30},
        ):
            page = self._post("/disclose", step="confirm", **who)
            self.assertEqual(page.status_code, 422, who)
            self.assertIn('role="alert"', page.text)
        self.assertEqual(self.case.identity_mode, "anonymous")

    def test_letter(self):
        self.assertEqual(self._open("/letter").url.rpartition("/")[2], "track")
        self._bring_to(self.case, "answered")
        letter = self._open("/letter")
        self.assertEqual(letter.headers["Content-Type"], "application/pdf")
        self.assertEqual(letter.headers["Cache-Control"], "no-store")

    def test_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.opener.cookies.set("frontend_lang", "zh_CN", domain="127.0.0.1", path="/")
        page = self._open()
        self.assertEqual(page.status_code, 200)
        self.assertIn('"bundle_params": {"lang": "zh_CN"}', page.text)
