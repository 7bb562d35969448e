# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What entries add up to: balances of people and departments (R131, R133)."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings, strategies as st

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.complaint_management.tools.accountability.ledger import (
    Balance,
    Entry,
    add_up,
)

from .balance_common import TODAY, BalanceCase
from .common import MONDAY

FIRST = date(2024, 1, 1)
DAYS = st.integers(0, 1100).map(lambda days: FIRST + timedelta(days=days))
LINES = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(-1000, 1000),
        DAYS,
        st.none() | st.integers(0, 700),
        st.sampled_from(("confirmed", "upheld", "reduced", "appealed", "waived")),
    ),
    max_size=12,
)


class TestLedger:
    """The arithmetic, without a database."""

    def test_counts_until_it_expires(self):
        """From the day of the confirmation, to the day before the expiry."""
        entry = Entry(-5, date(2026, 1, 31), date(2026, 2, 28))
        assert not entry.counts_on(date(2026, 1, 30))
        assert entry.counts_on(date(2026, 1, 31))
        assert entry.counts_on(date(2026, 2, 27))
        assert not entry.counts_on(date(2026, 2, 28))

    def test_history_remains(self):
        """What expired does not count, and stays what happened in its period."""
        entry = Entry(-5, date(2026, 1, 31), date(2026, 2, 28))
        assert add_up([entry], date(2026, 3, 1), 3) == Balance(recent=-5)
        assert add_up([entry], date(2026, 6, 1), 3) == Balance(earlier=-5)
        assert add_up([entry], date(2026, 6, 1), 3).trend == 5

    def test_nothing(self):
        assert add_up([], TODAY, 3) == Balance()


@tagged("post_install", "-at_install")
class TestBalance(BalanceCase):
    def _get_balance(self, user=None, day=TODAY):
        employee = self.staff[user or self.reader]
        return self.Penalty._get_balances(employee, day).get(employee.id, Balance())

    def _get_row(self, user=None):
        return (
            self.env["complaint.penalty.balance"]
            .with_user(self.judge)
            .search([("employee_id", "=", self.staff[user or self.reader].id)])
        )

    def test_life_of_an_entry(self):
        """Only what was decided counts: nothing while an appeal runs (R131)."""
        penalty = self._bring_entry_to("notified")
        day = penalty.date_proposed.date()
        self.assertEqual(self._get_balance(day=day), Balance())
        self._make_confirm(penalty)
        self.assertEqual(self._get_balance(day=day).points, -10)
        self._make_appeal(penalty)
        self.assertEqual(self._get_balance(day=day), Balance())
        self._make_reduce(penalty)
        self.assertEqual(self._get_balance(day=day).points, -4)
        penalty.with_user(self.third).action_reverse(reason="The meter was new.")
        self.assertEqual(
            self._get_balance(day=day), Balance(points=0, penalties=0, recent=0)
        )

    def test_rewards_and_penalties(self):
        """One ledger with opposite signs; each side is told apart (R131)."""
        self._enter(self.reader, -10)
        self._enter(self.reader, 5)
        self.assertEqual(
            self._get_balance(),
            Balance(points=-5, rewards=5, penalties=-10, recent=-5),
        )

    def test_expiry(self):
        """Points that expired count no more, and the history remains."""
        entry = self._enter(self.reader, -10, "2025-03-02", "2026-03-02")
        self.assertEqual(self._get_balance(day=date(2026, 3, 1)).points, -10)
        self.assertEqual(self._get_balance(day=date(2026, 3, 2)).points, 0)
        self.assertEqual(self._get_balance(day=date(2025, 6, 1)).points, -10)
        self.assertEqual(entry.balance, -10)

    def test_reversal_expires_with_its_entry(self):
        """An entry and its reversal add up to nothing, whenever one looks."""
        entry = self._enter(self.reader, -10, "2026-01-05", "2026-06-05")
        with self._at(MONDAY):
            entry.with_user(self.judge).action_reverse(reason="Another meter.")
        self.assertEqual(self._get_balance(day=date(2026, 1, 6)).points, -10)
        for day in (TODAY, date(2026, 6, 4), date(2026, 6, 5), date(2027, 1, 1)):
            self.assertEqual(self._get_balance(day=day).points, 0, day)

    def test_trend(self):
        """The last three months against the three before; the screen may ask else."""
        self._enter(self.reader, -10, "2025-10-15")
        self._enter(self.reader, -2, "2026-01-15")
        balance = self._get_balance()
        self.assertEqual((balance.recent, balance.earlier), (-2, -10))
        self.assertEqual(balance.trend, 8)
        with self._at(MONDAY):
            row = self._get_row()
            self.assertEqual((row.trend_points, row.direction), (8, "up"))
            row = row.with_context(complaint_trend_months=12)
            row.invalidate_recordset()
            self.assertEqual((row.recent_points, row.direction), (-12, "down"))

    def test_unknown_trend(self):
        """A period that a forged context asks for is not taken."""
        for months in (0, -3, 10**9, "3; DROP", None, [3]):
            entries = self.Penalty.with_context(complaint_trend_months=months)
            self.assertEqual(entries._get_trend_months(), 3)

    def test_day_of_the_user(self):
        """The day begins where the user is."""
        self._enter(self.reader, -10, "2026-03-01", date_confirmed=MONDAY)
        entries = self.Penalty.with_context(tz="Pacific/Auckland")
        employee = self.staff[self.reader]
        self.assertIn(employee.id, entries._get_balances(day=date(2026, 3, 2)))
        entries = self.Penalty.with_context(tz="Pacific/Pago_Pago")
        self.assertIn(employee.id, entries._get_balances(day=date(2026, 3, 1)))

    # ------------------------------------------------------------------
    # People come and go
    # ------------------------------------------------------------------

    def test_moved(self):
        """The row follows the person; the department keeps what happened there."""
        self._enter(self.reader, -10)
        other = self.env["hr.department"].create({"name": "Billing"})
        self.staff[self.reader].department_id = other
        self.assertEqual(self._get_row().department_id, other)
        totals = self.env["complaint.penalty.total"].with_user(self.judge)
        self.assertEqual(totals.search([]).department_id, self.department)

    def test_departed(self):
        """Who left stays in the ledger; deleted people have no balance any more."""
        gone = self._create_employee("Gone")
        self._enter(gone, -10)
        gone.active = False
        balances = self.env["complaint.penalty.balance"].with_user(self.judge)
        row = balances.search([("employee_id", "=", gone.id)])
        self.assertTrue(row.is_departed)
        self.assertEqual(row.points, -10)
        self.assertEqual(row.employee_id.display_name, "Gone")
        gone.unlink()
        self.assertFalse(balances.search([]))
        totals = self.env["complaint.penalty.total"].with_user(self.judge)
        self.assertEqual(totals.search([]).points, -10)

    def test_other_company(self):
        """Each company has its own ledger."""
        company, elsewhere = self._create_other_company()
        self._enter(elsewhere, -3)
        self._enter(self.reader, -10)
        rows = self.env["complaint.penalty.balance"].with_user(self.judge)
        self.assertEqual(rows.search([]).mapped("points"), [-10])
        self.judge.company_ids += company
        rows = rows.with_context(allowed_company_ids=[self.company.id, company.id])
        self.assertEqual(sorted(rows.search([]).mapped("points")), [-10, -3])

    def test_moved_to_another_company(self):
        """What somebody did in a company stays in its ledger."""
        self._enter(self.reader, -10)
        company, _elsewhere = self._create_other_company()
        self.staff[self.reader].sudo().write({"company_id": company.id})
        row = self._get_row()
        self.assertEqual((row.company_id, row.points), (self.company, -10))

    def test_empty(self):
        """No entries, no rows, no error."""
        self.assertEqual(self.Penalty._get_balances(), {})
        self.assertEqual(self.Penalty._get_balances(self.env["hr.employee"]), {})
        for model in ("complaint.penalty.balance", "complaint.penalty.total"):
            rows = self.env[model].with_user(self.judge)
            self.assertFalse(rows.search([]))
            self.assertEqual(rows._read_group([], [], ["points:sum"]), [(False,)])

    # ------------------------------------------------------------------
    # Who looks
    # ------------------------------------------------------------------

    def test_officers_only(self):
        """Balances of people are for accountability officers."""
        self._enter(self.reader, -10)
        rows = self.env["complaint.penalty.balance"]
        row = rows.search([], limit=1)
        for user in (self.reader, self.head, self.manager, self.officer):
            with self.subTest(user.login):
                with self._assert_refused("", AccessError):
                    rows.with_user(user).search([])
                with self._assert_refused("", AccessError):
                    row.with_user(user).action_open_entries()
                with self._assert_refused("", AccessError):
                    row.with_user(user).action_switch_board()

    def test_officer_about_themselves(self):
        """An officer reads of their own no more than other employees."""
        self._enter(self.judge, -10, date_notified=False)
        self._enter(self.judge, -10)
        self.assertFalse(self._get_row(self.judge))

    def test_history_of_a_person(self):
        """A row opens all that was entered, expired entries, too."""
        self._enter(self.reader, -10, "2020-01-01", "2021-01-01")
        self._enter(self.reader, -1)
        action = self._get_row().action_open_entries()
        rows = self.env["complaint.penalty.report"].with_user(self.judge)
        self.assertEqual(rows.search_count(action["domain"]), 2)

    def test_one_query(self):
        """All balances cost one query, however many entries there are."""
        for user in (self.reader, self.head, self.second):
            self._enter(user, -1)
        entries = self.Penalty.with_user(self.judge)
        self.env.flush_all()
        entries._get_balances()  # warm the rules
        with self.assertQueryCount(1):
            self.assertEqual(len(entries._get_balances()), 3)

    # ------------------------------------------------------------------
    # Whatever is in the ledger
    # ------------------------------------------------------------------

    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(lines=LINES, day=DAYS)
    def test_balances_equal_the_ledger(self, lines, day):
        """Balances are the sum of the ledger, whatever stands in it, on any day."""
        with self.env.cr.savepoint() as savepoint:
            self._assert_balances(lines, day)
            savepoint.rollback()
        self.env.invalidate_all()

    def _assert_balances(self, lines, day):
        users = (self.reader, self.head, self.second)
        ledger = {}
        for who, points, since, length, state in lines:
            until = None if length is None else since + timedelta(days=length)
            self._enter(users[who], points, since, until, state=state)
            if state in ("confirmed", "upheld", "reduced"):
                ledger.setdefault(self.staff[users[who]].id, []).append(
                    Entry(points, since, until, points >= 0)
                )
        expected = {
            employee_id: add_up(entries, day, 3)
            for employee_id, entries in ledger.items()
            if any(entry.since <= day for entry in entries)
        }
        self.assertEqual(self.Penalty._get_balances(day=day), expected)
        self._check_screens(day)

    def _check_screens(self, day):
        """Rows of people and of departments show the same points."""
        balances = self.Penalty._get_balances(day=day)
        total = sum(balance.points for balance in balances.values())
        with self._at(MONDAY.replace(year=day.year, month=day.month, day=day.day)):
            for name in ("complaint.penalty.balance", "complaint.penalty.total"):
                rows = self.env[name]
                rows.invalidate_model()
                ((points,),) = rows._read_group([], [], ["points:sum"])
                self.assertEqual(points or 0, total, name)
