# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From the dashboard to the unit that is late most, and why, in three clicks."""

from odoo.tests import HttpCase, tagged

from ..common import ComplaintCase
from .dashboard_common import get_dashboards, read_file

# Seconds: a busy machine is slow, and no reason to fail.
PATIENCE = 240


@tagged("post_install", "-at_install")
class TestDashboardTour(ComplaintCase, HttpCase):
    # A whole dashboard is seen at once.
    browser_size = "1366x1700"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["complaint.complaint"].search([]).sudo().write(
            {"date_received": "2020-01-01 12:00:00"}
        )
        other = cls.env["hr.department"].create({"name": "Works"})
        late = cls.Complaint
        for number in (1, 2):
            late |= cls._create_case(name=f"Late at the meters {number}")
        late |= cls._create_case(name="Late at the works", department_id=other.id)
        late.sudo().write({"cause_id": cls.cause.id})
        for clock in late.sudo().clock_ids:
            clock.write({"is_late": True, "date_breached": clock.date_due})
        cls._bring_to(cls._create_case(name="In time"), "closed")
        cls.env.flush_all()

    def test_cards_and_bars_open_what_they_count(self):
        """As many records are listed as the card or the bar says."""
        self.start_tour(
            "/odoo",
            "complaint_dashboard_opens",
            login=self.manager.login,
            timeout=PATIENCE,
        )

    def test_which_unit_is_late_most_and_why(self):
        """Three clicks on the dashboard of a manager (issue 14)."""
        cells = read_file(get_dashboards(self.env)["complaint"])["sheets"][0]["cells"]
        # The tour clicks below it.
        self.assertEqual(cells["A51"], '=_t("Late in the period, by unit")')
        self.start_tour(
            "/odoo",
            "complaint_dashboard_why_late",
            login=self.manager.login,
            timeout=PATIENCE,
        )
