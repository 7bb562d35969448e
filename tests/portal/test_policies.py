# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Public policies stand on the page that explains how to complain (R161)."""

from base64 import b64encode

from odoo import fields
from odoo.tests import tagged

from ..insight.policy_common import PolicyCase
from .public_common import PublicCase

GUIDE = "/complaints"


@tagged("post_install", "-at_install")
class TestPublicPolicies(PolicyCase, PublicCase):
    """What strangers read of our policies, and what they do not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document.write({"company_id": cls.company.id, "is_public": True})
        cls.url = f"{GUIDE}/policies/{cls.document.id}"

    def _get_words(self, url):
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        return " ".join(self._parse(response).text_content().split())

    def _assert_unknown(self, *urls):
        for url in urls:
            with self.subTest(url=url):
                self.assertEqual(self.url_open(url).status_code, 404)

    def test_the_version_in_force_with_its_date(self):
        self.assertNotIn("in writing", self._get_words(GUIDE))
        self._assert_unknown(self.url)
        self._approve(self._write_version(days=-9))
        self._approve(self._write_version(days=9, text="<p>Three people do.</p>"))
        guide = self.url_open(GUIDE)
        [link] = self._parse(guide).xpath(f"//a[@href='{self.url}']")
        self.assertEqual(link.text_content(), "How we handle bills")
        self.assertIn("in force since", self._get_words(GUIDE))
        words = self._get_words(self.url)
        self.assertIn("Two people check each bill.", words)
        self.assertIn("Version 1, in force since", words)
        self.assertNotIn("Three people", words)
        self._assert_unknown(f"{self.url}/file")

    def test_what_is_not_public_is_not_there(self):
        """Internal, a draft, ended, of another company, or never written."""
        internal = self._write_document(self.manager)
        self._approve(self._write_version(internal, text="<p>SECRET</p>"))
        draft = self._write_document(self.manager, is_public=True)
        self._write_version(draft)
        ended = self._write_document(self.manager, is_public=True)
        version = self._approve(self._write_version(ended, days=-3))
        version.with_user(self.manager).action_end(reason="No such bills")
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self._write_document(is_public=True)
        foreign.company_id = other
        words = self.Version.sudo().create(
            {"document_id": foreign.id, "date_from": self.today, "text": "<p>A</p>"}
        )
        words._write_sealed(
            {"state": "approved", "date_approved": fields.Datetime.now()}
        )
        for document in (internal, draft, ended, foreign):
            url = f"{GUIDE}/policies/{document.id}"
            self._assert_unknown(url, f"{url}/file")
        self._assert_unknown(f"{GUIDE}/policies/0", f"{GUIDE}/policies/99999999999")
        self.assertNotIn("in writing", self._get_words(GUIDE))

    def test_the_file_is_saved_and_not_shown(self):
        script = b"<html><script>alert(1)</script></html>"
        self._approve(
            self._write_version(file=b64encode(script), file_name="bills.html")
        )
        [link] = self._parse(self.url_open(self.url)).xpath(
            f"//a[@href='{self.url}/file']"
        )
        response = self.url_open(link.get("href"))
        self.assertEqual(response.content, script)
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")

    def test_switched_off(self):
        """Who has no public pages has none of these."""
        self._approve(self._write_version())
        self.company.complaint_public_form = False
        self._assert_unknown(self.url, f"{self.url}/file")
