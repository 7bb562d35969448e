# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reports that make themselves, who may read them, and how they are sent."""

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.complaint_management.models.insight import period_schedule

from .period_common import PeriodCase

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
