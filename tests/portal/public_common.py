# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A visitor of the public pages, who reads what is on them and sends the form."""

import io
import zipfile
from urllib.parse import parse_qs, urlparse

from lxml import html
from PIL import Image

from odoo.tests import HttpCase

from ..common import ComplaintCase

FORM = "/complaints/new"


class PublicCase(ComplaintCase, HttpCase):
    """Pages over real HTTP, without scripts: as the plain path of a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Who tests here is the company of the public user, as on a new database.
        cls.company = cls.env.ref("base.main_company")
        cls.company.write(
            {
                "complaint_public_form": True,
                "complaint_form_limit_address": 0,
                "complaint_form_limit_total": 0,
                "phone": "+86 571 8888 0000",
            }
        )

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    @staticmethod
    def _parse(response):
        return html.fromstring(response.content.decode())

    def _get_form(self, url=FORM):
        """The hidden values of a fresh form, as a browser sends them back."""
        return self._read_hidden(self.url_open(url))

    def _read_hidden(self, response):
        page = self._parse(response)
        fields = page.xpath(
            "//form[contains(@class, 'o_complaint_public_form')]//input[@type='hidden']"
        )
        return {field.get("name"): field.get("value") for field in fields}

    def _prepare_typed(self, **typed):
        return {
            "kind": "complaint",
            "description": "The bill is wrong.\nIt is for the shop next door.",
            "demand": "Please correct it.",
            "identity": "named",
            "name": "Li Wei",
            "email": "li.wei@example.com",
            "phone": "",
            **typed,
        }

    def _send(self, hidden=None, files=(), headers=None, **typed):
        """Send the form, and stay where the answer leads to.

        :param dict hidden: as ``_get_form`` gave it; None for a fresh form
        :param files: list of (name, bytes)
        """
        hidden = self._get_form() if hidden is None else hidden
        return self.url_open(
            FORM,
            data={**hidden, **self._prepare_typed(**typed)},
            files=[("files", (name, data)) for name, data in files] or None,
            allow_redirects=False,
            headers=headers,
        )

    def _send_and_find(self, **typed):
        """Send the form; the case that it became, and the address of the receipt."""
        known = self.Complaint.search([])
        response = self._send(**typed)
        self.assertEqual(response.status_code, 303, response.text[:2000])
        self.env.invalidate_all()
        return self.Complaint.search([]) - known, response.headers["Location"]

    def _get_receipt(self, location):
        return parse_qs(urlparse(location).query)["receipt"][0]

    def _get_errors(self, response):
        """What stands next to the fields: dict of field name to text."""
        page = self._parse(response)
        return {
            node.get("id").removesuffix("-error"): " ".join(node.text_content().split())
            for node in page.xpath("//*[contains(@class, 'o_complaint_error')]")
        }

    def _get_value(self, response, name):
        """What a field of the page holds now."""
        page = self._parse(response)
        (field,) = page.xpath(f"//*[@id='{name}']")
        # A browser drops the line break after the tag.
        return field.text_content() if field.tag == "textarea" else field.get("value")

    def _count_cases(self):
        return self.Complaint.with_context(active_test=False).search_count([])

    # ------------------------------------------------------------------
    # Files
    # ------------------------------------------------------------------

    @staticmethod
    def _make_photo():
        """A JPEG that tells in its metadata where and by whom it was taken."""
        exif = Image.Exif()
        exif[0x010F] = "SECRETCAMERA"
        exif[0x013B] = "SECRETAUTHOR"
        data = io.BytesIO()
        Image.new("RGB", (40, 30), "red").save(data, "JPEG", exif=exif)
        return data.getvalue()

    @staticmethod
    def _make_bomb():
        """An office document that unpacks to far more than it seems."""
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("word/document.xml", b"0" * 60 * 1024 * 1024)
        return data.getvalue()
