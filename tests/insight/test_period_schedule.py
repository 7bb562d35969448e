# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reports that make themselves, who may read them, and how they are sent."""

import io
from unittest.mock import patch

import pytest

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from odoo.addons.complaint_management.models.insight import period_schedule

from .period_common import PeriodCase

PDF = "complaint_management.action_report_period"
LOGGER = period_schedule.__name__


@tagged("post_install", "-at_install")
class TestPeriodSchedule(PeriodCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.company"].search([]).write(
            {
                f"complaint_report_{kind}": False
                for kind in ("week", "month", "quarter", "year")
            }
        )
        cls.company.write(
            {"complaint_report_month": True, "complaint_report_user_id": cls.officer.id}
        )
        cls.reader = cls.env["res.partner"].create(
            {"name": "The Board", "email": "board@example.com", "lang": "en_US"}
        )

    def _find(self, **vals):
        domain = [("company_id", "=", self.company.id)]
        return self.Report.search(
            domain + [(key, "=", value) for key, value in vals.items()], order="id"
        )

    # ------------------------------------------------------------------
    # Made by themselves
    # ------------------------------------------------------------------

    def test_the_last_month(self):
        """What a company wants is there in the morning, once, and somebody reads it."""
        self._place(answered=2)
        self._run_cron()
        report = self._find()
        self.assertEqual(report.date_from, self.start)
        self.assertEqual(report.state, "draft")
        self.assertEqual(self._row(report, "received")["value"], 1)
        self.assertEqual(report.activity_ids.user_id, self.officer)
        self._run_cron()
        self.assertEqual(self._find(), report)
        self.assertEqual(len(report.activity_ids), 1)
        report.with_user(self.officer).action_release()
        self.assertFalse(report.activity_ids)

    def test_missed_nights_lose_nothing(self):
        """After a long pause all that ended since then are made."""
        old = self.Report.with_context(lang="en_US")._create_sealed(
            [
                {
                    "date_from": self.earlier,
                    "company_id": self.company.id,
                    "is_scheduled": True,
                }
            ]
        )
        self._run_cron()
        made = self._find(kind="month").sorted("date_from")
        self.assertEqual(
            made.mapped("date_from"), [self.earlier, self.before, self.start]
        )
        self.assertIn(old, made)
        self.assertEqual(set(made.mapped("state")), {"draft"})

    def test_killed_while_it_is_made(self):
        """What was cut short is made in the next night, and not twice."""
        self.company.complaint_report_quarter = True
        self._place()
        # The job is stopped after it noted what is missing, then after the first.
        self._run_cron(seconds=[0])
        self.assertEqual(set(self._find().mapped("state")), {"making"})
        self._run_cron(seconds=[100, 0])
        self.assertEqual(sorted(self._find().mapped("state")), ["draft", "making"])
        self._run_cron()
        reports = self._find()
        self.assertEqual(reports.mapped("state"), ["draft", "draft"])
        self.assertEqual(set(reports.mapped("kind")), {"month", "quarter"})

    def test_one_that_fails_keeps_no_other(self):
        self.company.complaint_report_quarter = True
        count = type(self.Report)._count_figures

        def fail(report):
            if report.kind == "month":
                raise ZeroDivisionError("nothing to divide")
            return count(report)

        with (
            patch.object(type(self.Report), "_count_figures", fail),
            mute_logger(LOGGER),
        ):
            self._run_cron()
        self.assertEqual(self._find(kind="quarter").state, "draft")
        failed = self._find(kind="month")
        self.assertEqual((failed.state, failed.error), ("making", "nothing to divide"))
        self._run_cron()
        self.assertEqual((failed.state, failed.error), ("draft", False))

    def test_one_made_by_hand_is_not_made_again(self):
        lang = self.Report._get_default_lang()
        report = self._make(lang=lang)
        self._run_cron()
        self._run_cron()
        self.assertEqual(self._find(), report)

    def test_each_company_wants_its_own(self):
        other = self.env["res.company"].create(
            {"name": "Gas Company", "complaint_report_week": True}
        )
        self._run_cron()
        reports = self.Report.search([])
        kinds = {(one.company_id, one.kind) for one in reports if one.is_scheduled}
        self.assertEqual(kinds, {(self.company, "month"), (other, "week")})

    # ------------------------------------------------------------------
    # Who reads, changes and sends
    # ------------------------------------------------------------------

    def test_who_may_read(self):
        """Officers and managers of the company do; nobody else learns of it."""
        report = self._make()
        other = self.env["res.company"].create({"name": "Gas Company"})
        stranger = self._create_user(
            "gas_manager",
            "complaint_management.group_complaint_manager",
            company_id=other.id,
            company_ids=other.ids,
        )
        for user in (self.employee, self.handler, stranger):
            with self.assertRaises(AccessError):
                report.with_user(user).read(["page", "figures"])
            with self.assertRaises(AccessError):
                report.with_user(user).action_make()
            with self.assertRaises(AccessError):
                self.Report.with_user(user).create(
                    {"date_from": self.before, "company_id": self.company.id}
                )
        for user in (self.officer, self.manager):
            self.assertTrue(report.with_user(user).page)
        with self.assertRaises(AccessError):
            report.with_user(self.officer).unlink()
        report.with_user(self.manager).unlink()

    def test_who_sends(self):
        """Its analyst, or a manager (R140)."""
        report = self._make(partner_ids=[fields.Command.set(self.reader.ids)])
        other = self._create_user(
            "other_officer", "complaint_management.group_complaint_officer"
        )
        with self._assert_refused("sent by its analyst", AccessError):
            report.with_user(other).action_send()
        self.assertEqual(report.state, "draft")

    def test_nobody_to_send_it_to(self):
        report = self._make(partner_ids=False).with_user(self.manager)
        with self._assert_refused("to whom it is sent"):
            report.action_send()
        self.reader.email = False
        report.partner_ids = self.reader
        with self._assert_refused("no email address of The Board"):
            report.action_send()

    def test_figures_are_not_written_by_hand(self):
        with self.assertRaises(UserError):
            self.Report.with_user(self.manager).create(
                {"date_from": self.start, "figures": {"rows": []}, "state": "sent"}
            )


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
