# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reports that go out unread: which, and in whose words (R140)."""

from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.complaint_management.models.insight import period_schedule

from .period_common import PeriodCase


@tagged("post_install", "-at_install")
class TestPeriodUnread(PeriodCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.board = cls.env["res.partner"].create(
            {"name": "The Board", "email": "board@example.com", "lang": "en_US"}
        )
        companies = cls.env["res.company"].search([])
        companies.write(
            {
                "complaint_report_auto": False,
                "complaint_report_week": False,
                "complaint_report_month": False,
                "complaint_report_quarter": False,
                "complaint_report_year": False,
            }
        )
        cls.company.write(
            {
                "complaint_report_month": True,
                "complaint_report_user_id": cls.officer.id,
                "complaint_report_partner_ids": [fields.Command.set(cls.board.ids)],
            }
        )

    def setUp(self):
        super().setUp()
        # What is printed is tested elsewhere, with the program that prints.
        self.patch(
            self.env.registry["ir.actions.report"],
            "_render_qweb_pdf",
            lambda reports, name, ids: (b"%PDF-1.4", "pdf"),
        )

    def _find(self, **vals):
        domain = [("company_id", "=", self.company.id)]
        domain += [(fname, "=", value) for fname, value in vals.items()]
        return self.Report.search(domain, order="id")

    def _find_mails(self):
        return self.env["mail.mail"].search([("recipient_ids", "in", self.board.ids)])

    def test_old_drafts_stay(self):
        """Who switches it on means what will be made, and not what lies there."""
        self._run_cron()
        report = self._find()
        self.assertEqual(report.state, "draft")
        self.company.complaint_report_auto = True
        self._run_cron()
        self.assertEqual(report.state, "draft")
        self.assertFalse(self._find_mails())

    def test_what_is_made_goes(self):
        """It goes out in the night in which it is made, once."""
        self.company.complaint_report_auto = True
        self._run_cron()
        self.assertEqual(self._find().state, "sent")
        self.assertFalse(self._find().activity_ids)
        self._run_cron()
        self.assertEqual(len(self._find_mails()), 1)

    def test_switched_off_again(self):
        """What was not sent when it was switched off is not sent any more."""
        self.company.complaint_report_auto = True
        self.board.email = False
        self._run_cron()
        report = self._find()
        self.assertIn("no email address", report.error)
        # Somebody has to see that it did not go.
        self.assertEqual(report.activity_ids.user_id, self.officer)
        self.company.complaint_report_auto = False
        self.board.email = "board@example.com"
        self._run_cron()
        self.assertEqual(report.state, "draft")

    def test_who_makes_it_again_reads_it(self):
        """What somebody took in hand goes when they send it."""
        self.company.complaint_report_auto = True
        self.board.email = False
        self._run_cron()
        report = self._find()
        report.with_user(self.officer).action_make()
        self.board.email = "board@example.com"
        self._run_cron()
        self.assertEqual(report.state, "draft")
        self.assertFalse(self._find_mails())

    def test_who_edits_it_reads_it(self):
        self.company.complaint_report_auto = True
        self.board.email = False
        self._run_cron()
        report = self._find()
        report.with_user(self.officer).summary = "<p>Two meters were swapped.</p>"
        self.board.email = "board@example.com"
        self._run_cron()
        self.assertEqual(report.state, "draft")

    def test_killed_before_it_is_sent(self):
        """It is made, and goes in the next night: whole, and once."""
        self.company.complaint_report_auto = True
        self._run_cron(seconds=[100, 100, 0])
        self.assertEqual(self._find().state, "draft")
        self.assertFalse(self._find_mails())
        self._run_cron()
        self.assertEqual(self._find().state, "sent")
        self.assertEqual(len(self._find_mails()), 1)

    def test_killed_while_it_is_sent(self):
        """Neither half sent nor said to be sent: what failed is undone as a whole."""
        self.company.complaint_report_auto = True
        second = self.env["res.partner"].create(
            {"name": "Owner", "email": "owner@example.com"}
        )
        self.company.complaint_report_partner_ids |= second
        send = self.env.registry["mail.template"].send_mail
        sent = []

        def fail(template, res_id, **kwargs):
            if sent:
                raise ConnectionError("the mail server is gone")
            sent.append(res_id)
            return send(template, res_id, **kwargs)

        with (
            patch.object(self.env.registry["mail.template"], "send_mail", fail),
            mute_logger(period_schedule.__name__),
        ):
            self._run_cron()
        report = self._find()
        self.assertEqual((report.state, report.file_id.id), ("draft", False))
        self.assertIn("the mail server is gone", report.error)
        self.assertFalse(self._find_mails())
        self._run_cron()
        self.assertEqual((report.state, report.error), ("sent", False))
        self.assertFalse(report.activity_ids)
        self.assertEqual(len(self._find_mails()), 1)

    # ------------------------------------------------------------------
    # In whose words
    # ------------------------------------------------------------------

    def test_each_in_their_language(self):
        """The mail, and how it calls the period, is in the reader's language."""
        self.env["res.lang"]._activate_lang("vi_VN")
        owner = self.env["res.partner"].create(
            {"name": "Owner", "email": "owner@example.com", "lang": "vi_VN"}
        )
        report = self._make(
            kind="month",
            date_from="2025-03-01",
            partner_ids=[fields.Command.set((self.board | owner).ids)],
            lang="en_US",
        )
        self._with_mail(report.with_user(self.manager)).action_send()
        mails = {
            mail.recipient_ids: mail
            for mail in self.env["mail.mail"].search(
                [("recipient_ids", "in", (self.board | owner).ids)]
            )
        }
        self.assertIn("March 2025", mails[self.board].subject)
        self.assertIn("March 2025", mails[self.board].body_html)
        self.assertIn("tháng 3 năm 2025", mails[owner].subject.lower())
        self.assertIn("tháng 3 năm 2025", str(mails[owner].body_html).lower())
        self.assertNotIn("March", mails[owner].subject)
