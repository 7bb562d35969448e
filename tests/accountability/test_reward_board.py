# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The board of good handling: good news only, for every employee (R132, R148)."""

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged

from .balance_common import BalanceCase
from .common import MONDAY

# Nothing of an entry but these is on the board.
COLUMNS = {
    "id",
    "display_name",
    "who",
    "period",
    "period_label",
    "date",
    "age",
    "employee_id",
    "department_id",
    "company_id",
    "points",
    "reward_count",
    "is_me",
}


@tagged("post_install", "-at_install")
class TestRewardBoard(BalanceCase):
    def _get_board(self, user=None, **filters):
        """Rows that a user sees, as (name, points, rewards), best first."""
        filters = {"who": "employee", "period": "quarter", "age": "now", **filters}
        domain = [(fname, "=", value) for fname, value in filters.items() if value]
        board = self.env["complaint.reward.board"].with_user(user or self.employee)
        with self._at(MONDAY):
            board.invalidate_model()
            return [
                (
                    (row.employee_id or row.department_id).display_name,
                    row.points,
                    row.reward_count,
                )
                for row in board.search(domain)
            ]

    def test_months_and_quarters(self):
        """People and teams, by month and by quarter."""
        self._enter(self.reader, 5, "2026-01-05")
        self._enter(self.reader, 3, "2026-02-02")
        self._enter(self.head, 20, "2026-02-02")
        self._enter(self.head, 7, "2025-12-31")
        reader, head = self.reader.name, self.head.name
        self.assertEqual(self._get_board(), [(head, 20, 1), (reader, 8, 2)])
        self.assertEqual(self._get_board(age="last"), [(head, 7, 1)])
        self.assertEqual(self._get_board(period="month"), [])
        self.assertEqual(
            self._get_board(period="month", age="last"),
            [(head, 20, 1), (reader, 3, 1)],
        )
        self.assertEqual(self._get_board(who="team"), [("Metering", 28, 3)])
        board = self.env["complaint.reward.board"].search([])
        self.assertEqual(len(set(board.ids)), len(board), "Each row has its own id")

    def test_labels(self):
        self._enter(self.reader, 5, "2026-01-05")
        rows = self.env["complaint.reward.board"].search([("who", "=", "employee")])
        self.assertEqual(
            set(rows.mapped("period_label")), {"January 2026", "Quarter 1 of 2026"}
        )
        self.assertIn(
            "Quarter 1",
            rows.with_context(lang="en_US")[0].period_label + rows[1].period_label,
        )

    def test_only_good_news(self):
        """No penalty moves anything, and who has no reward is not there."""
        self._enter(self.reader, 5)
        before = self._get_board()
        self._enter(self.reader, -50)
        self._enter(self.head, -50)
        self.assertEqual(self._get_board(), before)
        self.assertEqual(before, [(self.reader.name, 5, 1)])

    def test_only_what_stands(self):
        """Proposed, dismissed and reversed rewards are not shown; expired ones are."""
        self._enter(self.reader, 5, state="proposed", is_final=False)
        self._enter(self.reader, 5, state="dismissed")
        entry = self._enter(self.reader, 5, "2026-01-05")
        with self._at(MONDAY):
            entry.with_user(self.judge).action_reverse(reason="It was her colleague.")
        self.assertEqual(self._get_board(), [])
        self._enter(self.reader, 5, "2026-01-05", "2026-01-06")
        self.assertEqual(self._get_board(), [(self.reader.name, 5, 1)])

    def test_a_reversed_penalty_is_no_reward(self):
        """Points that come back are not good news for all to read."""
        entry = self._enter(self.reader, -5, "2026-01-05")
        with self._at(MONDAY):
            entry.with_user(self.judge).action_reverse(reason="Another meter.")
        self.assertEqual(self._get_board(), [])

    def test_praise_without_points(self):
        self._enter(self.reader, 0)
        self.assertEqual(self._get_board(), [(self.reader.name, 0, 1)])

    # ------------------------------------------------------------------
    # Who is shown
    # ------------------------------------------------------------------

    def test_leave_and_return(self):
        """Everybody decides for themselves, by one button on the board."""
        self._enter(self.reader, 5)
        self._enter(self.head, 3)
        board = self.env["complaint.reward.board"].with_user(self.reader)
        call_kw(board, "action_switch_me", [[]], {})
        self.assertEqual(self._get_board(), [(self.head.name, 3, 1)])
        self.assertEqual(self._get_board(who="team"), [("Metering", 3, 1)])
        board.action_switch_me()
        self.assertEqual(len(self._get_board()), 2)

    def test_nobody_for_somebody_else(self):
        """The button is for oneself, whatever ids come along."""
        self._enter(self.reader, 5)
        self._enter(self.head, 3)
        rows = self.env["complaint.reward.board"].search([])
        rows.with_user(self.head).action_switch_me()
        self.assertEqual(self._get_board(), [(self.reader.name, 5, 1)])
        with self._assert_refused("no employee", UserError):
            rows.with_user(self.clerk).action_switch_me()

    def test_officer_at_request(self):
        """An officer does it for who has no account."""
        worker = self._create_employee("Worker")
        self._enter(worker, 5)
        row = (
            self.env["complaint.penalty.balance"]
            .with_user(self.judge)
            .search([("employee_id", "=", worker.id)])
        )
        row.action_switch_board()
        self.assertEqual(self._get_board(), [])
        row.action_switch_board()
        self.assertEqual(len(self._get_board()), 1)

    def test_who_left(self):
        """Archived, moved and deleted people are not on the board."""
        company, _elsewhere = self._create_other_company()
        archived, moved, deleted = (
            self._create_employee(name) for name in ("Archived", "Moved", "Deleted")
        )
        for employee in (archived, moved, deleted):
            self._enter(employee, 5)
        archived.active = False
        moved.company_id = company
        deleted.unlink()
        self.assertEqual(self._get_board(), [])

    def test_company_without_board(self):
        """A company that wants no competition has none."""
        self._enter(self.reader, 5)
        self.company.complaint_reward_board = False
        self.assertEqual(self._get_board(), [])

    # ------------------------------------------------------------------
    # Who looks
    # ------------------------------------------------------------------

    def test_companies(self):
        """Nobody sees the board of another company."""
        company, elsewhere = self._create_other_company()
        self._enter(elsewhere, 5)
        self._enter(self.reader, 3)
        stranger = new_test_user(
            self.env,
            "board_stranger",
            groups="base.group_user",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        self.assertEqual(self._get_board(), [(self.reader.name, 3, 1)])
        self.assertEqual(self._get_board(stranger), [("Elsewhere", 5, 1)])

    def test_nothing_else_to_ask_for(self):
        """No column leads to a case, a customer, a rule or an entry (R132)."""
        fields = (
            self.env["complaint.reward.board"].with_user(self.employee).fields_get()
        )
        self.assertEqual(set(fields), COLUMNS)
        board = self.env["complaint.reward.board"].with_user(self.employee)
        for fname in ("complaint_id", "rule_id", "balance", "is_reward", "create_uid"):
            with self.subTest(fname):
                with self.assertRaises(ValueError):
                    board.search([(fname, "!=", False)])
                with self.assertRaises(ValueError):
                    board.formatted_read_group([], [fname], ["__count"])

    def test_is_me(self):
        self._enter(self.reader, 5)
        rows = self.env["complaint.reward.board"].with_user(self.reader)
        self.assertTrue(
            all(row.is_me for row in rows.search([("who", "=", "employee")]))
        )
        rows = rows.with_user(self.head)
        self.assertFalse(any(row.is_me for row in rows.search([])))
