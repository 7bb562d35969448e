# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Nothing that is printed makes the PDF maker visit an address (issue 9, number 17)."""

import base64
import http.server
import threading

import pytest
from lxml import html

from odoo.tests import HttpCase, tagged

from odoo.addons.complaint_management.tools.answer.printed_html import fetches, seal

from ..common import ComplaintCase
from .upload_files import photo

HERE = "http://127.0.0.1:{port}/"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">'


def _drawing(content):
    data = base64.b64encode(f"{SVG}{content}</svg>".encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{data}">'


# ``@`` stands for the address that must not be visited.
FETCHING = [
    '<img src="@a">',
    '<img src=" &#10;@a">',
    '<img srcset="@a 1x">',
    '<img lowsrc="@a" dynsrc="@b">',
    '<body background="@a"><p>x</p></body>',
    '<table background="@a"><tr><td background="@b">x</td></tr></table>',
    '<p style="background: url(@a)">x</p>',
    "<p style=\"background: url('@a')\">x</p>",
    '<p style="background: u\\72l(@a)">x</p>',
    '<p style="background: url/**/(@a)">x</p>',
    '<p style="background: UR\\00004C(@a)">x</p>',
    "<p style=\"background: image-set('@a' 1x)\">x</p>",
    '<ul style="list-style: url(@a)"><li>x</li></ul>',
    '<style>p { background: url(@a) } @import "@b";</style><p>x</p>',
    "<style>@font-face { font-family: a; src: url(@a) } p { font-family: a }</style>",
    '<link rel="stylesheet" href="@a">',
    '<link rel="icon" href="@a">',
    '<iframe src="@a"></iframe>',
    '<iframe srcdoc="&lt;img src=@a&gt;"></iframe>',
    '<frameset><frame src="@a"></frameset>',
    '<object data="@a"></object>',
    '<embed src="@a">',
    '<applet code="@a"></applet>',
    '<video src="@a" poster="@b"></video>',
    '<audio><source src="@a"></audio>',
    '<input type="image" src="@a">',
    '<script src="@a"></script>',
    '<img src="x" onerror="this.src=\'@a\'">',
    '<meta http-equiv="refresh" content="0; url=@a">',
    '<base href="@"><img src="a">',
    f'{SVG}<image x:href="@a" xlink:href="@b" width="9" height="9"/></svg>',
    f'{SVG}<use xlink:href="@a#b"/></svg>',
    f'{SVG}<rect fill="url(@a#b)" width="9" height="9"/></svg>',
    f'{SVG}<filter id="f"><feImage xlink:href="@a"/></filter></svg>',
    f"{SVG}<style>rect {{ fill: url(@a) }}</style></svg>",
    f"{SVG}<foreignObject><img src='@a'/></foreignObject></svg>",
    _drawing('<image x:href="@a" width="9" height="9"/>'),
    '<img src="file:///etc/passwd">',
    '<img src="\\\\server\\share\\a.png">',
    '<img src="//127.0.0.1/a">',
    '<img src="/web/session/logout">',
    '<img src="/web/image/1?access_token=x">',
]
KEPT = [
    '<p style="color: red; width: 50%">x</p>',
    '<a href="https://example.com">x</a>',
    '<img src="data:image/png;base64,iVBORw0KGgo=">',
    _drawing('<rect width="9" height="9"/>'),
    f'{SVG}<rect fill="url(#g)" width="9" height="9"></rect></svg>',
    "<style>p { color: red }</style>",
]


def _seal(content, get_file=lambda _id: None, base_url=""):
    root = html.fromstring(f"<html><body><div>{content}</div></body></html>")
    seal(root, get_file, base_url)
    return html.tostring(root, encoding="unicode")


@pytest.mark.parametrize("content", FETCHING)
def test_nothing_is_fetched(content):
    sealed = _seal(content.replace("@", "http://127.0.0.1/secret/"))
    for left in ("secret", "passwd", "server", "127.0.0.1", "/web/"):
        assert left not in sealed
    assert "svg+xml" not in sealed


@pytest.mark.parametrize("content", KEPT)
def test_what_is_in_the_text_stays(content):
    root = html.fromstring(f"<html><body><div>{content}</div></body></html>")
    assert _seal(content) == html.tostring(root, encoding="unicode")


def test_own_pictures():
    """Those that belong on the page, wherever this server is said to be."""
    asked = []

    def get_file(attachment_id):
        asked.append(attachment_id)
        return ("image/png", b"picture") if attachment_id == 7 else None

    picture = base64.b64encode(b"picture").decode()
    for source in (
        "/web/image/7",
        "/web/image/7-a1b2/a.png?access_token=x",
        "/web/content/7",
        "http://house.example/web/image/7",
    ):
        sealed = _seal(f'<img src="{source}">', get_file, "http://house.example")
        assert f"data:image/png;base64,{picture}" in sealed
    for source in (
        "/web/image/8",
        "http://house.example.org/web/image/7",
        "/web/imagex",
    ):
        assert "src" not in _seal(
            f'<img src="{source}">', get_file, "http://house.example"
        )
    assert set(asked) == {7, 8}


def test_text_behind_stays():
    assert "<div>a c d</div>" in _seal("a <script>b</script>c <iframe></iframe>d")
    assert fetches("ur\\6c (x)")


@pytest.mark.pdf
@tagged("post_install", "-at_install")
class TestPrinting(ComplaintCase, HttpCase):
    """Through the real program, with somebody listening."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("report.url", cls.base_url())

    def _listen(self):
        """Somebody who notes who comes by: the list of what was asked for."""
        asked = []

        class Listener(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                self.send_response(404)
                self.end_headers()

            def log_message(self, *_args):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return HERE.format(port=server.server_port), asked

    def _print(self, case, report):
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        pdf, kind = reports._render_qweb_pdf(report, case.ids)
        self.assertEqual(kind, "pdf")
        return pdf

    def test_letters(self):
        """Answer and form, with everything that fetches in their texts."""
        address, asked = self._listen()
        texts = "".join(FETCHING).replace("@", address)
        case = self._create_case()
        # As if it had come past every other door: nothing cleans it on its way.
        field = {"answer": texts, "description": texts, "finding": texts}
        columns = [name for name in field if name in case._fields]
        self.env.flush_all()
        for name in columns:
            self.env.cr.execute(
                f'UPDATE complaint_complaint SET "{name}" = %s WHERE id = %s',
                [field[name], case.id],
            )
        self.env.invalidate_all()
        for report in (
            "complaint_management.action_report_answer_letter",
            "complaint_management.action_report_registration_form",
        ):
            self._print(case, report)
        self.assertFalse(asked)

    def test_picture_of_the_case(self):
        """A picture that was put into the answer is printed; one of others is not."""
        case, other = self._create_case(), self._create_case()
        own, foreign = self.env["ir.attachment"].create(
            [
                {
                    "name": "a.jpg",
                    "raw": photo(),
                    "res_model": case._name,
                    "res_id": i.id,
                }
                for i in (case, other)
            ]
        )
        reports = self.env.ref("complaint_management.action_report_answer_letter")
        body = (
            '<html><body><main><div class="article" data-oe-id="%s" data-oe-model='
            '"complaint.complaint"><img src="/web/image/%s"><img src="/web/image/%s">'
            "</div></main></body></html>"
        )
        content = body % (case.id, own.id, foreign.id)
        (page,) = reports._prepare_html(content, report_model=case._name)[0]
        self.assertEqual(page.count("data:image/jpeg"), 1)
        self.assertNotIn(f"/web/image/{foreign.id}", page)
