# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reports of a period: of which, and what they keep (R138, R140)."""

from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .period_common import PeriodCase


@tagged("post_install", "-at_install")
class TestPeriodReport(PeriodCase):
    def test_nothing_came_in(self):
        """Without data it says so; nothing is a zero that nobody measured."""
        report = self._make()
        self.assertIn("No complaint was received", report.summary)
        self._assert_value(report, "received", 0)
        self.assertIsNone(self._row(report, "days_to_answer"))
        self.assertFalse(report.typical)
        self.assertFalse(report.proposal_ids)
        self.assertIn("In Figures", report.page)
        self.assertNotIn("<svg", report.page)

    def test_one_case(self):
        """One case is a figure, and no trend, no commonality, no typical case."""
        self._place(answered=4)
        report = self._make()
        self._assert_value(report, "complaints", 1)
        self._assert_value(report, "days_to_answer", 4)
        self.assertIsNone(self._row(report, "complaints")["trend"])
        self.assertEqual(report.figures["category"], [["Wrong bill", 1, 0]])
        self.assertFalse(report.figures["together"] or report.figures["stood_out"])
        self.assertFalse(report.typical)
        self.assertIn("<svg", report.page)

    def test_any_day_of_the_period(self):
        """Whichever day somebody chooses, the whole period is reported on."""
        report = self._make(date_from=self.start + timedelta(days=9))
        self.assertEqual(report.date_from, self.start)
        self.assertEqual(report.date_to + timedelta(days=1), self.today.replace(day=1))
        report = self._make(kind="quarter", date_from="2025-05-20")
        self.assertEqual(str(report.date_from), "2025-04-01")
        self.assertEqual(str(report.date_to), "2025-06-30")
        self.assertEqual(report.display_name, "Q2 2025")

    def test_what_is_not_over_is_refused(self):
        """The future, and what runs now, has no report: it would be made too early."""
        for day in (self.today, self.today + timedelta(days=400)):
            with self._assert_refused("is not over yet"):
                self._make(date_from=day)
        report = self._make()
        with self._assert_refused("its period and what it is of stay"):
            report.with_user(self.officer).date_from = self.before

    @mute_logger("odoo.sql_db")
    def test_one_report_of_a_period(self):
        self._make()
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self._make()
        self._make(department_id=self.department.id)
        self._make(kind="year", date_from=self.start - timedelta(days=400))

    # ------------------------------------------------------------------
    # What was made
    # ------------------------------------------------------------------

    def test_it_never_judges_again(self):
        """What was made stays, whatever is registered and renamed afterwards."""
        self._place(answered=2)
        report = self._make()
        kept, page = report.figures, str(report.page)
        self._place(answered=9)
        self.category.name = "Billing"
        report.invalidate_recordset()
        self.assertEqual(report.figures, kept)
        self.assertEqual(str(report.page), page)
        self._make_again(report)
        self._assert_value(report, "received", 2)
        self.assertEqual(report.figures["category"], [["Billing", 2, 0]])

    def test_a_unit_that_is_dissolved(self):
        """Its reports keep its name; what it did can still be reported on."""
        self._place(answered=2)
        unit = self.env["hr.department"].create(
            {"name": "Reading", "parent_id": self.department.id}
        )
        self._place(department_id=unit.id)
        self._place(department_id=False)
        report = self._make(department_id=self.department.id)
        self._assert_value(report, "received", 2)
        self.department.name = "Meters and More"
        self.department.active = False
        report.invalidate_recordset()
        self.assertIn("Metering", report.display_name)
        self.assertIn("Metering", report.page)
        older = self._make(department_id=self.department.id, date_from=self.before)
        self.assertIn("Meters and More", older.display_name)
        self._assert_value(report, "received", 2)

    def test_text_is_closed_when_it_is_ready(self):
        report = self._make().with_user(self.officer)
        report.summary = "<p>All went well.</p>"
        self.assertIn("All went well.", report.page)
        report.action_release()
        with self._assert_refused("Change the Text"):
            report.summary = "<p>Not so well.</p>"
        with self.assertRaises(UserError):
            report.proposal_ids.create({"report_id": report.id, "name": "More"})
        report.action_edit()
        report.summary = "<p>Not so well.</p>"
        with self._assert_refused("cannot be written directly"):
            report.figures = {}

    def test_no_proposal_gets_into_what_was_sent(self):
        """Neither from another report nor out of one: both are asked (R138)."""
        report = self._make().with_user(self.manager)
        proposal = report.proposal_ids.create(
            {"report_id": report.id, "name": "Read every meter twice"}
        )
        closed = self._make(date_from=self.before).with_user(self.manager)
        closed.action_release()
        with self._assert_refused("Change the Text"):
            proposal.report_id = closed
        with self._assert_refused("Change the Text"):
            proposal.write({"report_id": closed.id, "name": "Something else"})
        self.assertEqual(proposal.report_id, report)
        closed.action_edit()
        proposal.report_id = closed
        report.action_release()
        with self._assert_refused("Change the Text"):
            proposal.report_id = report
        closed.action_release()
        with self._assert_refused("Change the Text"):
            proposal.report_id = report

    def test_an_action_is_made_by_its_button(self):
        """Nobody says that a proposal became an action of somebody else's."""
        report = self._make().with_user(self.manager)
        proposal = report.proposal_ids.create(
            {
                "report_id": report.id,
                "name": "Read every meter twice",
                "user_id": self.handler.id,
                "date_due": self.today,
            }
        )
        action = self.env["complaint.action"].create(
            {"name": "Other", "user_id": self.handler.id, "date_due": self.today}
        )
        with self._assert_refused("cannot be written directly"):
            proposal.action_id = action
        proposal.action_make_action()
        self.assertEqual(proposal.action_id.name, "Read every meter twice")

    # ------------------------------------------------------------------
    # Of which company
    # ------------------------------------------------------------------

    def test_it_is_of_its_company(self):
        """Whom it goes to and how it is written is of its company, and of no other."""
        self.env["res.lang"]._activate_lang("vi_VN")
        board = self.env["res.partner"].create(
            {"name": "Board of Gas", "email": "gas@example.com"}
        )
        ours = self.env["res.partner"].create(
            {"name": "Our Board", "email": "ours@example.com"}
        )
        other = self.env["res.company"].create(
            {
                "name": "Gas Company",
                "complaint_report_partner_ids": [fields.Command.set(board.ids)],
            }
        )
        other.partner_id.lang = "vi_VN"
        self.company.partner_id.lang = "en_US"
        self.company.complaint_report_partner_ids = ours
        self.manager.company_ids |= other
        reports = self.Report.with_user(self.manager).with_context(
            allowed_company_ids=[self.company.id, other.id]
        )
        theirs = reports.create({"date_from": self.start, "company_id": other.id})
        self.assertEqual((theirs.partner_ids, theirs.lang), (board, "vi_VN"))
        mine = reports.create({"date_from": self.start})
        self.assertEqual((mine.partner_ids, mine.lang), (ours, "en_US"))
        with Form(reports.with_context(default_date_from=self.before)) as form:
            form.company_id = other
            self.assertEqual(form.lang, "vi_VN")
        self.assertEqual(form.record.partner_ids, board)
        given = reports.create(
            {
                "date_from": self.earlier,
                "company_id": other.id,
                "lang": "en_US",
                "partner_ids": [fields.Command.set(ours.ids)],
            }
        )
        self.assertEqual((given.partner_ids, given.lang), (ours, "en_US"))

    def test_the_page_says_what_was_proposed_last(self):
        """Who edits a proposal sees on the page at once what will be sent (R138)."""
        report = self._make()
        proposal = report.proposal_ids.create(
            {"report_id": report.id, "name": "Read every meter twice"}
        )
        self.assertNotIn("an action", report.page)
        for vals, words in (
            ({"reason": "Two of three were wrong"}, "Two of three were wrong"),
            ({"department_id": self.department.id}, self.department.name),
            ({"user_id": self.handler.id}, self.handler.name),
            ({"date_due": "2031-05-06"}, "2031"),
        ):
            self.assertNotIn(words, report.page)
            proposal.write(vals)
            self.assertIn(words, report.page)
        proposal.action_make_action()
        self.assertIn("an action", report.page)

    def test_form_with_no_period_chosen(self):
        """What is not filled in yet stops no form."""
        form = Form(self.Report.with_user(self.officer))
        form.kind = False
        self.assertFalse(form.date_to)
        form.kind = "year"
        self.assertEqual((form.date_to.month, form.date_to.day), (12, 31))
