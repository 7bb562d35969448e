# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reports on paper, as they are printed, downloaded and sent (R140)."""

import io
from urllib.parse import urlencode

import pytest

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools.pdf import PdfFileReader

from .period_common import PeriodCase

PDF = "complaint_management.action_report_period"


@pytest.mark.pdf
@tagged("post_install", "-at_install")
class TestPeriodPdf(PeriodCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("report.url", cls.base_url())
        for code in ("zh_CN", "vi_VN"):
            cls.env["res.lang"]._activate_lang(code)
        cls.env["ir.module.module"]._load_module_terms(
            ["complaint_management"], ["zh_CN", "vi_VN"]
        )
        cls.reader = cls.env["res.partner"].create(
            {"name": "The Board", "email": "board@example.com", "lang": "zh_CN"}
        )
        cls.category.update_field_translations(
            "name", {"zh_CN": "账单错误", "vi_VN": "Hóa đơn sai"}
        )
        for number in range(6):
            cls._place(answered=number, verdict="upheld", cause_id=cls.cause.id)

    def _print(self, report, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.officer)
        content, kind = reports.with_context(
            force_report_rendering=True
        )._render_qweb_pdf(PDF, report.ids)
        self.assertEqual(kind, "pdf")
        return self._read(content)

    def _read(self, content):
        pages = PdfFileReader(io.BytesIO(content)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    def test_in_three_languages(self):
        """Words, names, numbers and dates are those of its language."""
        for lang, words in (
            ("en_US", ("Complaint Report:", "Wrong bill", "1,000.0 days")),
            ("zh_CN", ("账单错误", self.start.strftime("%Y年"))),
            ("vi_VN", ("Hóa đơn sai", "1.000,0")),
        ):
            report = self._make(lang=lang)
            figures = report.figures
            for row in figures["rows"]:
                if row["code"] == "days_to_answer":
                    row["value"] = 1000
            report._write_sealed({"figures": figures})
            text = self._print(report)
            flat = text.replace(" ", "")
            for word in words:
                self.assertIn(word.replace(" ", ""), flat, lang)
            self.assertIn("<svg", report.page)
            # The bar of the only category stands with its name, drawn as text.
            self.assertGreaterEqual(flat.count(words[1].replace(" ", "")), 1)

    def test_months_of_a_year(self):
        """Below the line over time they are written as the language writes them."""
        year = self.today.year - 1
        self._place(self.start.replace(year=year, month=12))
        report = self._make(lang="zh_CN", kind="year", date_from=f"{year}-01-01")
        self.assertIn(f"{year}年12月", report.page)

    def test_the_reader_has_another_language(self):
        """The report speaks its own language, whoever looks at it."""
        report = self._make(lang="zh_CN")
        self.officer.lang = "en_US"
        page = report.with_user(self.officer).with_context(lang="en_US").page
        self.assertIn("账单错误", page)
        self.assertNotIn("Wrong bill", page)

    def test_sent(self):
        """It goes out as it was printed, and stays."""
        report = self._make(
            partner_ids=[fields.Command.set(self.reader.ids)], lang="en_US"
        )
        sender = self._with_mail(report.with_user(self.manager))
        sender.with_context(force_report_rendering=True).action_send()
        self.assertEqual(report.state, "sent")
        self.assertEqual(report.sent_by_id, self.manager)
        mail = self.env["mail.mail"].search(
            [("recipient_ids", "in", self.reader.ids)], order="id desc", limit=1
        )
        self.assertEqual(mail.attachment_ids, report.file_id)
        self.assertIn("Wrong bill", self._read(report.file_id.raw))
        with self._assert_refused("stays as it is"):
            report.with_user(self.manager).summary = "<p>All well.</p>"
        with self._assert_refused("is kept"):
            report.with_user(self.manager).unlink()
        with self._assert_refused("not possible"):
            report.with_user(self.manager).action_send()

    def test_sent_unread_where_a_company_wants_it(self):
        """In the night in which it is made; once."""
        self.company.write(
            {
                "complaint_report_month": True,
                "complaint_report_auto": True,
                "complaint_report_partner_ids": [fields.Command.set(self.reader.ids)],
            }
        )
        self._run_cron()
        report = self.Report.search(
            [("company_id", "=", self.company.id), ("date_from", "=", self.start)]
        )
        self.assertEqual(report.state, "sent")
        self._run_cron()
        mails = self.env["mail.mail"].search([("recipient_ids", "in", self.reader.ids)])
        self.assertEqual(len(mails), 1)

    def test_several_on_paper(self):
        """Two reports in one file; who may not read them prints none."""
        reports = self._make() | self._make(date_from=self.before)
        text = self._print(reports)
        self.assertIn(reports[0].display_name, text)
        self.assertIn(reports[1].display_name, text)
        with self.assertRaises(AccessError):
            self._print(reports, user=self.employee)

    def test_nothing_came_in(self):
        """A quiet month is a page, and not an empty one."""
        self.Complaint.search([])._write_protected(
            {"date_received": "2001-01-01", "date_answered": None}
        )
        report = self._make()
        self.assertIn("No complaint was received", self._print(report))

    def test_one_case_of_a_unit_that_is_gone(self):
        """It is printed with the name that the unit had."""
        unit = self.env["hr.department"].create({"name": "Readings"})
        self._place(answered=2, department_id=unit.id)
        report = self._make(department_id=unit.id)
        unit.write({"name": "Something Else", "active": False})
        text = self._print(report)
        self.assertIn("Readings", text)
        self.assertNotIn("Something Else", text)
        self.assertIn("Complaints received: 1", text)
        again = self._make(department_id=unit.id, date_from=self.before)
        self.assertIn("Something Else", self._print(again))

    def test_downloaded(self):
        """By the button, as the manager does it; nobody else gets it (R140)."""
        report = self._make()
        url = f"/report/pdf/complaint_management.report_period/{report.id}"
        # Without it tests get the page that would be printed.
        url += "?" + urlencode({"context": '{"force_report_rendering": true}'})
        self.authenticate(self.manager.login, self.manager.login)
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertIn("Wrong bill", self._read(response.content))
        self.authenticate(self.handler.login, self.handler.login)
        response = self.url_open(url)
        self.assertNotEqual(response.status_code, 200)
        self.assertFalse(response.content.startswith(b"%PDF"))
