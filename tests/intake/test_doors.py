# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How much, how often, and where it is shown: what holds at every door (issue 9)."""

import threading
from unittest.mock import patch

from odoo import http
from odoo.tests import HttpCase, tagged

from odoo.addons.complaint_management.controllers.portal import doors
from odoo.addons.complaint_management.models.intake import (
    case_upload as complaint_upload,
)

from ..common import ComplaintCase
from ..portal.public_common import FORM, PublicCase

TEXT = ("bill.txt", b"The bill is wrong.")
BAD = ("bill.exe", b"MZ\x90\0 program")
ADDON = "odoo.addons.complaint_management"


@tagged("post_install", "-at_install")
class TestEveryDoor(ComplaintCase, HttpCase):
    def _get_routes(self):
        """All routes of ours: (addresses, routing, method)."""
        thread = threading.current_thread()
        self.enterContext(
            patch.object(thread, "dbname", self.env.cr.dbname, create=True)
        )
        for rule in self.env["ir.http"].routing_map().iter_rules():
            method = rule.endpoint.func.__func__
            if method.__module__.startswith(ADDON):
                yield rule.rule, rule.endpoint.routing, method

    def test_all_are_hardened(self):
        """No route of ours answers without it, also those that come later."""
        routes = list(self._get_routes())
        self.assertGreater(len(routes), 20)
        for address, routing, method in routes:
            with self.subTest(address=address):
                self.assertTrue(self._is_hardened(method))
                self.assertIn("max_content_length", routing)

    def _is_hardened(self, method):
        while method:
            if getattr(method, "is_hardened", False):
                return True
            method = getattr(method, "__wrapped__", None)
        return False


@tagged("post_install", "-at_install")
class TestPublicDoors(PublicCase):
    def _assert_hardened(self, response, frames="'none'"):
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(
            response.headers["Content-Security-Policy"], f"frame-ancestors {frames}"
        )

    def test_pages(self):
        """Not framed, not cached, and not told to others; errors and answers too."""
        case = self._create_case(partner_name="Li Wei", email_from="li@example.com")
        token = case._portal_ensure_token()
        page = f"/my/complaints/{case.id}"
        for address in ("/complaints", FORM, "/complaints/done?receipt=x"):
            with self.subTest(address=address):
                self._assert_hardened(self.url_open(address), frames="'self'")
        for address in (
            "/complaints/track",
            "/complaints/track?done=left",
            f"{page}?access_token={token}",
            f"{page}/rate?access_token={token}",
            f"{page}/rate?access_token=x",
        ):
            with self.subTest(address=address):
                self._assert_hardened(self.url_open(address))
        refused = self.url_open(page, allow_redirects=False)
        self._assert_hardened(refused)
        self._assert_hardened(self._send(description=""), frames="'self'")
        self._assert_hardened(self._send(), frames="'self'")
        self._assert_hardened(self.url_open(f"{FORM}?embed=1"), frames="*")
        self.company.complaint_public_form = False
        self._assert_hardened(self.url_open(FORM), frames="'self'")

    def test_counted_before_looked_at(self):
        """Whatever is wrong with it; and whoever sends no file is not kept out."""
        self.env["ir.config_parameter"].set_param(doors.TRIES_PARAMETER, "2")
        with patch.object(
            complaint_upload, "inspect", side_effect=complaint_upload.inspect
        ) as inspect:
            answers = [self._send(files=[BAD]).status_code for _time in range(4)]
        self.assertEqual(answers, [422, 422, 429, 429])
        self.assertEqual(inspect.call_count, 2)
        refused = self._send(files=[TEXT])
        self.assertEqual(refused.status_code, 429)
        self.assertIn("without files", refused.text)
        self.assertEqual(self._get_value(refused, "name"), "Li Wei")
        self.assertEqual(self._send().status_code, 303)

    def test_counted_on_the_page_of_a_case(self):
        self.env["ir.config_parameter"].set_param(doors.TRIES_PARAMETER, "1")
        case = self._create_case(partner_name="Li Wei", email_from="li@example.com")
        page = f"/my/complaints/{case.id}"
        token = case._portal_ensure_token()
        answers = [
            self.url_open(
                f"{page}/message",
                data={
                    "access_token": token,
                    "text": "Hello",
                    "csrf_token": http.Request.csrf_token(self),
                },
                files=[("files", BAD)],
                allow_redirects=False,
            ).status_code
            for _time in range(2)
        ]
        self.assertEqual(answers, [422, 429])

    def test_an_error_takes_no_count_back(self):
        """What fails later on was tried all the same."""
        self.env["ir.config_parameter"].set_param(doors.TRIES_PARAMETER, "1")
        throttle = self.env["complaint.throttle"]
        known = throttle.search_count([("scope", "=", "upload")])
        self._send(files=[BAD])
        self.assertEqual(throttle.search_count([("scope", "=", "upload")]), known + 1)

    def test_how_much(self):
        """A request is as large as a form may be, and no larger."""
        long = self._send(description="a" * (11 * 1024 * 1024))
        self.assertEqual(long.status_code, 413)
        case = self._create_case(partner_name="Li Wei", email_from="li@example.com")
        for address in (
            "/complaints/track",
            "/complaints/track/respond",
            f"/my/complaints/{case.id}/respond",
            f"/my/complaints/{case.id}/rate",
            f"/my/complaints/{case.id}/message",
        ):
            with self.subTest(address=address):
                answer = self.url_open(address, data={"text": "a" * 1024 * 1024})
                self.assertEqual(answer.status_code, 413)
        self.company.write({"complaint_upload_count": 1, "complaint_upload_size_mb": 1})
        self.env["res.company"].search([]).write({"complaint_upload_size_mb": 1})
        large = self._send(files=[("a.txt", b"a" * 40 * 1024 * 1024)])
        self.assertEqual(large.status_code, 413)

    def test_many_fields(self):
        """A form with a thousand times as many fields as ours."""
        hidden = self._get_form()
        fields = [("files", ("", b"")) for _field in range(1500)]
        answer = self.url_open(FORM, data=hidden, files=fields)
        self.assertIn(answer.status_code, (400, 413))
