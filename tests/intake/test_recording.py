# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Recorded calls, signed forms, scans and links: where a case came from (R27, R34)."""

import base64
import io
import wave
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, HttpCase, new_test_user, tagged

from ..common import ComplaintCase

PDF = base64.b64encode(b"%PDF-1.4 a form")


def make_wav(seconds=1):
    """A short silent recording."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * 8000 * seconds)
    return buffer.getvalue()


WAV = base64.b64encode(make_wav())


@tagged("post_install", "-at_install")
class TestEvidence(ComplaintCase):
    def test_a_recording_is_one_by_its_content(self):
        """A page or a program is refused, whatever it is called (R27)."""
        for content in (
            b"<html>",
            b"MZ\x90",
            b"%PDF-1.4",
            b"RIFF\x00\x00\x00\x00AVI ",
            b"\x00",
        ):
            with self.subTest(content):
                with self._assert_refused("no sound recording", ValidationError):
                    self._create_case(
                        recording=base64.b64encode(content), recording_name="a.mp3"
                    )
        for start in (b"ID3\x03", b"\xff\xfb\x90\x00", b"OggS", b"fLaC", b"#!AMR\n"):
            with self.subTest(start):
                self._create_case(recording=base64.b64encode(start + b"\x00" * 20))

    def test_a_recording_has_a_size(self):
        content = base64.b64encode(b"ID3" + b"\x00" * (41 * 1024 * 1024))
        with self._assert_refused("too large", ValidationError):
            self._create_case(recording=content)

    def test_scans(self):
        """A PDF or a picture; nothing that a browser would run."""
        case = self._create_case(signed_form=PDF)
        self.assertTrue(case.signed_form)
        for content in (b"<svg onload='x'/>", b"<html>", b"GIF89a", b"PK\x03\x04"):
            with self.subTest(content):
                with self._assert_refused("no scan", ValidationError):
                    case.signed_form = base64.b64encode(content)

    def test_links(self):
        """A link leads to a page, and runs nothing."""
        for link in (
            "javascript:alert(1)",
            "data:text/html,x",
            "//example.com",
            "example.com/post",
            "https://",
            "https://exa mple.com",
            'https://example.com/"onclick=',
            "https://example.com/\n",
            "https://[bad",
            "https://example.com/" + "x" * 3000,
        ):
            with self.subTest(link):
                with self._assert_refused("not a link", ValidationError):
                    self._create_case(source_url=link)
        for link in ("https://example.com/p?id=1#c", "http://例子.中国/帖子"):
            self.assertEqual(self._create_case(source_url=link).source_url, link)

    def test_a_letter_asks_for_its_day(self):
        """Nobody lets the deadlines of a letter begin when it is typed."""
        letter = self.env.ref("complaint_management.helpdesk_channel_letter")
        view = "complaint_management.complaint_complaint_view_form_register"
        with Form(self.Complaint.with_user(self.clerk), view=view) as form:
            form.name = "Letter"
            self.assertTrue(form.date_received)
            form.channel_id = letter
            self.assertFalse(form.date_received)
            self.assertIn("arrived", form.received_hint)
            form.date_received = fields.Datetime.now() - timedelta(days=3)
        form.record.channel_id = letter
        self.assertTrue(form.record.date_received)

    def test_files_at_the_counter_belong_to_the_case(self):
        """The scan of a letter is readable for those who may read the case."""
        files = self.env["ir.attachment"].with_user(self.clerk)
        scan = files.create(
            {"name": "letter.pdf", "datas": PDF, "res_model": "complaint.complaint"}
        )
        case = self._create_case(intake_file_ids=[Command.link(scan.id)])
        self.assertEqual(scan.res_id, case.id)
        self.assertTrue(scan.with_user(self.handler).raw)
        with self.assertRaises(AccessError):
            scan.with_user(self.outsider).read(["name"])

    def test_nobody_draws_files_of_others_into_a_case(self):
        """A link to a file gives no right to read it."""
        files = self.env["ir.attachment"].with_user(self.officer)
        foreign = files.create({"name": "x", "raw": b"x"})
        case = self._create_case()
        case.sudo().intake_file_ids = [Command.link(foreign.id)]
        self.assertFalse(foreign.res_id)

    def test_print_for_signature(self):
        """Offered while the complainant is there, until the scan is back (R34)."""
        counter = self.env.ref("complaint_management.helpdesk_channel_in_person")
        case = self._create_case(channel_id=counter.id)
        as_clerk = case.with_user(self.clerk)
        self.assertTrue(as_clerk.can_print_for_signature)
        action = as_clerk.action_print_for_signature()
        self.assertEqual(
            action["report_name"], "complaint_management.report_registration_form"
        )
        as_clerk.signed_form = PDF
        self.assertFalse(as_clerk.can_print_for_signature)
        self.assertFalse(self._create_case().can_print_for_signature)
        with self.assertRaises(AccessError):
            case.with_user(self.outsider).action_print_for_signature()

    def test_copies_and_customers_get_none_of_it(self):
        """A voice or a signature tells who it is: not for copies nor portals."""
        case = self._create_case(recording=WAV, signed_form=PDF)
        self.assertFalse(case.copy().recording)
        portal = new_test_user(self.env, "case_listener", groups="base.group_portal")
        for fname in ("recording", "signed_form", "intake_file_ids"):
            with self.subTest(fname), self.assertRaises(AccessError):
                case.with_user(portal).read([fname])


@tagged("post_install", "-at_install")
class TestRecordingOverHttp(ComplaintCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.phone = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_phone")
        cls.case = cls._create_case(
            channel_id=cls.phone.id, recording=WAV, recording_name="call.wav"
        )
        cls.link = f"/web/content/complaint.complaint/{cls.case.id}/recording"

    def test_it_is_streamed_in_pieces(self):
        """The player jumps to any place without loading the whole call."""
        self.authenticate("case_handler", "case_handler")
        whole = self.url_open(self.link)
        self.assertEqual(whole.status_code, 200)
        self.assertEqual(whole.content, make_wav())
        self.assertTrue(whole.headers["Content-Type"].startswith("audio/"))
        piece = self.url_open(self.link, headers={"Range": "bytes=100-199"})
        self.assertEqual(piece.status_code, 206)
        self.assertEqual(piece.content, make_wav()[100:200])

    def test_only_who_may_read_the_case_hears_it(self):
        new_test_user(self.env, "case_listener", groups="base.group_portal")
        for login in (None, "case_listener", "case_outsider"):
            self.authenticate(login, login)
            with self.subTest(login=login):
                answer = self.url_open(self.link)
                self.assertIn(answer.status_code, (403, 404))
                self.assertNotIn(b"RIFF", answer.content)
        token = self.case._portal_ensure_token()
        self.authenticate(None, None)
        answer = self.url_open(f"{self.link}?access_token={token}")
        self.assertIn(answer.status_code, (403, 404))

    def test_the_player_on_the_form(self):
        """The form plays it, with a name for screen readers."""
        self.browser_js(
            f"/odoo/complaints/{self.case.id}",
            """
            const wait = (check, then) => {
                const found = check();
                return found ? then(found) : setTimeout(() => wait(check, then), 100);
            };
            const player = () => document.querySelector("audio.o_complaint_audio");
            wait(player, (audio) => {
                const loaded = () => {
                    if (audio.getAttribute("aria-label") !== "Recorded Call") {
                        console.error("no label");
                    } else if (Math.round(audio.duration) !== 1) {
                        console.error(`duration ${audio.duration}`);
                    } else {
                        console.log("test successful");
                    }
                };
                if (audio.readyState > 0) loaded();
                else audio.addEventListener("loadedmetadata", loaded);
            });
            """,
            ready="odoo.isReady === true",
            login="case_handler",
        )
