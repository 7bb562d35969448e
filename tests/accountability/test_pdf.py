# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The employee's own entries as a real PDF: what it says, and what it does not."""

import io
import re

import pytest

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools.pdf import PdfFileReader

from .common import PenaltyCase

REPORT = "complaint_management.action_report_penalty_entries"


@pytest.mark.pdf
@tagged("post_install", "-at_install")
class TestPenaltyPdf(PenaltyCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("report.url", cls.base_url())
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(
            ["complaint_management"], ["zh_CN"]
        )
        cls.case = cls._decide_case()
        cls.entry = cls._propose(
            cls.case,
            role="Meter reader",
            facts="<p>The meters were read the wrong way round. 电表读反了。</p>",
            evidence="<p>SECRETEVIDENCE</p>",
        )
        cls._make_notify(cls.entry)
        cls.entry.with_user(cls.reader)._give_statement("雨很大，表盘看不清。")
        cls.entry.with_user(cls.judge).action_confirm(reason="The photo shows it.")

    def _print(self, entries, user):
        """Print as a user prints, with wkhtmltopdf.

        :return: number of pages, and the text with single spaces
        """
        reports = self.env["ir.actions.report"].with_user(user)
        content, kind = reports.with_context(
            force_report_rendering=True
        )._render_qweb_pdf(REPORT, entries.ids)
        self.assertEqual(kind, "pdf")
        pages = PdfFileReader(io.BytesIO(content)).pages
        text = " ".join(page.extract_text() for page in pages)
        return len(pages), re.sub(r"\s+", " ", text)

    def test_own_entries(self):
        """R69: everything that the person may read, and nothing else."""
        pages, text = self._print(self.entry, self.reader)
        self.assertEqual(pages, 1)
        for words in (
            "Entries about Your Work",
            "Personal and confidential",
            "penalty_reader",
            self.entry.name,
            "Rule T-1",
            "What rule T-1 says.",
            "Meter reader",
            "read the wrong way round",
            "The photo shows it.",
            self.case.number,
            "An appeal is possible until",
        ):
            with self.subTest(words):
                self.assertIn(words, text)
        self.assertIn("表盘看不清", text.replace(" ", ""))
        for secret in ("SECRETEVIDENCE", "Li Wei", "swapped", "case_handler"):
            self.assertNotIn(secret, text)

    def test_in_the_language_of_the_person(self):
        """Whoever prints it: the person reads it."""
        self.reader.lang = "zh_CN"
        template = self.env.ref("complaint_management.report_penalty_entries_person")
        template.update_field_translations(
            "arch_db", {"zh_CN": {"Entries about Your Work": "关于您工作的记录"}}
        )
        for user in (self.reader, self.judge):
            with self.subTest(user.login):
                _pages, text = self._print(self.entry, user)
                self.assertIn("关于您工作的记录", text.replace(" ", ""))

    def test_of_a_protected_case(self):
        """R152: not even its number."""
        number = self.case.number
        self.case.sudo().identity_mode = "confidential"
        self.env.flush_all()
        self.entry.invalidate_recordset()
        _pages, text = self._print(self.entry, self.reader)
        self.assertNotIn(number, text)

    def test_officer_prints_what_the_person_reads(self):
        """For a person who asks on paper; nothing that only officers know."""
        both = self.entry | self._propose(self.case, rule=self.late_rule)
        _pages, text = self._print(both, self.second)
        self.assertIn(self.entry.name, text)
        self.assertNotIn(both[1].name, text)
        self.assertNotIn("SECRETEVIDENCE", text)

    def test_several_people(self):
        """Each person's entries begin on a page of their own."""
        other = self._propose(self.case, user=self.head, rule=self.head_rule)
        self._make_notify(other)
        pages, text = self._print(self.entry | other, self.second)
        self.assertEqual(pages, 2)
        self.assertIn("penalty_head", text)

    def test_nobody_else_prints_it(self):
        for user in (self.head, self.handler, self.manager, self.officer):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._print(self.entry, user)

    def test_nothing_to_print(self):
        """A proposal that nobody was told of is not handed over."""
        proposed = self._propose(self.case, rule=self.late_rule)
        with self._assert_refused("nothing to print"):
            self._print(proposed, self.judge)
        with self.assertRaises(AccessError):
            self._print(proposed, self.reader)

    def test_buttons(self):
        """All of one's own with one button; the officer from the entry."""
        action = self.Penalty.with_user(self.reader).action_print_mine()
        self.assertEqual(action["context"]["active_ids"], self.entry.ids)
        action = self.entry.with_user(self.judge).action_print_entries()
        self.assertEqual(action["report_name"], REPORT.replace("action_", ""))
        with self.assertRaises(UserError):
            self.Penalty.with_user(self.clerk).action_print_mine()

    def test_download(self):
        """As the browser asks for it; the name of the file tells nothing."""
        self.authenticate(self.reader.login, self.reader.login)
        url = f"/report/pdf/complaint_management.report_penalty_entries/{self.entry.id}"
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertNotIn("Rule", self.entry._get_print_name())
        self.authenticate(self.manager.login, self.manager.login)
        response = self.url_open(url)
        self.assertNotEqual(response.status_code, 200)
        self.assertNotIn("wrong way round", response.text)
