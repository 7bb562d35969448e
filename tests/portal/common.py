# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests of the complainant's pages share: customers, and their browser."""

import re
from urllib.parse import urlencode

from odoo import http
from odoo.tests import HttpCase, new_test_user

from ..common import ComplaintCase

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


class PortalCase(ComplaintCase, HttpCase):
    """Li Wei has a login and a case, ``other`` is another customer with theirs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls._create_customer("li_wei", "Li Wei")
        cls.other = cls._create_customer("other_customer", "Wang Fang")
        cls.case = cls._create_case(partner_id=cls.user.partner_id.id, lang="en_US")
        cls.strange = cls._create_case(
            partner_id=cls.other.partner_id.id,
            email_from=cls.other.email,
            name="SOMEBODYELSE",
            lang="en_US",
        )
        cls.company.complaint_recourse = "<p>The consumer council helps you.</p>"

    @classmethod
    def _create_customer(cls, login, name, **vals):
        return new_test_user(
            cls.env,
            login,
            groups="base.group_portal",
            name=name,
            email=f"{login}@example.com",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
            lang="en_US",
            tz="UTC",
            **vals,
        )

    def _login(self, user=None):
        user = user or self.user
        self.authenticate(user.login, user.login)

    def _get_url(self, case=None, suffix="", token=None):
        url = f"/my/complaints/{(case or self.case).id}{suffix}"
        return f"{url}?{urlencode({'access_token': token})}" if token else url

    def _open(self, case=None, token=None, suffix="", **kwargs):
        return self.url_open(self._get_url(case, suffix, token), **kwargs)

    def _post(self, suffix, case=None, token=None, files=None, csrf=True, **data):
        """Send a form of the page.

        :param str suffix: "message", "respond" or "reopen"
        :param bool csrf: with the token of the session
        """
        if csrf:
            data["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(
            self._get_url(case, f"/{suffix}", token),
            data=data,
            files=files,
            method="POST",
        )

    def _get_token(self, case=None):
        return (case or self.case)._portal_ensure_token()

    def _get_words(self, response):
        """What a page says, as text without tags and with single spaces."""
        main = response.text.split("<main", 1)[-1].split("</main>", 1)[0]
        return " ".join(re.sub(r"<[^>]+>", " ", main).split())

    def _get_talk(self, case=None):
        return (case or self.case)._get_customer_messages()

    def _bring_to_answer(self, case=None):
        return self._bring_to(case or self.case, "answered")
