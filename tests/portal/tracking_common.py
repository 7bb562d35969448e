# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Somebody who stays anonymous, and their browser."""

import re

from odoo import http
from odoo.tests import HttpCase

from ..protection.vault_common import VaultCase

SENT = {
    "name": "Told to sell what nobody needs",
    "description": "<p>Every customer is charged for insurance.</p>",
    "identity_mode": "anonymous",
}
PAGE = "/complaints/track"
COOKIE = "complaint_track"


class TrackingCase(VaultCase, HttpCase):
    """An anonymous case with its code; the browser is nobody's until it logs in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._register("first")
        cls.code = cls.Complaint._get_tracking_code("first")

    @classmethod
    def _register(cls, submission, files=(), **vals):
        given = {**SENT, "category_id": cls.category.id, **vals}
        case = cls.Complaint._register_from_outside(given, files, submission)
        return case.with_env(cls.env)

    def setUp(self):
        super().setUp()
        # Attempts of a server that ran on this database do not count here.
        self.env["complaint.throttle"].search([]).unlink()
        self.authenticate(None, None)

    def _open(self, suffix="", **kwargs):
        return self.url_open(f"{PAGE}{suffix}", **kwargs)

    def _post(self, suffix="", files=None, csrf=True, **data):
        """Send a form of the page, and follow to where it leads."""
        if csrf:
            data["csrf_token"] = http.Request.csrf_token(self)
        response = self.url_open(
            f"{PAGE}{suffix}", data=data, files=files, method="POST"
        )
        self.env.invalidate_all()
        return response

    def _enter(self, code=None):
        return self._post(code=code or self.code)

    def _leave(self):
        """A browser that was closed."""
        self.opener.cookies.pop(COOKIE, None)

    def _get_words(self, response):
        main = response.text.split("<main", 1)[-1].split("</main>", 1)[0]
        return " ".join(re.sub(r"<[^>]+>", " ", main).split())

    def _get_talk(self, case=None):
        return (case or self.case)._get_customer_messages()
