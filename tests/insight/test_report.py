# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The analysis counts facts, and only of cases that the user may read."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..common import OFFICER, ComplaintCase

DIMENSIONS = (
    "date_received:month",
    "date_closed:month",
    "category_id",
    "cause_id",
    "cause_origin",
    "channel_id",
    "department_id",
    "team_id",
    "user_id",
    "kind",
    "state",
    "severity",
    "verdict",
    "identity_mode",
    "partner_id",
    "commercial_partner_id",
    "company_id",
    "overridden",
    "cancel_reason",
    "active",
)
MEASURES = (
    "__count",
    "days_to_acknowledge:avg",
    "days_to_answer:avg",
    "days_to_close:avg",
    "upheld:avg",
    "reopened:avg",
    "claimed_amount:sum",
)


@tagged("post_install", "-at_install")
class TestReport(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env["complaint.report"]

    @classmethod
    def _place(cls, days_ago=30, **vals):
        """A case received some days ago whose protected facts are ``vals``."""
        received = fields.Datetime.now() - timedelta(days=days_ago)
        case = cls._create_case(date_received=received)
        for fname, value in vals.items():
            if fname.startswith("date_") and not isinstance(value, str):
                vals[fname] = received + timedelta(days=value)
        case._write_protected(vals)
        return case

    def _measure(self, cases, *measures):
        (row,) = self.Report._read_group([("id", "in", cases.ids)], aggregates=measures)
        return row

    # ------------------------------------------------------------------
    # What is counted
    # ------------------------------------------------------------------

    def test_a_row_a_case(self):
        """A row stands for its case and says what the case says."""
        case = self._create_case(claimed_amount=475.0)
        row = self.Report.browse(case.id)
        for fname in self.Report._get_fact_fields():
            self.assertEqual(row[fname], case[fname], fname)
        self.assertEqual(row.display_name, case.number)

    def test_days(self):
        """Days elapse from the receipt; what is not reached does not count."""
        cases = self._place(
            date_acknowledged=0.5, date_answered=4, date_closed=10, state="closed"
        ) | self._place(date_acknowledged=1.5, date_answered=8)
        self._place()
        self.assertEqual(
            self._measure(
                cases | self._place(),
                "__count",
                "days_to_acknowledge:avg",
                "days_to_answer:avg",
                "days_to_close:avg",
            ),
            (3, 1.0, 6.0, 10.0),
        )

    def test_share_upheld(self):
        """Upheld and partly upheld, of the cases with a verdict only."""
        cases = (
            self._place(verdict="upheld")
            | self._place(verdict="partly_upheld")
            | self._place(verdict="not_upheld")
            | self._place(verdict="not_upheld")
            | self._place()
        )
        self.assertEqual(self._measure(cases, "upheld:avg"), (0.5,))
        self.assertFalse(self._measure(self._place(), "upheld:avg")[0])

    def test_share_reopened(self):
        """Reopened at least once, of the cases that were resolved."""
        cases = (
            self._place(date_first_resolved=3, reopen_count=2)
            | self._place(date_first_resolved=3)
            | self._place()
        )
        self.assertEqual(self._measure(cases, "reopened:avg"), (0.5,))

    def test_overridden(self):
        """Cases in which a manager passed a gate stand out (R196)."""
        case, other = self._create_case(), self._create_case()
        case.with_user(self.manager)._transition(
            "assess", reason="The clerk is ill", override=True
        )
        rows = self.Report.browse((case | other).ids)
        self.assertEqual(rows.mapped("overridden"), [True, False])
        found = self.Report.search([("overridden", "=", True)])
        self.assertIn(case.id, found.ids)
        self.assertNotIn(other.id, found.ids)

    def test_every_dimension(self):
        """Every dimension groups, with every measure, and loses no case."""
        cases = self._bring_to(self._create_case(), "closed") | self._create_case()
        for dimension in DIMENSIONS:
            with self.subTest(dimension=dimension):
                groups = self.Report.with_context(active_test=False)._read_group(
                    [("id", "in", cases.ids)], [dimension], MEASURES
                )
                self.assertEqual(sum(group[1] for group in groups), 2)

    def test_the_month_is_that_of_the_receipt(self):
        """A case counts in the month in which the customer spoke (R33)."""
        case = self._create_case(date_received="2025-03-15 10:00:00")
        ((month, count),) = self.Report._read_group(
            [("id", "=", case.id)], ["date_received:month"], ["__count"]
        )
        self.assertEqual((month.year, month.month, count), (2025, 3, 1))

    def test_changes_count_at_once(self):
        """What was just written is counted without being saved by hand."""
        case = self._create_case()
        domain = [("id", "=", case.id), ("severity", "=", "3")]
        self.assertFalse(self.Report.search_count(domain))
        case.severity = "3"
        self.assertTrue(self.Report.search_count(domain))

    def test_archived(self):
        """An archived case is counted only when it is asked for."""
        case = self._bring_to(self._create_case(), "cancelled")
        case.active = False
        domain = [("id", "=", case.id)]
        self.assertFalse(self.Report.search_count(domain))
        everything = self.Report.with_context(active_test=False)
        self.assertTrue(everything.search_count(domain))

    def test_one_query(self):
        """Counting costs one query, however many cases there are."""
        self._create_case()
        self.env.flush_all()
        report = self.Report.with_user(self.officer)
        report._read_group([], ["category_id"], MEASURES)  # warm the rules
        with self.assertQueryCount(1):
            report._read_group([], ["category_id"], MEASURES)

    # ------------------------------------------------------------------
    # Who counts what
    # ------------------------------------------------------------------

    def test_who_counts_what(self):
        """Everyone counts exactly the cases that they may read (R152)."""
        team_case = self._create_case()
        own_case = self._create_case(team_id=False, user_id=self.outsider.id)
        protected = self._create_case(
            identity_mode="confidential", user_id=self.handler.id
        )
        cases = team_case | own_case | protected
        for user in (
            self.clerk,
            self.handler,
            self.investigator,
            self.colleague,
            self.outsider,
            self.officer,
            self.manager,
        ):
            with self.subTest(user=user.login):
                readable = self.Complaint.with_user(user).search(
                    [("id", "in", cases.ids)]
                )
                counted = self.Report.with_user(user).search([("id", "in", cases.ids)])
                self.assertEqual(set(counted.ids), set(readable.ids))
        colleague = self.Report.with_user(self.colleague).search([])
        self.assertIn(team_case.id, colleague.ids)
        self.assertNotIn(protected.id, colleague.ids)
        self.assertIn(protected.id, self.Report.with_user(self.officer).search([]).ids)

    def test_rows_are_as_readable_as_their_cases(self):
        """Asking for a row by its id opens nothing either."""
        case = self._create_case(identity_mode="confidential")
        row = self.Report.with_user(self.outsider).browse(case.id)
        self.assertFalse(row.has_access("read"))
        row.invalidate_recordset()
        self.assertEqual(row.read(["name", "partner_id"]), [])

    def test_employees_do_not_analyse(self):
        """The analysis is for complaint users."""
        with self._assert_refused("", AccessError):
            self.Report.with_user(self.employee).search([])

    def test_nobody_writes(self):
        """Rows are no records of their own."""
        row = self.Report.browse(self._create_case().id)
        for operation in ("write", "create", "unlink"):
            self.assertFalse(
                row.with_user(self.manager).has_access(operation), operation
            )

    def test_companies(self):
        """Nobody counts the cases of a company that is not theirs."""
        case = self._create_case()
        other = self.env["res.company"].create({"name": "Other company"})
        officer = new_test_user(
            self.env,
            "other_officer",
            groups=OFFICER,
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.assertNotIn(case.id, self.Report.with_user(officer).search([]).ids)

    # ------------------------------------------------------------------
    # From the numbers to the cases
    # ------------------------------------------------------------------

    def test_drill_down(self):
        """A row opens its case, several rows open the list of theirs."""
        cases = self._create_case() | self._create_case()
        rows = self.Report.with_user(self.officer).browse(cases.ids)
        action = rows[0].action_open_case()
        self.assertEqual(action["res_model"], "complaint.complaint")
        self.assertEqual(action["res_id"], cases[0].id)
        action = rows.action_open_cases()
        self.assertEqual(action["res_model"], "complaint.complaint")
        self.assertEqual(self.Complaint.search(action["domain"]), cases.sorted())
