# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How to complain, from the configuration; links, frames and posters (R22, R30)."""

import io
from urllib.parse import parse_qs, urlparse

from odoo.tests import Form, new_test_user, tagged
from odoo.tools.pdf import PdfFileReader

from .public_common import FORM, PublicCase

GUIDE = "/complaints"


@tagged("post_install", "-at_install")
class TestPublicGuide(PublicCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        policies = cls.env["complaint.sla.policy"]
        policies.search([]).active = False
        cls.policy = policies.create(
            {
                "name": "Usual",
                "kind": "complaint",
                "target_ids": [
                    (0, 0, {"milestone": "acknowledge", "amount": 7}),
                    (
                        0,
                        0,
                        {
                            "milestone": "resolve",
                            "unit": "calendar_days",
                            "amount": 11,
                            "cap_amount": 13,
                        },
                    ),
                ],
            }
        )

    def _get_words(self, url=GUIDE):
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        return " ".join(self._parse(response).text_content().split())

    def test_deadlines(self):
        """The page promises what the policies promise, and nothing else."""
        words = self._get_words()
        self.assertIn("has arrived, within 7 working hours", words)
        self.assertIn("within 11 calendar days", words)
        self.assertIn("never takes longer than 13 calendar days", words)
        self.policy.active = False
        words = self._get_words()
        self.assertNotIn("within", words)
        self.assertIn("You get an answer with our reasons.", words)

    def test_special_policies(self):
        """What holds for some cases only is promised to nobody in general."""
        self.policy.copy(
            {
                "sequence": 1,
                "severity": "3",
                "target_ids": [(0, 0, {"milestone": "acknowledge", "amount": 1})],
            }
        )
        self.assertIn("within 7 working hours", self._get_words())

    def test_configuration(self):
        """Welcome, recourse and ways to reach are the company's own."""
        self.company.write(
            {
                "complaint_policy": "<p>Welcome to OURWELCOME.</p>",
                "complaint_recourse": "<p>The OURCOUNCIL of your town.</p>",
            }
        )
        words = self._get_words()
        for word in ("OURWELCOME", "OURCOUNCIL", "+86 571 8888 0000"):
            self.assertIn(word, words)

    def test_content(self):
        """Steps, whom, how to state what one wants, rights, protection, free."""
        words = self._get_words()
        for word in (
            "What happens then",
            "Whom to turn to",
            "What you would like us to do",
            "Your rights",
            "What we ask of you",
            "free of charge",
            "Confidential",
            "Anonymous",
            "You never have to give it",
        ):
            self.assertIn(word, words)
        page = self._parse(self.url_open(GUIDE))
        self.assertEqual(len(page.xpath("//h1")), 1)
        paths = {urlparse(href).path for href in page.xpath("//a/@href")}
        self.assertLessEqual({FORM, "/complaints/track"}, paths)

    def test_mailbox(self):
        """Mails go to the company's address for complaints, when it has one."""
        self.env["complaint.mailbox"].search([]).unlink()
        self.company.email = "office@example.com"
        self.assertEqual(self.company._get_complaint_email(), "office@example.com")
        domain = self.env["mail.alias.domain"].create({"name": "mail.example.com"})
        self.company.alias_domain_id = domain
        self.env["complaint.mailbox"].create(
            {
                "name": "Complaints",
                "company_id": self.company.id,
                "alias_name": "tellus",
                "alias_domain_id": domain.id,
            }
        )
        self.assertIn("tellus@mail.example.com", self._get_words())

    def test_switched_off(self):
        """A company without public pages has none."""
        self.company.complaint_public_form = False
        for path in (GUIDE, FORM, "/complaints/done"):
            self.assertEqual(self.url_open(path).status_code, 404)
        self.assertEqual(self._send(hidden={}).status_code, 404)

    def test_chinese(self):
        """The page follows the language of the address; also without cookies."""
        self.env["res.lang"]._activate_lang("zh_CN")
        response = self.url_open("/zh_CN/complaints")
        self.assertEqual(response.status_code, 200)
        page = self._parse(response)
        self.assertEqual(page.xpath("//html/@lang"), ["zh-CN"])
        (link,) = set(page.xpath("//a[contains(@href, '/complaints/new')]/@href"))
        self.assertTrue(link.startswith("/zh_CN/"))


@tagged("post_install", "-at_install")
class TestPublicLinks(PublicCase):
    """Links per category and company, and frames in other pages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other Ltd"})
        cls.top, cls.leaf, cls.hidden, cls.foreign = cls.env[
            "complaint.category"
        ].create(
            [
                {"name": "TOPCATEGORY"},
                {"name": "LEAFCATEGORY"},
                {"name": "HIDDENCATEGORY", "is_public": False},
                {"name": "FOREIGNCATEGORY", "company_id": cls.other_company.id},
            ]
        )
        cls.leaf.parent_id = cls.top
        cls.under_hidden = cls.top.copy(
            {"name": "UNDERHIDDEN", "parent_id": cls.hidden.id}
        )

    def test_offered_categories(self):
        """Only what is public, with all its parents, and of the company."""
        text = self.url_open(FORM).text
        self.assertIn("TOPCATEGORY", text)
        self.assertIn("LEAFCATEGORY", text)
        for name in ("HIDDENCATEGORY", "UNDERHIDDEN", "FOREIGNCATEGORY"):
            self.assertNotIn(name, text)

    def test_hidden_category_is_not_taken(self):
        """Nor is it when its number is guessed."""
        for category in (self.hidden, self.under_hidden, self.foreign):
            case, _location = self._send_and_find(category=category.id)
            self.assertFalse(case.category_id)

    def test_category_link(self):
        """The link of a category opens the form with it."""
        query = parse_qs(urlparse(self.leaf.public_url).query)
        page = self._parse(self.url_open(f"{FORM}?category={query['category'][0]}"))
        (chosen,) = page.xpath("//select[@id='category']//option[@selected]/@value")
        self.assertEqual(chosen, str(self.leaf.id))
        self.assertFalse(self.hidden.public_url or self.under_hidden.public_url)

    def test_company_link(self):
        """The link of another company leads to its form, and its cases."""
        url = self.other_company._get_complaint_form_url()
        hidden = self._get_form(f"{FORM}?{urlparse(url).query}")
        self.assertEqual(hidden["company"], str(self.other_company.id))
        case, location = self._send_and_find(hidden=hidden, category=self.foreign.id)
        self.assertEqual(case.company_id, self.other_company)
        self.assertEqual(case.category_id, self.foreign)
        self.assertIn(case.number, self.url_open(location).text)
        by_category = self._get_form(f"{FORM}?category={self.foreign.id}")
        self.assertEqual(by_category["company"], str(self.other_company.id))
        self.other_company.complaint_public_form = False
        response = self.url_open(f"{FORM}?company={self.other_company.id}")
        self.assertEqual(response.status_code, 404)

    def test_kind_link(self):
        page = self._parse(self.url_open(f"{FORM}?kind=suggestion"))
        self.assertTrue(page.xpath("//input[@id='kind-suggestion']/@checked"))

    def test_frames(self):
        """In a frame of another site only when it was asked for."""
        plain = self.url_open(FORM)
        self.assertIn("'self'", plain.headers["Content-Security-Policy"])
        self.assertIn("<header", plain.text)
        framed = self.url_open(f"{FORM}?embed=1")
        self.assertIn("frame-ancestors *", framed.headers["Content-Security-Policy"])
        self.assertNotIn("X-Frame-Options", framed.headers)
        self.assertNotIn('id="top"', framed.text)
        self.assertNotIn("<footer", framed.text)

    def test_framed_form(self):
        """In the frame of another site no cookie is sent: the form works all the same,
        and stays in its frame."""
        hidden = self._get_form(f"{FORM}?embed=1")
        self.authenticate(None, None)
        wrong = self._send(hidden, description="")
        self.assertIn("frame-ancestors *", wrong.headers["Content-Security-Policy"])
        response = self._send(self._read_hidden(wrong))
        self.assertEqual(response.status_code, 303)
        location = response.headers["Location"]
        self.assertIn("embed=1", location)
        done = self.url_open(location)
        self.assertIn("frame-ancestors *", done.headers["Content-Security-Policy"])
        self.assertNotIn("<footer", done.text)

    def test_nothing_cached(self):
        """A shared computer does not show the receipt to the next person."""
        _case, location = self._send_and_find(identity="anonymous")
        for url in (FORM, location):
            self.assertIn("no-store", self.url_open(url).headers["Cache-Control"])


@tagged("post_install", "-at_install")
class TestPoster(PublicCase):
    """The poster with the QR code, for a shop or a counter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("report.url", cls.base_url())

    def _print(self, poster, record):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, _kind = report._render_qweb_pdf(
            f"complaint_management.{poster}", record.ids
        )
        pages = PdfFileReader(io.BytesIO(content)).pages
        return [" ".join(page.extract_text().split()) for page in pages]

    def test_category(self):
        """One page a category, with its address, in the company's languages."""
        pages = self._print("action_report_category_poster", self.category)
        self.assertEqual(len(pages), 1)
        self.assertIn("How was it?", pages[0])
        self.assertIn("Wrong bill", pages[0])
        words = "".join(pages[0].split())
        self.assertIn(f"category={self.category.id}", words)
        self.assertIn("anonymous", pages[0])

    def test_company(self):
        pages = self._print("action_report_company_poster", self.company)
        self.assertEqual(len(pages), 1)
        self.assertIn(FORM, "".join(pages[0].split()))

    def test_several(self):
        """Each category on a page of its own."""
        both = self.category | self.category.copy({"name": "Second"})
        self.assertEqual(len(self._print("action_report_category_poster", both)), 2)

    def test_button(self):
        """The settings print it, and keep the limits of the company."""
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(
            settings.action_print_complaint_poster()["report_name"],
            "complaint_management.report_company_poster",
        )
        manager = new_test_user(
            self.env,
            "poster_manager",
            groups="base.group_system,complaint_management.group_complaint_manager",
        )
        with Form(self.env["res.config.settings"].with_user(manager)) as form:
            form.complaint_form_limit_total = 12
        form.record.execute()
        self.assertEqual(manager.company_id.complaint_form_limit_total, 12)
