# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who may open whose case: by login, by link, or not at all."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestPortalAccess(PortalCase):
    def _assert_turned_away(self, case, token=None, suffix=""):
        response = self._open(case, token, suffix, allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertNotIn(case.name, response.text)
        return response.headers["Location"]

    def test_somebody_else_s_case(self):
        """It looks the same as a case that does not exist."""
        self._login()
        place = self._assert_turned_away(self.strange)
        nowhere = self.url_open("/my/complaints/2147483647", allow_redirects=False)
        self.assertEqual(nowhere.headers["Location"], place)

    def test_impossible_numbers(self):
        self._login()
        for number in ("0", "2147483648", "99999999999999999999", "-1", "x"):
            with self.subTest(number=number):
                response = self.url_open(f"/my/complaints/{number}")
                self.assertIn(response.status_code, (200, 404))

    def test_link_without_login(self):
        response = self._open(token=self._get_token())
        self.assertEqual(response.status_code, 200)
        self.assertIn(self.case.name, response.text)
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_wrong_tokens(self):
        """Guessed, tampered, empty, of another case: the login is asked for."""
        token = self._get_token()
        for wrong in (
            "0",
            token[:-1],
            token + "0",
            token.upper(),
            self._get_token(self.strange),
            "é",
            "\x00",
            "[]",
            "None",
            "False",
        ):
            with self.subTest(wrong=wrong):
                place = self._assert_turned_away(self.case, token=wrong)
                self.assertIn("/web/login", place)
        for suffix in ("/letter",):
            self._assert_turned_away(self.case, token="0", suffix=suffix)

    def test_case_without_token(self):
        """A case whose link was never made is not opened by an empty one."""
        self.assertFalse(self.case.access_token)
        for query in ("", "?access_token=", "?access_token=False"):
            response = self.url_open(self._get_url() + query, allow_redirects=False)
            self.assertEqual(response.status_code, 303)

    def test_token_of_another_company(self):
        company = self.env["res.company"].create({"name": "Other company"})
        elsewhere = self.Complaint.with_company(company).create(
            {"name": "ELSEWHERE", "email_from": "x@example.com", "lang": "en_US"}
        )
        token = elsewhere._portal_ensure_token()
        self._assert_turned_away(self.case, token=token)
        self._assert_turned_away(elsewhere, token=self._get_token())
        self.assertIn("ELSEWHERE", self._open(elsewhere, token).text)

    def test_companies(self):
        """A login of one company does not show cases at another."""
        company = self.env["res.company"].create({"name": "Other company"})
        elsewhere = self.Complaint.with_company(company).create(
            {
                "name": "ELSEWHERE",
                "partner_id": self.user.partner_id.id,
                "lang": "en_US",
            }
        )
        self._login()
        self.assertNotIn("ELSEWHERE", self.url_open("/my/complaints").text)
        self._assert_turned_away(elsewhere)

    def test_login_and_link_of_somebody_else(self):
        """A link shows its case to whoever has it, also with a login of their own."""
        self._login(self.other)
        self.assertIn(self.case.name, self._open(token=self._get_token()).text)

    def test_confidential_case(self):
        """Only the vault knows whose it is; the page names nobody."""
        case = self._create_case(
            partner_id=self.user.partner_id.id,
            identity_mode="confidential",
            partner_name="SECRETNAME",
            name="CONFIDENTIAL",
            lang="en_US",
        )
        self.assertFalse(case.partner_id)
        self._login(self.other)
        self._assert_turned_away(case)
        self._login()
        self.assertIn("CONFIDENTIAL", self.url_open("/my/complaints").text)
        page = self._open(case).text
        self.assertIn("CONFIDENTIAL", page)
        self.assertNotIn("SECRETNAME", page)
        self.assertNotIn("li.wei@example.com", page)

    def test_anonymous_case(self):
        """There is no page: the tracking code is the only way."""
        case = self._create_case(
            identity_mode="anonymous",
            partner_name=False,
            email_from=False,
            name="ANONYMOUS",
        )
        token = case._portal_ensure_token()
        self._assert_turned_away(case, token=token)
        self._login()
        self._assert_turned_away(case)
        self.assertNotIn("ANONYMOUS", self.url_open("/my/complaints").text)
        self.assertEqual(case._get_customer_link(), "")

    def test_follower_is_not_the_complainant(self):
        self.strange.message_subscribe(self.user.partner_id.ids)
        self._login()
        self._assert_turned_away(self.strange)

    def test_people_who_complain_together(self):
        self.strange.other_partner_ids = self.user.partner_id
        self.strange.message_subscribe(self.user.partner_id.ids)
        self._login()
        self.assertIn("SOMEBODYELSE", self._open(self.strange).text)

    def _found_a_company(self):
        shop = self.env["res.partner"].create({"name": "Shop", "is_company": True})
        (self.user | self.other).partner_id.parent_id = shop
        (self.case | self.strange).invalidate_recordset(["commercial_partner_id"])
        self.env.flush_all()

    def test_colleagues(self):
        """Only if the company wants it; they read, and do not answer."""
        self._found_a_company()
        self._login()
        self._assert_turned_away(self.strange)
        self.company.complaint_portal_company = True
        page = self._open(self.strange)
        self.assertIn("SOMEBODYELSE", page.text)
        self.assertNotIn('method="post"', page.text)
        response = self._post("message", self.strange, text="HELLO")
        self.assertEqual(response.status_code, 403)
        self.assertFalse(self._get_talk(self.strange))
        with self.assertRaises(AccessError):
            self.strange.with_user(self.user).get_portal_url()

    def test_colleagues_and_protected_cases(self):
        """What somebody says in confidence is not for their company."""
        self._found_a_company()
        self.company.complaint_portal_company = True
        secret = self._create_case(
            partner_id=self.other.partner_id.id, identity_mode="confidential"
        )
        self._login()
        self._assert_turned_away(secret)

    def test_staff_do_not_answer_for_the_customer(self):
        """They see the page as it is, with or without the link, and only that."""
        self._bring_to_answer()
        self._login(self.handler)
        for token in (None, self._get_token()):
            page = self._open(token=token)
            self.assertIn("You get the money back", page.text)
            self.assertNotIn('method="post"', page.text)
            response = self._post("respond", token=token, response="accept")
            self.assertEqual(response.status_code, 403)
        self.assertEqual(self.case.customer_response, "pending")

    def test_link_is_the_complainant_s(self):
        """Nobody gets the secret of a link by a remote call, except whose it is."""
        self._get_token()
        with self.assertRaises(AccessError):
            self.case.with_user(self.other).get_portal_url()
        with self.assertRaises(AccessError):
            self.case.with_user(self.manager).get_portal_url()
        with self.assertRaises(AccessError):
            self.case.with_user(self.manager).read(["access_token"])
        self.assertIn(
            self.case.access_token, self.case.with_user(self.user).get_portal_url()
        )

    def test_mail_links(self):
        """The button of our mails leads customers to the page, others nowhere."""
        groups = {
            name: data
            for name, _is_member, data in self.case._notify_get_recipients_groups(
                self.env["mail.message"], "Complaint", {}
            )
        }
        self.assertTrue(groups["portal_customer"]["has_button_access"])
        self.assertFalse(groups["portal"]["has_button_access"])
        self.assertFalse(groups["customer"]["has_button_access"])
        url = groups["portal_customer"]["button_access"]["url"]
        self.authenticate(None, None)
        response = self.url_open(url.replace(self.case.get_base_url(), ""))
        self.assertIn(self._get_url(), response.url)
        self.assertIn(self.case.name, response.text)
        secret = self._create_case(
            partner_id=self.user.partner_id.id, identity_mode="confidential"
        )
        names = [
            name
            for name, _is_member, data in secret._notify_get_recipients_groups(
                self.env["mail.message"], "Complaint", {}
            )
            if data.get("has_button_access") and name.startswith("portal")
        ]
        self.assertFalse(names)

    def test_customer_link(self):
        link = self.case._get_customer_link()
        self.assertTrue(link.startswith(self.case.get_base_url()))
        path = link.removeprefix(self.case.get_base_url())
        self.assertIn(self.case.name, self.url_open(path).text)

    def test_mail_view_for_a_customer_with_a_login(self):
        """Odoo's own links lead to the page as well."""
        self._login()
        response = self.url_open(
            f"/mail/view?model=complaint.complaint&res_id={self.case.id}"
        )
        self.assertIn(self._get_url(), response.url)
        self.assertIn(self.case.name, response.text)
        response = self.url_open(
            f"/mail/view?model=complaint.complaint&res_id={self.strange.id}"
        )
        self.assertNotIn("SOMEBODYELSE", response.text)
