# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A colleague complained about looks for the case in the browser (R153).

See ``test_accused_doors`` for the doors that no screen leads to.
"""

from odoo.tests import HttpCase, tagged

from ..common import MANAGER, OFFICER, USER
from .vault_common import CUSTODIAN, VaultCase

# Seconds: a busy machine is slow, and no reason to fail.
PATIENCE = 240
TODO = "mail.mail_activity_data_todo"


@tagged("post_install", "-at_install")
class TestAccusedTours(VaultCase, HttpCase):
    """They have every group there is, and a case of somebody else to see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accused = cls._create_user(
            "case_accused", f"{MANAGER},{OFFICER},{USER},{CUSTODIAN}"
        )
        employee = cls.env["hr.employee"].create(
            {
                "name": cls.accused.name,
                "user_id": cls.accused.id,
                "company_id": cls.company.id,
            }
        )
        cls.Complaint.search([]).unlink()
        cls.open_case = cls._create_case(name="OPENCASE")
        # They had to do with it until it became a case about them.
        cls.case = cls._create_secret(name="SECRETCASE", user_id=cls.handler.id)
        for case in cls.open_case | cls.case:
            case.activity_schedule(TODO, summary=case.name, user_id=cls.accused.id)
            case.message_subscribe(cls.accused.partner_id.ids)
        cls.case.complained_employee_ids = employee
        cls.env.flush_all()

    def _assert_finds_nothing(self, url, tour):
        self.start_tour(url, tour, login=self.accused.login, timeout=PATIENCE)

    def test_board_list_search_activities_and_palette(self):
        self._assert_finds_nothing(
            "/odoo/complaints", "complaint_accused_looks_for_the_case"
        )

    def test_analysis(self):
        self._assert_finds_nothing(
            "/odoo/complaint-analysis", "complaint_accused_looks_at_the_analysis"
        )

    def test_address_of_the_case(self):
        self._assert_finds_nothing(
            f"/odoo/complaints/{self.case.id}", "complaint_accused_knows_the_address"
        )
