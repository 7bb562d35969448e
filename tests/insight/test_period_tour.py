# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A manager makes the report of the month, edits it and prints it (R140)."""

from odoo.tests import HttpCase, tagged

from .period_common import PeriodCase


@tagged("post_install", "-at_install")
class TestPeriodTour(PeriodCase, HttpCase):
    def test_manager_prints_the_month(self):
        for number in range(6):
            self._place(answered=number, verdict="upheld")
        self.manager.lang = "en_US"
        printed = []

        def print_it(reports, name, ids, **_given):
            printed.append((reports.env.uid, name, ids))
            return b"%PDF-1.4", "pdf"

        self.patch(self.env.registry["ir.actions.report"], "_render_qweb_pdf", print_it)
        self.start_tour(
            "/odoo/complaint-reports",
            "complaint_manager_prints_the_month",
            login=self.manager.login,
        )
        report = self.Report.search([("create_uid", "=", self.manager.id)])
        self.assertEqual(report.state, "ready")
        self.assertEqual(report.date_from, self.start)
        self.assertIn("Two meters were swapped.", report.summary)
        [(reader, name, ids)] = printed
        self.assertEqual(reader, self.manager.id)
        self.assertEqual(name, "complaint_management.report_period")
        self.assertEqual(ids, report.ids)
