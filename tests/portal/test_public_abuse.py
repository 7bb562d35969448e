# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bad input at the public form: nothing breaks, is stored or is lost."""

import json

from odoo.tests import freeze_time, tagged

from .public_common import FORM, PublicCase

SCRIPT = "<script>alert('SCRIPTED')</script><img src=x onerror=alert(1)>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<!doctype html><html><script>alert(1)</script></html>"


@tagged("post_install", "-at_install")
class TestPublicErrors(PublicCase):
    """What is wrong is said next to the field, and everything typed stays."""

    def _assert_refused(self, field, words, **typed):
        count = self._count_cases()
        response = self._send(**typed)
        self.assertEqual(response.status_code, 422)
        self.assertEqual(self._count_cases(), count)
        errors = self._get_errors(response)
        self.assertIn(words, errors[field])
        sent = self._prepare_typed(**typed)
        for name in ("description", "demand", "name", "email", "phone"):
            self.assertEqual(
                (self._get_value(response, name) or "").strip(), sent[name].strip()
            )
        self._assert_announced(response, field, errors)
        return response

    def _assert_announced(self, response, field, errors):
        """A screen reader hears of the error at the field and on top."""
        page = self._parse(response)
        alert = " ".join(page.xpath("//*[@role='alert']")[0].text_content().split())
        self.assertIn(errors[field].removeprefix("Please check: ")[:60], alert)
        if field != "identity":
            (node,) = page.xpath(f"//*[@id='{field}']")
            self.assertEqual(node.get("aria-invalid"), "true")
            self.assertIn(f"{field}-error", node.get("aria-describedby"))

    def test_nothing_said(self):
        for text in ("", "  \n ", "\u200b\u200e"):
            response = self._send(description=text)
            self.assertEqual(response.status_code, 422)
            self.assertIn("what happened", self._get_errors(response)["description"])

    def test_no_way_to_reach(self):
        for identity in ("named", "confidential"):
            self._assert_refused(
                "email", "without one", identity=identity, email="", phone=""
            )

    def test_no_name(self):
        self._assert_refused("name", "your name", name="")

    def test_wrong_email(self):
        for email in ("li.wei", "a@b@c", "Li Wei <li.wei@example.com>", "a@b.c, d@e.f"):
            self._assert_refused("email", "name@example.com", email=email)

    def test_wrong_phone(self):
        self._assert_refused("phone", "check this number", phone="call me", email="")

    def test_no_identity(self):
        """Nobody is taken for named who did not say so."""
        for identity in ("", "secret"):
            self._assert_refused("identity", "choose", identity=identity)

    def test_too_long(self):
        for field, length in (
            ("description", 20001),
            ("demand", 2001),
            ("name", 101),
            ("phone", 41),
        ):
            self._assert_refused(field, "shorten", **{field: "1" * length})

    def test_all_at_once(self):
        """Nobody corrects one by one."""
        response = self._send(
            description="", name="", email="x", files=[("page.html", PAGE)]
        )
        self.assertEqual(
            set(self._get_errors(response)), {"description", "name", "email", "files"}
        )

    def test_corrected(self):
        """The form that shows the errors can be sent, and its line ends stay."""
        text = "First line\nSecond line"
        response = self._send(description=text.replace("\n", "\r\n"), email="x")
        self.assertEqual(self._get_value(response, "description").strip(), text)
        again = self._send(self._read_hidden(response), description=text)
        self.assertEqual(again.status_code, 303)


@tagged("post_install", "-at_install")
class TestPublicAbuse(PublicCase):
    def test_files(self):
        """Dangerous files are refused in words, by what is in them (issue 4)."""
        for name, data in (
            ("photo.jpg", SVG),
            ("drawing.svg", SVG),
            ("page.html", PAGE),
            ("page.txt", PAGE),
            ("bomb.docx", self._make_bomb()),
            ("program.exe", b"MZ\x90\x00" * 99),
            ("empty.txt", b""),
            ("\x00.jpg", b"\x00"),
        ):
            with self.subTest(name=name):
                count = self._count_cases()
                response = self._send(files=[(name, data)])
                self.assertEqual(response.status_code, 422)
                self.assertEqual(self._count_cases(), count)
                self.assertIn("files", self._get_errors(response))
                self.assertNotIn("<svg", response.text)

    def test_too_many_and_too_large(self):
        self.company.write({"complaint_upload_count": 2, "complaint_upload_size_mb": 1})
        many = [(f"{number}.txt", b"text") for number in range(3)]
        self.assertIn("3 files", self._get_errors(self._send(files=many))["files"])
        large = [("large.txt", b"a" * (1024 * 1024 + 1))]
        self.assertIn("1 MB", self._get_errors(self._send(files=large))["files"])

    def test_no_files_wanted(self):
        """Where no files are taken there is no field, and nobody believes otherwise."""
        self.company.complaint_upload_count = 0
        self.assertNotIn('type="file"', self.url_open(FORM).text)
        response = self._send(files=[("a.txt", b"text")])
        self.assertEqual(response.status_code, 422)
        self.assertIn("cannot take files", response.text)

    def test_script_everywhere(self):
        """Markup in every field is text wherever it is shown."""
        case, location = self._send_and_find(
            description=SCRIPT,
            demand=SCRIPT,
            name=SCRIPT[:100],
            files=[(f"{SCRIPT[:40]}.txt", b"text")],
        )
        self.assertNotIn("<script", case.description)
        self.assertNotIn("<img", case.description)
        self.assertIn("SCRIPTED", case.description)
        self.assertEqual(case.demand, SCRIPT)
        # Subject and demand are plain text; whoever renders them escapes them.
        self.assertNotIn("<script>alert", self.url_open(location).text)
        for message in case.sudo().message_ids:
            self.assertNotIn("<script", message.body or "")
        shown = self._send(description="", name=SCRIPT[:100], demand=SCRIPT)
        self.assertNotIn("<script>alert", shown.text)
        self.assertEqual(self._get_value(shown, "demand").strip(), SCRIPT)

    def test_script_in_mail_and_pdf(self):
        """Also in the acknowledgement, and on paper."""
        with self.allow_pdf_render():
            case, _location = self._send_and_find(
                description=SCRIPT, demand=SCRIPT, name=SCRIPT[:100]
            )
        mails = (
            self.env["mail.mail"]
            .sudo()
            .search([("model", "=", case._name), ("res_id", "=", case.id)])
        )
        for mail in mails:
            self.assertNotIn("<script", mail.body_html or "")
            self.assertNotIn("<img src=x", mail.body_html or "")
        report = self.env["ir.actions.report"]
        content, kind = report._render_qweb_html(
            "complaint_management.action_report_registration_form", case.ids
        )
        self.assertEqual(kind, "html")
        self.assertNotIn(b"<script>alert", content)
        self.assertNotIn(b"<img src=x", content)

    def test_strange_characters(self):
        """NUL bytes, broken UTF-8 and whatever else no keyboard makes."""
        hidden = self._get_form()
        body = "&".join(
            f"{name}={value}"
            for name, value in {
                **hidden,
                "kind": "%00",
                "description": "A%00B%FF%FE%C3%28 %ED%A0%80 %0B",
                "demand": "%00",
                "identity": "named",
                "name": "Li%00%0D%0AWei",
                "email": "li@example.com",
                "category": "%00",
                "company": "1%00",
            }.items()
        )
        response = self.url_open(
            FORM,
            data=body,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            allow_redirects=False,
        )
        self.assertEqual(response.status_code, 303)
        case = self.Complaint.search([], order="id desc", limit=1)
        self.assertEqual(case.partner_name, "Li Wei")
        self.assertNotIn("\x00", case.description)

    def test_long_word_and_other_scripts(self):
        """A 10,000-character word, right-to-left and Chinese text (issue 4)."""
        for text in ("x" * 10000, "الفاتورة خاطئة", "账单有误，请更正。", "😀" * 50):
            with self.subTest(text=text[:10]):
                case, location = self._send_and_find(description=text, name=text[:40])
                self.assertIn(text, case.description)
                self.assertLessEqual(len(case.name), 80)
                self.assertEqual(self.url_open(location).status_code, 200)

    def test_direction_tricks(self):
        """A name does not turn the text around it."""
        case, _location = self._send_and_find(name="Li \u202eieW\u2066 x")
        self.assertEqual(case.partner_name, "Li ieW x")

    def test_wrong_parameters(self):
        """Garbage in the address falls back to the plain form."""
        for query in (
            "category=x",
            "category=-1",
            "category=999999999999999999999",
            "category=%00",
            "category[]=1&category=2",
            "kind=script&identity=admin",
            "embed=%FF",
            "company=0",
            "company=1.5",
        ):
            with self.subTest(query=query):
                response = self.url_open(f"{FORM}?{query}")
                self.assertEqual(response.status_code, 200)
                self.assertEqual(self.url_open(f"/complaints?{query}").status_code, 200)

    def test_file_as_text(self):
        """A file where a text belongs is no text."""
        hidden = self._get_form()
        response = self.url_open(
            FORM,
            data=hidden,
            files={
                name: ("x.txt", b"x")
                for name in ("description", "name", "category", "csrf_token")
            },
            allow_redirects=False,
        )
        self.assertEqual(response.status_code, 422)

    def test_token(self):
        """Without the form's own token nothing is stored, and nothing lost."""
        good = self._get_form()
        count = self._count_cases()
        with freeze_time("2020-01-01"):
            old = self._get_form()
        for token in ("", "x", "é", good["token"][:-2], old["token"], "A" * 9999):
            with self.subTest(token=token[:9]):
                response = self._send({**good, "token": token})
                self.assertEqual(response.status_code, 400)
                self.assertIn("send it once more", response.text)
                self.assertEqual(
                    self._get_value(response, "demand").strip(), "Please correct it."
                )
        self.assertEqual(self._count_cases(), count)
        self.assertEqual(self._send(self._read_hidden(response)).status_code, 303)

    def test_receipt_is_no_token(self):
        """What was signed for one purpose does not serve another."""
        _case, location = self._send_and_find()
        response = self._send({"token": self._get_receipt(location)})
        self.assertEqual(response.status_code, 400)

    def test_other_fields(self):
        """Nobody sets a field of the case that the form does not have."""
        case, _location = self._send_and_find(
            state="closed",
            severity="3",
            user_id=str(self.outsider.id),
            number="MINE",
            partner_id="1",
            create_uid="1",
        )
        self.assertNotEqual(case.number, "MINE")
        self.assertNotEqual(case.state, "closed")
        self.assertFalse(case.partner_id)
        self.assertNotEqual(case.user_id, self.outsider)

    def test_get_changes_nothing(self):
        """A link with all values registers nothing."""
        count = self._count_cases()
        self.url_open(FORM, params={**self._get_form(), **self._prepare_typed()})
        self.assertEqual(self._count_cases(), count)

    def test_other_methods(self):
        for method in ("PUT", "DELETE", "PATCH"):
            response = self.url_open(FORM, method=method)
            self.assertEqual(response.status_code, 405)
        response = self.url_open(
            FORM,
            data=json.dumps({"description": "x"}),
            headers={"Content-Type": "application/json"},
        )
        self.assertLess(response.status_code, 500)


@tagged("post_install", "-at_install")
class TestPublicFlood(PublicCase):
    """A thousand submissions in a minute: the limit holds, nothing breaks."""

    def _flood(self, times, address=None):
        hidden = [self._get_form() for _time in range(times)]
        return [
            self._send(form, description=f"Number {index}", name="Kept Name")
            for index, form in enumerate(hidden)
        ]

    def test_address_limit(self):
        self.company.complaint_form_limit_address = 5
        count = self._count_cases()
        responses = self._flood(30)
        codes = [response.status_code for response in responses]
        self.assertEqual(codes, [303] * 5 + [429] * 25)
        self.assertEqual(self._count_cases(), count + 5)
        refused = responses[-1]
        self.assertEqual(self._get_value(refused, "name"), "Kept Name")
        self.assertEqual(self._get_value(refused, "description").strip(), "Number 29")
        self.assertIn("+86 571 8888 0000", refused.text)
        self.assertTrue(refused.headers["Retry-After"])

    def test_total_limit(self):
        self.company.complaint_form_limit_total = 4
        codes = [response.status_code for response in self._flood(7)]
        self.assertEqual(codes, [303] * 4 + [429] * 3)

    def test_errors_do_not_count(self):
        """Who mistypes is not locked out."""
        self.company.complaint_form_limit_address = 1
        for _time in range(3):
            self.assertEqual(self._send(email="x").status_code, 422)
        self.assertEqual(self._send().status_code, 303)

    def test_repeats_do_not_count(self):
        """A retry of what was taken gets its receipt, whatever the limit."""
        self.company.complaint_form_limit_address = 1
        hidden = self._get_form()
        for _time in range(4):
            self.assertEqual(self._send(hidden).status_code, 303)

    def test_after_refusal(self):
        """What was refused for the limit is registered when it is sent again."""
        self.company.complaint_form_limit_total = 1
        self._send()
        refused = self._send()
        self.assertEqual(refused.status_code, 429)
        self.company.complaint_form_limit_total = 0
        again = self._send(self._read_hidden(refused))
        self.assertEqual(again.status_code, 303)
