# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A case goes to somebody who may settle it (R96)."""

from odoo.tests import tagged

from ..authority.common import AuthorityCase


@tagged("post_install", "-at_install")
class TestRoutingPower(AuthorityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.user_id = cls.colleague
        cls._grant(cls.colleague, 500)

    def test_leader_who_may_settle_it(self):
        """R96: what the usual handler may not give goes to the leader who may."""
        for claimed, handler in (
            (0, self.handler),
            (50, self.handler),
            (500, self.colleague),
            (501, self.handler),
        ):
            with self.subTest(claimed):
                self.assertEqual(
                    self._create_case(claimed_amount=claimed).user_id, handler
                )

    def test_what_a_person_entered_stays(self):
        """R60: routing fills what is empty."""
        case = self._create_case(claimed_amount=400, user_id=self.handler.id)
        self.assertEqual(case.user_id, self.handler)
        case.category_id = self.category.copy({"name": "Other bill"})
        self.assertEqual(case.user_id, self.handler)

    def test_not_a_leader_whom_it_is_about(self):
        employee = self.env["hr.employee"].create(
            {
                "name": "Leader",
                "user_id": self.colleague.id,
                "company_id": self.company.id,
            }
        )
        case = self._create_case(
            claimed_amount=400, complained_employee_ids=[(4, employee.id)]
        )
        self.assertEqual(case.user_id, self.handler)

    def test_nobody_without_team_leader(self):
        self.team.user_id = False
        self.assertEqual(self._create_case(claimed_amount=400).user_id, self.handler)

    def test_many_at_once(self):
        """Also where a program registers many in one call."""
        vals = self._prepare_case_vals(claimed_amount=400)
        cases = self.Complaint.create([dict(vals) for _number in range(30)])
        self.assertEqual(cases.user_id, self.colleague)
