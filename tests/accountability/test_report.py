# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Analysis for officers, totals for department heads (R131, R133)."""

from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.complaint_management.report.accountability.total import FEWEST_PEOPLE

from .balance_common import BalanceCase
from .common import ACCOUNTABILITY

DIMENSIONS = (
    "rule_id",
    "basis",
    "liability",
    "fault_level",
    "kind",
    "origin",
    "state",
    "appeal_outcome",
    "validity",
    "side",
    "employee_id",
    "department_id",
    "company_id",
    "date_proposed:month",
    "date_confirmed:month",
)
MEASURES = (
    "balance:sum",
    "valid_points:sum",
    "decide_days:avg",
    "appeal_days:avg",
    "share_appealed:avg",
    "share_changed:avg",
)
# What totals of departments know: no person, no entry, no rule, no case.
COLUMNS = {
    "id",
    "display_name",
    "department_id",
    "company_id",
    "month",
    "month_label",
    "side",
    "headcount",
    "points",
    "reward_points",
    "penalty_points",
    "recent_points",
    "earlier_points",
    "trend_points",
    "entry_count",
}


@tagged("post_install", "-at_install")
class TestAnalysis(BalanceCase):
    def _read(self, entry, *fnames):
        row = self.env["complaint.penalty.report"].with_user(self.judge)
        row = row.browse(entry.id)
        row.invalidate_recordset()
        return tuple(row[fname] for fname in fnames)

    def test_dimensions(self):
        """Every dimension groups all entries, for every measure."""
        self._enter(self.reader, -10)
        self._enter(self.head, 5)
        report = self.env["complaint.penalty.report"].with_user(self.judge)
        for dimension in DIMENSIONS:
            with self.subTest(dimension):
                groups = report.formatted_read_group(
                    [], [dimension], [*MEASURES, "__count"]
                )
                self.assertEqual(sum(group["__count"] for group in groups), 2)
                self.assertEqual(sum(group["balance:sum"] for group in groups), -5)

    def test_outcome_of_appeals(self):
        """What came of appeals, and how long people waited."""
        start, end = datetime(2026, 3, 2, 8), datetime(2026, 3, 5, 20)
        penalty = self._bring_entry_to("appealed")
        self.assertEqual(
            self._read(penalty, "appeal_outcome", "share_appealed", "validity"),
            ("open", 1.0, "without"),
        )
        self._make_reduce(penalty)
        self.assertEqual(
            self._read(penalty, "appeal_outcome", "share_changed", "validity"),
            ("reduced", 1.0, "counts"),
        )
        other = self._enter(
            self.head,
            -4,
            state="upheld",
            date_proposed=start,
            date_confirmed=end,
            date_appealed=start,
            date_decided=end,
        )
        self.assertEqual(
            self._read(
                other, "decide_days", "appeal_days", "appeal_outcome", "share_changed"
            ),
            (3.5, 3.5, "upheld", 0.0),
        )

    def test_expired(self):
        """Expired points count no more and stay in the history."""
        entry = self._enter(self.reader, -10, "2020-01-01", "2021-01-01")
        self.assertEqual(
            self._read(entry, "balance", "valid_points", "validity"),
            (-10, 0, "expired"),
        )

    def test_export(self):
        """Officers export what they analyse, with names as they read them."""
        entry = self._enter(self.reader, -10)
        self.judge.group_ids += self.env.ref("base.group_allow_export")
        rows = self.env["complaint.penalty.report"].with_user(self.judge)
        rows = rows.browse(entry.id)
        exported = rows.export_data(["name", "employee_id", "rule_id", "balance"])
        ((name, employee, rule, balance),) = exported["datas"]
        self.assertEqual((name, employee), (entry.name, self.reader.name))
        self.assertEqual((rule, balance), (self.penalty_rule.display_name, -10))

    def test_drill_down(self):
        """From the numbers to the entries, with the entries' own rules."""
        entries = self._enter(self.reader, -10) | self._enter(self.head, -5)
        rows = self.env["complaint.penalty.report"].with_user(self.judge)
        rows = rows.browse(entries.ids)
        self.assertEqual(rows[0].action_open_entry()["res_id"], entries[0].id)
        action = rows.action_open_entries()
        self.assertEqual(self.Penalty.search(action["domain"]), entries.sorted())

    def test_officers_only(self):
        """Nobody else counts anything, and rows are as readable as their entries."""
        entry = self._enter(self.reader, -10)
        own = self._enter(self.judge, -1, date_notified=False)
        report = self.env["complaint.penalty.report"]
        for user in (self.reader, self.head, self.manager, self.employee):
            with self.subTest(user.login), self._assert_refused("", AccessError):
                report.with_user(user).formatted_read_group([], ["kind"], ["__count"])
        rows = report.with_user(self.judge)
        self.assertEqual(rows.search([]).ids, entry.ids)
        self.assertFalse(rows.browse(own.id).has_access("read"))
        for operation in ("write", "create", "unlink"):
            self.assertFalse(rows.browse(entry.id).has_access(operation), operation)

    def test_companies(self):
        """Officers count what is of their companies, all of them."""
        company, elsewhere = self._create_other_company()
        self._enter(self.reader, -10)
        self._enter(elsewhere, -3)
        report = self.env["complaint.penalty.report"].with_user(self.judge)
        self.assertEqual(report.search([]).mapped("balance"), [-10])
        both = new_test_user(
            self.env,
            "penalty_both",
            groups=ACCOUNTABILITY,
            company_ids=[(6, 0, (self.company | company).ids)],
            company_id=self.company.id,
        )
        report = report.with_user(both).with_context(
            allowed_company_ids=(self.company | company).ids
        )
        self.assertEqual(sum(report.search([]).mapped("balance")), -13)

    def test_one_query(self):
        """Counting costs one query, however many entries there are."""
        self._enter(self.reader, -10)
        self.env.flush_all()
        report = self.env["complaint.penalty.report"].with_user(self.judge)
        report._read_group([], ["department_id"], MEASURES)  # warm the rules
        with self.assertQueryCount(1):
            report._read_group([], ["department_id"], MEASURES)


@tagged("post_install", "-at_install")
class TestTotals(BalanceCase):
    """``head`` leads Metering; ``boss`` leads Works, which is above Metering."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.department.manager_id = cls.staff[cls.head]
        cls.boss = cls._create_user("penalty_boss", "base.group_user")
        cls.works = cls.env["hr.department"].create({"name": "Works"})
        cls.staff[cls.boss] = cls._create_employee(
            "Boss", user_id=cls.boss.id, department_id=cls.works.id
        )
        cls.works.manager_id = cls.staff[cls.boss]
        cls.department.parent_id = cls.works
        cls._enter(cls.reader, -10)
        cls._enter(cls.head, 4)

    def _get_totals(self, user):
        """Points by name of department, as a user sees them."""
        totals = self.env["complaint.penalty.total"].with_user(user)
        totals.invalidate_model()
        groups = totals._read_group([], ["department_id"], ["points:sum"])
        return {department.sudo().name: points for department, points in groups}

    def test_heads(self):
        """Who leads a department sees its totals, near or far; others see nothing."""
        self.assertEqual(self._get_totals(self.head), {"Metering": -6})
        self.assertEqual(self._get_totals(self.boss), {"Metering": -6})
        self.assertEqual(self._get_totals(self.judge), {"Metering": -6})
        for user in (self.reader, self.employee, self.manager, self.clerk):
            self.assertEqual(self._get_totals(user), {}, user.login)

    def test_other_departments(self):
        """A head sees nothing of departments beside or above."""
        self._enter(self.boss, -7)
        for _person in range(FEWEST_PEOPLE):
            self._create_employee("Fitter", department_id=self.works.id)
        self.assertEqual(self._get_totals(self.head), {"Metering": -6})
        self.assertEqual(self._get_totals(self.boss), {"Metering": -6, "Works": -7})

    def test_small_departments(self):
        """Totals of fewer than three people would tell about one: heads see none."""
        small = self.env["hr.department"].create(
            {"name": "Small", "manager_id": self.staff[self.head].id}
        )
        clerk, other = (
            self._create_employee(name, department_id=small.id) for name in ("A", "B")
        )
        self._enter(clerk, -1)
        self.assertEqual(self._get_totals(self.head), {"Metering": -6})
        self.assertIn("Small", self._get_totals(self.judge))
        self._create_employee("C", department_id=small.id)
        self.assertEqual(self._get_totals(self.head), {"Metering": -6, "Small": -1})
        other.active = False
        self.assertEqual(self._get_totals(self.head), {"Metering": -6})

    def test_a_new_head(self):
        """Who leads now sees; who led sees no more, at once."""
        self.department.manager_id = self.staff[self.employee]
        self.assertEqual(self._get_totals(self.employee), {"Metering": -6})
        self.assertEqual(self._get_totals(self.head), {})
        self.department.parent_id = False
        self.assertEqual(self._get_totals(self.boss), {})

    def test_no_person_to_ask_for(self):
        """By no field, filter or group does a head learn about a person."""
        totals = self.env["complaint.penalty.total"].with_user(self.head)
        self.assertEqual(set(totals.fields_get()), COLUMNS)
        for fname in (
            "employee_id",
            "rule_id",
            "complaint_id",
            "name",
            "state",
            "kind",
        ):
            with self.subTest(fname):
                with self.assertRaises(ValueError):
                    totals.search([(fname, "!=", False)])
                with self.assertRaises(ValueError):
                    totals.formatted_read_group([], [fname], ["__count"])
                with self.assertRaises(ValueError):
                    totals.web_read_group([], [fname], ["__count"])
                with self.assertRaises(ValueError):
                    totals.search_read([], [fname])
        for model in ("complaint.penalty.report", "complaint.penalty.balance"):
            with self.subTest(model), self._assert_refused("", AccessError):
                self.env[model].with_user(self.head).formatted_read_group(
                    [], ["employee_id"], ["__count"]
                )
        entries = self.Penalty.with_user(self.head)
        self.assertEqual(entries.search([]).employee_id, self.staff[self.head])

    def test_totals_add_up(self):
        """Months and sides are parts of the whole."""
        self._enter(self.reader, -3, "2026-01-05")
        totals = self.env["complaint.penalty.total"].with_user(self.head)
        groups = totals._read_group(
            [], ["side"], ["points:sum", "entry_count:sum", "penalty_points:sum"]
        )
        self.assertEqual(set(groups), {("penalty", -13, 2, -13), ("reward", 4, 1, 0)})
        months = totals._read_group([], ["month:month"], ["entry_count:sum"])
        self.assertEqual([count for _month, count in months], [1, 2])

    def test_menu(self):
        """The menu is offered to who leads a department, and to officers."""
        menu = self.env.ref("complaint_management.complaint_menu_penalty_total")
        for user, offered in (
            (self.head, True),
            (self.boss, True),
            (self.judge, True),
            (self.reader, False),
            (self.manager, False),
        ):
            with self.subTest(user.login):
                menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
                self.assertEqual(menu.id in menus, offered)
