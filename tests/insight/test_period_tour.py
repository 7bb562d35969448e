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
        self.start_tour(
            "/odoo/complaint-reports",
            "complaint_manager_prints_the_month",
            login=self.manager.login,
        )
        report = self.Report.search([("create_uid", "=", self.manager.id)])
        self.assertEqual(report.state, "ready")
        self.assertEqual(report.date_from, self.start)
        self.assertIn("Two meters were swapped.", report.summary)
